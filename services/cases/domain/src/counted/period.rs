//! When a period of the figures closes.
//!
//! Until then a withdrawal of consent takes her out of it; from then on nothing of consent changes it
//! (PRIVACY 2.3: at the month's end and nine days, and never again).

use sentier_kernel::Moment;

use crate::value::Date;

/// The day of the following month on which a month closes, at its first instant.
const CLOSES_ON: i32 = 10;

/// The instant at which the month of a day closes.
pub fn closes_at(on: Date) -> Moment {
    let (year, month) = match (on.year(), i32::from(on.month())) {
        (year, 12) => (year + 1, 1),
        (year, month) => (year, month + 1),
    };
    // Beyond the calendar nothing closes.
    Date::parse(year, month, CLOSES_ON).map_or(Moment::from_micros(i64::MAX), Date::midnight)
}

/// Whether the month of a day is open at an instant.
pub fn is_open(on: Date, at: Moment) -> bool {
    at < closes_at(on)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_month_is_open_through_the_ninth_of_the_next() {
        let day = Date::parse(2026, 12, 31).unwrap();
        let tenth = Date::parse(2027, 1, 10).unwrap().midnight();
        assert_eq!(closes_at(day), tenth);
        assert!(!is_open(day, tenth));
        let before = Date::parse(2027, 1, 9).unwrap().midnight().plus(Duration::from_hours(23));
        assert!(is_open(day, before));
    }
}
