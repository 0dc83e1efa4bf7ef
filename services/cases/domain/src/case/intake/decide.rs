//! The rules of intake.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Sensitive, Violation};

use crate::case::decide::{Decision, at_work, valid};
use crate::case::{Command, Event, Rejection, State};
use crate::classification::classify;
use crate::codes::Purpose;
use crate::consent::{self, Born, Giving};
use crate::id::ConsentId;
use crate::minimum::{Sector, SectorStatus, SurvivorProfile, required};
use crate::personal::{Identity, IncidentDetails};
use crate::value::Date;

/// Opens a case; with a consent to statistics both stand or neither does.
pub(in crate::case) fn open_case(state: &State, command: Command, at: Moment) -> Decision {
    let Command::OpenCase {
        case,
        survivor,
        survivor_code,
        caseworker,
        identity,
        contact,
        profile,
        statistics,
    } = command
    else {
        return Ok(Vec::new());
    };
    if let Some(opening) = &state.opening {
        let same = opening.case == case
            && opening.survivor == survivor
            && opening.survivor_code == survivor_code
            && opening.caseworker == caseworker;
        return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    if let (Some(identity), Some(profile)) = (identity.expose(), profile.expose()) {
        let giving = statistics.as_ref().map(|(_, giving)| giving);
        valid(opening_violations(identity, profile, giving.and_then(Sensitive::expose), at))?;
    }
    let opened = Event::CaseOpened {
        case,
        survivor,
        survivor_code,
        caseworker,
        identity,
        contact,
        profile,
        at,
    };
    Ok(std::iter::once(opened).chain(statistics.map(|given| to_statistics(given, at))).collect())
}

/// The rules about what is told at intake that do not hold; the edge asks for them before anything else.
pub fn opening_violations(
    identity: &Identity,
    profile: &SurvivorProfile,
    statistics: Option<&Giving>,
    at: Moment,
) -> Vec<Violation> {
    let today = Date::of(at);
    let mut wrong = Vec::new();
    let birth = identity.birth_date;
    if birth.is_some_and(|birth| birth > today) {
        wrong.push(Violation::in_future("survivor.birth_date"));
    }
    let known = required::Known { statistics: statistics.is_some(), today };
    wrong.extend(required::profile(profile, birth, known));
    if let Some(giving) = statistics {
        wrong.extend(giving.violations_of("statistics_giving", Born::of(identity), today));
    }
    wrong
}

fn to_statistics((consent, giving): (ConsentId, Sensitive<Giving>), at: Moment) -> Event {
    Event::ConsentGranted {
        consent,
        purpose: Purpose::Statistics,
        agency: None,
        field_groups: BTreeSet::new(),
        expires_at: None,
        giving: Some(giving),
        at,
    }
}

/// Records an incident; under a consent to statistics its minimum data set is whole.
pub(in crate::case) fn record_incident(state: &State, command: Command, at: Moment) -> Decision {
    let Command::RecordIncident {
        incident,
        date,
        date_estimated,
        part_of_day,
        answers,
        circumstances,
        narrative,
    } = command
    else {
        return Ok(Vec::new());
    };
    at_work(state)?;
    // Ids are derived from the request, whose content the request log compares.
    if state.incidents.contains_key(&incident) {
        return Ok(Vec::new());
    }
    let today = Date::of(at);
    let mut wrong = Vec::new();
    if date > today {
        wrong.push(Violation::in_future("date"));
    }
    if let Some(asked) = circumstances.expose() {
        let none = BTreeSet::new();
        let statistics =
            consent::covers(&state.consents, None, Purpose::Statistics, &none, at).is_some();
        let known = required::Known { statistics, today };
        wrong.extend(required::circumstances(asked, date, date_estimated, known));
    }
    valid(wrong)?;
    let classification = classify(answers);
    let details = IncidentDetails { date, date_estimated, part_of_day, classification };
    let details = Sensitive::new(details);
    let health = circumstances.expose().and_then(|asked| asked.sectors.get(&Sector::Health));
    // Care that could not be had is still to be found.
    let health_settled = health.is_some_and(|status| *status != SectorStatus::Unavailable);
    Ok(vec![Event::IncidentRecorded {
        incident,
        details,
        circumstances,
        narrative,
        health_settled,
        at,
    }])
}
