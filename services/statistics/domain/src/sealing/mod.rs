//! The keys to which other services seal facts for the statistics.
//!
//! One stream per installation, which knows the key that was announced last. A key comes into force,
//! others seal to it until the next one does, and its secret half is destroyed when the broker cannot
//! hold a fact sealed to it any more ([`HELD`]); a copy of the fact can then be read by nobody, us
//! included (DESIGN section 3):
//!
//! ```text
//! drawn ──announced──▶ in force ──next one drawn──▶ opens only ──37 days──▶ destroyed
//! ```

mod command;
mod decide;
mod event;
mod evolve;
mod key;
mod rejection;
#[cfg(test)]
mod spec;
mod state;

use std::time::Duration;

use sentier_kernel::{Decider, Moment};

pub use command::Command;
pub use event::Event;
pub use key::{KeyId, MalformedKeyId};
pub use rejection::Rejection;
pub use state::State;

/// How long others seal to a key before the next one is drawn.
pub const IN_FORCE: Duration = Duration::from_hours(7 * 24);

/// How long the broker may hold a fact that was sealed to a replaced key.
///
/// Its streams keep messages for 35 days, and a service that was away at the rotation may publish for
/// two days with the key it knows.
pub const HELD: Duration = Duration::from_hours((35 + 2) * 24);

/// Whether the key that was drawn at `drawn` must be replaced.
pub fn is_replacement_due(drawn: Moment, at: Moment) -> bool {
    at.since(drawn) >= IN_FORCE
}

/// Keys that were replaced before this moment are destroyed at `at`.
pub fn forgotten_before(at: Moment) -> Moment {
    at.minus(HELD)
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct SealingKeys;

impl Decider for SealingKeys {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, _at: Moment) -> Result<Vec<Event>, Rejection> {
        decide::decide(state, command)
    }

    fn evolve(state: State, event: &Event) -> State {
        evolve::evolve(state, event)
    }
}
