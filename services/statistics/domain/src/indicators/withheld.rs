//! What is small is withheld, with what it would follow from (PRIVACY, tier T3).

use super::{Indicator, Unit, Value};
use crate::suppression::{is_small, parts};

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
/// Parts add up to a total that others see ([`parts::shown`]). Shares are parts too: those who have it, and
/// those who have not; and where an incident may stand in several parts, each is a share of its own.
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
        Unit::Count if indicator.overlaps() => {
            let parts = parts.iter().map(|part| share(*part, total)).collect();
            told(Some(*numerator), *denominator, parts)
        }
        Unit::Count => told(Some(*numerator), *denominator, hide(parts)),
        Unit::Share => {
            let kept = share(*numerator, total);
            let parts = if kept.is_some() { hide(parts) } else { vec![None; parts.len()] };
            told(kept, *denominator, parts)
        }
        Unit::Average => whole(Vec::new()),
    }
}

fn told(numerator: Option<i64>, denominator: Option<i64>, parts: Vec<Option<i64>>) -> Shown {
    let withheld = numerator.is_none() || parts.iter().any(Option::is_none);
    Shown { numerator, denominator, parts, withheld }
}

/// Those who have it, unless few have it or few have not.
fn share(having: i64, total: i64) -> Option<i64> {
    parts::shown(&[having, total - having]).iter().all(|shown| *shown).then_some(having)
}

fn hide(parts: &[i64]) -> Vec<Option<i64>> {
    let shown = parts::shown(parts);
    parts.iter().zip(shown).map(|(part, shown)| shown.then_some(*part)).collect()
}
