//! An agency of the directory, with its structures.
//!
//! Registered once, it gains structures, which are kept up to date, and is switched off and on. Only structures of an active
//! agency may be sent referrals, for needs they serve and centres they cover ([`State::suits`]).

mod change;
mod check;
mod command;
mod decide;
mod event;
mod evolve;
mod rejection;
pub mod schedule;
#[cfg(test)]
mod spec;
mod state;
mod structure;
#[cfg(test)]
mod upkeep_spec;

pub use change::Change;
pub use check::structure as violations;
pub use command::Command;
pub use event::Event;
pub use rejection::Rejection;
pub use schedule::{Hours, Opening, Weekday};
pub use state::{Agency, State, Unsuited};
pub use structure::{
    Capacity, ContactPoint, CostOption, Eligibility, ServiceOffer, Sex, Structure,
};

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
