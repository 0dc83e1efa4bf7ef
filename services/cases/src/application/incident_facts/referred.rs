//! What the releases for analysts count of a survivor, told anew because she was referred.

use sentier_cases_domain::case::{Event, State};
use sentier_cases_domain::codes::IncidentType;
use sentier_cases_domain::counted::period::closes_at;
use sentier_cases_domain::counted::{Releases, is_covered};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::IncidentId;
use sentier_cases_domain::value::Date;
use sentier_eventing::streams::Recorded;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{IncidentFacts, facts_at, step};
use crate::application::{Cases, Fault, Known, SurvivorFacts};

impl Cases {
    /// What the releases for analysts may know of a survivor who was referred in this year: the incident by
    /// which she is told of, its facts as they were released last, and what stands beside them. It is the
    /// first released of those that were recorded in the year, still stand in the figures and have a cell in
    /// the tables, so that telling of it moves nothing but the services, of whoever stands in the tables. (Who
    /// withdrew, consented anew and is referred then stands in them by this: the figures did not take her back
    /// before.) `None` when there is none, no consent to statistics is valid now and until the year closes, it
    /// has closed, she was erased, or her case follows another. `reading` names the reading, so that a second
    /// try leaves no second entry.
    ///
    /// # Errors
    /// As [`Cases::incident_facts`].
    pub async fn referred(
        &self,
        known: &Known,
        year: i32,
        reading: Uuid,
    ) -> Result<Option<(IncidentId, IncidentFacts, SurvivorFacts)>, Fault> {
        let stream = known.case.as_uuid();
        let state = self.streams.state(stream).await?.state;
        if !counts(&state, year, self.host.env.clock.now()) {
            return Ok(None);
        }
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        // Nothing is opened when nothing stands.
        if ring.is_erased() || standing(&self.history_of(stream).await?, year).is_empty() {
            return Ok(None);
        }
        let events = self.opened_to_count(known, &ring, reading).await?;
        let now = self.host.env.clock.now();
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        // PRIVACY: consent is asked again at the instant the facts leave.
        if !counts(&file.state, year, now) {
            return Ok(None);
        }
        let told = standing(&events, year).into_iter().find_map(|(incident, version)| {
            let facts = facts_at(&events, incident, version)?;
            has_a_cell(&facts).then_some((incident, facts))
        });
        Ok(told.map(|(incident, facts)| (incident, facts, SurvivorFacts::of(&file, incident, now))))
    }
}

/// Whether the case counts in the tables of this year: they are open, under a consent that reaches their close,
/// and by itself.
fn counts(state: &State, year: i32, now: Moment) -> bool {
    let closes = Date::parse(year, 12, 31).map_or(now, closes_at);
    let covered = is_covered(state, now) && is_covered(state, closes);
    now < closes && covered && state.merging.follows.is_none()
}

/// The releases that stand in the figures after these events, of incidents recorded in this year.
fn standing(events: &[Recorded<Event>], year: i32) -> Vec<(IncidentId, i64)> {
    let mut standing = Releases::default();
    for one in events {
        step(&mut standing, one);
    }
    standing.of_year(year)
}

/// Whether the tables have a cell for her by this incident: else she would leave them by being told of.
fn has_a_cell(facts: &IncidentFacts) -> bool {
    let gender_based = facts.incident_type != IncidentType::NonGbv;
    gender_based && facts.age_band.is_some() && !facts.counted_elsewhere
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sentier_cases_domain::case::Case;
    use sentier_cases_domain::codes::Purpose;
    use sentier_cases_domain::id::ConsentId;
    use sentier_kernel::Decider as _;

    use super::*;

    fn day(year: i32, month: i32, day: i32) -> Moment {
        Date::parse(year, month, day).unwrap().midnight()
    }

    fn consented(expires_at: Option<Moment>) -> State {
        let granted = Event::ConsentGranted {
            consent: ConsentId::from_uuid(Uuid::from_u128(1)),
            purpose: Purpose::Statistics,
            agency: None,
            field_groups: BTreeSet::new(),
            expires_at,
            giving: None,
            at: day(2026, 11, 20),
        };
        Case::evolve(State::default(), &granted)
    }

    #[test]
    fn a_file_is_opened_only_for_what_can_still_count() {
        let november = day(2026, 11, 26);
        let hers = consented(None);
        assert!(counts(&hers, 2026, november));
        // The year closes on the 10th of January, and is another one's then.
        assert!(counts(&hers, 2026, day(2027, 1, 9)));
        assert!(!counts(&hers, 2026, day(2027, 1, 10)));
        // A consent has to reach the close.
        assert!(!counts(&consented(Some(day(2027, 1, 9))), 2026, november));
        assert!(counts(&consented(Some(day(2027, 1, 11))), 2026, november));
        assert!(!counts(&State::default(), 2026, november));
    }
}
