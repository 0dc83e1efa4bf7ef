//! The rules of an activity.

use sentier_kernel::{Moment, Violation};
use uuid::Uuid;

use super::plan::text;
use super::{
    Activity, CancelReason, Command, Day, Event, Outcome, Plan, Rejection, Standing, State,
};

pub(super) fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::PlanActivity { id, plan } => plan_activity(state, id, plan),
        Command::RevisePlan { plan } => revise_plan(state, plan),
        Command::RecordActivity { outcome } => record(state, outcome, at),
        Command::CorrectActivity { outcome, reason } => correct(state, outcome, reason, at),
        Command::CancelActivity { reason } => cancel(state, reason),
    }
}

fn plan_activity(state: &State, id: Uuid, plan: Plan) -> Result<Vec<Event>, Rejection> {
    if state.activity.is_some() {
        return Err(Rejection::AlreadyExists);
    }
    valid(plan.violations())?;
    Ok(vec![Event::ActivityPlanned { id, plan }])
}

fn revise_plan(state: &State, plan: Plan) -> Result<Vec<Event>, Rejection> {
    let activity = planned(state)?;
    valid(plan.violations())?;
    Ok(if activity.plan == plan { Vec::new() } else { vec![Event::PlanRevised { plan }] })
}

fn record(state: &State, outcome: Outcome, at: Moment) -> Result<Vec<Event>, Rejection> {
    let activity = planned(state)?;
    valid(outcome.violations(activity.plan.kind, Day::of(at)))?;
    Ok(vec![Event::ActivityHeld { outcome }])
}

fn correct(
    state: &State,
    outcome: Outcome,
    reason: String,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    let activity = known(state)?;
    let Standing::Held(recorded) = &activity.standing else { return Err(wrong_state(activity)) };
    let mut wrong = outcome.violations(activity.plan.kind, Day::of(at));
    text(&mut wrong, "reason", &reason, 2..=200);
    valid(wrong)?;
    Ok(if *recorded == outcome {
        Vec::new()
    } else {
        vec![Event::ActivityCorrected { outcome, reason }]
    })
}

fn cancel(state: &State, reason: CancelReason) -> Result<Vec<Event>, Rejection> {
    planned(state)?;
    Ok(vec![Event::ActivityCancelled { reason }])
}

fn known(state: &State) -> Result<&Activity, Rejection> {
    state.activity.as_ref().ok_or(Rejection::NotFound)
}

fn planned(state: &State) -> Result<&Activity, Rejection> {
    let activity = known(state)?;
    match activity.standing {
        Standing::Planned => Ok(activity),
        Standing::Held(_) | Standing::Cancelled(_) => Err(wrong_state(activity)),
    }
}

const fn wrong_state(activity: &Activity) -> Rejection {
    Rejection::State { state: activity.standing.code() }
}

fn valid(violations: Vec<Violation>) -> Result<(), Rejection> {
    if violations.is_empty() { Ok(()) } else { Err(Rejection::Invalid(violations)) }
}
