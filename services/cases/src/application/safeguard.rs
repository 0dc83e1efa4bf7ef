//! Reaches out to a survivor as she agreed.

use sentier_cases_domain::case::safeguard::Fact;
use sentier_cases_domain::case::{Command, safeguard};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_cases_domain::safe_contact::{self, Answerer, Channel};
use sentier_cases_domain::value::Note;
use sentier_eventing::streams::{Call, Reading};
use sentier_kernel::Sensitive;
use sentier_platform::ids::derived;

use super::{Cases, Fault, Known};

/// How she is about to be reached.
#[derive(Clone, Debug)]
pub struct Contact {
    /// By what.
    pub channel: Channel,
    /// Whose ear or eye it may reach.
    pub answerer: Answerer,
    /// What for.
    pub note: Sensitive<Note>,
}

impl Cases {
    /// Records that she is about to be reached, when her plan permits it at this moment; what may be said.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn attempt_contact(
        &self,
        call: Call,
        reading: Reading,
        known: &Known,
        by: StaffId,
        contact: Contact,
    ) -> Result<(EntryId, safe_contact::Answer), Fault> {
        let (_, file) = self.read_case(reading, known).await?;
        let plan = file.and_then(|file| file.state.safeguard.safe_contact.zip(file.safe_contact));
        let Contact { channel, answerer, note } = contact;
        let agreed = plan.as_ref().and_then(|(_, plan)| plan.expose());
        let answer = safe_contact::decide(agreed, channel, answerer, call.stamp.at);
        let entry = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let fact = Fact::ContactAttempted { channel, answerer, note };
        let command = Command::Safeguard(safeguard::Command { entry, by, fact, plan });
        self.change_sealed(call, known, command).await?;
        Ok((entry, answer))
    }
}
