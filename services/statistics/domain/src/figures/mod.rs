//! The figures of one centre in one month.
//!
//! A stream per centre and month. Every command adds one to one cell; there is no end of life, and a
//! count never falls: a correction is a rule of the release, not of the counting.

mod command;
mod decide;
mod event;
mod evolve;
mod rejection;
#[cfg(test)]
mod spec;
mod state;

pub use command::Command;
pub use event::Event;
pub use rejection::Rejection;
pub use state::{IncidentCell, ReferralCell, State};

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Figures;

impl sentier_kernel::Decider for Figures {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(
        _state: &State,
        command: Command,
        at: sentier_kernel::Moment,
    ) -> Result<Vec<Event>, Rejection> {
        decide::decide(command, at)
    }

    fn evolve(state: State, event: &Event) -> State {
        evolve::evolve(state, *event)
    }
}
