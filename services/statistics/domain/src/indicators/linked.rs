//! Indicators that count the same incidents: what one withholds, another must not tell.
//!
//! One of each group is looked at by itself, and the others tell no more than follows from what it tells.

use super::withheld::withheld;
use super::{Indicator, Shown, Sums, Value, value};
use crate::suppression::is_small;
use crate::value::Month;

/// What an indicator has to do with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing.
    None,
    /// Each of its parts is the sum of parts of the other.
    SumsOf(Indicator, &'static [&'static [usize]]),
    /// It is a share, and follows from parts of the other.
    FollowsFrom(Indicator, &'static [usize]),
    /// Its total is a part of the other.
    Under(Indicator, usize),
    /// Each of its parts is a part of one of the other's.
    Within(Indicator),
}

impl Link {
    pub(super) const fn of(indicator: Indicator) -> Self {
        use Indicator as I;
        match indicator {
            // Finer bands of the same ages: unknown, 0-11, 12-17, 18-24, 25-34, 35-49, 50 and over.
            I::GbvAge => Self::SumsOf(I::NumberOfIncidents, &[&[1], &[2], &[3, 4, 5], &[6], &[0]]),
            // Finer spans: 0-3 days, 4-5, 6-14, 15-30, less than four months, longer, unknown.
            I::GbvDelay => {
                Self::SumsOf(I::ReportingDelay, &[&[0], &[1], &[2], &[3], &[4, 5], &[6]])
            }
            // Rape and sexual assault stand first among the types.
            I::GbvSexualViolence => Self::FollowsFrom(I::GbvType, &[0, 1]),
            I::GbvDelayRape | I::RapeAtHealth => Self::Under(I::GbvType, 0),
            I::GbvDelayRapeHealth => Self::Within(I::GbvDelayRape),
            I::RapeWithin72Hours => Self::FollowsFrom(I::RapeAtHealth, &[0]),
            I::RapeWithin120Hours => Self::FollowsFrom(I::RapeAtHealth, &[0, 1]),
            _ => Self::None,
        }
    }
}

/// What is told of an indicator in a month.
pub fn shown(indicator: Indicator, month: Month, sums: &Sums) -> Shown {
    let own = value(indicator, month, sums);
    let base = |of| shown(of, month, sums);
    match Link::of(indicator) {
        Link::None => withheld(indicator, &own),
        Link::SumsOf(of, parts) => from(&own, &base(of), parts),
        Link::FollowsFrom(of, parts) => share(&own, all_told(&base(of), parts)),
        Link::Under(of, part) if all_told(&base(of), &[part]) => withheld(indicator, &own),
        Link::Under(..) => hidden(&own),
        Link::Within(of) => of_those(&own, &base(of)),
    }
}

pub(super) fn all_told(of: &Shown, parts: &[usize]) -> bool {
    let told = |part: &usize| of.parts.get(*part).is_some_and(Option::is_some);
    of.numerator.is_some() && parts.iter().all(told)
}

/// Parts that are sums of another's parts: told where each of those is.
pub(super) fn from(value: &Value, base: &Shown, made_of: &[&[usize]]) -> Shown {
    let told = made_of.iter().map(|parts| all_told(base, parts));
    let parts = value.parts.iter().zip(told).map(|(part, told)| told.then_some(*part));
    let parts: Vec<_> = parts.collect();
    let numerator = base.numerator.map(|_told| value.numerator);
    let withheld = numerator.is_none() || parts.iter().any(Option::is_none);
    Shown { numerator, denominator: None, parts, withheld }
}

pub(super) fn share(value: &Value, told: bool) -> Shown {
    let few = is_small(value.denominator.unwrap_or(0));
    Shown {
        numerator: told.then_some(value.numerator),
        denominator: value.denominator.filter(|_| !few && told),
        parts: Vec::new(),
        withheld: !told,
    }
}

pub(super) fn hidden(value: &Value) -> Shown {
    let parts = vec![None; value.parts.len()];
    Shown { numerator: None, denominator: None, parts, withheld: true }
}

/// Parts of another's parts: told where neither the part nor what is left of the other is small. Their sum
/// is told when all of them are.
fn of_those(value: &Value, base: &Shown) -> Shown {
    let told = |(part, whole): (&i64, &Option<i64>)| {
        whole.filter(|whole| !is_small(*part) && !is_small(whole - part)).map(|_| *part)
    };
    let parts: Vec<_> = value.parts.iter().zip(&base.parts).map(told).collect();
    let all = parts.iter().all(Option::is_some) && base.numerator.is_some();
    Shown { numerator: all.then_some(value.numerator), denominator: None, parts, withheld: !all }
}
