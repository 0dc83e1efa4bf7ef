//! Outreach of a centre: awareness sessions, public events, trainings of local actors.
//!
//! Two aggregates. An activity ([`Activities`]) is planned, perhaps planned anew, then held or cancelled;
//! what was held can be corrected, and what stood before stays in its history. A year's targets
//! ([`Targets`]) say what the centre means to reach.
//!
//! PRIVACY: nobody who came is named; an activity knows counts only.

mod codes;
mod command;
mod day;
mod decide;
mod event;
mod evolve;
mod outcome;
mod plan;
mod rejection;
#[cfg(test)]
mod spec;
mod state;
mod sums;
mod targets;

pub use codes::{ActivityKind, CancelReason, CostLine, Profession, Theme};
pub use command::Command;
pub use day::Day;
pub use event::Event;
pub use outcome::{Audience, Cost, Outcome, Trained};
pub use plan::Plan;
pub(crate) use plan::text;
pub use rejection::Rejection;
pub use state::{Activity, Standing, State};
pub use sums::{Alike, Progress, Sum, by_commune, by_funder, by_theme, progress};
pub use targets::{Target, Targets, TargetsCommand, TargetsEvent, TargetsRejection};

/// The aggregate of one activity.
#[derive(Clone, Copy, Debug)]
pub struct Activities;

impl sentier_kernel::Decider for Activities {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(
        state: &State,
        command: Command,
        at: sentier_kernel::Moment,
    ) -> Result<Vec<Event>, Rejection> {
        decide::decide(state, command, at)
    }

    fn evolve(state: State, event: &Event) -> State {
        evolve::evolve(state, event)
    }
}
