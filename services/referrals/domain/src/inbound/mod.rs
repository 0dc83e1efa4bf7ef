//! A referral towards a centre: an agency tells of a survivor who agreed, and the centre answers.
//!
//! ```text
//! (none) ── submit ──▶ submitted ── accept ───▶ accepted   (the centre, with the case it opened)
//!                          ├─────── decline ──▶ declined   (the centre)
//!                          ├─────── withdraw ─▶ withdrawn  (the agency: she does not wish it any more)
//!                          └─────── lapse ────▶ lapsed     (the deadline)
//! ```
//!
//! What was told may be read by the centre until it has answered; then its key is destroyed. Accepted, it
//! stands in her file; otherwise nobody is to keep it.

mod decide;
mod event;
#[cfg(test)]
mod spec;
mod state;
mod submission;

use sentier_kernel::{Category, Decider, Explain, Moment, Sensitive};

use crate::value::{AgencyId, CaseId, DeclineReason};
pub use event::Event;
pub use state::{Agreement, Inbound, Standing, State, Wanted};
pub use submission::{Sex, Submission, Unfit};

/// A wish about a referral towards a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An agency refers a survivor.
    Submit {
        /// What is asked.
        wanted: Wanted,
        /// PRIVACY: what is told of her.
        submission: Sensitive<Submission>,
    },
    /// The centre takes it.
    Accept {
        /// The case that it opened for her.
        case: CaseId,
    },
    /// The centre does not take it.
    Decline {
        /// Why.
        reason: DeclineReason,
    },
    /// The agency takes it back.
    Withdraw {
        /// Who says so.
        agency: AgencyId,
    },
    /// The deadline passed; nothing happens when it did not.
    Lapse,
    /// The centre reads what was told.
    Read,
    /// The key of what may not be read any more is gone.
    DestroySubmission,
}

/// Why a wish is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such referral, or another agency's.
    #[error("there is no such referral")]
    NotFound,
    /// The id stands for another referral already.
    #[error("the referral exists already with another content")]
    AlreadyExists,
    /// It was answered, taken back, or has lapsed.
    #[error("the referral's state does not allow this")]
    State(Standing),
    /// What was told may not be read any more.
    #[error("what was told may not be read any more")]
    Ended,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::State(_) | Self::Ended => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::State(_) => "REFERRAL_STATE",
            Self::Ended => "DISCLOSURE_ENDED",
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            // Only a submitted one can be refused nothing: every other state is an end.
            Self::State(standing) => {
                vec![("state", standing.code().to_owned()), ("allowed", String::new())]
            }
            Self::NotFound | Self::AlreadyExists | Self::Ended => Vec::new(),
        }
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Inbounds;

impl Decider for Inbounds {
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
        state::evolve(state, event)
    }
}
