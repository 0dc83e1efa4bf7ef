//! Ends uploads that nobody went on with; what came of them is destroyed.

use futures_util::future::BoxFuture;
use sentier_cases_domain::upload::LASTS;

use super::{PAGE, Process};
use crate::application::{Cases, Fault};
use crate::projections::object;

/// Works through what has lapsed.
#[derive(Debug)]
pub(crate) struct LapseUploads;

impl Process for LapseUploads {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let until = cases.host.env.clock.now().minus(LASTS);
            // What is ended leaves the list a moment later; the next look finds the rest.
            let due = object::lapsed(cases.host.store.database(), until, PAGE).await?;
            for one in due {
                cases.lapse_upload(&one.centre, one.upload).await?;
            }
            Ok(())
        })
    }

    fn name(&self) -> &'static str {
        "lapse_uploads"
    }
}
