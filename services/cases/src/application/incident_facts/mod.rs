//! What the statistics may know of one incident, opened under a consent valid at this moment.

mod facts;

use sentier_cases_domain::case::Event;
use sentier_cases_domain::counted::is_covered;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{ConsentId, IncidentId};
use sentier_eventing::streams::Recorded;
use sentier_kernel::id::Uuid;
use sentier_platform::principal::Principal;

use super::{Cases, Fault, Known};
pub use facts::{IncidentFacts, PerpetratorFacts, ProfileFacts};
use facts::facts;

/// What goes to the statistics of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedFacts {
    /// The facts.
    pub facts: IncidentFacts,
    /// The facts that went there before a correction, and that these replace.
    pub replaced: Option<IncidentFacts>,
}

impl Cases {
    /// The facts of an incident as they stood when they were released, at that version of the case; `None`
    /// when no consent to statistics is valid now, she was erased, or they changed nothing. `reading` names
    /// the reading, so that a second try leaves no second entry.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn incident_facts(
        &self,
        known: &Known,
        (incident, version): (IncidentId, i64),
        reading: Uuid,
    ) -> Result<Option<ReleasedFacts>, Fault> {
        let stream = known.case.as_uuid();
        let state = self.streams.state(stream).await?.state;
        if !is_covered(&state, self.host.env.clock.now()) {
            return Ok(None);
        }
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
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
        if !is_covered(&file.state, now) {
            return Ok(None);
        }
        let Some(facts) = facts_at(&events, incident, version) else { return Ok(None) };
        let Some((before, consent)) = released_before(&events, incident, version) else {
            return Ok(Some(ReleasedFacts { facts, replaced: None }));
        };
        // The former facts were published while the consent that released them was valid. When it no
        // longer is, nobody knows whether they were, and the figures stay as they are.
        if !file.state.consent(consent).is_some_and(|consent| consent.is_valid(now)) {
            return Ok(None);
        }
        let replaced = facts_at(&events, incident, before);
        let same = replaced.as_ref() == Some(&facts);
        Ok((!same).then_some(ReleasedFacts { facts, replaced }))
    }
}

/// The last release of the incident before a version, and the consent that allowed it.
fn released_before(
    events: &[Recorded<Event>],
    incident: IncidentId,
    version: i64,
) -> Option<(i64, ConsentId)> {
    events.iter().rev().filter(|recorded| recorded.version < version).find_map(|recorded| {
        match recorded.event {
            Event::FactsReleased { incident: of, consent, .. } if of == incident => {
                Some((recorded.version, consent))
            }
            _ => None,
        }
    })
}

/// The facts of the incident as the case stood at a version.
fn facts_at(
    events: &[Recorded<Event>],
    incident: IncidentId,
    version: i64,
) -> Option<IncidentFacts> {
    let until: Vec<_> = events.iter().take_while(|one| one.version <= version).collect();
    facts(&until, incident)
}
