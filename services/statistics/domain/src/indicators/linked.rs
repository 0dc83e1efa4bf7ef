//! Indicators that count the same incidents: what one withholds, another must not tell.
//!
//! One of each group is looked at by itself, and the others tell no more than follows from what it tells.

use super::withheld::withheld;
use super::{Indicator, Shown, Sums, Value, value};
use crate::suppression::is_small;
use crate::value::Month;

/// What is told of an indicator in a month.
pub fn shown(indicator: Indicator, month: Month, sums: &Sums) -> Shown {
    use Indicator as I;
    let own = || value(indicator, month, sums);
    let base = |of| shown(of, month, sums);
    match indicator {
        // Finer bands of the same ages: unknown, 0-11, 12-17, 18-24, 25-34, 35-49, 50 and over.
        I::GbvAge => from(own(), &base(I::NumberOfIncidents), &[&[1], &[2], &[3, 4, 5], &[6], &[0]]),
        // Finer spans: 0-3 days, 4-5, 6-14, 15-30, less than four months, longer, unknown.
        I::GbvDelay => {
            from(own(), &base(I::ReportingDelay), &[&[0], &[1], &[2], &[3], &[4, 5], &[6]])
        }
        // Rape and sexual assault stand first among the types.
        I::GbvSexualViolence => {
            let types = base(I::GbvType);
            let told = all_told(&types, &[0, 1]);
            share(own(), told)
        }
        I::GbvDelayRape | I::RapeAtHealth => {
            if all_told(&base(I::GbvType), &[0]) { withheld(indicator, &own()) } else { hidden(own()) }
        }
        I::GbvDelayRapeHealth => of_those(own(), &base(I::GbvDelayRape)),
        I::RapeWithin72Hours => share(own(), all_told(&base(I::RapeAtHealth), &[0])),
        I::RapeWithin120Hours => share(own(), all_told(&base(I::RapeAtHealth), &[0, 1])),
        _ => withheld(indicator, &own()),
    }
}

fn all_told(of: &Shown, parts: &[usize]) -> bool {
    let told = |part: &usize| of.parts.get(*part).is_some_and(Option::is_some);
    of.numerator.is_some() && parts.iter().all(told)
}

/// Parts that are sums of another's parts: told where each of those is.
fn from(value: Value, base: &Shown, made_of: &[&[usize]]) -> Shown {
    let told = made_of.iter().map(|parts| all_told(base, parts));
    let parts = value.parts.iter().zip(told).map(|(part, told)| told.then_some(*part));
    let parts: Vec<_> = parts.collect();
    let numerator = base.numerator.map(|_told| value.numerator);
    let withheld = numerator.is_none() || parts.iter().any(Option::is_none);
    Shown { numerator, denominator: None, parts, withheld }
}

fn share(value: Value, told: bool) -> Shown {
    let few = is_small(value.denominator.unwrap_or(0));
    Shown {
        numerator: told.then_some(value.numerator),
        denominator: value.denominator.filter(|_| !few && told),
        parts: Vec::new(),
        withheld: !told,
    }
}

fn hidden(value: Value) -> Shown {
    let parts = vec![None; value.parts.len()];
    Shown { numerator: None, denominator: None, parts, withheld: true }
}

/// Parts of another's parts: told where neither the part nor what is left of the other is small. Their sum
/// is told when all of them are.
fn of_those(value: Value, base: &Shown) -> Shown {
    let told = |(part, whole): (&i64, &Option<i64>)| {
        whole.filter(|whole| !is_small(*part) && !is_small(whole - part)).map(|_| *part)
    };
    let parts: Vec<_> = value.parts.iter().zip(&base.parts).map(told).collect();
    let all = parts.iter().all(Option::is_some) && base.numerator.is_some();
    Shown {
        numerator: all.then_some(value.numerator),
        denominator: None,
        parts,
        withheld: !all,
    }
}
