//! The rules of a rule.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::{Moment, Violation};

use super::health::{is_police_in_health, served_before, waits_for_police};
use super::{ClinicalLimit, Command, Event, Known, Rejection, Revision, Rule, State, Step};
use crate::value::{Need, StructureId};

/// Structures of one rule.
const STEPS: usize = 20;
/// Minutes that a structure is given to answer.
const DEADLINE: std::ops::RangeInclusive<u32> = 5..=43_200;

pub(super) fn decide(
    state: &State,
    Command::SetPathway { need, rule, known, seen }: Command,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    let current = state.rules.get(&need);
    let number = current.map_or(0, |it| it.number);
    if seen.is_some_and(|seen| seen != number) {
        return Err(Rejection::Behind);
    }
    let first = waiting(state, need, &rule);
    let police = |step: &Step| {
        let known = known.get(&step.structure).filter(|it| !it.needs.contains(&need));
        known.is_some_and(|it| is_police_in_health(need, &it.needs))
    };
    if waits_for_police(&first) || rule.steps.iter().any(police) {
        return Err(Rejection::HealthWaits);
    }
    let wrong = violations(need, &rule, &known, &first);
    if !wrong.is_empty() {
        return Err(Rejection::Invalid(wrong));
    }
    if current.is_some_and(|it| it.rule == rule) {
        return Ok(Vec::new());
    }
    let revision = Revision { number: number.saturating_add(1), rule, at };
    Ok(vec![Event::PathwaySet { need, revision }])
}

/// What is served first, for every need, once this rule is in force.
fn waiting(state: &State, need: Need, rule: &Rule) -> BTreeMap<Need, BTreeSet<Need>> {
    let known = state.rules.iter().map(|(need, it)| (*need, it.rule.serve_first.clone()));
    let mut first: BTreeMap<_, _> = known.collect();
    first.insert(need, rule.serve_first.clone());
    first
}

fn violations(
    need: Need,
    rule: &Rule,
    known: &BTreeMap<StructureId, Known>,
    first: &BTreeMap<Need, BTreeSet<Need>>,
) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if rule.steps.is_empty() {
        wrong.push(Violation::required("pathway.steps"));
    }
    if rule.steps.len() > STEPS {
        wrong.push(Violation::new("pathway.steps", "violation-too-many"));
    }
    let mut named = BTreeSet::new();
    for (at, step) in rule.steps.iter().enumerate() {
        let field = format!("pathway.steps[{at}].structure");
        let suits = known
            .get(&step.structure)
            .is_some_and(|it| it.open_to_centre && it.needs.contains(&need));
        if !suits {
            wrong.push(Violation::new(field, "violation-unsuited"));
        } else if !named.insert(step.structure) {
            wrong.push(Violation::new(field, "violation-invalid"));
        }
        if !DEADLINE.contains(&step.deadline_minutes) {
            let field = format!("pathway.steps[{at}].deadline_minutes");
            wrong.push(Violation::new(field, "violation-out-of-range"));
        }
    }
    // All of them silent in turn, the last one must still be asked before prophylaxis is too late.
    let waited = rule.steps.iter().rev().skip(1).map(|step| u64::from(step.deadline_minutes));
    let longest = u64::from(ClinicalLimit::PostExposureProphylaxis.hours()) * 60;
    if need == Need::ClinicalManagementOfRape && waited.sum::<u64>() >= longest {
        wrong.push(Violation::new("pathway.steps", "violation-out-of-range"));
    }
    if served_before(first, need).contains(&need) {
        wrong.push(Violation::new("pathway.serve_first", "violation-invalid"));
    }
    wrong
}
