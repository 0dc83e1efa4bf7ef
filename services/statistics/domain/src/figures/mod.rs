//! The figures of one centre in one month.
//!
//! A stream per centre and month. Every command adds one to one cell, moves one to another, or takes one out
//! again; there is no end of life.

mod command;
mod decide;
mod event;
mod kind;
mod rejection;
#[cfg(test)]
mod spec;
mod state;

pub use command::Command;
pub use event::Event;
pub use kind::Kind;
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
        State
    }

    fn decide(
        _state: &State,
        command: Command,
        at: sentier_kernel::Moment,
    ) -> Result<Vec<Event>, Rejection> {
        decide::decide(command, at)
    }

    fn evolve(_state: State, _event: &Event) -> State {
        State
    }
}
