//! What the releases for analysts count of a survivor, told anew because she was referred.

use sentier_cases_domain::case::{Event, State};
use sentier_cases_domain::codes::IncidentType;
use sentier_cases_domain::counted::{Releases, is_covered};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::IncidentId;
use sentier_eventing::streams::Recorded;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::principal::Principal;

use super::{IncidentFacts, facts_at, step};
use crate::application::{Cases, Fault, Known, SurvivorFacts};

impl Cases {
    /// What the releases for analysts may know of a survivor who was referred in this year: the incident by
    /// which she is told of, its facts as they were released last, and what stands beside them. It is the
    /// first released of those that were recorded in the year, still stand in the figures and have a cell in
    /// the tables, so that telling of it moves nothing but the services. `None` when there is none, no consent
    /// to statistics is valid now, she was erased, or her case follows another. `reading` names the reading,
    /// so that a second try leaves no second entry.
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
        if !counts(&state, self.host.env.clock.now()) {
            return Ok(None);
        }
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        // Nothing is opened when nothing stands.
        if ring.is_erased() || standing(&self.history_of(stream).await?, year).is_empty() {
            return Ok(None);
        }
        let own = Principal::Service { name: self.host.name.to_owned() };
        let fields = vec!["identity", "incident"];
        let mut entry = self.host.reading(&own, &known.centre, "statistics", fields);
        entry.id = reading;
        let events = self.streams.disclose(entry, stream, &ring).await?;
        let now = self.host.env.clock.now();
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        // PRIVACY: consent is asked again at the instant the facts leave.
        if !counts(&file.state, now) {
            return Ok(None);
        }
        let told = standing(&events, year).into_iter().find_map(|(incident, version)| {
            let facts = facts_at(&events, incident, version)?;
            has_a_cell(&facts).then_some((incident, facts))
        });
        Ok(told.map(|(incident, facts)| (incident, facts, SurvivorFacts::of(&file, incident, now))))
    }
}

/// Whether the case counts at `at`: under a consent, and by itself.
fn counts(state: &State, at: Moment) -> bool {
    is_covered(state, at) && state.merging.follows.is_none()
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
