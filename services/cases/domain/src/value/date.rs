//! A calendar date; Togo keeps UTC all year, so no time zone is needed.

use std::fmt;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::Malformed;

/// A date of the Gregorian calendar, from 1900 to 2200. It may be personal, so it does not print.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(i32, u8, u8)", into = "(i32, u8, u8)")]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads a date from its parts.
    ///
    /// # Errors
    /// [`Malformed`] when there is no such day.
    pub fn parse(year: i32, month: i32, day: i32) -> Result<Self, Malformed> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return Err(Malformed::Form),
        };
        if !(1900..=2200).contains(&year) || !(1..=last).contains(&day) {
            return Err(Malformed::Form);
        }
        let part = |value: i32| u8::try_from(value).map_err(|_beyond| Malformed::Form);
        Ok(Self { year, month: part(month)?, day: part(day)? })
    }

    /// The day of a moment, in UTC.
    pub fn of(at: Moment) -> Self {
        let date = at.to_datetime().date();
        Self { year: date.year(), month: date.month().into(), day: date.day() }
    }

    /// The first instant of the day, in UTC.
    pub fn midnight(self) -> Moment {
        const DAY: i64 = 86_400_000_000;
        // Days are counted in years that begin in March, so that a leap day is a year's last.
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + in_year - 719_468;
        Moment::from_micros(days * DAY)
    }

    /// The first moment after the day, in UTC: when what is due on it is overdue.
    pub fn end(self) -> Moment {
        self.midnight().plus(std::time::Duration::from_hours(24))
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl TryFrom<(i32, u8, u8)> for Date {
    type Error = Malformed;
    fn try_from((year, month, day): (i32, u8, u8)) -> Result<Self, Malformed> {
        Self::parse(year, month.into(), day.into())
    }
}

impl From<Date> for (i32, u8, u8) {
    fn from(date: Date) -> Self {
        (date.year, date.month, date.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let date = Date::parse(2024, 2, 28).unwrap();
        assert_eq!(Date::of(date.end()), Date::parse(2024, 2, 29).unwrap());
        assert_eq!(Date::of(date.end()).midnight(), date.end());
    }

    #[test]
    fn midnight_begins_its_day_on_every_day() {
        let mut at = Date::parse(1900, 1, 1).unwrap().midnight();
        for _ in 0..110_000 {
            assert_eq!(Date::of(at).midnight(), at);
            at = at.plus(std::time::Duration::from_hours(24));
        }
        assert_eq!(Date::of(at).year(), 2201);
    }

    #[test]
    fn the_leap_day_exists_in_leap_years_only() {
        assert!(Date::parse(2024, 2, 29).is_ok());
        assert!(Date::parse(2000, 2, 29).is_ok());
        assert!(Date::parse(1900, 2, 29).is_err());
        assert!(Date::parse(2026, 2, 29).is_err());
    }
}
