//! Asks the next structure for what one left unanswered.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::id::{AgencyId, ReferralId, StructureId};
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::Call;
use sentier_platform::ids::derived;

use super::{Cases, Fault, Known};

/// The structure that comes next, as the referrals context says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextStructure {
    /// Its agency.
    pub agency: AgencyId,
    /// The structure.
    pub structure: StructureId,
}

impl Cases {
    /// Asks it, when a consent covers it; the consents are read in the same breath as the request is
    /// stored, so that none withdrawn a moment ago is used.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn escalate_referral(
        &self,
        stamp: Stamp,
        known: &Known,
        expired: ReferralId,
        next: NextStructure,
    ) -> Result<(), Fault> {
        let request_id = derived(stamp.request_id, "escalate");
        let call = Call { stamp: Stamp { request_id, ..stamp }, expected_version: None };
        let referral = ReferralId::from_uuid(derived(request_id, "referral"));
        let NextStructure { agency, structure } = next;
        let command = Command::EscalateReferral { expired, referral, agency, structure };
        self.change(call, known, command).await.map(drop)
    }
}
