//! Shows who works on a case exactly what an agency would see, before anything is sent.

use std::collections::BTreeSet;

use sentier_cases_domain::case::Rejection;
use sentier_cases_domain::codes::FieldGroup;
use sentier_cases_domain::disclosure::{self, Wanted};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{AgencyId, ConsentId};
use sentier_platform::principal::Principal;

use super::claim_disclosure::{Claimed, read_until};
use super::{Cases, Fault, Known};

impl Cases {
    /// What the claim of a referral under this consent would release now, by the claim's own rule.
    /// PRIVACY: the consent is checked before anything is opened; the reading stands in the ledger first.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store or keys.
    pub async fn preview_disclosure(
        &self,
        caller: &Principal,
        known: &Known,
        (agency, consent): (AgencyId, ConsentId),
        field_groups: BTreeSet<FieldGroup>,
    ) -> Result<Claimed, Fault> {
        let stream = known.case.as_uuid();
        let state = self.streams.state(stream).await?.state;
        let now = self.host.env.clock.now();
        let wanted = Wanted { agency, consent, field_groups: &field_groups };
        let permit = disclosure::permit_wanted(&state, wanted, now)?;
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let fields = permit.field_groups.iter().map(|group| group.code()).collect();
        let reading = self.host.reading(caller, &known.centre, "referral", fields);
        let events = self.streams.disclose(reading, stream, &ring).await?;
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        let disclosure = disclosure::release(&file, permit)?;
        let read_until = read_until(now, disclosure.permit.until);
        Ok(Claimed { disclosure, read_until })
    }
}
