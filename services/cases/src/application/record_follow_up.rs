//! Records a follow-up meeting.

use std::collections::BTreeMap;

use sentier_cases_domain::case::Command;
use sentier_cases_domain::case::care::codes::{Goal, GoalProgress};
use sentier_cases_domain::id::FollowUpId;
use sentier_cases_domain::value::{Date, Note};
use sentier_eventing::streams::Call;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// What is told of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// When it took place.
    pub met_at: Moment,
    /// How near her goals are, as far as they were looked at.
    pub goals: BTreeMap<Goal, GoalProgress>,
    /// When to meet next.
    pub next_on: Option<Date>,
    /// The note.
    pub note: Sensitive<Note>,
}

impl Cases {
    /// Records a follow-up meeting.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn record_follow_up(
        &self,
        call: Call,
        known: &Known,
        meeting: Meeting,
    ) -> Result<Answer, Fault> {
        let follow_up = FollowUpId::from_uuid(derived(call.stamp.request_id, "follow-up"));
        let Meeting { met_at, goals, next_on, note } = meeting;
        let command = Command::RecordFollowUp { follow_up, met_at, goals, next_on, note };
        self.change_sealed(call, known, command).await
    }
}
