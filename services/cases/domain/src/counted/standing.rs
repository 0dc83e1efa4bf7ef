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
