//! The one reader of the wall clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sentier_kernel::Moment;
use time::OffsetDateTime;

/// Where moments come from: the machine's clock, or a test's hand.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `at` until it is advanced; clones share the hand.
    pub fn fixed(at: Moment) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(at.as_micros()))))
    }

    /// Moves a fixed clock forward; the system's clock does not move for us.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(hand) = &self.0 {
            let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
            hand.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// Now.
    #[expect(clippy::disallowed_methods, reason = "this is the one reader")]
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::System => Moment::from_datetime(OffsetDateTime::now_utc()),
            Source::Fixed(hand) => Moment::from_micros(hand.load(Ordering::SeqCst)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_by_hand() {
        let clock = Clock::fixed(Moment::from_micros(10));
        let same = clock.clone();
        clock.advance(Duration::from_micros(5));
        assert_eq!(same.now(), Moment::from_micros(15));
    }

    #[test]
    fn the_system_clock_is_past_2020() {
        assert!(Clock::system().now() > Moment::from_micros(1_577_836_800_000_000));
    }
}
