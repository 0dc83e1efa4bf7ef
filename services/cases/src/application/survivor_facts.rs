//! What the releases for analysts may know of a survivor, beside the facts of her incident.

use std::collections::BTreeSet;

use sentier_cases_domain::codes::{Need, Purpose};
use sentier_cases_domain::counted::is_covered;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::IncidentId;
use sentier_cases_domain::minimum::{Perpetrator, Relationship};
use sentier_cases_domain::value::Date;
use sentier_kernel::Moment;

use super::{Cases, Fault, Known};

/// Who did it, as the releases tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NearestPerpetrator {
    /// Somebody else, or not known.
    Other,
    /// Another member of the family, or her primary caregiver.
    Family,
    /// Intimate or former partner.
    Partner,
}

/// One survivor for the releases. PERSONAL until she is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurvivorFacts {
    /// The nearest of those who did it.
    pub perpetrator: NearestPerpetrator,
    /// When her consent to statistics ends by itself; absent means when she withdraws it.
    pub consent_until: Option<Moment>,
    /// For what she was referred in the year in which the incident was recorded, whatever became of it.
    pub services: BTreeSet<Need>,
}

impl SurvivorFacts {
    /// The facts of a file whose consent was seen to hold at `now`.
    pub(super) fn of(file: &CaseFile, incident: IncidentId, now: Moment) -> Self {
        let found = file.incidents.iter().find(|known| known.id == incident);
        let asked = found.and_then(|found| found.circumstances.expose());
        let year = found.map(|found| Date::of(found.recorded_at).year());
        let referred = file.state.referrals.values();
        let referred = referred.filter(|one| year == Some(Date::of(one.requested_at).year()));
        let perpetrators = asked.map(|asked| asked.perpetrators.as_slice()).unwrap_or_default();
        let nearest = perpetrators.iter().map(nearness).max();
        let none = BTreeSet::new();
        let consents = file.state.consents.iter().filter(|consent| {
            consent.is_valid(now) && consent.releases(None, Purpose::Statistics, &none)
        });
        // The consent that holds longest; one without an end holds until it is withdrawn.
        let ends: Option<Vec<Moment>> = consents.map(|consent| consent.expires_at).collect();
        Self {
            perpetrator: nearest.unwrap_or(NearestPerpetrator::Other),
            consent_until: ends.and_then(|ends| ends.into_iter().max()),
            services: referred.map(|one| one.need).collect(),
        }
    }
}

fn nearness(perpetrator: &Perpetrator) -> NearestPerpetrator {
    match perpetrator.relationship {
        Relationship::IntimatePartner => NearestPerpetrator::Partner,
        Relationship::PrimaryCaregiver | Relationship::OtherFamily => NearestPerpetrator::Family,
        _ => NearestPerpetrator::Other,
    }
}

impl Cases {
    /// Whether a case was ever under a consent to statistics and is not any more: withdrawn, erased, or
    /// another's. Then she leaves the releases that are open.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn left_the_statistics(&self, known: &Known) -> Result<bool, Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let consented = state.consents.iter().any(|one| one.purpose == Purpose::Statistics);
        let counts = is_covered(&state, self.host.env.clock.now());
        Ok(consented && !(counts && state.merging.follows.is_none()))
    }
}
