//! Processes on the service's own log: what must follow from a stored event, whatever crashes between.
//!
//! Each works through a read model by the one loop of [`sentier_eventing::process`].

mod destroy_objects;
mod end_files;
mod erase_keys;
mod lapse_drafts;
mod lapse_uploads;
mod release_facts;
mod tell_overdue;

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};
use sentier_eventing::process::{self, Rhythm};
use sentier_kernel::Explain;

use crate::application::{Cases, Fault};
use crate::projections::CASE_LIST;
pub(crate) use destroy_objects::DestroyObjects;
pub(crate) use end_files::EndFiles;
pub(crate) use erase_keys::EraseKeys;
pub(crate) use lapse_drafts::LapseDrafts;
pub(crate) use lapse_uploads::LapseUploads;
pub(crate) use release_facts::ReleaseFacts;
pub(crate) use tell_overdue::TellOverdue;

const RHYTHM: Rhythm = Rhythm { pause: Duration::from_secs(1), idle: Duration::from_mins(1) };
/// Rows that a process takes at once.
const PAGE: u32 = 100;

/// What follows from stored events.
pub(crate) trait Process: Send + 'static {
    /// Does all that is due now.
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>>;
    /// Names it in the log.
    fn name(&self) -> &'static str;
}

/// A process and the cases that it works on.
struct OnCases<P> {
    cases: Cases,
    process: P,
}

impl<P: Process> process::Process for OnCases<P> {
    fn name(&self) -> &'static str {
        self.process.name()
    }

    fn work(&mut self) -> BoxFuture<'_, Result<(), Box<dyn Explain>>> {
        let done = self.process.work(&self.cases);
        done.map(|done| done.map_err(|fault| Box::new(fault) as Box<dyn Explain>)).boxed()
    }
}

/// Runs a process whenever the read models moved, until the service ends.
pub(crate) async fn run(cases: Cases, process: impl Process) {
    let Some(reached) = cases.projections.reached(CASE_LIST) else { return };
    let stop = cases.host.env.shutdown.token();
    process::run(OnCases { cases, process }, reached, RHYTHM, stop).await;
}
