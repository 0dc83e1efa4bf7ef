//! Records a consent.

use std::collections::BTreeSet;

use sentier_cases_domain::case::Command;
use sentier_cases_domain::codes::{FieldGroup, Purpose};
use sentier_cases_domain::consent::Giving;
use sentier_cases_domain::id::{AgencyId, ConsentId};
use sentier_eventing::streams::Call;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// What she permits.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What it is for.
    pub purpose: Purpose,
    /// The agency; for services only.
    pub agency: Option<AgencyId>,
    /// Field groups; for services only.
    pub field_groups: BTreeSet<FieldGroup>,
    /// Until when, exclusive.
    pub expires_at: Option<Moment>,
    /// How and by whom it is given.
    pub giving: Sensitive<Giving>,
}

impl Cases {
    /// Records a consent.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn grant_consent(
        &self,
        call: Call,
        known: &Known,
        grant: Grant,
    ) -> Result<(Answer, ConsentId), Fault> {
        let consent = ConsentId::from_uuid(derived(call.stamp.request_id, "consent"));
        let Grant { purpose, agency, field_groups, expires_at, giving } = grant;
        let command =
            Command::GrantConsent { consent, purpose, agency, field_groups, expires_at, giving };
        Ok((self.change_sealed(call, known, command).await?, consent))
    }
}
