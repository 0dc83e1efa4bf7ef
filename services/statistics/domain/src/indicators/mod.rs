//! The indicators of case management: what they are computed from, and how.
//!
//! What is counted ([`Count`]) is an aggregate of its own, a stream per centre and month: numbers that add
//! up in any order. An [`Indicator`] is a pure function of the sums ([`value`](fn@value)), and what is
//! small is withheld before a value leaves ([`shown`]), of all indicators together; over several months
//! ([`over`]) nothing is told from which a month could be found.

mod count;
pub mod gbv;
mod indicator;
mod joint;
mod over;
#[cfg(test)]
mod spec;
mod value;
mod withheld;

use sentier_kernel::{Category, Decider, Explain, Moment, Violation};

pub use count::{Count, Measure, Worker};
pub use indicator::{Family, Indicator, Unit};
pub use joint::shown;
pub use over::{Total, over};
pub use value::{Sums, Value, value};
pub use withheld::{Shown, withheld};

pub use crate::suppression::SMALL;
use crate::value::Month;

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Indicators;

/// Nothing must be remembered to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State;

/// A wish to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Counts what one message tells.
    CountCare {
        /// Each adds to one sum.
        counts: Vec<Count>,
    },
    /// Bars a message that was not counted yet: the consent ended before it came.
    BarMessage,
}

/// What was counted.
///
/// PRIVACY: no id of a case or a survivor stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Counts of one message.
    CareCounted {
        /// Each adds to one sum.
        counts: Vec<Count>,
    },
    /// A message is barred: that of the request which stored this.
    MessageBarred,
    /// Counts that are sealed and not open to who reads them; never decided.
    NotOpen,
}

/// A refusal to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// A month has not begun.
    #[error("the month has not begun")]
    MonthAhead,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "INVALID_FIELDS"
    }

    fn violations(&self) -> Vec<Violation> {
        vec![Violation::in_future("month")]
    }
}

impl Decider for Indicators {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State
    }

    /// A fact is counted in a month that has begun. One month of slack, because the clocks of two
    /// services may stand on either side of midnight when a month ends.
    fn decide(_state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let counts = match command {
            Command::CountCare { counts } => counts,
            Command::BarMessage => return Ok(vec![Event::MessageBarred]),
        };
        let now = Month::of(at).map_err(|_beyond| Rejection::MonthAhead)?;
        if counts.iter().any(|count| now.until(count.month) > 1) {
            return Err(Rejection::MonthAhead);
        }
        Ok(if counts.is_empty() { Vec::new() } else { vec![Event::CareCounted { counts }] })
    }

    fn evolve(_state: State, _event: &Event) -> State {
        State
    }
}
