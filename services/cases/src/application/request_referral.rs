//! Asks that a structure serve the survivor.

use std::collections::BTreeSet;

use sentier_cases_domain::case::Command;
use sentier_cases_domain::codes::{FieldGroup, Need, Urgency};
use sentier_cases_domain::id::{AgencyId, ConsentId, ReferralId, StructureId};
use sentier_eventing::streams::Call;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// What is asked of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The agency.
    pub agency: AgencyId,
    /// Its structure.
    pub structure: StructureId,
    /// The need.
    pub need: Need,
    /// Urgency.
    pub urgency: Urgency,
    /// The consent it relies on.
    pub consent: ConsentId,
    /// The field groups to disclose.
    pub field_groups: BTreeSet<FieldGroup>,
}

impl Cases {
    /// Asks for a referral, under a consent valid now.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn request_referral(
        &self,
        call: Call,
        known: &Known,
        wish: Wish,
    ) -> Result<(Answer, ReferralId), Fault> {
        let referral = ReferralId::from_uuid(derived(call.stamp.request_id, "referral"));
        let Wish { agency, structure, need, urgency, consent, field_groups } = wish;
        let command = Command::RequestReferral {
            referral,
            agency,
            structure,
            need,
            urgency,
            consent,
            field_groups,
        };
        Ok((self.change(call, known, command).await?, referral))
    }
}
