//! Opening hours: a week that repeats, night duty included.
//!
//! Hours are the centre's, which are UTC all year in Togo. An opening that ends at or before the hour at
//! which it begins ends the next day, so that a night is one opening.

use std::time::Duration;

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
pub const DAY: u16 = 1_440;
/// Minutes of a week.
const WEEK: i64 = 7 * 1_440;
/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

codes! {
    /// A day of the week (iCalendar `BYDAY`, as HSDS `schedule` has it).
    Weekday {
        /// Monday.
        Monday = "MO",
        /// Tuesday.
        Tuesday = "TU",
        /// Wednesday.
        Wednesday = "WE",
        /// Thursday.
        Thursday = "TH",
        /// Friday.
        Friday = "FR",
        /// Saturday.
        Saturday = "SA",
        /// Sunday.
        Sunday = "SU",
    }
}

/// One opening of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening {
    /// The day on which it begins.
    pub weekday: Weekday,
    /// Minutes after midnight, 0 to 1 439.
    pub opens_at: u16,
    /// Minutes after midnight, 1 to 1 440; not after `opens_at` means on the next day.
    pub closes_at: u16,
    /// Somebody is on duty for emergencies, and no more.
    pub night_duty: bool,
}

/// What a week says of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hours {
    /// No hours are stated.
    Unknown,
    /// It is open.
    Open {
        /// Only for emergencies.
        night_duty: bool,
    },
    /// It is closed.
    Closed {
        /// When it opens next.
        opens: Moment,
    },
}

impl Opening {
    /// Where it begins, in minutes from the beginning of the week on.
    fn begins(self) -> i64 {
        let day = Weekday::ALL.iter().position(|day| *day == self.weekday).unwrap_or_default();
        i64::try_from(day).unwrap_or_default() * i64::from(DAY) + i64::from(self.opens_at)
    }

    /// How long it lasts, in minutes: 1 to 1 440.
    fn lasts(self) -> i64 {
        let (opens, closes) = (i64::from(self.opens_at), i64::from(self.closes_at));
        if closes > opens { closes - opens } else { closes + i64::from(DAY) - opens }
    }

    fn contains(self, minute: i64) -> bool {
        (minute - self.begins()).rem_euclid(WEEK) < self.lasts()
    }

    /// The minutes of the week that it covers, from and until; two parts when it runs over Sunday's end.
    pub fn spans(self) -> Vec<(i64, i64)> {
        let (from, until) = (self.begins(), self.begins() + self.lasts());
        if until <= WEEK { vec![(from, until)] } else { vec![(from, WEEK), (0, until - WEEK)] }
    }
}

/// The minute of the week at a moment. The first of January 1970 was a Thursday.
pub fn minute_of_week(at: Moment) -> i64 {
    (at.as_micros().div_euclid(MINUTE) + 3 * i64::from(DAY)).rem_euclid(WEEK)
}

/// What these openings say of a moment.
pub(super) fn hours(openings: &[Opening], at: Moment) -> Hours {
    let minute = minute_of_week(at);
    let mut open = openings.iter().filter(|opening| opening.contains(minute)).peekable();
    if open.peek().is_some() {
        return Hours::Open { night_duty: open.all(|opening| opening.night_duty) };
    }
    let wait = openings.iter().map(|opening| (opening.begins() - minute).rem_euclid(WEEK)).min();
    let Some(wait) = wait else { return Hours::Unknown };
    let whole = Moment::from_micros(at.as_micros().div_euclid(MINUTE) * MINUTE);
    Hours::Closed { opens: whole.plus(Duration::from_mins(wait.unsigned_abs())) }
}
