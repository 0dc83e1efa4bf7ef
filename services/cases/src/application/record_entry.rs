//! Records an entry of a case's care.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::case::care::{self, Fact};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_eventing::streams::Call;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Records what was done for her, asked for or answered.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn record_entry(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        fact: Fact,
    ) -> Result<(Answer, EntryId), Fault> {
        let entry = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let command = Command::Care(care::Command { entry, by, fact });
        Ok((self.change_sealed(call, known, command).await?, entry))
    }
}
