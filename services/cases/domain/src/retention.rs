//! How long a file is kept, and on what ground it is erased.
//!
//! Togo's law 2019-014 on personal data lets nobody keep them longer than their purpose needs, and gives a
//! person the right to have them erased; it names no number of years, and neither does GBVIMS. The
//! numbers are therefore the centre's to decide, and their defaults here the house's own choice. A child's
//! file is kept at least until some years after her majority, so that she herself can still ask for it
//! (majority at 18: children's code, law 2007-017). A clock only proposes; a person confirms. Drafts and
//! uploads end by themselves, for nothing was promised of them.

use sentier_kernel::codes;

use crate::age::{ADULT, was_child_at};
use crate::value::Date;

codes! {
    /// On what ground a survivor is erased; its code stands in events and certificates.
    Ground {
        /// She asked for it.
        SurvivorRequest = "survivor_request",
        /// Her file was kept for as long as its schedule says.
        Schedule = "schedule",
        /// A court or the authority for data protection ordered it.
        LegalOrder = "legal_order",
    }
}

impl Ground {
    /// Whether it stands above a legal hold: only the law does.
    pub const fn is_above_hold(self) -> bool {
        matches!(self, Self::LegalOrder)
    }
}

/// Why a file is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The case was closed, when she was of age.
    Closed,
    /// The case was closed when she was a child.
    ClosedChild,
    /// Nothing was recorded for long, and nobody closed the case.
    Inactive,
}

/// For how many years files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// After the case was closed.
    pub closed_years: u8,
    /// After a child's majority.
    pub child_years: u8,
    /// After the last entry of a case that nobody closed.
    pub inactive_years: u8,
}

/// Since when nothing happened to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Closed on this day.
    Closed(Date),
    /// Open, its last entry on this day.
    Open(Date),
}

/// A file that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Why.
    pub reason: Reason,
    /// The day that its schedule counts from.
    pub reference: Date,
    /// The day from which on it may be erased.
    pub on: Date,
}

impl Schedule {
    /// When a file is due. `birth` is her birth date as far as it is known: without one she is taken for
    /// of age.
    pub fn due(&self, rest: Rest, birth: Option<Date>) -> Due {
        match rest {
            Rest::Open(last) => {
                let on = years_after(last, self.inactive_years);
                Due { reason: Reason::Inactive, reference: last, on }
            }
            Rest::Closed(closed) => {
                let on = years_after(closed, self.closed_years);
                let child = birth.filter(|birth| was_child_at(*birth, closed) == Some(true));
                let Some(birth) = child else {
                    return Due { reason: Reason::Closed, reference: closed, on };
                };
                let majority = years_after(birth, ADULT);
                let on = on.max(years_after(majority, self.child_years));
                Due { reason: Reason::ClosedChild, reference: majority, on }
            }
        }
    }

    /// The last day on which something must have come to rest to be due on `today`, for each kind of
    /// rest: what is later is not due, whoever she is.
    pub fn latest(&self, today: Date) -> (Date, Date) {
        (years_before(today, self.closed_years), years_before(today, self.inactive_years))
    }
}

/// The same day some years later; a leap day's is the first of March.
fn years_after(day: Date, years: u8) -> Date {
    shifted(day, i32::from(years))
}

/// The same day some years earlier; a leap day's is the first of March.
fn years_before(day: Date, years: u8) -> Date {
    shifted(day, -i32::from(years))
}

fn shifted(day: Date, years: i32) -> Date {
    let year = day.year() + years;
    let same = Date::parse(year, day.month().into(), day.day().into());
    // Beyond the calendar nothing is ever due; the day itself stands in for what cannot be.
    same.or_else(|_| Date::parse(year, 3, 1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEEP: Schedule = Schedule { closed_years: 5, child_years: 7, inactive_years: 3 };

    fn day(year: i32, month: i32, day: i32) -> Date {
        Date::parse(year, month, day).unwrap()
    }

    #[test]
    fn a_closed_file_is_due_some_years_after_its_closure() {
        let due = KEEP.due(Rest::Closed(day(2026, 11, 25)), Some(day(1990, 1, 1)));
        assert_eq!((due.reason, due.on), (Reason::Closed, day(2031, 11, 25)));
        let leap = KEEP.due(Rest::Closed(day(2024, 2, 29)), None);
        assert_eq!(leap.on, day(2029, 3, 1));
    }

    #[test]
    fn a_childs_file_waits_until_years_after_her_majority() {
        let closed = Rest::Closed(day(2026, 11, 25));
        let small = KEEP.due(closed, Some(day(2020, 5, 1)));
        assert_eq!((small.reason, small.reference), (Reason::ClosedChild, day(2038, 5, 1)));
        assert_eq!(small.on, day(2045, 5, 1));
        // A day before her majority she is a child, on it she is not.
        let eve = KEEP.due(closed, Some(day(2008, 11, 26)));
        assert_eq!((eve.reason, eve.on), (Reason::ClosedChild, day(2033, 11, 26)));
        assert_eq!(KEEP.due(closed, Some(day(2008, 11, 25))).reason, Reason::Closed);
    }

    #[test]
    fn a_file_that_nobody_closed_is_due_some_years_after_its_last_entry() {
        let due = KEEP.due(Rest::Open(day(2026, 11, 25)), Some(day(2020, 5, 1)));
        assert_eq!((due.reason, due.on), (Reason::Inactive, day(2029, 11, 25)));
    }

    #[test]
    fn only_the_law_stands_above_a_hold() {
        let above: Vec<_> = Ground::ALL.iter().filter(|one| one.is_above_hold()).collect();
        assert_eq!(above, [&Ground::LegalOrder]);
    }

    proptest! {
        #[test]
        fn what_rests_since_later_than_the_latest_day_is_never_due(
            (rest, birth, today) in (0_u64..40_000, 0_u64..40_000, 0_u64..40_000)
        ) {
            let at = |days: u64| {
                let start = day(1950, 1, 1).midnight();
                Date::of(start.plus(std::time::Duration::from_hours(24 * days)))
            };
            let (rest, birth, today) = (at(rest), at(birth), at(today));
            let (closed, open) = KEEP.latest(today);
            for birth in [None, Some(birth)] {
                if KEEP.due(Rest::Closed(rest), birth).on <= today {
                    prop_assert!(rest <= closed);
                }
            }
            if KEEP.due(Rest::Open(rest), None).on <= today {
                prop_assert!(rest <= open);
            }
        }
    }
}
