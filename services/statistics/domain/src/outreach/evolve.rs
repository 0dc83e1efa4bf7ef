//! What a fact changes in what is remembered of an activity.

use super::{Activity, Event, Standing, State};

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    match (event, &mut state.activity) {
        (Event::ActivityPlanned { id, plan }, _) => {
            state.activity =
                Some(Activity { id: *id, plan: plan.clone(), standing: Standing::Planned });
        }
        (Event::PlanRevised { plan }, Some(activity)) => activity.plan = plan.clone(),
        (
            Event::ActivityHeld { outcome } | Event::ActivityCorrected { outcome, .. },
            Some(activity),
        ) => activity.standing = Standing::Held(outcome.clone()),
        (Event::ActivityCancelled { reason }, Some(activity)) => {
            activity.standing = Standing::Cancelled(*reason);
        }
        (
            Event::PlanRevised { .. }
            | Event::ActivityHeld { .. }
            | Event::ActivityCorrected { .. }
            | Event::ActivityCancelled { .. },
            None,
        ) => {}
    }
    state
}
