//! An override: asked for by one member of staff, approved by another. Both stand in the ledger, as every
//! append does.

use sentier_cases_domain::case::{Command, Wanted};
use sentier_cases_domain::id::{ConsentId, StaffId};
use sentier_cases_domain::value::OverrideReason;
use sentier_eventing::streams::Call;
use sentier_kernel::Sensitive;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// What is asked for, and why.
#[derive(Clone, Debug)]
pub struct Overriding {
    /// What is asked for.
    pub wanted: Wanted,
    /// Why, in words.
    pub reason: Sensitive<OverrideReason>,
    /// Who asks.
    pub by: StaffId,
}

impl Cases {
    /// Asks that field groups may go to an agency without a consent.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn request_override(
        &self,
        call: Call,
        known: &Known,
        asked: Overriding,
    ) -> Result<(Answer, ConsentId), Fault> {
        let id = ConsentId::from_uuid(derived(call.stamp.request_id, "override"));
        let Overriding { wanted, reason, by } = asked;
        let command = Command::RequestOverride { id, wanted, reason, by };
        Ok((self.change_sealed(call, known, command).await?, id))
    }

    /// Approves an override.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn approve_override(
        &self,
        call: Call,
        known: &Known,
        id: ConsentId,
        by: StaffId,
    ) -> Result<Answer, Fault> {
        self.change(call, known, Command::ApproveOverride { id, by }).await
    }
}
