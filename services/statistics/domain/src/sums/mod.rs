//! What a month of counting came to. Once that stands in the log, nobody needs what single messages told, and
//! the key it is sealed under is destroyed.
//!
//! ```text
//! messages counted in November ──sealed under November's key──▶ log ──▶ read models
//!                                      10 January: their sums, final ──▶ log; the key is destroyed
//! ```
//!
//! A stream per centre and month of counting: by when a message was counted, not by what month it tells of.
//! PRIVACY 2.2 asks that a seized store shows nothing of persons; the figures must also be exact and the same for ever
//! (issue: reproducible), so sums stay, by week, and the vectors of single incidents go.

#[cfg(test)]
mod spec;

use sentier_kernel::{Category, Decider, Explain, Moment};

use crate::figures::Kind;
use crate::indicators::Count;
use crate::period::{Cadence, Period};
use crate::value::Month;
use crate::weeks::Week;

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct FinalSums;

/// One number of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureSum {
    /// The month that it tells of.
    pub month: Month,
    /// Which number.
    pub kind: Kind,
    /// How many.
    pub count: i64,
}

/// One number that indicators are computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareSum {
    /// The month, the measure and how much.
    pub count: Count,
    /// The last week that had ended when it was counted; none before the first.
    pub behind: Option<Week>,
}

/// All that was counted of a centre in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// The month in which it was counted.
    pub counted_in: Month,
    /// Of the figures.
    pub figures: Vec<FigureSum>,
    /// Of the indicators.
    pub care: Vec<CareSum>,
}

/// Whether they are final.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// They stand in the log.
    pub are_final: bool,
}

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Makes the sums final; nothing when they are.
    FinaliseSums(Sums),
}

/// A stored fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// These are the sums, whatever single messages said.
    SumsFinalised(Sums),
}

/// Why sums are not final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Their day has not come.
    #[error("the month of counting may still be read")]
    TooEarly,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

/// When what was counted in a month is summed for good: when the month after it closes, on the 10th of the one
/// behind that.
///
/// Until then a read model that was wrong can be built anew from single messages. `None`
/// at the end of the calendar.
pub fn final_at(counted_in: Month) -> Option<Moment> {
    let next = Period::holding(counted_in.next()?, Cadence::Month).ok()?;
    Some(next.closes_at())
}

impl Decider for FinalSums {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let Command::FinaliseSums(sums) = command;
        // INVARIANT: final once, and for ever.
        if state.are_final {
            return Ok(Vec::new());
        }
        if final_at(sums.counted_in).is_none_or(|end| at < end) {
            return Err(Rejection::TooEarly);
        }
        Ok(vec![Event::SumsFinalised(sums)])
    }

    fn evolve(_state: State, event: &Event) -> State {
        let Event::SumsFinalised(_) = event;
        State { are_final: true }
    }
}
