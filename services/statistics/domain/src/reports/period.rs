//! A month or a quarter.

use std::fmt;
use std::str::FromStr;

use crate::value::Month;

/// The time a report is about: `2026-11` or `2026-Q4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    first: Month,
    last: Month,
}

/// A text that is not a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a period: expected YYYY-MM or YYYY-Qn, years 1900 to 2200")]
pub struct MalformedPeriod;

impl Period {
    /// The quarter of a year, 1 to 4.
    ///
    /// # Errors
    /// [`MalformedPeriod`] when there is none.
    pub fn quarter(year: u16, quarter: u8) -> Result<Self, MalformedPeriod> {
        if !(1..=4).contains(&quarter) {
            return Err(MalformedPeriod);
        }
        let month = |month| Month::try_new(year, month).or(Err(MalformedPeriod));
        Ok(Self { first: month(quarter * 3 - 2)?, last: month(quarter * 3)? })
    }

    /// Its first month.
    pub const fn first(self) -> Month {
        self.first
    }

    /// Its last month.
    pub const fn last(self) -> Month {
        self.last
    }

    /// Its months, in order.
    pub fn months(self) -> Vec<Month> {
        let next = |month: &Month| month.next().filter(|next| *next <= self.last);
        std::iter::successors(Some(self.first), next).collect()
    }

    /// The one as long before it; the calendar's first has none and is its own.
    pub fn before(self) -> Self {
        let back = |month: Month| {
            self.months().iter().try_fold(month, |month, _| month.before()).unwrap_or(month)
        };
        Self { first: back(self.first), last: back(self.last) }
    }

    /// The year, and the number of the quarter when it is one.
    pub fn parts(self) -> (u16, Option<u8>) {
        let (year, month) = self.last.parts();
        (year, (self.first != self.last).then_some(month / 3))
    }
}

impl From<Month> for Period {
    fn from(month: Month) -> Self {
        Self { first: month, last: month }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (year, Some(quarter)) => write!(out, "{year:04}-Q{quarter}"),
            (_, None) => self.last.fmt(out),
        }
    }
}

impl FromStr for Period {
    type Err = MalformedPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((year, quarter)) = text.split_once("-Q") else {
            return text.parse::<Month>().map(Self::from).or(Err(MalformedPeriod));
        };
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) || quarter.len() != 1
        {
            return Err(MalformedPeriod);
        }
        let year = year.parse().or(Err(MalformedPeriod))?;
        Self::quarter(year, quarter.parse().or(Err(MalformedPeriod))?)
    }
}
