//! Spans of the figures, in calendar days and months.

use std::time::Duration;

use crate::value::Date;
use sentier_kernel::codes;

codes! {
    /// From an incident to its report at the centre. The day of the incident is day 0, so that day 3 is
    /// within "0 to 3 days" and day 4 is not (Primero counts it in).
    ReportDelay {
        /// Day 0 to day 3.
        To3Days = "to_3_days",
        /// Day 4 and day 5.
        To5Days = "to_5_days",
        /// Day 6 to day 14.
        To14Days = "to_14_days",
        /// Day 15 to day 30.
        To30Days = "to_30_days",
        /// After day 30, less than four months.
        To3Months = "to_3_months",
        /// Four months and more.
        Longer = "longer",
    }
    /// How long a case had been open when it was closed.
    Lasted {
        /// A month at most.
        To1Month = "to_1_month",
        /// More than one month, three at most.
        To3Months = "to_3_months",
        /// More than three months, six at most.
        To6Months = "to_6_months",
        /// More than six months.
        Longer = "longer",
    }
}

impl ReportDelay {
    /// From the day of the incident to the day of its report; `None` when that is before.
    pub fn between(incident: Date, report: Date) -> Option<Self> {
        let days = report.midnight().since(incident.midnight()).as_secs() / 86_400;
        Some(match days {
            _ if report < incident => return None,
            0..=3 => Self::To3Days,
            4..=5 => Self::To5Days,
            6..=14 => Self::To14Days,
            15..=30 => Self::To30Days,
            _ if report < months_after(incident, 4) => Self::To3Months,
            _ => Self::Longer,
        })
    }
}

impl Lasted {
    /// From the day of opening to the day of closing.
    pub fn between(opened: Date, closed: Date) -> Self {
        let within = |months| closed <= months_after(opened, months);
        if within(1) {
            Self::To1Month
        } else if within(3) {
            Self::To3Months
        } else if within(6) {
            Self::To6Months
        } else {
            Self::Longer
        }
    }
}

/// The same day so many months later, or the last day of that month when it has no such day.
fn months_after(day: Date, months: i32) -> Date {
    let count = day.year() * 12 + i32::from(day.month()) - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    let mut days = (28..=i32::from(day.day())).rev();
    let last = days.find_map(|day| Date::parse(year, month, day).ok());
    let same = || Date::parse(year, month, day.day().into()).ok();
    // Beyond the calendar there is no date: then no span reaches it.
    last.or_else(same).unwrap_or_else(|| Date::of(day.midnight().plus(CENTURY)))
}

const CENTURY: Duration = Duration::from_hours(24 * 36_525);

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: i32, day: i32) -> Date {
        Date::parse(year, month, day).unwrap()
    }

    #[test]
    fn day_4_is_not_within_3_days() {
        let delay = |day| ReportDelay::between(date(2026, 3, 1), date(2026, 3, day)).unwrap();
        assert_eq!((delay(1), delay(4)), (ReportDelay::To3Days, ReportDelay::To3Days));
        assert_eq!((delay(5), delay(6)), (ReportDelay::To5Days, ReportDelay::To5Days));
        assert_eq!((delay(7), delay(15)), (ReportDelay::To14Days, ReportDelay::To14Days));
        assert_eq!((delay(16), delay(31)), (ReportDelay::To30Days, ReportDelay::To30Days));
    }

    #[test]
    fn four_months_are_calendar_months() {
        let delay = |day| ReportDelay::between(date(2026, 3, 1), day);
        assert_eq!(delay(date(2026, 4, 1)), Some(ReportDelay::To3Months));
        assert_eq!(delay(date(2026, 6, 30)), Some(ReportDelay::To3Months));
        assert_eq!(delay(date(2026, 7, 1)), Some(ReportDelay::Longer));
        assert_eq!(delay(date(2026, 2, 28)), None);
    }

    #[test]
    fn a_case_lasts_a_month_to_the_same_day_of_the_next() {
        let lasted = |closed| Lasted::between(date(2026, 1, 31), closed);
        assert_eq!(lasted(date(2026, 1, 31)), Lasted::To1Month);
        assert_eq!(lasted(date(2026, 2, 28)), Lasted::To1Month);
        assert_eq!(lasted(date(2026, 3, 1)), Lasted::To3Months);
        assert_eq!(lasted(date(2026, 4, 30)), Lasted::To3Months);
        assert_eq!(lasted(date(2026, 5, 1)), Lasted::To6Months);
        assert_eq!(lasted(date(2026, 7, 31)), Lasted::To6Months);
        assert_eq!(lasted(date(2026, 8, 1)), Lasted::Longer);
    }

    #[test]
    fn the_calendar_s_end_is_no_error() {
        assert_eq!(Lasted::between(date(2200, 12, 31), date(2200, 12, 31)), Lasted::To1Month);
    }
}
