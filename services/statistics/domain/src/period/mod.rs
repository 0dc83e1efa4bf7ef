//! The fixed calendar of releases: months, quarters and years, when each closes and is published.
//!
//! A period closes nine days after its last day, on the 10th at 00:00, and is published two hours later,
//! whatever the data (PRIVACY 2.3, 2.5): neither the moment nor the number of releases tells anything. It
//! never opens again.

#[cfg(test)]
mod spec;

use std::fmt;
use std::str::FromStr;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};
use time::{Date, Time};

use crate::value::Month;

/// The day of the next month on which a period closes, and is published.
const CLOSING_DAY: u8 = 10;
/// The hour of publication, UTC.
const PUBLICATION_HOUR: u8 = 2;

/// How long the periods of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// A month.
    Month,
    /// A quarter of the calendar year.
    Quarter,
    /// A calendar year.
    Year,
}

impl Cadence {
    /// Months in one period.
    pub const fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// One period of the calendar, written `2026-11`, `2026-Q4` or `2026`; years 1900 to 2199.
///
/// Periods are ordered by their end, the shorter first: the order of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: u16,
    cadence: Cadence,
    // Which of the year's periods, from 0.
    index: u8,
}

/// A text that is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a period: expected YYYY-MM, YYYY-Qn or YYYY, years 1900 to 2199")]
pub struct MalformedPeriod;

impl Period {
    /// The period of this length in which a month lies; the last year that a [`Month`] can have holds
    /// none, because it would be published after it.
    ///
    /// # Errors
    /// [`MalformedPeriod`] in the year 2200.
    pub fn holding(month: Month, cadence: Cadence) -> Result<Self, MalformedPeriod> {
        let (year, month) = month.parts();
        if year > 2199 {
            return Err(MalformedPeriod);
        }
        Ok(Self { year, cadence, index: (month - 1) / cadence.months() })
    }

    /// The whole year.
    ///
    /// # Errors
    /// [`MalformedPeriod`] outside the years 1900 to 2199.
    pub fn year_of(year: u16) -> Result<Self, MalformedPeriod> {
        let january = Month::try_new(year, 1).map_err(|_out_of_range| MalformedPeriod)?;
        Self::holding(january, Cadence::Year)
    }

    /// The calendar year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Its length.
    pub const fn cadence(self) -> Cadence {
        self.cadence
    }

    /// Its months, in order.
    pub fn months(self) -> Vec<Month> {
        let first = self.index * self.cadence.months() + 1;
        let month = |month| Month::try_new(self.year, month).ok();
        (first..first + self.cadence.months()).filter_map(month).collect()
    }

    /// The periods of this length that lie in it.
    pub fn parts(self, cadence: Cadence) -> Vec<Self> {
        let mut parts: Vec<Self> = self
            .months()
            .into_iter()
            .filter_map(|month| Self::holding(month, cadence).ok())
            .collect();
        parts.dedup();
        parts
    }

    /// Whether the month lies in it.
    pub fn holds(self, month: Month) -> bool {
        Self::holding(month, self.cadence) == Ok(self)
    }

    /// The first moment after which nothing more counts in it: the 10th of the month after it, 00:00 UTC.
    pub fn closes_at(self) -> Moment {
        self.after_it(0)
    }

    /// When it is published: two hours later.
    pub fn published_at(self) -> Moment {
        self.after_it(PUBLICATION_HOUR)
    }

    /// Whether survivors registered in it can still be counted: it has begun and is not closed.
    pub fn is_open(self, at: Moment) -> bool {
        let begun = self.months().first().is_some_and(|first| at >= beginning(*first));
        begun && at < self.closes_at()
    }

    fn after_it(self, hour: u8) -> Moment {
        let last = self.months().last().copied();
        last.and_then(Month::next)
            .map_or(Moment::from_micros(i64::MAX), |next| moment(next, CLOSING_DAY, hour))
    }

    fn order(self) -> (u16, u8, u8) {
        (self.year, (self.index + 1) * self.cadence.months(), self.cadence.months())
    }
}

/// Every period that is open at `at`, of every length, in the order of publication.
pub fn open_at(at: Moment) -> Vec<Period> {
    let Ok(now) = Month::of(at) else { return Vec::new() };
    let (year, month) = now.parts();
    let before =
        if month > 1 { Month::try_new(year, month - 1) } else { Month::try_new(year - 1, 12) };
    let lengths = [Cadence::Month, Cadence::Quarter, Cadence::Year];
    let months = [before.ok(), Some(now)].into_iter().flatten();
    let mut open: Vec<Period> = months
        .flat_map(|month| lengths.map(|cadence| Period::holding(month, cadence)))
        .filter_map(Result::ok)
        .filter(|period| period.is_open(at))
        .collect();
    open.sort_unstable();
    open.dedup();
    open
}

fn beginning(month: Month) -> Moment {
    moment(month, 1, 0)
}

fn moment(month: Month, day: u8, hour: u8) -> Moment {
    let (year, month) = month.parts();
    let date = time::Month::try_from(month)
        .ok()
        .and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok());
    let time = Time::from_hms(hour, 0, 0).unwrap_or(Time::MIDNIGHT);
    // Every month of the calendar has a 1st and a 10th.
    date.map_or(Moment::from_micros(i64::MAX), |date| {
        Moment::from_datetime(date.with_time(time).assume_utc())
    })
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year, self.index + 1);
        match self.cadence {
            Cadence::Month => write!(out, "{year:04}-{number:02}"),
            Cadence::Quarter => write!(out, "{year:04}-Q{number}"),
            Cadence::Year => write!(out, "{year:04}"),
        }
    }
}

impl FromStr for Period {
    type Err = MalformedPeriod;

    fn from_str(text: &str) -> Result<Self, MalformedPeriod> {
        if let Some((year, quarter)) = text.split_once("-Q") {
            let first = match quarter {
                "1" => "01",
                "2" => "04",
                "3" => "07",
                "4" => "10",
                _ => return Err(MalformedPeriod),
            };
            month(&format!("{year}-{first}"), Cadence::Quarter)
        } else if text.contains('-') {
            month(text, Cadence::Month)
        } else {
            month(&format!("{text}-01"), Cadence::Year)
        }
    }
}

fn month(text: &str, cadence: Cadence) -> Result<Period, MalformedPeriod> {
    let month: Month = text.parse().map_err(|_malformed| MalformedPeriod)?;
    Period::holding(month, cadence)
}

impl TryFrom<String> for Period {
    type Error = MalformedPeriod;

    fn try_from(text: String) -> Result<Self, MalformedPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}
