//! One referral: a request that a structure serve a survivor, and what comes of it.
//!
//! [`transition`] is the machine, [`diagram`] draws it; the picture stands in `LIFECYCLE.md` beside the
//! crate, and a test compares them. A request that the directory or the consent refuses is kept as
//! declined or revoked from the beginning, and the agency never learns of it.
//!
//! There is no draft here: what a centre prepares names a survivor's need and a place, and belongs in her
//! file until she agreed and it is sent. Another appointment instead of the first is the same action
//! again, and an interim note moves nothing.
//!
//! The disclosure may be read until its term, while the referral is neither declined, expired, cancelled
//! nor revoked; revoking a completed referral ends the disclosure and leaves the outcome. What agency and
//! centre write on a referral ([`crate::message`]) rests under a second key, so that the centre can read
//! it until the term, however the referral ended; a consent that ends ends both. Once either may not be
//! read any more its key is destroyed, which is a fact of its own.

mod command;
mod decide;
mod diagram;
mod event;
mod evolve;
#[cfg(test)]
mod going_on;
pub mod onward;
#[cfg(test)]
mod onward_spec;
mod rejection;
#[cfg(test)]
mod spec;
mod state;
mod steps;
mod transition;
#[cfg(test)]
mod walk;

pub use command::{Claimed, Command, Request};
pub use diagram::{diagram, table};
pub use event::{Event, Next};
pub use rejection::Rejection;
pub use state::{Referral, State};
pub use transition::{Action, Mover, Standing, allowed, transitions};

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Referrals;

impl sentier_kernel::Decider for Referrals {
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
