//! How many hours passed since an incident, as far as its instant is known.

use std::time::Duration;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::Window;

/// The hour.
const HOUR: Duration = Duration::from_hours(1);

/// Whole hours, from the least that passed to the most. PERSONAL: it tells when it happened.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursSince {
    /// At least so many.
    pub least: u32,
    /// At most so many: care is sought by this end.
    pub most: u32,
}

crate::personal::unprintable!(HoursSince);

impl HoursSince {
    /// The most that is told: more than a life.
    pub const LIMIT: u32 = 1_000_000;

    /// Reads hours that somebody tells; `None` when they are not in order, or too many.
    pub fn parse(least: i32, most: i32) -> Option<Self> {
        let (least, most) = (u32::try_from(least).ok()?, u32::try_from(most).ok()?);
        (least <= most && most <= Self::LIMIT).then_some(Self { least, most })
    }
}

impl Window {
    /// Hours from the incident to `at`: whole ones that passed surely, and begun ones that may have.
    pub fn hours_until(&self, at: Moment) -> HoursSince {
        let hours = |passed: Duration| passed.as_secs() / HOUR.as_secs();
        let most = at.since(self.earliest);
        let begun = u64::from(!most.as_micros().is_multiple_of(HOUR.as_micros()));
        let bound = |hours: u64| u32::try_from(hours).unwrap_or(u32::MAX).min(HoursSince::LIMIT);
        HoursSince {
            least: bound(hours(at.since(self.latest))),
            most: bound(hours(most).saturating_add(begun)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::PartOfDay;
    use crate::value::{Date, TimeOfDay};

    fn day() -> Date {
        Date::parse(2026, 11, 24).unwrap()
    }

    /// So many hours after the day began.
    fn after(hours: u64) -> Moment {
        day().midnight().plus(HOUR * u32::try_from(hours).unwrap())
    }

    fn since(
        part: Option<PartOfDay>,
        time: Option<(i32, i32)>,
        estimated: bool,
        at: Moment,
    ) -> (u32, u32) {
        let time = time.map(|(hours, minutes)| TimeOfDay::parse(hours, minutes).unwrap());
        let HoursSince { least, most } =
            Window::of(day(), estimated, part, time, at).hours_until(at);
        (least, most)
    }

    #[test]
    fn a_known_time_gives_one_number_and_a_begun_hour_counts_as_the_most() {
        assert_eq!(since(None, Some((10, 0)), false, after(34)), (24, 24));
        assert_eq!(since(None, Some((9, 30)), false, after(34)), (24, 25));
    }

    #[test]
    fn a_part_of_day_or_a_day_gives_a_range_whose_end_is_pessimistic() {
        assert_eq!(since(Some(PartOfDay::Morning), None, false, after(34)), (22, 29));
        assert_eq!(since(None, None, false, after(34)), (10, 34));
    }

    #[test]
    fn the_day_of_the_record_and_an_estimate_begin_at_no_hour() {
        assert_eq!(since(None, None, false, after(8)), (0, 8));
        assert_eq!(since(None, None, true, after(34)), (0, 34));
    }

    #[test]
    fn told_hours_are_in_order_and_no_more_than_a_life() {
        assert_eq!(HoursSince::parse(3, 5), Some(HoursSince { least: 3, most: 5 }));
        assert_eq!(HoursSince::parse(0, 0), Some(HoursSince { least: 0, most: 0 }));
        for (least, most) in [(5, 3), (-1, 5), (0, 1_000_001)] {
            assert_eq!(HoursSince::parse(least, most), None);
        }
    }
}
