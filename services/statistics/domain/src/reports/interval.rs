//! How sure a share is, from so few.

/// Where a share lies with 95 % of certainty, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Not below.
    pub low: i64,
    /// Not above.
    pub high: i64,
}

/// One unit of the arithmetic below: integers, so that every machine says the same.
const ONE: i128 = 1_000_000;
/// The square of the normal quantile 1.959964 of 95 %, in these units.
const Z2: i128 = 3_841_459;

/// The interval of Wilson (1927), which holds for small numbers and for shares near 0 and 1; `None` when
/// there is nothing to have a share of.
pub fn interval(part: i64, whole: i64) -> Option<Interval> {
    if whole <= 0 || !(0..=whole).contains(&part) {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    // (p n + z²/2 ± z √(p (1-p) n + z²/4)) / (n + z²), with p n = part; every term times ONE.
    let centre = part * ONE + Z2 / 2;
    let under = part * (whole - part) * ONE / whole + Z2 / 4;
    let reach = (Z2 * under).isqrt();
    let all = whole * ONE + Z2;
    let thousandths = |sum: i128| i64::try_from((sum * 1_000 + all / 2) / all).ok();
    let low = thousandths((centre - reach).max(0))?;
    let high = thousandths((centre + reach).min(all))?;
    Some(Interval { low, high })
}
