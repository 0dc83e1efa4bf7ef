//! The aggregate *case*: the centre's work with one survivor.
//!
//! ```text
//! (none) ── open ──▶ open ── close ──▶ closed
//!                     │ ◀── reopen ──────┤
//!                     └───── erase ──────┴──▶ erased (open or closed, no personal value left)
//! ```
//!
//! What is done for her between the two has its own folder, [`care`]; two cases that are of one survivor
//! are joined in [`merge`]; what agencies have to do with it is in [`agency`]; who may open the file, and how
//! she may be reached, stands in [`safeguard`]; how a schedule ends a file by itself, in [`ending`].
//! Its stream is keyed by the case id. [`State`] holds no personal value.

pub mod agency;
pub mod care;
mod command;
mod consent;
mod correction;
mod decide;
pub mod ending;
mod escalation;
mod event;
mod evolve;
mod intake;
pub mod merge;
mod rejection;
pub mod safeguard;
#[cfg(test)]
mod spec;
mod state;

use sentier_kernel::{Decider, Moment};

pub use command::{Command, Erasure};
pub use consent::{OVERRIDE_LASTS, Override, REQUEST_LASTS, Wanted, override_violations};
pub use correction::{
    IncidentCorrection, IncidentField, SurvivorCorrection, SurvivorField, ToldIncident,
    ToldSurvivor,
};
pub use escalation::{Left, left};
pub use event::Event;
pub use intake::opening_violations;
pub use rejection::Rejection;
pub use state::{CaseReferral, Opening, State};

/// The aggregate, as a type.
#[derive(Clone, Copy, Debug)]
pub struct Case;

impl Decider for Case {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        decide::decide(state, command, at)
    }

    fn evolve(state: State, event: &Event) -> State {
        evolve::evolve(state, event)
    }
}
