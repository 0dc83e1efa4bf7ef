//! A week, from Monday to Sunday in UTC (Togo keeps UTC all year).

use std::fmt;
use std::str::FromStr;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};

/// A week, known by its Monday; years 1900 to 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Week(Date);

/// A text that is not a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a week: expected its Monday as YYYY-MM-DD, years 1900 to 2200")]
pub struct MalformedWeek;

impl Week {
    /// The last week that had ended at a moment.
    pub fn ended_before(at: Moment) -> Option<Self> {
        let day = at.to_datetime().date();
        let into = i64::from(day.weekday().number_days_from_monday());
        let monday = day.checked_sub(Duration::days(into + 7))?;
        Self::of(monday).ok()
    }

    /// The number of days from 1 January 1970 to its Monday: it orders weeks in a database.
    pub fn number(self) -> i64 {
        i64::from(self.0.to_julian_day()) - EPOCH
    }

    /// The week with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        let day = i32::try_from(number.checked_add(EPOCH)?).ok()?;
        Self::of(Date::from_julian_day(day).ok()?).ok()
    }

    /// The day after its Sunday: what it tells is as of this day's beginning.
    pub fn end(self) -> Option<Date> {
        self.0.checked_add(Duration::days(7))
    }

    fn of(monday: Date) -> Result<Self, MalformedWeek> {
        let known = (1900..=2200).contains(&monday.year());
        let is_monday = monday.weekday().number_days_from_monday() == 0;
        if known && is_monday { Ok(Self(monday)) } else { Err(MalformedWeek) }
    }
}

/// The Julian day of 1 January 1970.
const EPOCH: i64 = 2_440_588;

impl fmt::Display for Week {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(out, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl FromStr for Week {
    type Err = MalformedWeek;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let mut part = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then_some(part)
        };
        let (year, month, day) = (part(4), part(2), part(2));
        let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
            return Err(MalformedWeek);
        };
        let month: u8 = month.parse().or(Err(MalformedWeek))?;
        let month = Month::try_from(month).or(Err(MalformedWeek))?;
        let year = year.parse().or(Err(MalformedWeek))?;
        let day = day.parse().or(Err(MalformedWeek))?;
        Self::of(Date::from_calendar_date(year, month, day).or(Err(MalformedWeek))?)
    }
}

impl TryFrom<String> for Week {
    type Error = MalformedWeek;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Week> for String {
    fn from(week: Week) -> Self {
        week.to_string()
    }
}
