//! A day of the calendar; Togo keeps UTC all year.

use std::fmt;
use std::str::FromStr;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Month};

const FORM: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// A day, stored as `YYYY-MM-DD`; years 2000 to 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

/// Not a day, or one outside of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day from 2000 to 2200")]
pub struct MalformedDay;

impl Day {
    /// The day of these numbers.
    ///
    /// # Errors
    /// [`MalformedDay`] when there is no such day in the range.
    pub fn try_new(year: i32, month: i32, day: i32) -> Result<Self, MalformedDay> {
        let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok());
        let day = u8::try_from(day).ok();
        let date = month.zip(day).and_then(|(month, day)| {
            let years = 2000..=2200;
            years.contains(&year).then(|| Date::from_calendar_date(year, month, day).ok())?
        });
        date.map(Self).ok_or(MalformedDay)
    }

    /// The day of a moment.
    pub fn of(at: Moment) -> Self {
        Self(at.to_datetime().date())
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> (i32, i32, i32) {
        (self.0.year(), i32::from(u8::from(self.0.month())), i32::from(self.0.day()))
    }

    /// The day as a number that reads as one, 20261124: it sorts as days do.
    pub fn number(self) -> i64 {
        let (year, month, day) = self.parts();
        i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)
    }
}

impl FromStr for Day {
    type Err = MalformedDay;

    fn from_str(text: &str) -> Result<Self, MalformedDay> {
        let date = Date::parse(text, FORM).map_err(|_form| MalformedDay)?;
        Self::try_new(date.year(), i32::from(u8::from(date.month())), i32::from(date.day()))
    }
}

impl TryFrom<String> for Day {
    type Error = MalformedDay;

    fn try_from(text: String) -> Result<Self, MalformedDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}
