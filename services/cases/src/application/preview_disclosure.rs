//! Shows who works on a case exactly what an agency would see, before anything is sent.

use std::collections::BTreeSet;

use sentier_cases_domain::case::Rejection;
use sentier_cases_domain::codes::{FieldGroup, Need};
use sentier_cases_domain::disclosure::{self, Wanted};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{AgencyId, ConsentId};
use sentier_cases_domain::value::ConsentLimits;
use sentier_kernel::Sensitive;
use sentier_platform::principal::Principal;

use super::claim_disclosure::{Claimed, read_until};
use super::{Cases, Fault, Known};

/// Of what a preview is shown: a referral that is not asked for yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previewed {
    /// To whom.
    pub agency: AgencyId,
    /// On which consent.
    pub consent: ConsentId,
    /// For which need.
    pub need: Need,
    /// Which field groups.
    pub field_groups: BTreeSet<FieldGroup>,
}

impl Cases {
    /// What the claim of a referral under this consent would release now, by the claim's own rules (her consent,
    /// and what the centre's pathway lets a referral for this need ask for), and the limits that she set to the
    /// consent.
    /// PRIVACY: the consent is checked before anything is opened; the reading stands in the ledger first.
    ///
    /// # Errors
    /// The domain's rejection; when the pathway cannot be had; or a fault of store or keys.
    pub async fn preview_disclosure(
        &self,
        caller: &Principal,
        known: &Known,
        wish: Previewed,
    ) -> Result<(Claimed, ConsentLimits), Fault> {
        let Previewed { agency, consent, need, field_groups } = wish;
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let wanted = Wanted { agency, consent, field_groups: &field_groups };
        let permit = disclosure::permit_wanted(&state, wanted, self.host.env.clock.now())?;
        // What she consented to and the rule of this need does not ask for stays here, as when it is claimed.
        let limit = self.pathways.limit(&known.centre, need).await?;
        let permit = permit.within(limit.as_ref());
        let groups = permit.field_groups.iter().map(|group| group.code());
        let fields = groups.chain([LIMITS]).collect();
        let file = self.opened(caller, known, fields).await?;
        let now = self.host.env.clock.now();
        let permit = disclosure::permit_wanted_of(&file, wanted, now)?;
        let disclosure = disclosure::release(&file, permit.within(limit.as_ref()))?;
        let read_until = read_until(now, disclosure.permit.until);
        Ok((Claimed { disclosure, read_until }, limits(&file, consent)))
    }

    /// What she does not consent to under a consent that is valid for this agency now.
    /// PRIVACY: as [`Cases::preview_disclosure`].
    ///
    /// # Errors
    /// As [`Cases::preview_disclosure`].
    pub async fn consent_limits(
        &self,
        caller: &Principal,
        known: &Known,
        (agency, consent): (AgencyId, ConsentId),
    ) -> Result<ConsentLimits, Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let given = state.consent(consent).ok_or(Rejection::NoSuchConsent)?;
        let wanted = Wanted { agency, consent, field_groups: &given.field_groups };
        disclosure::permit_wanted(&state, wanted, self.host.env.clock.now())?;
        let file = self.opened(caller, known, vec![LIMITS]).await?;
        Ok(limits(&file, consent))
    }

    /// The file, once the reading of `fields` for a referral stands in the ledger.
    async fn opened(
        &self,
        caller: &Principal,
        known: &Known,
        fields: Vec<&'static str>,
    ) -> Result<CaseFile, Fault> {
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let reading = self.host.reading(caller, &known.centre, "referral", fields);
        let events = self.streams.disclose(reading, known.case.as_uuid(), &ring).await?;
        Ok(CaseFile::fold(events.iter().map(|recorded| &recorded.event)))
    }
}

/// Her limits, as the ledger names them.
const LIMITS: &str = "limits";

/// What she does not consent to, as the consent holds it.
fn limits(file: &CaseFile, consent: ConsentId) -> ConsentLimits {
    let giving = file.givings.get(&consent).and_then(Sensitive::expose);
    giving.map(|giving| giving.limits.clone()).unwrap_or_default()
}
