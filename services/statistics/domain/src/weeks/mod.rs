//! The weeks of the figures: what is told of a centre is what stood in the log when the last week ended.
//!
//! ```text
//! … counts … │ WeekClosed 2026-11-16 │ … counts … │ WeekClosed 2026-11-23 │ … counts of the open week …
//! ```
//!
//! The end of a week is an event of the log, so that what belongs to it is decided by the log's order and
//! not by a clock: the same week gives the same numbers for ever, and a number never tells on which day
//! somebody came (PRIVACY 2.3 C: dashboards are a week old).

#[cfg(test)]
mod spec;
mod week;

use sentier_kernel::{Category, Decider, Explain, Moment};

pub use week::{MalformedWeek, Week};

/// The aggregate; one stream for the installation.
#[derive(Clone, Copy, Debug)]
pub struct Weeks;

/// The last week that ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Absent before the first.
    pub last: Option<Week>,
}

/// A wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Closes the last week that has ended; nothing when it is closed.
    CloseWeek,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A week was closed: what stands before this in the log belongs to it or to one before.
    WeekClosed {
        /// Which.
        week: Week,
    },
}

/// Why no week is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The clock stands outside the calendar.
    #[error("the clock stands outside the calendar")]
    NoSuchWeek,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

impl Decider for Weeks {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    /// A clock that went back closes nothing: a week is closed once, and weeks follow one another.
    fn decide(state: &State, _command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let ended = Week::ended_before(at).ok_or(Rejection::NoSuchWeek)?;
        if state.last.is_some_and(|last| last >= ended) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::WeekClosed { week: ended }])
    }

    fn evolve(_state: State, event: &Event) -> State {
        let Event::WeekClosed { week } = event;
        State { last: Some(*week) }
    }
}
