//! Tells on a case that the time for a task passed: once, whatever crashes between.

use futures_util::future::BoxFuture;

use super::{PAGE, Process};
use crate::application::{Cases, Fault};
use crate::projections::task;

/// Works through what is overdue.
#[derive(Debug)]
pub(crate) struct TellOverdue;

impl Process for TellOverdue {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let now = cases.host.env.clock.now();
            let mut behind = None;
            loop {
                let due = task::overdue(cases.host.store.database(), now, behind, PAGE).await?;
                let Some(last) = due.last() else { return Ok(()) };
                behind = Some((last.due, last.id));
                for one in &due {
                    cases.tell_overdue(one).await?;
                }
            }
        })
    }

    fn name(&self) -> &'static str {
        "tell_overdue"
    }
}
