//! The privacy budget of one calendar year: what of it the releases have spent.
//!
//! A survivor counts once a year in each table, and the periods of a table share nobody, so a table costs
//! what the dearest of its periods does, once a year (parallel composition); tables add up. The sum never
//! exceeds [`YEAR`], whoever asks, however often, in whatever order. A release enters once; its name is
//! its key.
//!
//! A year that began before the table of services did divided all of the budget among the ten others, and a
//! counter keeps the cost for which its noise was drawn. So that year the services are refused, at its end, and
//! nothing else is: they are entered last, and every other table costs at most what it did.

#[cfg(test)]
mod spec;

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::{Category, Decider, Explain, Moment};

use crate::period::Period;
use crate::release::{ReleaseId, Rho, Table};

/// What one survivor may lose in a calendar year: rho 0.0742, which is epsilon 2.0 at delta 1e-7
/// (PRIVACY 0.4). Changing it is the board's decision, not an operator's.
pub const YEAR: Rho = Rho(74_200_000);

/// The aggregate, a stream per year.
#[derive(Clone, Copy, Debug)]
pub struct PrivacyBudget;

/// What was spent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// By table.
    pub spent: BTreeMap<Table, Rho>,
    /// What was released.
    pub released: BTreeSet<ReleaseId>,
}

impl State {
    /// All that was spent.
    pub fn total(&self) -> Rho {
        self.spent.values().fold(Rho::default(), |sum, rho| sum.plus(*rho))
    }
}

/// A wish to spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Enter a release.
    EnterRelease {
        /// Which year's budget this is.
        year: u16,
        /// The release.
        release: ReleaseId,
        /// The cost for which its noise was drawn.
        rho: Rho,
    },
}

/// A stored fact about the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A release was entered.
    ReleaseEntered {
        /// The release.
        release: ReleaseId,
        /// The cost for which its noise was drawn.
        rho: Rho,
        /// What it took from the budget: nothing when a release of its table had paid as much.
        debit: Rho,
    },
}

/// Why nothing is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It would cost more than the year has left.
    #[error("the year's privacy budget does not allow this release")]
    Overspent,
    /// It is another year's.
    #[error("the release belongs to another year's budget")]
    AnotherYear,
    /// Its day has not come.
    #[error("the release is not due")]
    NotDue,
    /// A release without noise is none.
    #[error("the release has no noise")]
    NoNoise,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::Overspent | Self::NotDue => Category::Refused,
            Self::AnotherYear | Self::NoNoise => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Overspent => "PRIVACY_BUDGET_SPENT",
            Self::NotDue => "RELEASE_NOT_DUE",
            Self::AnotherYear | Self::NoNoise => "INTERNAL",
        }
    }
}

impl Decider for PrivacyBudget {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        let Command::EnterRelease { year, release, rho } = command;
        if release.period.year() != year {
            return Err(Rejection::AnotherYear);
        }
        if rho == Rho::default() {
            return Err(Rejection::NoNoise);
        }
        if state.released.contains(&release) {
            return Ok(Vec::new());
        }
        if !is_due(release.period, at) {
            return Err(Rejection::NotDue);
        }
        let paid = state.spent.get(&release.table).copied().unwrap_or_default();
        let debit = rho.beyond(paid);
        // INVARIANT: the debits of a year never exceed its budget.
        if state.total().plus(debit) > YEAR {
            return Err(Rejection::Overspent);
        }
        Ok(vec![Event::ReleaseEntered { release, rho, debit }])
    }

    fn evolve(mut state: State, event: &Event) -> State {
        let Event::ReleaseEntered { release, debit, .. } = *event;
        let spent = state.spent.entry(release.table).or_default();
        *spent = spent.plus(debit);
        state.released.insert(release);
        state
    }
}

/// Whether a period's day of publication has come.
fn is_due(period: Period, at: Moment) -> bool {
    at >= period.published_at()
}
