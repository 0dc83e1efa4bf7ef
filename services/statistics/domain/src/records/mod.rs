//! Tier T2, off by default: truthful records, generalised, in one batch a quarter that a named person approves.
//!
//! ```text
//! a survivor ──▶ one coarse record of the quarter ──close──▶ roll_up ──▶ classes of k and l, or left over
//!                                                               approve ──▶ released once, for ever
//! ```
//!
//! It gives no formal guarantee, and says so on every batch: whoever knows the other records of a class can
//! tell whether she is in it (PRIVACY 0.1: right 93 to 96 times of 100). What it keeps: nobody stands alone
//! (k), a class does not tell who did it (l), nothing follows from when a batch comes or how records roll up
//! (the calendar and the order are fixed), and nobody can be followed from one batch to the next.

mod coarse;
mod rollup;
#[cfg(test)]
mod spec;

use sentier_kernel::{Category, Decider, Explain, Moment};
use serde::{Deserialize, Serialize};

use crate::period::{Cadence, Period};
pub use coarse::{Ages, Coarse, Kind};
pub use rollup::{BATCH, CARRIED, Class, K, L, Outcome, roll_up};

/// The aggregate, a stream for each quarter.
#[derive(Clone, Copy, Debug)]
pub struct Batches;

/// What was released of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The quarter.
    pub period: Period,
    /// Its records, by class, in the order of their codes: no order of arrival is left.
    pub classes: Vec<Class>,
    /// Records that wait for the next quarter.
    pub carried: u32,
    /// Records that waited long enough and are never released.
    pub dropped: u32,
}

/// Nothing, or what was released.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State(pub Option<Batch>);

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Releases a batch; whoever asks approves it.
    ApproveBatch(Batch),
}

/// A stored fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was approved by who stands beside the event, and so released.
    BatchReleased(Batch),
}

/// Why nothing is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Its day has not come.
    #[error("the batch is not due")]
    NotDue,
    /// Not a quarter.
    #[error("a batch is of a quarter")]
    NoQuarter,
    /// A class is smaller than it may be: what made the batch is wrong.
    #[error("a class of the batch is too small")]
    Small,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotDue => Category::Refused,
            Self::NoQuarter | Self::Small => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotDue => "RECORD_BATCH_NOT_DUE",
            Self::NoQuarter | Self::Small => "INTERNAL",
        }
    }
}

impl Decider for Batches {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let Command::ApproveBatch(batch) = command;
        // INVARIANT: a quarter is released once; what comes later changes nothing.
        if state.0.is_some() {
            return Ok(Vec::new());
        }
        if batch.period.cadence() != Cadence::Quarter {
            return Err(Rejection::NoQuarter);
        }
        if at < batch.period.published_at() {
            return Err(Rejection::NotDue);
        }
        if batch.classes.iter().any(|class| class.count < K) {
            return Err(Rejection::Small);
        }
        Ok(vec![Event::BatchReleased(batch)])
    }

    fn evolve(_state: State, event: &Event) -> State {
        let Event::BatchReleased(batch) = event;
        State(Some(batch.clone()))
    }
}
