//! How long a delivery waits after it failed, and when it is given up.

use std::time::Duration;

/// The first wait; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(5);
/// The longest wait: a receiver that comes back is found within this.
const LONGEST: Duration = Duration::from_hours(6);
/// After so many tries a delivery is given up: two and a half days at the longest, half of that at the shortest.
pub const TRIES: u32 = 22;

/// The wait after the `tries`-th try failed. `chance` is drawn evenly from 0 to 999 and takes off up to a
/// half, so that what failed together does not come back together.
pub fn wait(tries: u32, chance: u32) -> Duration {
    let doublings = tries.saturating_sub(1).min(20);
    let whole = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    whole.saturating_sub(whole * chance.min(999) / 2_000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waits_double_from_five_seconds_to_six_hours() {
        let waits = [1, 2, 3, 12, 14, 20, u32::MAX].map(|tries| wait(tries, 0).as_secs());
        assert_eq!(waits, [5, 10, 20, 10_240, 21_600, 21_600, 21_600]);
    }

    #[test]
    fn a_delivery_is_tried_for_one_day_to_two_and_a_half() {
        let shortest: Duration = (1..TRIES).map(|tries| wait(tries, 999)).sum();
        let longest: Duration = (1..TRIES).map(|tries| wait(tries, 0)).sum();
        assert!(shortest > Duration::from_hours(24), "{shortest:?}");
        assert!((48..60).contains(&(longest.as_secs() / 3_600)), "{longest:?}");
    }

    proptest! {
        #[test]
        fn chance_takes_off_at_most_a_half(tries in 1_u32..100, chance in 0_u32..2_000) {
            let (whole, waited) = (wait(tries, 0), wait(tries, chance));
            prop_assert!(waited <= whole && waited * 2 >= whole);
        }
    }
}
