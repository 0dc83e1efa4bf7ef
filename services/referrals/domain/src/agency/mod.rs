//! An agency of the directory, with its structures.
//!
//! Registered once, it gains structures, and is switched off and on. Only structures of an active
//! agency may be sent referrals, for needs they serve and centres they cover ([`State::suits`]).

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
pub use state::{Agency, State, Structure, Unsuited};

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Agencies;

impl sentier_kernel::Decider for Agencies {
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
        _at: sentier_kernel::Moment,
    ) -> Result<Vec<Event>, Rejection> {
        decide::decide(state, command)
    }

    fn evolve(state: State, event: &Event) -> State {
        evolve::evolve(state, event)
    }
}
