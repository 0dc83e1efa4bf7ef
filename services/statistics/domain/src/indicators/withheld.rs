//! What is small is withheld, with what it would follow from (PRIVACY, tier T3).

use super::{Indicator, Unit, Value};

/// A number of persons from 1 to below this is small.
pub const SMALL: i64 = 5;

/// A value as it leaves: what is withheld is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The count, or what is divided.
    pub numerator: Option<i64>,
    /// What it is divided by; absent for a count too.
    pub denominator: Option<i64>,
    /// Its parts.
    pub parts: Vec<Option<i64>>,
    /// Whether something is withheld.
    pub withheld: bool,
}

/// The value without what is small.
///
/// Parts add up to a total that others see, so when one part is withheld, a second is; and parts that can
/// only be all 1, or all 4, draw one more. Which it is depends on the order of the parts and not on their
/// numbers, so that the choice tells nothing: who knows the rule and tries every table finds no number
/// that is withheld (the specification does). Shares are parts too: those who have it, and those who have not.
pub fn withheld(indicator: Indicator, value: &Value) -> Shown {
    let Value { numerator, denominator, parts } = value;
    let whole = |parts| Shown {
        numerator: Some(*numerator),
        denominator: *denominator,
        parts,
        withheld: false,
    };
    if indicator.is_of_staff() {
        return whole(parts.iter().copied().map(Some).collect());
    }
    let total = denominator.unwrap_or(*numerator);
    if is_small(total) {
        let parts = vec![None; parts.len()];
        return Shown { numerator: None, denominator: None, parts, withheld: true };
    }
    match indicator.unit() {
        Unit::Count => {
            let parts = hide(parts);
            let withheld = parts.iter().any(Option::is_none);
            Shown { withheld, ..whole(parts) }
        }
        Unit::Share => {
            let kept = hide(&[*numerator, total - *numerator]).iter().all(Option::is_some);
            Shown {
                numerator: kept.then_some(*numerator),
                denominator: *denominator,
                parts: Vec::new(),
                withheld: !kept,
            }
        }
        Unit::Average => whole(Vec::new()),
    }
}

const fn is_small(number: i64) -> bool {
    0 < number && number < SMALL
}

fn hide(parts: &[i64]) -> Vec<Option<i64>> {
    let mut shown: Vec<Option<i64>> =
        parts.iter().map(|part| (!is_small(*part)).then_some(*part)).collect();
    loop {
        let hidden = parts.iter().zip(&shown).filter(|(_, shown)| shown.is_none());
        let (count, sum) = hidden.fold((0, 0), |(count, sum), (part, _)| (count + 1, sum + part));
        // None is hidden, or so many that each may be another number than it is.
        if count == 0 || (count > 1 && sum > count && sum != count * (SMALL - 1)) {
            return shown;
        }
        let next = shown.iter().position(|part| part.is_some_and(|number| number > 0));
        let next = next.or_else(|| shown.iter().position(Option::is_some));
        match next.and_then(|next| shown.get_mut(next)) {
            Some(part) => *part = None,
            None => return shown,
        }
    }
}
