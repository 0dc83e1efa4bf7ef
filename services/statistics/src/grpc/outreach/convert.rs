//! Requests to values, values to answers.

use std::collections::BTreeSet;

use sentier_eventing::streams::Recorded;
use sentier_kernel::Violation;
use sentier_platform::grpc::{Violations, request_id, timestamp};
use sentier_proto::common::v1::Date;
use sentier_proto::name;
use sentier_proto::statistics::v1 as wire;
use sentier_statistics_domain::outreach::{
    Audience, Cost, Day, Event, Outcome, Plan, Progress, Standing, Target, Trained,
};
use uuid::Uuid;

use super::codes::{
    AGE_BANDS, CANCEL_REASONS, COST_LINES, KINDS, PROFESSIONS, SEXES, THEMES, number, value,
};
use super::sums;
use crate::application::{Entry, Seen};
use crate::projections::Reached;

/// The most rows of one list of an outcome: more than there are pairs of codes.
const MOST_ROWS: usize = 100;
/// The longest text that is looked at; the domain says what each field takes.
const MOST_BYTES: usize = 2_000;

/// The centre of a `parent`.
pub(super) fn centre(wrong: &mut Violations, parent: &str) -> Option<String> {
    let read = match name::parse("centres/*", parent) {
        Some([centre]) => Ok(centre.to_owned()),
        None if parent.is_empty() => Err(Violation::required("parent")),
        None => Err(Violation::malformed("parent")),
    };
    wrong.keep(read)
}

/// The centre and the id of an activity's name.
pub(super) fn activity_name(wrong: &mut Violations, text: &str) -> Option<(String, Uuid)> {
    let read = match name::parse("centres/*/activities/*", text) {
        Some([centre, id]) => match Uuid::try_parse(id) {
            Ok(id) => Ok((centre.to_owned(), id)),
            Err(_form) => Err(Violation::malformed("name")),
        },
        None if text.is_empty() => Err(Violation::required("name")),
        None => Err(Violation::malformed("name")),
    };
    wrong.keep(read)
}

/// A write, as its caller keyed it.
pub(super) fn entry(
    wrong: &mut Violations,
    centre: Option<String>,
    id: &str,
    fingerprint: [u8; 32],
    expected_version: Option<i64>,
) -> Option<Entry> {
    let request_id = wrong.keep(request_id(id));
    let (centre, request_id) = centre.zip(request_id)?;
    Some(Entry { centre, request_id, fingerprint, expected_version })
}

pub(super) fn plan(wrong: &mut Violations, given: Option<&wire::ActivityPlan>) -> Option<Plan> {
    let Some(given) = given else {
        wrong.add(Violation::required("plan"));
        return None;
    };
    let kind = code(wrong, "plan.kind", given.kind, KINDS);
    let theme = code(wrong, "plan.theme", given.theme, THEMES);
    let title = text(wrong, "plan.title", &given.title);
    let day = day(wrong, "plan.day", given.day.as_ref());
    let commune = text(wrong, "plan.commune", &given.commune);
    let place = text(wrong, "plan.place", &given.place);
    let agencies = agencies(wrong, "plan.agencies", &given.agencies);
    let people_target = whole(wrong, "plan.people_target", given.people_target);
    let budget = whole(wrong, "plan.budget", given.budget);
    let funder = text(wrong, "plan.funder", &given.funder);
    Some(Plan {
        kind: kind?,
        theme: theme?,
        title: title?,
        day: day?,
        commune: commune?,
        place: place?,
        agencies: agencies?,
        people_target: people_target?,
        budget: budget?,
        funder: funder?,
    })
}

pub(super) fn outcome(
    wrong: &mut Violations,
    given: Option<&wire::ActivityOutcome>,
) -> Option<Outcome> {
    let Some(given) = given else {
        wrong.add(Violation::required("outcome"));
        return None;
    };
    let day = day(wrong, "outcome.day", given.day.as_ref());
    let audience = rows(wrong, "outcome.audience", &given.audience, |wrong, at, one| {
        let sex = code(wrong, format!("outcome.audience[{at}].sex"), one.sex, SEXES);
        let field = format!("outcome.audience[{at}].age_band");
        let age_band = code(wrong, field, one.age_band, AGE_BANDS);
        let count = whole(wrong, format!("outcome.audience[{at}].count"), one.count);
        Some(Audience { sex: sex?, age_band: age_band?, count: count? })
    });
    let trained = rows(wrong, "outcome.trained", &given.trained, |wrong, at, one| {
        let field = format!("outcome.trained[{at}].profession");
        let profession = code(wrong, field, one.profession, PROFESSIONS);
        let sex = code(wrong, format!("outcome.trained[{at}].sex"), one.sex, SEXES);
        let count = whole(wrong, format!("outcome.trained[{at}].count"), one.count);
        Some(Trained { profession: profession?, sex: sex?, count: count? })
    });
    let costs = rows(wrong, "outcome.costs", &given.costs, |wrong, at, one| {
        let line = code(wrong, format!("outcome.costs[{at}].line"), one.line, COST_LINES);
        let amount = whole(wrong, format!("outcome.costs[{at}].amount"), one.amount);
        Some(Cost { line: line?, amount: amount? })
    });
    let funder = text(wrong, "outcome.funder", &given.funder);
    let agencies = agencies(wrong, "outcome.agencies", &given.agencies);
    Some(Outcome {
        day: day?,
        audience: audience?,
        trained: trained?,
        costs: costs?,
        funder: funder?,
        agencies: agencies?,
    })
}

pub(super) fn targets(
    wrong: &mut Violations,
    given: &[wire::OutreachTarget],
) -> Option<Vec<Target>> {
    rows(wrong, "targets", given, |wrong, at, one| {
        let kind = code(wrong, format!("targets[{at}].kind"), one.kind, KINDS);
        let activities = whole(wrong, format!("targets[{at}].activities"), one.activities);
        let people = whole(wrong, format!("targets[{at}].people"), one.people);
        Some(Target { kind: kind?, activities: activities?, people: people? })
    })
}

pub(super) fn text(wrong: &mut Violations, field: &'static str, given: &str) -> Option<String> {
    let read = if given.len() > MOST_BYTES {
        Err(Violation::too_long(field))
    } else {
        Ok(given.trim().to_owned())
    };
    wrong.keep(read)
}

pub(super) fn code<D: Copy, W: Copy + Into<i32>>(
    wrong: &mut Violations,
    field: impl Into<std::borrow::Cow<'static, str>>,
    given: i32,
    table: &[(D, W)],
) -> Option<D> {
    wrong.keep(value(table, given).ok_or_else(|| Violation::unknown_code(field)))
}

fn whole<T, W: TryInto<T>>(
    wrong: &mut Violations,
    field: impl Into<std::borrow::Cow<'static, str>>,
    given: W,
) -> Option<T> {
    let read = given.try_into();
    wrong.keep(read.map_err(|_range| Violation::new(field, "violation-out-of-range")))
}

fn day(wrong: &mut Violations, field: &'static str, given: Option<&Date>) -> Option<Day> {
    let read = match given {
        None => Err(Violation::required(field)),
        Some(on) => Day::try_new(on.year, on.month, on.day)
            .map_err(|_malformed| Violation::malformed(field)),
    };
    wrong.keep(read)
}

fn agencies(
    wrong: &mut Violations,
    field: &'static str,
    given: &[String],
) -> Option<BTreeSet<Uuid>> {
    if given.len() > MOST_ROWS {
        wrong.add(Violation::new(field, "violation-too-many"));
        return None;
    }
    let id = |name: &String| match name::parse("agencies/*", name) {
        Some([id]) => Uuid::try_parse(id).ok(),
        None => None,
    };
    let read: Option<BTreeSet<Uuid>> = given.iter().map(id).collect();
    wrong.keep(read.ok_or_else(|| Violation::malformed(field)))
}

fn rows<W, T>(
    wrong: &mut Violations,
    field: &'static str,
    given: &[W],
    read: impl Fn(&mut Violations, usize, &W) -> Option<T>,
) -> Option<Vec<T>> {
    if given.len() > MOST_ROWS {
        wrong.add(Violation::new(field, "violation-too-many"));
        return None;
    }
    // Every row is read, so that all that is wrong is told at once.
    let rows: Vec<_> = given.iter().enumerate().map(|(at, one)| read(wrong, at, one)).collect();
    rows.into_iter().collect()
}

pub(super) fn activity(centre: &str, seen: &Seen) -> wire::Activity {
    use wire::activity::State;
    let Seen { version, activity } = seen;
    let (state, outcome, cancel_reason) = match &activity.standing {
        Standing::Planned => (State::Planned, None, 0),
        Standing::Held(held) => (State::Held, Some(told_outcome(held)), 0),
        Standing::Cancelled(reason) => (State::Cancelled, None, number(CANCEL_REASONS, *reason)),
    };
    wire::Activity {
        name: name::activity(centre, activity.id),
        version: *version,
        state: state.into(),
        plan: Some(told_plan(&activity.plan)),
        outcome,
        cancel_reason,
    }
}

pub(super) fn change(recorded: &Recorded<Event>) -> wire::ActivityChange {
    use wire::activity_change::Kind;
    let (kind, outcome, why) = match &recorded.event {
        Event::ActivityPlanned { .. } => (Kind::Planned, None, ""),
        Event::PlanRevised { .. } => (Kind::Revised, None, ""),
        Event::ActivityHeld { outcome } => (Kind::Held, Some(outcome), ""),
        Event::ActivityCorrected { outcome, reason } => {
            (Kind::Corrected, Some(outcome), reason.as_str())
        }
        Event::ActivityCancelled { .. } => (Kind::Cancelled, None, ""),
    };
    wire::ActivityChange {
        kind: kind.into(),
        change_time: Some(timestamp(recorded.at)),
        author: recorded.principal.clone(),
        reason: why.to_owned(),
        outcome: outcome.map(told_outcome),
    }
}

fn told_plan(plan: &Plan) -> wire::ActivityPlan {
    wire::ActivityPlan {
        kind: number(KINDS, plan.kind),
        theme: number(THEMES, plan.theme),
        title: plan.title.clone(),
        day: Some(date(plan.day)),
        commune: plan.commune.clone(),
        place: plan.place.clone(),
        agencies: plan.agencies.iter().map(name::agency).collect(),
        people_target: i32::try_from(plan.people_target).unwrap_or(i32::MAX),
        budget: i64::try_from(plan.budget).unwrap_or(i64::MAX),
        funder: plan.funder.clone(),
    }
}

fn told_outcome(outcome: &Outcome) -> wire::ActivityOutcome {
    let audience = outcome.audience.iter();
    let trained = outcome.trained.iter();
    let costs = outcome.costs.iter();
    wire::ActivityOutcome {
        day: Some(date(outcome.day)),
        audience: audience
            .map(|it| wire::Audience {
                sex: number(SEXES, it.sex),
                age_band: number(AGE_BANDS, it.age_band),
                count: it.count.into(),
            })
            .collect(),
        trained: trained
            .map(|it| wire::Trained {
                profession: number(PROFESSIONS, it.profession),
                sex: number(SEXES, it.sex),
                count: it.count.into(),
            })
            .collect(),
        costs: costs
            .map(|it| wire::Cost {
                line: number(COST_LINES, it.line),
                amount: i64::try_from(it.amount).unwrap_or(i64::MAX),
            })
            .collect(),
        funder: outcome.funder.clone(),
        agencies: outcome.agencies.iter().map(name::agency).collect(),
    }
}

pub(super) fn target(target: &Target) -> wire::OutreachTarget {
    wire::OutreachTarget {
        kind: number(KINDS, target.kind),
        activities: i32::try_from(target.activities).unwrap_or(i32::MAX),
        people: i32::try_from(target.people).unwrap_or(i32::MAX),
    }
}

/// What was reached, a line per kind, beside the year's targets.
pub(super) fn reached(
    reached: &Reached,
    targets: &[Target],
    progress: &[Progress],
) -> wire::GetOutreachResponse {
    let figure = |(kind, _): &(_, _)| {
        let counts = reached.kinds.iter().find(|(known, _)| known == kind);
        let people = reached.people.iter().find(|(known, _)| known == kind);
        let [planned, held, cancelled, people_planned, budget] =
            counts.map_or([0; 5], |(_, counts)| *counts);
        let [people, cost] = people.map_or([0; 2], |(_, counts)| *counts);
        let kind = number(KINDS, *kind);
        wire::OutreachFigure {
            kind,
            planned,
            held,
            cancelled,
            people_planned,
            people,
            budget,
            cost,
        }
    };
    let figures = KINDS.iter().map(figure).collect();
    wire::GetOutreachResponse {
        figures,
        audience: sums::audience(&reached.audience),
        trained: sums::trained(&reached.trained),
        costs: sums::costs(&reached.costs),
        targets: targets.iter().map(target).collect(),
        by_funder: sums::funders(&reached.alike),
        by_theme: sums::themes(&reached.alike),
        by_commune: sums::communes(&reached.alike),
        progress: sums::progress(progress),
    }
}

fn date(day: Day) -> Date {
    let (year, month, day) = day.parts();
    Date { year, month, day }
}
