//! Processes on the service's own log: what must follow from a stored event, whatever crashes between.
//!
//! Each works through a read model, which remembers what is still to do; so a restart goes on where the
//! process stopped, and a rebuild of the read model loses nothing.

mod destroy_objects;
mod end_files;
mod erase_keys;
mod lapse_drafts;
mod lapse_uploads;
mod release_facts;
mod tell_overdue;

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::application::{Cases, Fault};
use crate::projections::CASE_LIST;
pub(crate) use destroy_objects::DestroyObjects;
pub(crate) use end_files::EndFiles;
pub(crate) use erase_keys::EraseKeys;
pub(crate) use lapse_drafts::LapseDrafts;
pub(crate) use lapse_uploads::LapseUploads;
pub(crate) use release_facts::ReleaseFacts;
pub(crate) use tell_overdue::TellOverdue;

/// How long after a failure the next try is.
const PAUSE: Duration = Duration::from_secs(1);
/// How long until a process looks again although nothing was stored.
const IDLE: Duration = Duration::from_mins(1);
/// Rows that a process takes at once.
const PAGE: u32 = 100;

/// What follows from stored events.
pub(crate) trait Process: Send + 'static {
    /// Does all that is due now.
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>>;
    /// Names it in the log.
    fn name(&self) -> &'static str;
}

/// Runs a process whenever the read models moved, until the service ends.
pub(crate) async fn run(cases: Cases, mut process: impl Process) {
    let Some(mut reached) = cases.projections.reached(CASE_LIST) else { return };
    let stop = cases.host.env.shutdown.token();
    loop {
        reached.borrow_and_update();
        let pause = match process.work(&cases).await {
            Ok(()) => IDLE,
            Err(error) => {
                tracing::warn!(process = process.name(), %error, "a process waits");
                PAUSE
            }
        };
        tokio::select! {
            moved = reached.changed(), if pause == IDLE => if moved.is_err() { return },
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}
