//! Between which instants an incident happened, from what is known of its day and time.

use std::time::Duration;

use sentier_kernel::{Moment, codes};

use crate::codes::PartOfDay;
use crate::value::{Date, TimeOfDay};

codes! {
    /// How sure the instant of an incident is.
    Certainty {
        /// Day and time are known.
        Exact = "exact",
        /// Day and part of day are known.
        PartOfDay = "part_of_day",
        /// Only the day is known.
        Day = "day",
        /// The day is an estimate.
        Estimated = "estimated",
    }
}

/// The earliest and the latest instant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Not before this.
    pub earliest: Moment,
    /// Not after this.
    pub latest: Moment,
    /// How sure that is.
    pub certainty: Certainty,
}

crate::personal::unprintable!(Window);

/// Minutes from midnight between which a part of day lies in Togo, all year (6° to 11° north: the sun
/// rises between 5:30 and 6:30 and sets between 17:30 and 18:30). Night is told both of the hours before
/// dawn and of those after dusk, so it begins at midnight and ends at the next dawn.
const fn minutes(part: PartOfDay) -> (u64, u64) {
    match part {
        PartOfDay::Morning => (5 * 60 + 30, 12 * 60),
        PartOfDay::Afternoon => (12 * 60, 18 * 60 + 30),
        PartOfDay::EveningNight => (0, 30 * 60 + 30),
    }
}

const DAY: u64 = 24 * 60;

impl Window {
    /// The window of an incident that was recorded at `recorded_at`: it cannot have happened later.
    pub fn of(
        day: Date,
        estimated: bool,
        part: Option<PartOfDay>,
        time: Option<TimeOfDay>,
        recorded_at: Moment,
    ) -> Self {
        let at = |minutes: u64| day.midnight().plus(Duration::from_mins(minutes));
        let (earliest, latest, certainty) = match (estimated, time, part) {
            (true, _, _) => (at(0), recorded_at, Certainty::Estimated),
            (false, Some(time), _) => {
                let exact = at(u64::from(time.hours()) * 60 + u64::from(time.minutes()));
                (exact, exact, Certainty::Exact)
            }
            (false, None, Some(part)) => {
                let (from, to) = minutes(part);
                (at(from), at(to), Certainty::PartOfDay)
            }
            (false, None, None) => (at(0), at(DAY), Certainty::Day),
        };
        let latest = latest.min(recorded_at).max(earliest);
        Self { earliest, latest, certainty }
    }
}
