//! Ends drafts to which nobody came back in time; their keys go with them.

use futures_util::future::BoxFuture;
use sentier_cases_domain::draft::LASTS;

use super::{PAGE, Process};
use crate::application::{Cases, Fault};
use crate::projections::draft_list;

/// Works through what has lapsed.
#[derive(Debug)]
pub(crate) struct LapseDrafts;

impl Process for LapseDrafts {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let until = cases.host.env.clock.now().minus(LASTS);
            // What is ended leaves the list a moment later; the next look finds the rest.
            let due = draft_list::lapsed(cases.host.store.database(), until, PAGE).await?;
            for one in due {
                cases.lapse_draft(&one.centre, one.draft).await?;
            }
            Ok(())
        })
    }

    fn name(&self) -> &'static str {
        "lapse_drafts"
    }
}
