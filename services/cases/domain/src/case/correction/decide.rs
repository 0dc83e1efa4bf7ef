//! The rules of corrections.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Sensitive, Violation};

use super::{IncidentCorrection, SurvivorCorrection, SurvivorField, ToldIncident, ToldSurvivor};
use crate::case::consent::end_by_age;
use crate::case::decide::{Decision, at_work, valid};
use crate::case::{Event, Rejection, State};
use crate::codes::Purpose;
use crate::consent::{self, Born};
use crate::minimum::required::{self, Known};
use crate::value::Date;

/// Corrects what is known of her. The same rules hold as at opening; what did not hold before, because it
/// was told before it was asked for, stops no correction of another field. A consent that by her corrected
/// age somebody else had to give ends with it.
pub(in crate::case) fn correct_survivor(
    state: &State,
    wish: SurvivorCorrection,
    at: Moment,
) -> Decision {
    at_work(state)?;
    let SurvivorCorrection { fields, former, told, givings, by } = wish;
    let opening = state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    let (Some(was), Some(is)) = (former.expose(), told.expose()) else {
        return Err(Rejection::SurvivorErased);
    };
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let known = known(state, at);
    let paths: Vec<_> = fields.iter().map(|field| format!("survivor.{}", field.code())).collect();
    let before = survivor_violations(was, known);
    valid(new_ones(survivor_violations(is, known), &before, &paths))?;
    let counted = fields.iter().any(|field| field.is_counted());
    let told = told.into_exposed().ok_or(Rejection::SurvivorErased)?;
    let is_birth = fields.contains(&SurvivorField::BirthDate);
    let born = Born::of(&told.identity);
    let ended = if is_birth { end_by_age(state, &givings, born, at) } else { Vec::new() };
    let corrected = Event::SurvivorCorrected {
        survivor_code: opening.survivor_code.clone(),
        fields,
        identity: Sensitive::new(told.identity),
        contact: Sensitive::new(told.contact),
        profile: Sensitive::new(told.profile),
        recount: if counted { state.incidents.keys().copied().collect() } else { BTreeSet::new() },
        by,
        at,
    };
    Ok(std::iter::once(corrected).chain(ended).collect())
}

/// Corrects an incident, as [`correct_survivor`] corrects what is known of her.
pub(in crate::case) fn correct_incident(
    state: &State,
    wish: IncidentCorrection,
    at: Moment,
) -> Decision {
    at_work(state)?;
    let IncidentCorrection { incident, fields, former, told, by } = wish;
    if !state.incidents.contains_key(&incident) {
        return Err(Rejection::NoSuchIncident);
    }
    let (Some(was), Some(is)) = (former.expose(), told.expose()) else {
        return Err(Rejection::SurvivorErased);
    };
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let known = known(state, at);
    let paths: Vec<_> = fields.iter().map(|field| field.code().to_owned()).collect();
    let before = incident_violations(was, known);
    valid(new_ones(incident_violations(is, known), &before, &paths))?;
    let counted = fields.iter().any(|field| field.is_counted());
    let told = told.into_exposed().ok_or(Rejection::SurvivorErased)?;
    Ok(vec![Event::IncidentCorrected {
        incident,
        fields,
        details: Sensitive::new(told.details),
        circumstances: Sensitive::new(told.circumstances),
        narrative: Sensitive::new(told.narrative),
        recount: counted.then_some(incident).into_iter().collect(),
        by,
        at,
    }])
}

/// Today, and whether a consent to statistics is valid.
fn known(state: &State, at: Moment) -> Known {
    let none = BTreeSet::new();
    let statistics =
        consent::covers(&state.consents, None, Purpose::Statistics, &none, at).is_some();
    Known { statistics, today: Date::of(at) }
}

/// The rules about what is known of her that do not hold.
fn survivor_violations(told: &ToldSurvivor, known: Known) -> Vec<Violation> {
    let birth = told.identity.birth_date;
    let mut wrong = Vec::new();
    if birth.is_some_and(|birth| birth > known.today) {
        wrong.push(Violation::in_future("survivor.birth_date"));
    }
    wrong.extend(required::profile(&told.profile, birth, known));
    wrong
}

/// The rules about an incident that do not hold.
fn incident_violations(told: &ToldIncident, known: Known) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if told.details.date > known.today {
        wrong.push(Violation::in_future("date"));
    }
    let (date, estimated) = (told.details.date, told.details.date_estimated);
    wrong.extend(required::circumstances(&told.circumstances, date, estimated, known));
    wrong
}

/// What a correction breaks, or leaves wrong in the very fields that it touches.
fn new_ones(after: Vec<Violation>, before: &[Violation], touched: &[String]) -> Vec<Violation> {
    let is_touched = |field: &str| {
        let rest = touched.iter().find_map(|path| field.strip_prefix(path.as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    after.into_iter().filter(|one| is_touched(&one.field) || !before.contains(one)).collect()
}
