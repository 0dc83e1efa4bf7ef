//! One referral: a request that a structure serve a survivor, and the agency's answer.
//!
//! ```text
//! sent --acknowledge--> received
//! sent --accept--> accepted
//! sent --decline--> declined
//! sent --revoke--> revoked
//! received --accept--> accepted
//! received --decline--> declined
//! received --revoke--> revoked
//! accepted --complete--> completed
//! accepted --revoke--> revoked
//! completed --revoke--> completed
//! ```
//!
//! The picture is [`diagram`], drawn from the one table that also decides; a test compares them.
//! A request that the directory or the consent refuses is kept as declined or revoked from the
//! beginning, and the agency never learns of it. The disclosure may be read until its term, while the
//! referral is neither declined nor revoked; revoking a completed referral ends the disclosure and
//! leaves the outcome. Once the disclosure has ended its key is destroyed, which is a fact of its own.

mod command;
mod decide;
mod event;
mod evolve;
mod rejection;
#[cfg(test)]
mod spec;
mod state;
mod transition;

pub use command::{Claimed, Command, Request};
pub use event::Event;
pub use rejection::Rejection;
pub use state::{Referral, State};
pub use transition::{Action, Standing, allowed, diagram};

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
