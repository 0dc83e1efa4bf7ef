//! Reaches out to a survivor as she agreed, and opens a case in an emergency.

use sentier_cases_domain::case::safeguard::{ALONE_LASTS, Fact, TOGETHER_LASTS};
use sentier_cases_domain::case::{Command, safeguard};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_cases_domain::safe_contact::{self, Answerer, Channel};
use sentier_cases_domain::value::Note;
use sentier_eventing::streams::{Call, Reading};
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::ids::derived;

use super::alarm::{AlarmKind, raised};
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

    /// Opens a case to who asks, alone and for a time; the alarm stands with it.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn break_glass(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        why: Sensitive<Note>,
    ) -> Result<(EntryId, Moment), Fault> {
        let expires_at = call.stamp.at.plus(ALONE_LASTS);
        let fact = Fact::GlassBroken { expires_at, why };
        let (answer, entry) = self.record_entry(call, known, by, fact).await?;
        raised(AlarmKind::BreakGlass);
        Ok((entry, ended(&answer, entry, expires_at)))
    }

    /// Lets in who asked, for a time.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn approve_break_glass(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        request: EntryId,
    ) -> Result<Moment, Fault> {
        let expires_at = call.stamp.at.plus(TOGETHER_LASTS);
        let fact = Fact::GlassApproved { request, expires_at };
        let (answer, _) = self.record_entry(call, known, by, fact).await?;
        Ok(ended(&answer, request, expires_at))
    }
}

/// Until when a break-glass lasts; of a repeat what the first call was told.
fn ended(answer: &super::Answer, entry: EntryId, otherwise: Moment) -> Moment {
    let known = answer.state.safeguard.glass.get(&entry);
    known.and_then(|glass| glass.expires_at).unwrap_or(otherwise)
}
