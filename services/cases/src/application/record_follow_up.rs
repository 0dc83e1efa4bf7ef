//! Records a follow-up meeting.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::id::FollowUpId;
use sentier_cases_domain::value::Note;
use sentier_eventing::streams::Call;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Records a follow-up meeting.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn record_follow_up(
        &self,
        call: Call,
        known: &Known,
        met_at: Moment,
        note: Sensitive<Note>,
    ) -> Result<Answer, Fault> {
        let follow_up = FollowUpId::from_uuid(derived(call.stamp.request_id, "follow-up"));
        let command = Command::RecordFollowUp { follow_up, met_at, note };
        self.change_sealed(call, known, command).await
    }
}
