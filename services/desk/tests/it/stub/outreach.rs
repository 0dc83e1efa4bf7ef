//! Answers about outreach.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use sentier_proto::common::v1::{AgeBand, Date, Sex};
use sentier_proto::statistics::v1 as statistics;
use sentier_proto::statistics::v1::{
    ActivityKind, CostLine, OutreachTheme, activity, activity_change,
};
use tonic::Status;

use super::Stub;
use super::care::at;
use super::facts::*;

fn plan() -> statistics::ActivityPlan {
    statistics::ActivityPlan {
        kind: ActivityKind::AwarenessSession.into(),
        theme: OutreachTheme::RightsAndLaw.into(),
        title: "Causerie au marché".to_owned(),
        day: Some(Date { year: 2026, month: 11, day: 20 }),
        commune: "Ogou 1".to_owned(),
        place: "Marché de Talo".to_owned(),
        agencies: vec![format!("agencies/{AGENCY}")],
        people_target: 60,
        budget: 150_000,
        funder: "Commune".to_owned(),
    }
}

fn outcome(women: i64) -> statistics::ActivityOutcome {
    let women = statistics::Audience {
        sex: Sex::Female.into(),
        age_band: AgeBand::AgeBand18To24.into(),
        count: women,
    };
    statistics::ActivityOutcome {
        day: Some(Date { year: 2026, month: 11, day: 21 }),
        audience: vec![women],
        costs: vec![statistics::Cost { line: CostLine::Transport.into(), amount: 30_000 }],
        funder: "Commune".to_owned(),
        ..statistics::ActivityOutcome::default()
    }
}

/// An activity that was held, unless its id says that it is still planned.
fn activity_of(id: &str) -> statistics::Activity {
    let planned = statistics::Activity {
        name: format!("centres/{CENTRE}/activities/{id}"),
        version: 1,
        state: activity::State::Planned.into(),
        plan: Some(plan()),
        ..statistics::Activity::default()
    };
    if id == CASE {
        return planned;
    }
    statistics::Activity {
        version: 3,
        state: activity::State::Held.into(),
        outcome: Some(outcome(44)),
        ..planned
    }
}

pub(super) fn plan_activity(
    _: &Stub,
    _: statistics::PlanActivityRequest,
) -> Result<statistics::PlanActivityResponse, Status> {
    Ok(statistics::PlanActivityResponse { activity: Some(activity_of(CASE)) })
}

pub(super) fn get_activity(
    _: &Stub,
    asked: statistics::GetActivityRequest,
) -> Result<statistics::GetActivityResponse, Status> {
    let activity = activity_of(asked.name.rsplit('/').next().unwrap_or_default());
    let change = |kind: activity_change::Kind, outcome| statistics::ActivityChange {
        kind: kind.into(),
        change_time: at(YESTERDAY),
        author: format!("centres/{CENTRE}/staff/{STAFF}"),
        reason: String::new(),
        outcome,
    };
    let corrected = statistics::ActivityChange {
        reason: "liste recomptée".to_owned(),
        ..change(activity_change::Kind::Corrected, Some(outcome(44)))
    };
    let changes = vec![
        change(activity_change::Kind::Planned, None),
        change(activity_change::Kind::Held, Some(outcome(40))),
        corrected,
    ];
    Ok(statistics::GetActivityResponse { activity: Some(activity), changes })
}

pub(super) fn list_activities(
    _: &Stub,
    _: statistics::ListActivitiesRequest,
) -> Result<statistics::ListActivitiesResponse, Status> {
    Ok(statistics::ListActivitiesResponse {
        activities: vec![activity_of(STAFF), activity_of(CASE)],
        next_page_token: String::new(),
    })
}

pub(super) fn get_outreach(
    _: &Stub,
    _: statistics::GetOutreachRequest,
) -> Result<statistics::GetOutreachResponse, Status> {
    let kind = ActivityKind::AwarenessSession.into();
    let sessions = statistics::OutreachFigure {
        kind,
        planned: 3,
        held: 2,
        cancelled: 1,
        people_planned: 120,
        people: 104,
        budget: 300_000,
        cost: 60_000,
    };
    Ok(statistics::GetOutreachResponse {
        figures: vec![sessions],
        audience: outcome(104).audience,
        trained: Vec::new(),
        costs: outcome(104).costs,
        targets: vec![statistics::OutreachTarget { kind, activities: 24, people: 1_200 }],
        by_funder: by_funder(),
        by_theme: by_theme(),
        by_commune: by_commune(),
        progress: vec![progress()],
    })
}

fn sum(held: i64, reached: i64, trained: i64, cost: i64) -> statistics::OutreachSum {
    statistics::OutreachSum { held, reached, trained, cost, ..statistics::OutreachSum::default() }
}

/// One of two is named.
pub(super) fn by_funder() -> Vec<statistics::OutreachSum> {
    let commune =
        statistics::OutreachSum { funder: "Commune".to_owned(), ..sum(2, 104, 0, 60_000) };
    vec![commune, sum(1, 0, 12, 0)]
}

pub(super) fn by_theme() -> Vec<statistics::OutreachSum> {
    let theme = OutreachTheme::RightsAndLaw.into();
    vec![statistics::OutreachSum { theme, ..sum(3, 104, 12, 60_000) }]
}

pub(super) fn by_commune() -> Vec<statistics::OutreachSum> {
    vec![statistics::OutreachSum { commune: "Ogou 1".to_owned(), ..sum(3, 104, 12, 60_000) }]
}

pub(super) fn progress() -> statistics::OutreachProgress {
    statistics::OutreachProgress {
        kind: ActivityKind::AwarenessSession.into(),
        activities_target: 24,
        people_target: 1_200,
        held: 5,
        people: 300,
    }
}

/// Who came, and what was spent.
pub(super) fn counted() -> (Vec<statistics::Audience>, Vec<statistics::Cost>) {
    let outcome = outcome(104);
    (outcome.audience, outcome.costs)
}
