//! A time of the day, without a day.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Malformed;

/// Hours and minutes. It may be personal, so it does not print.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(u8, u8)", into = "(u8, u8)")]
pub struct TimeOfDay {
    hours: u8,
    minutes: u8,
}

impl TimeOfDay {
    /// Reads a time from its parts.
    ///
    /// # Errors
    /// [`Malformed`] when no clock shows it.
    pub fn parse(hours: i32, minutes: i32) -> Result<Self, Malformed> {
        let part = |value: i32, end: u8| {
            u8::try_from(value).ok().filter(|part| *part < end).ok_or(Malformed::Form)
        };
        Ok(Self { hours: part(hours, 24)?, minutes: part(minutes, 60)? })
    }

    /// Hours, 0 to 23.
    pub const fn hours(self) -> u8 {
        self.hours
    }

    /// Minutes, 0 to 59.
    pub const fn minutes(self) -> u8 {
        self.minutes
    }
}

impl TryFrom<(u8, u8)> for TimeOfDay {
    type Error = Malformed;
    fn try_from((hours, minutes): (u8, u8)) -> Result<Self, Malformed> {
        Self::parse(hours.into(), minutes.into())
    }
}

impl From<TimeOfDay> for (u8, u8) {
    fn from(time: TimeOfDay) -> Self {
        (time.hours, time.minutes)
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_a_minute_before_midnight() {
        assert!(TimeOfDay::parse(23, 59).is_ok());
        for (hours, minutes) in [(24, 0), (0, 60), (-1, 0), (0, -1)] {
            assert_eq!(TimeOfDay::parse(hours, minutes), Err(Malformed::Form));
        }
    }
}
