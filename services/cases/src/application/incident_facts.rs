//! What the statistics may know of one incident, opened under a consent valid at this moment.

use sentier_cases_domain::age::band_at;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::codes::{AgeBand, IncidentType, Sex};
use sentier_cases_domain::counted::{ReportDelay, is_covered};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{ConsentId, IncidentId};
use sentier_cases_domain::minimum::ReportedElsewhere;
use sentier_cases_domain::value::Date;
use sentier_eventing::streams::Recorded;
use sentier_kernel::id::Uuid;
use sentier_platform::principal::Principal;

use super::{Cases, Fault, Known, SurvivorFacts};

/// One incident for the figures. PERSONAL until it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncidentFacts {
    /// Core type.
    pub incident_type: IncidentType,
    /// Age band at the incident; absent when her birth date is unknown.
    pub age_band: Option<AgeBand>,
    /// Sex.
    pub sex: Sex,
    /// The day of recording at the centre.
    pub recorded_on: Date,
    /// From the incident to its report; absent when the report's day is before the incident's.
    pub report_delay: Option<ReportDelay>,
    /// Whether another organisation counts it in the same figures.
    pub counted_elsewhere: bool,
}

/// What goes to the statistics of one release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedFacts {
    /// The facts.
    pub facts: IncidentFacts,
    /// The facts that went there before a correction, and that these replace.
    pub replaced: Option<IncidentFacts>,
    /// What the releases for analysts may know of her, beside them.
    pub survivor: SurvivorFacts,
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
        let survivor = SurvivorFacts::of(&file, incident, now);
        let Some(facts) = facts_at(&events, incident, version) else { return Ok(None) };
        let Some((before, consent)) = released_before(&events, incident, version) else {
            return Ok(Some(ReleasedFacts { facts, replaced: None, survivor }));
        };
        // The former facts were published while the consent that released them was valid. When it no
        // longer is, nobody knows whether they were, and the figures stay as they are.
        if !file.state.consent(consent).is_some_and(|consent| consent.is_valid(now)) {
            return Ok(None);
        }
        let replaced = facts_at(&events, incident, before);
        Ok((replaced != Some(facts)).then_some(ReleasedFacts { facts, replaced, survivor }))
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
    let until = events.iter().take_while(|recorded| recorded.version <= version);
    facts(&CaseFile::fold(until.map(|recorded| &recorded.event)), incident)
}

fn facts(file: &CaseFile, incident: IncidentId) -> Option<IncidentFacts> {
    let found = file.incidents.iter().find(|known| known.id == incident)?;
    let (identity, details) = (file.identity.expose()?, found.details.expose()?);
    let recorded_on = Date::of(found.recorded_at);
    let asked = found.circumstances.expose();
    let reported_on = asked.and_then(|asked| asked.interview_date).unwrap_or(recorded_on);
    let elsewhere = asked.and_then(|asked| asked.reported_elsewhere);
    Some(IncidentFacts {
        incident_type: details.classification.incident_type,
        age_band: identity.birth_date.and_then(|birth| band_at(birth, details.date)),
        sex: identity.sex,
        recorded_on,
        report_delay: ReportDelay::between(details.date, reported_on),
        counted_elsewhere: elsewhere == Some(ReportedElsewhere::GbvimsOrganisation),
    })
}
