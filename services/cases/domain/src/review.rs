//! What in the readings and searches of a centre deserves a question.
//!
//! Source: PRIVACY 6, weekly report to the director: who looked at cases not theirs, at night, and
//! searches without follow-up. An item accuses nobody: night duty and a colleague's absence are reasons.

use std::time::Duration;

use sentier_kernel::{Moment, codes};

/// A search is followed up when its maker reads or opens a case within this time.
pub const FOLLOW_UP: Duration = Duration::from_hours(1);

/// What the ledger gives as the purpose of a reading that only a break-glass permitted.
pub const BREAK_GLASS: &str = "break_glass";

/// What the review gives as the purpose of an attempt to open a file alone that the month's quota refused.
pub const ALONE_REFUSED: &str = "alone_refused";

/// Hours of the day that are not night, UTC being Togo's time all year.
const DAY: std::ops::Range<u8> = 6..20;

codes! {
    /// Why an entry is shown.
    Concern {
        /// She neither works on the case nor opened it.
        NotOwn = "not_own",
        /// At night.
        AtNight = "at_night",
        /// A search that led to nothing.
        SearchWithoutFollowUp = "search_without_follow_up",
        /// The file was open to her by a break-glass.
        BreakGlass = "break_glass",
        /// She tried to open a file alone more often than a month permits; it stayed closed.
        AloneRefused = "alone_refused",
    }
}

/// Whether a moment lies between eight in the evening and six in the morning.
pub fn is_at_night(at: Moment) -> bool {
    !DAY.contains(&at.to_datetime().hour())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn night_begins_at_eight_and_ends_at_six() {
        let midnight = Moment::from_micros(1_795_564_800_000_000);
        let at = |minutes: u64| is_at_night(midnight.plus(Duration::from_mins(minutes)));
        assert!(at(0) && at(5 * 60 + 59) && at(20 * 60));
        assert!(!at(6 * 60) && !at(19 * 60 + 59));
    }
}
