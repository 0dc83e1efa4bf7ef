//! What the statistics may know of one incident, opened under a consent valid at this moment.

mod facts;
mod referred;
#[cfg(test)]
mod spec;

use sentier_cases_domain::case::Event;
use sentier_cases_domain::counted::{Release, Releases, is_covered};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{ConsentId, IncidentId};
use sentier_eventing::streams::Recorded;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::principal::Principal;

use super::{Cases, Fault, Known, SurvivorFacts};
use facts::facts;
pub use facts::{IncidentFacts, PerpetratorFacts, ProfileFacts};

/// What goes to the statistics of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedFacts {
    /// The facts.
    pub facts: IncidentFacts,
    /// The facts that went there before a correction, and that these replace.
    pub replaced: Option<IncidentFacts>,
}

impl Cases {
    /// The facts of an incident as they stood when they were released, at that version of the case, and what
    /// the releases for analysts may know of her beside them: nothing while her case follows another, by which
    /// she is counted. `None` when no consent to statistics is valid now, she was erased, they changed nothing,
    /// or the month of the incident had closed without a consent. `reading` names the reading, so that a second
    /// try leaves no second entry.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn incident_facts(
        &self,
        known: &Known,
        (incident, version): (IncidentId, i64),
        reading: Uuid,
    ) -> Result<Option<(ReleasedFacts, Option<SurvivorFacts>)>, Fault> {
        let stream = known.case.as_uuid();
        let state = self.streams.state(stream).await?.state;
        if !is_covered(&state, self.host.env.clock.now()) {
            return Ok(None);
        }
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Ok(None);
        }
        let events = self.opened_to_count(known, &ring, reading).await?;
        let now = self.host.env.clock.now();
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        // PRIVACY: consent is asked again at the instant the facts leave.
        if !is_covered(&file.state, now) {
            return Ok(None);
        }
        let released = released(&events, incident, version, now);
        // PRIVACY: she is one in the releases, however many files she has.
        let by_itself = file.state.merging.follows.is_none();
        let survivor = by_itself.then(|| SurvivorFacts::of(&file, incident, now));
        Ok(released.map(|facts| (facts, survivor)))
    }

    /// What a withdrawal at this version of the case takes out of the figures of months that were open: each
    /// release that stood, the first first. Nothing when another consent still covers the case, or she was
    /// erased.
    ///
    /// # Errors
    /// As [`Cases::incident_facts`].
    pub async fn taken_back(
        &self,
        known: &Known,
        version: i64,
        reading: Uuid,
    ) -> Result<Vec<TakenBack>, Fault> {
        let stream = known.case.as_uuid();
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Ok(Vec::new());
        }
        // Nothing is opened when nothing stood.
        if taken_by(&self.history_of(stream).await?, version).is_empty() {
            return Ok(Vec::new());
        }
        let events = self.opened_to_count(known, &ring, reading).await?;
        let taken = taken_by(&events, version);
        let back = taken.iter().filter_map(|(incident, at)| {
            let facts = facts_at(&events, *incident, *at)?;
            let before = taken.iter().rev().find(|(of, before)| of == incident && before < at);
            let replaced = before.and_then(|(_, before)| facts_at(&events, *incident, *before));
            // What changed nothing was not told.
            let told = replaced.as_ref() != Some(&facts);
            let event = Uuid::new_v5(&stream, &at.to_be_bytes());
            let released = ReleasedFacts { facts, replaced };
            told.then_some(TakenBack { event, incident: *incident, released })
        });
        Ok(back.collect())
    }

    /// Every event of a case, opened to be counted: with its entry in the ledger, under the name of its reading.
    async fn opened_to_count(
        &self,
        known: &Known,
        ring: &KeyRing,
        reading: Uuid,
    ) -> Result<Vec<Recorded<Event>>, Fault> {
        let own = Principal::Service { name: self.host.name.to_owned() };
        let fields = vec!["identity", "incident"];
        let mut entry = self.host.reading(&own, &known.centre, "statistics", fields);
        entry.id = reading;
        Ok(self.streams.disclose(entry, known.case.as_uuid(), ring).await?)
    }

    /// Every event of a case, personal values withheld.
    async fn history_of(&self, stream: Uuid) -> Result<Vec<Recorded<Event>>, Fault> {
        let mut events: Vec<Recorded<Event>> = Vec::new();
        loop {
            let after = events.last().map_or(0, |last| last.version);
            let page = self.streams.history(stream, after, PAGE).await?;
            if page.is_empty() {
                return Ok(events);
            }
            events.extend(page);
        }
    }
}

/// Events that are read at once.
const PAGE: u32 = 500;

/// What the release at a version tells, of events opened under a consent that is valid `now`.
fn released(
    events: &[Recorded<Event>],
    incident: IncidentId,
    version: i64,
    now: Moment,
) -> Option<ReleasedFacts> {
    let mut standing = Releases::default();
    let mut release = Release::Nothing;
    for one in events.iter().take_while(|one| one.version <= version) {
        release = step(&mut standing, one);
    }
    let facts = facts_at(events, incident, version)?;
    match release {
        Release::Nothing => None,
        Release::First => Some(ReleasedFacts { facts, replaced: None }),
        Release::Again(before) => {
            // The former facts were published while the consent that released them was valid. When it no
            // longer is, nobody knows whether they were, and the figures stay as they are.
            let state = CaseFile::fold(events.iter().map(|recorded| &recorded.event)).state;
            let consent = state.consent(consent_of(events, before)?)?;
            let replaced = facts_at(events, incident, before);
            let changed = replaced.as_ref() != Some(&facts);
            (consent.is_valid(now) && changed).then_some(ReleasedFacts { facts, replaced })
        }
    }
}

fn step(standing: &mut Releases, one: &Recorded<Event>) -> Release {
    match one.event {
        Event::ConsentWithdrawn { .. } => {
            standing.withdraw(one.version, &one.event, one.at);
            Release::Nothing
        }
        _ => standing.step(one.version, &one.event, one.at),
    }
}

fn consent_of(events: &[Recorded<Event>], version: i64) -> Option<ConsentId> {
    events.iter().find(|one| one.version == version).and_then(|one| match one.event {
        Event::FactsReleased { consent, .. } => Some(consent),
        _ => None,
    })
}

/// What a withdrawal at a version takes out.
fn taken_by(events: &[Recorded<Event>], version: i64) -> Vec<(IncidentId, i64)> {
    let mut standing = Releases::default();
    for one in events.iter().take_while(|one| one.version <= version) {
        if one.version == version {
            return standing.withdraw(one.version, &one.event, one.at);
        }
        step(&mut standing, one);
    }
    Vec::new()
}

/// A release that a withdrawal takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// The id of the event that released it.
    pub event: Uuid,
    /// The incident.
    pub incident: IncidentId,
    /// What was released.
    pub released: ReleasedFacts,
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
