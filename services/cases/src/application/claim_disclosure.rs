//! Hands the consented field groups of one referral to the referrals service.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_cases_domain::case::Rejection;
use sentier_cases_domain::codes::FieldGroup;
use sentier_cases_domain::disclosure::{self, Disclosure};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{AgencyId, ReferralId};
use sentier_kernel::Moment;
use sentier_platform::principal::Principal;

use super::{Cases, Fault, Known};

/// A disclosure may be read for this long, whatever the consent says (PRIVACY: a copy has an end).
const LONGEST: Duration = Duration::from_hours(90 * 24);

/// Whose fields are claimed, for whom, and how much at most.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The referral.
    pub referral: ReferralId,
    /// Who will read it.
    pub agency: AgencyId,
    /// What the pathway lets a referral for this need ask for; absent when no pathway says so.
    pub limit: Option<BTreeSet<FieldGroup>>,
}

/// What leaves for one agency. PERSONAL.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The released fields.
    pub disclosure: Disclosure,
    /// Until when the agency may read them.
    pub read_until: Moment,
}

impl Cases {
    /// Releases the field groups of a referral that its pathway may ask for. PRIVACY: consent is checked before anything is opened,
    /// and again on the opened events at the instant they leave; between the two stands the entry in
    /// the log.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store or keys.
    pub async fn claim_disclosure(
        &self,
        caller: &Principal,
        known: &Known,
        claim: Claim,
    ) -> Result<Claimed, Fault> {
        let Claim { referral, agency, limit } = claim;
        let stream = known.case.as_uuid();
        let state = self.streams.state(stream).await?.state;
        let now = self.host.env.clock.now();
        let permit = disclosure::permit(&state, referral, agency, now)?.within(limit.as_ref());
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let fields = permit.field_groups.iter().map(|group| group.code()).collect();
        let reading = self.host.reading(caller, &known.centre, "referral", fields);
        let events = self.streams.disclose(reading, stream, &ring).await?;
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        let now = self.host.env.clock.now();
        let permit = disclosure::permit_of(&file, referral, agency, now)?;
        let disclosure = disclosure::release(&file, permit.within(limit.as_ref()))?;
        let read_until = read_until(now, disclosure.permit.until);
        Ok(Claimed { disclosure, read_until })
    }
}

/// Until when a disclosure that leaves now may be read, under a consent that ends then.
pub(super) fn read_until(now: Moment, consent_ends: Option<Moment>) -> Moment {
    let bound = now.plus(LONGEST);
    consent_ends.map_or(bound, |until| until.min(bound))
}
