//! Which releases of a case's incidents stand in the figures: a fold over the case's events.
//!
//! An incident enters the figures by its first release, if its month is open then and the consent reaches
//! the month's close; what is released again replaces what stood. A withdrawal takes out what stands of open
//! months. What the statistics received in the meantime they know themselves.

use std::collections::BTreeMap;

use sentier_kernel::{Decider as _, Moment};

use super::{is_covered, period};
use crate::case::{Case, Event, State};
use crate::id::IncidentId;
use crate::value::Date;

/// What a release is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// It tells nothing: the month is closed, or the consent ends before it closes.
    Nothing,
    /// The incident enters the figures.
    First,
    /// It replaces the release at this version of the case.
    Again(i64),
}

/// The releases that stand.
#[derive(Clone, Debug, Default)]
pub struct Releases {
    state: State,
    recorded: BTreeMap<IncidentId, Date>,
    standing: BTreeMap<IncidentId, Vec<i64>>,
}

impl Releases {
    /// Takes one more event of the case. Says what it is, if it is a release.
    pub fn step(&mut self, version: i64, event: &Event, at: Moment) -> Release {
        self.state = Case::evolve(std::mem::take(&mut self.state), event);
        match event {
            Event::IncidentRecorded { incident, at, .. } => {
                self.recorded.insert(*incident, Date::of(*at));
                Release::Nothing
            }
            Event::FactsReleased { incident, .. } => self.release(*incident, version, at),
            Event::SurvivorErased { .. } => {
                self.standing.clear();
                Release::Nothing
            }
            _ => Release::Nothing,
        }
    }

    fn release(&mut self, incident: IncidentId, version: i64, at: Moment) -> Release {
        let Some(on) = self.recorded.get(&incident).copied() else { return Release::Nothing };
        let counts = period::is_open(on, at) && is_covered(&self.state, period::closes_at(on));
        let releases = self.standing.entry(incident).or_default();
        match releases.last().copied() {
            None if !counts => Release::Nothing,
            before => {
                releases.push(version);
                before.map_or(Release::First, Release::Again)
            }
        }
    }

    /// The incidents recorded in this year whose release stands, the first released first, each with the version
    /// of the case at which it was released last.
    pub fn of_year(&self, year: i32) -> Vec<(IncidentId, i64)> {
        let of_year =
            |incident: &IncidentId| self.recorded.get(incident).is_some_and(|on| on.year() == year);
        let standing = self.standing.iter().filter(|(incident, _)| of_year(incident));
        let mut standing: Vec<(i64, IncidentId, i64)> = standing
            .filter_map(|(incident, releases)| {
                Some((*releases.first()?, *incident, *releases.last()?))
            })
            .collect();
        standing.sort_unstable();
        standing.into_iter().map(|(_, incident, last)| (incident, last)).collect()
    }

    /// What a withdrawal takes out, which is the next event: the releases of incidents of open months, by
    /// incident and version. Nothing when another consent covers the case after it.
    pub fn withdraw(&mut self, version: i64, event: &Event, at: Moment) -> Vec<(IncidentId, i64)> {
        let covered = is_covered(&self.state, at);
        self.step(version, event, at);
        if !covered || is_covered(&self.state, at) {
            return Vec::new();
        }
        let mut taken = Vec::new();
        for (incident, releases) in &mut self.standing {
            if self.recorded.get(incident).is_some_and(|on| period::is_open(*on, at)) {
                taken.extend(
                    std::mem::take(releases).into_iter().map(|version| (*incident, version)),
                );
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use sentier_kernel::Sensitive;

    use super::super::spec::{HOUR, granted, id, opened, opened_at, withdrawn};
    use super::*;
    use crate::classification::Classification;
    use crate::codes::IncidentType;
    use crate::id::ConsentId;
    use crate::minimum::Circumstances;
    use crate::personal::IncidentDetails;
    use crate::value::Narrative;

    fn incident(number: u8) -> IncidentId {
        IncidentId::from_uuid(id(number))
    }

    fn recorded(number: u8, at: Moment) -> Event {
        let classification =
            Classification { incident_type: IncidentType::PhysicalAssault, deciding_question: 3 };
        let details = IncidentDetails {
            date: Date::of(at),
            date_estimated: false,
            part_of_day: None,
            classification,
        };
        Event::IncidentRecorded {
            incident: incident(number),
            details: Sensitive::new(details),
            circumstances: Sensitive::new(Circumstances::default()),
            narrative: Sensitive::new(Narrative::default()),
            health_settled: false,
            at,
        }
    }

    fn released(number: u8, at: Moment) -> Event {
        let consent = ConsentId::from_uuid(id(1));
        Event::FactsReleased { incident: incident(number), consent, at }
    }

    #[test]
    fn what_stands_of_a_year_is_told_in_the_order_of_its_first_release() {
        let at = opened_at().plus(HOUR);
        let mut releases = Releases::default();
        let told = [
            opened(),
            granted(1, at, None),
            recorded(5, at),
            released(5, at),
            recorded(4, at),
            released(4, at),
            // Corrected, and released again.
            released(5, at),
        ];
        for (version, event) in (1..).zip(told) {
            releases.step(version, &event, at);
        }
        assert_eq!(releases.of_year(2026), [(incident(5), 7), (incident(4), 6)]);
        assert!(releases.of_year(2027).is_empty());
        releases.withdraw(8, &withdrawn(1, at), at);
        assert!(releases.of_year(2026).is_empty());
    }
}
