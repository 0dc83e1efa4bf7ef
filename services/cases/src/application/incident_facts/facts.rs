//! What one incident tells the figures, from the opened events of its case.

use std::collections::{BTreeMap, BTreeSet};

use sentier_cases_domain::age::band_at;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::{self, Fact};
use sentier_cases_domain::clock::Window;
use sentier_cases_domain::codes::{AgeBand, IncidentType, PartOfDay, Sex};
use sentier_cases_domain::counted::{AgeStep, HealthReach, Occupation, ReportDelay, Service};
use sentier_cases_domain::file::{CaseFile, Incident};
use sentier_cases_domain::id::{IncidentId, ReferralId};
use sentier_cases_domain::minimum::{
    Disability, DisplacementStage, DisplacementStatus, IncidentContext, MaritalStatus, Perpetrator,
    PerpetratorAgeGroup, PerpetratorCount, PlaceType, ReferralSource, Relationship,
    ReportedElsewhere, Sector, SectorStatus, Separation, YesNo,
};
use sentier_cases_domain::value::Date;
use sentier_eventing::streams::Recorded;
use sentier_kernel::Moment;

/// One incident for the figures, in codes. PERSONAL until it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentFacts {
    /// Core type.
    pub incident_type: IncidentType,
    /// Age band at the incident; absent when her birth date is unknown.
    pub age_band: Option<AgeBand>,
    /// Her age at the incident in finer steps.
    pub age_step: Option<AgeStep>,
    /// Sex.
    pub sex: Sex,
    /// The day of recording at the centre.
    pub recorded_on: Date,
    /// From the incident to its report; absent when the report's day is before the incident's.
    pub report_delay: Option<ReportDelay>,
    /// Whether another organisation counts it in the same figures.
    pub counted_elsewhere: bool,
    /// What the form asks about her.
    pub profile: ProfileFacts,
    /// Part of the day.
    pub part_of_day: Option<PartOfDay>,
    /// Stage of displacement.
    pub displacement_stage: Option<DisplacementStage>,
    /// Kind of place.
    pub place_type: Option<PlaceType>,
    /// Whether there were incidents before.
    pub previous_incidents: Option<YesNo>,
    /// How many did it.
    pub perpetrator_count: Option<PerpetratorCount>,
    /// The primary perpetrators that are described.
    pub perpetrators: Vec<PerpetratorFacts>,
    /// Who referred her to the centre.
    pub referred_from: Option<ReferralSource>,
    /// What became of each sector.
    pub sectors: BTreeMap<Sector, SectorStatus>,
    /// Contexts that follow from it.
    pub contexts: BTreeSet<IncidentContext>,
    /// Of a rape: how soon she was at a health service, when that is known.
    pub health_reach: Option<HealthReach>,
}

/// What the form asks about her, in codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProfileFacts {
    /// Marital status.
    pub marital_status: Option<MaritalStatus>,
    /// Displacement status at report.
    pub displacement_status: Option<DisplacementStatus>,
    /// Disability.
    pub disability: Option<Disability>,
    /// Whether she was a child without her parents.
    pub separation: Option<Separation>,
}

/// A primary perpetrator, in codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerpetratorFacts {
    /// Age group.
    pub age_group: PerpetratorAgeGroup,
    /// What he is to her.
    pub relationship: Relationship,
    /// What he does for a living.
    pub occupation: Option<Occupation>,
}

/// The facts of an incident after these events; `None` when it or she is not known.
pub(super) fn facts(events: &[&Recorded<Event>], incident: IncidentId) -> Option<IncidentFacts> {
    let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
    let found = file.incidents.iter().find(|known| known.id == incident)?;
    let (identity, details) = (file.identity.expose()?, found.details.expose()?);
    let (profile, asked) = (file.profile.expose(), found.circumstances.expose());
    let recorded_on = Date::of(found.recorded_at);
    let reported_on = asked.and_then(|asked| asked.interview_date).unwrap_or(recorded_on);
    let elsewhere = asked.and_then(|asked| asked.reported_elsewhere);
    let birth = identity.birth_date;
    Some(IncidentFacts {
        incident_type: details.classification.incident_type,
        age_band: birth.and_then(|birth| band_at(birth, details.date)),
        age_step: birth.and_then(|birth| AgeStep::at(birth, details.date)),
        sex: identity.sex,
        recorded_on,
        report_delay: ReportDelay::between(details.date, reported_on),
        counted_elsewhere: elsewhere == Some(ReportedElsewhere::GbvimsOrganisation),
        profile: profile.map_or_else(ProfileFacts::default, |profile| ProfileFacts {
            marital_status: profile.marital_status,
            displacement_status: profile.displacement_status,
            disability: profile.disability,
            separation: profile.separation,
        }),
        part_of_day: details.part_of_day,
        displacement_stage: asked.and_then(|asked| asked.displacement_stage),
        place_type: asked.and_then(|asked| asked.place_type),
        previous_incidents: asked.and_then(|asked| asked.previous_incidents),
        perpetrator_count: asked.and_then(|asked| asked.perpetrator_count),
        perpetrators: asked.map_or_else(Vec::new, |asked| primary(&asked.perpetrators)),
        referred_from: asked.and_then(|asked| asked.referred_from),
        sectors: asked.map_or_else(BTreeMap::new, |asked| asked.sectors.clone()),
        contexts: file.contexts(found),
        health_reach: health_reach(events, found),
    })
}

fn primary(perpetrators: &[Perpetrator]) -> Vec<PerpetratorFacts> {
    let primary = perpetrators.iter().filter(|one| !one.secondary);
    primary
        .map(|one| PerpetratorFacts {
            age_group: one.age_group,
            relationship: one.relationship,
            occupation: Occupation::of(one.occupation.as_str()),
        })
        .collect()
}

/// How soon after a rape she was at a health service: the centre's own, one that a referral led to, or one
/// where she had been when the incident was recorded. Counted from the earliest instant at which it can
/// have happened.
fn health_reach(events: &[&Recorded<Event>], incident: &Incident) -> Option<HealthReach> {
    let details = incident.details.expose()?;
    if details.classification.incident_type != IncidentType::Rape {
        return None;
    }
    let asked = incident.circumstances.expose();
    let time = asked.and_then(|asked| asked.time);
    let window = Window::of(
        details.date,
        details.date_estimated,
        details.part_of_day,
        time,
        incident.recorded_at,
    );
    let health = asked.and_then(|asked| asked.sectors.get(&Sector::Health));
    let before = health.is_some_and(|status| {
        matches!(status, SectorStatus::AlreadyReceived | SectorStatus::ProvidedHere)
    });
    let known = before.then_some(incident.recorded_at).into_iter().chain(served(events));
    let first = known.filter(|served| *served >= window.earliest).min()?;
    Some(HealthReach::between(window.earliest, first))
}

/// When she came to a health service, or was given one. A referral that led to none counts for nothing, even
/// if she had come.
fn served(events: &[&Recorded<Event>]) -> Vec<Moment> {
    let mut asked: BTreeMap<ReferralId, Option<Moment>> = BTreeMap::new();
    let mut here = Vec::new();
    for recorded in events {
        match &recorded.event {
            Event::ReferralRequested { referral, need, .. } if need.is_health() => {
                asked.insert(*referral, None);
            }
            Event::ReferralProgressed { referral, progress, outcome, happened_at, .. } => {
                let Some(served) = asked.get_mut(referral) else { continue };
                match Service::of(*progress, *outcome) {
                    Some(Service::Begun | Service::Given) => {
                        served.get_or_insert(*happened_at);
                    }
                    Some(Service::NotGiven) => *served = None,
                    None => {}
                }
            }
            Event::Care(care::Event {
                fact: Fact::ServiceGiven { need, given_at, .. }, ..
            }) if need.is_health() => {
                here.push(*given_at);
            }
            _ => {}
        }
    }
    here.extend(asked.into_values().flatten());
    here
}
