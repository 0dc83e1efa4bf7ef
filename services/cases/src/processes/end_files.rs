//! Ends files by their schedule, where the centre chose that: announced first, erased when nobody stopped it.

use futures_util::future::BoxFuture;

use super::Process;
use crate::application::{Cases, EndFiles as Seen, Fault};

/// Looks once a day.
#[derive(Debug, Default)]
pub(crate) struct EndFiles {
    seen: Seen,
}

impl Process for EndFiles {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(cases.end_files(&mut self.seen))
    }

    fn name(&self) -> &'static str {
        "end_files"
    }
}
