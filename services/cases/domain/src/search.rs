//! The searches of one member of staff: each is a fact, and there are not many in an hour.
//!
//! A stream per person. Looking for one survivor after another is how a curious or a coerced colleague
//! browses; the quota (PRIVACY 5: 20 an hour) makes that slow, and the facts make it seen.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use sentier_kernel::{Category, Decider, Explain, Moment, Violation};
use serde::{Deserialize, Serialize};

use crate::finding::Criterion;

/// So many searches fit into [`WINDOW`].
pub const QUOTA: usize = 20;
/// The time in which searches are counted.
pub const WINDOW: Duration = Duration::from_hours(1);

/// What may be wished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Search by these criteria; never by their values.
    Search {
        /// What the search goes by.
        criteria: BTreeSet<Criterion>,
    },
}

/// What happened. PRIVACY: that somebody was sought and by what kind of knowledge; never who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody was sought.
    SurvivorSought {
        /// What the search went by.
        criteria: BTreeSet<Criterion>,
        /// When.
        at: Moment,
    },
}

/// The searches that still count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The latest, oldest first, at most [`QUOTA`].
    pub recent: VecDeque<Moment>,
}

/// Why a search is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The hour's searches are used up.
    #[error("too many searches")]
    TooMany {
        /// Until the next one may be made.
        wait: Duration,
    },
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    InvalidFields(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::TooMany { .. } => Category::Busy,
            Self::InvalidFields(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "TOO_MANY_SEARCHES",
            Self::InvalidFields(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::TooMany { .. } => Vec::new(),
            Self::InvalidFields(violations) => violations.clone(),
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooMany { wait } => vec![("retry_after_ms", wait.as_millis().to_string())],
            Self::InvalidFields(_) => Vec::new(),
        }
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Searches;

impl Decider for Searches {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let Command::Search { criteria } = command;
        if criteria.is_empty() {
            return Err(Rejection::InvalidFields(vec![Violation::required("full_name")]));
        }
        // A clock that was set back makes the wait longer, never the quota larger.
        let wait = |earlier: Moment| WINDOW.saturating_sub(at.since(earlier));
        match state.recent.front().copied().map(wait) {
            Some(wait) if state.recent.len() >= QUOTA && !wait.is_zero() => {
                Err(Rejection::TooMany { wait })
            }
            _ => Ok(vec![Event::SurvivorSought { criteria, at }]),
        }
    }

    fn evolve(mut state: State, event: &Event) -> State {
        let Event::SurvivorSought { at, .. } = event;
        state.recent.push_back(*at);
        while state.recent.len() > QUOTA {
            state.recent.pop_front();
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use sentier_kernel::spec::given;

    use super::*;

    fn minute(minute: u64) -> Moment {
        Moment::from_micros(1_795_478_400_000_000).plus(Duration::from_mins(minute))
    }

    fn sought(at: Moment) -> Event {
        Event::SurvivorSought { criteria: [Criterion::FullName].into(), at }
    }

    fn search() -> Command {
        Command::Search { criteria: [Criterion::FullName].into() }
    }

    #[test]
    fn a_search_is_a_fact() {
        given::<Searches>([]).when(search(), minute(0)).then([sought(minute(0))]);
    }

    #[test]
    fn a_search_by_nothing_is_none() {
        let nothing = Command::Search { criteria: BTreeSet::new() };
        given::<Searches>([]).when(nothing, minute(0)).then_refused("INVALID_FIELDS");
    }

    #[test]
    fn the_twenty_first_search_of_an_hour_waits_until_the_first_is_an_hour_old() {
        let hour = || (0..20).map(|at| sought(minute(at)));
        given::<Searches>(hour()).when(search(), minute(59)).then_refused("TOO_MANY_SEARCHES");
        given::<Searches>(hour()).when(search(), minute(60)).then([sought(minute(60))]);
        let next = hour().chain([sought(minute(60))]);
        given::<Searches>(next).when(search(), minute(60)).then_refused("TOO_MANY_SEARCHES");
    }

    #[test]
    fn a_clock_set_back_opens_nothing() {
        let hour = (0..20).map(|_| sought(minute(90)));
        given::<Searches>(hour).when(search(), minute(10)).then_refused("TOO_MANY_SEARCHES");
    }
}
