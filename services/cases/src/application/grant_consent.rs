//! Records a consent.

use std::collections::BTreeSet;

use sentier_cases_domain::case::{Command, Rejection};
use sentier_cases_domain::codes::{FieldGroup, Purpose};
use sentier_cases_domain::consent::Giving;
use sentier_cases_domain::id::{AgencyId, ConsentId};
use sentier_eventing::streams::{Call, Reading};
use sentier_kernel::{Category, Explain as _, Moment, Sensitive};
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// How often a consent is tried again when somebody else changed the case meanwhile.
const TRIES: u32 = 4;

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
    /// Records a consent that her age allows. PRIVACY: her birth is opened for that, and for nothing else;
    /// the reading stands in the log before, and names this call, so that a repeat leaves no second entry.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn grant_consent(
        &self,
        call: Call,
        reading: Reading,
        known: &Known,
        grant: Grant,
    ) -> Result<(Answer, ConsentId), Fault> {
        let consent = ConsentId::from_uuid(derived(call.stamp.request_id, "consent"));
        let reading = Reading { id: derived(call.stamp.request_id, "reading"), ..reading };
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let stream = known.case.as_uuid();
        let mut tries = 0;
        loop {
            // The version first: what is told of her age after it makes the append stale.
            let loaded = self.streams.state(stream).await?;
            let (version, state) = (loaded.version, loaded.state);
            // Nothing is opened for what is refused anyway.
            let ended = state.closed.is_some() || state.erased || state.merging.follows.is_some();
            let born = if ended { None } else { self.born(&reading, stream, &ring).await? };
            let Grant { purpose, agency, field_groups, expires_at, giving } = grant.clone();
            let command = Command::GrantConsent {
                consent,
                purpose,
                agency,
                field_groups,
                expires_at,
                giving,
                born,
            };
            let seen = call.expected_version;
            let call = Call { expected_version: seen.or(Some(version)), ..call.clone() };
            match self.change_sealed(call, known, command).await {
                Err(fault)
                    if seen.is_none() && fault.category() == Category::Stale && tries < TRIES =>
                {
                    tries += 1;
                }
                done => return Ok((done?, consent)),
            }
        }
    }
}
