//! The webhooks of one agency: where it is told of changes, and whether it is.
//!
//! A handful for each agency, so one aggregate holds them all and keeps their number. What is delivered,
//! and how that goes, is not told here: that follows from the referrals' own events, and is the
//! adapter's to keep. A webhook remembers only what somebody decided.

pub mod backoff;
mod command;
mod decide;
mod event;
mod evolve;
mod rejection;
mod secret;
#[cfg(test)]
mod spec;
mod state;

pub use command::Command;
pub use decide::MOST;
pub use event::Event;
pub use rejection::Rejection;
pub use secret::{MalformedSecret, Secret};
pub use state::{Standing, State, Webhook};

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Webhooks;

impl sentier_kernel::Decider for Webhooks {
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
