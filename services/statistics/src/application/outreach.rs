//! Outreach is planned, recorded, corrected, and read with its history.

use std::sync::Arc;

use sentier_eventing::streams::{Committed, Loaded, Recorded, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{Host, StoreError, Streams};
use sentier_kernel::Decider as _;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_statistics_domain::outreach::{
    Activities, Activity, Command, Event, Plan, Rejection, State, Target, Targets, TargetsCommand,
    TargetsRejection,
};
use uuid::Uuid;

use crate::store::{ActivitiesCodec, TargetsCodec, activity_stream, targets_stream};

/// The most changes of one activity that its history tells.
const HISTORY: u32 = 500;

/// Keeps a centre's outreach. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Outreach {
    host: Host,
    activities: Streams<ActivitiesCodec>,
    targets: Streams<TargetsCodec>,
}

/// A write, as its caller keyed it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) centre: String,
    pub(crate) request_id: Uuid,
    pub(crate) fingerprint: [u8; 32],
    pub(crate) expected_version: Option<i64>,
}

/// An activity at a version.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) version: i64,
    pub(crate) activity: Activity,
}

type Fault = TransactError<Rejection>;

impl Outreach {
    pub(crate) fn new(host: &Host) -> Self {
        Self {
            host: host.clone(),
            activities: Streams::new(&host.store),
            targets: Streams::new(&host.store),
        }
    }

    /// Plans an activity; its id follows from the request's, so that a repeat is the same activity.
    pub(crate) async fn plan(
        &self,
        keeper: &Principal,
        entry: Entry,
        plan: Plan,
    ) -> Result<Seen, Fault> {
        let id = derived(entry.request_id, "activity");
        self.keep(keeper, entry, id, Command::PlanActivity { id, plan }).await
    }

    /// Changes an activity.
    pub(crate) async fn keep(
        &self,
        keeper: &Principal,
        entry: Entry,
        activity: Uuid,
        command: Command,
    ) -> Result<Seen, Fault> {
        let Entry { centre, request_id, fingerprint, expected_version } = entry;
        let call = self.host.call(keeper, &centre, request_id, fingerprint, expected_version);
        let at = call.stamp.at;
        let decide = move |state: &_| Activities::decide(state, command.clone(), at);
        let stream = activity_stream(&centre, activity);
        let Committed { version, state, .. } =
            self.activities.transact(call, stream, KeyRing::none(), decide).await?;
        seen(version, &state)
    }

    /// An activity and everything that happened to it.
    pub(crate) async fn activity(
        &self,
        centre: &str,
        activity: Uuid,
    ) -> Result<(Seen, Vec<Recorded<Event>>), Fault> {
        let stream = activity_stream(centre, activity);
        let Loaded { version, state } = self.activities.state(stream).await?;
        let history = self.activities.history(stream, 0, HISTORY).await?;
        Ok((seen(version, &state)?, history))
    }

    /// Sets a year's targets.
    pub(crate) async fn set_targets(
        &self,
        keeper: &Principal,
        entry: Entry,
        year: i32,
        targets: Vec<Target>,
    ) -> Result<Vec<Target>, TransactError<TargetsRejection>> {
        let Entry { centre, request_id, fingerprint, expected_version } = entry;
        let call = self.host.call(keeper, &centre, request_id, fingerprint, expected_version);
        let at = call.stamp.at;
        let command = TargetsCommand::SetTargets { year, targets };
        let decide = move |state: &_| Targets::decide(state, command.clone(), at);
        let stream = targets_stream(&centre, year);
        let done = self.targets.transact(call, stream, KeyRing::none(), decide).await?;
        Ok(done.state.to_vec())
    }

    /// The targets of a year.
    pub(crate) async fn targets(&self, centre: &str, year: i32) -> Result<Vec<Target>, StoreError> {
        let loaded = self.targets.state(targets_stream(centre, year)).await?;
        Ok(loaded.state.to_vec())
    }
}

fn seen(version: i64, state: &Arc<State>) -> Result<Seen, Fault> {
    let activity = state.activity.clone();
    let activity = activity.ok_or(TransactError::Rejected(Rejection::NotFound))?;
    Ok(Seen { version, activity })
}
