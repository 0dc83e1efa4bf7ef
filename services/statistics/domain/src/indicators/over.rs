//! An indicator over several months, told so that no withheld number of a month follows from it.

use super::{Indicator, Shown, Sums, Unit, Value, joint, shown, value};
use crate::suppression::sums::{self, Told};
use crate::value::Month;

/// What an indicator comes to over several months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// What is told.
    pub shown: Shown,
    /// What it is made of, month by month.
    pub months: Vec<Shown>,
}

/// The sum over `months`. What counts at a month's end ([`Indicator::is_of_staff`]) is that of the last.
pub fn over(indicator: Indicator, months: &[Month], all: &Sums) -> Total {
    let values: Vec<Value> = months.iter().map(|month| value(indicator, *month, all)).collect();
    let told: Vec<Shown> = months.iter().map(|month| shown(indicator, *month, all)).collect();
    let shown = if indicator.is_of_staff() {
        told.last().cloned().unwrap_or_else(nothing)
    } else if indicator.unit() == Unit::Average {
        average(&values, &told)
    } else {
        joint::over(months, all).shown(indicator, &whole(&values))
    };
    Total { shown, months: told }
}

/// What an indicator by itself may tell of several months, of which each tells so much.
pub(super) fn alone(indicator: Indicator, values: &[Value], told: &[Shown]) -> Shown {
    match indicator.unit() {
        Unit::Count if indicator.overlaps() => overlapping(values, told),
        Unit::Count => counted(values, told),
        Unit::Share => share(values, told),
        Unit::Average => average(values, told),
    }
}

/// The exact sums.
pub(super) fn whole(values: &[Value]) -> Value {
    let count = values.first().map_or(0, |value| value.parts.len());
    Value {
        numerator: numerators(values),
        denominator: values
            .first()
            .and_then(|value| value.denominator)
            .map(|_| denominators(values)),
        parts: (0..count).map(|part| sum(values, part)).collect(),
    }
}

const fn nothing() -> Shown {
    Shown { numerator: None, denominator: None, parts: Vec::new(), withheld: true }
}

fn told(numerator: Option<i64>, denominator: Option<i64>, parts: Vec<Option<i64>>) -> Shown {
    let withheld = numerator.is_none() || parts.iter().any(Option::is_none);
    Shown { numerator, denominator, parts, withheld }
}

fn sum(values: &[Value], part: usize) -> i64 {
    values.iter().filter_map(|value| value.parts.get(part)).sum()
}

fn numerators(values: &[Value]) -> i64 {
    values.iter().map(|value| value.numerator).sum()
}

fn denominators(values: &[Value]) -> i64 {
    values.iter().filter_map(|value| value.denominator).sum()
}

/// Parts of a total: the table of months and parts.
fn counted(values: &[Value], months: &[Shown]) -> Shown {
    let parts = values.first().map_or(0, |value| value.parts.len());
    let row = |(value, shown): (&Value, &Shown)| {
        if parts == 0 {
            let total = shown.numerator.is_some();
            return Told { parts: vec![value.numerator], shown: vec![total], total };
        }
        Told {
            parts: value.parts.clone(),
            shown: shown.parts.iter().map(Option::is_some).collect(),
            total: shown.numerator.is_some(),
        }
    };
    let found = sums::shown(&values.iter().zip(months).map(row).collect::<Vec<_>>());
    let numerator = found.total.then(|| numerators(values));
    if parts == 0 {
        // The only part is the total itself.
        let both = found.parts.iter().all(|shown| *shown);
        return told(numerator.filter(|_| both), None, Vec::new());
    }
    let part = |(part, shown): (usize, &bool)| shown.then(|| sum(values, part));
    told(numerator, None, found.parts.iter().enumerate().map(part).collect())
}

/// Those who have it and those who have not are parts of a total too.
fn split(having: &[(i64, i64, bool, bool)]) -> sums::Shown {
    let row = |(having, all, shown, total): &(i64, i64, bool, bool)| Told {
        parts: vec![*having, all - having],
        shown: vec![*shown; 2],
        total: *total,
    };
    sums::shown(&having.iter().map(row).collect::<Vec<_>>())
}

fn overlapping(values: &[Value], months: &[Shown]) -> Shown {
    let count = values.first().map_or(0, |value| value.parts.len());
    let mut total = true;
    let mut parts = Vec::with_capacity(count);
    for part in 0..count {
        let row = |(value, shown): (&Value, &Shown)| {
            let having = value.parts.get(part).copied().unwrap_or(0);
            let known = shown.parts.get(part).is_some_and(Option::is_some);
            (having, value.numerator, known, shown.numerator.is_some())
        };
        let found = split(&values.iter().zip(months).map(row).collect::<Vec<_>>());
        total &= found.total;
        let known = found.parts.iter().all(|shown| *shown);
        parts.push(known.then(|| sum(values, part)));
    }
    told(total.then(|| numerators(values)), None, parts)
}

/// A share; its own parts are told only where every month told them, and the share is.
fn share(values: &[Value], months: &[Shown]) -> Shown {
    let row = |(value, shown): (&Value, &Shown)| {
        let all = value.denominator.unwrap_or(0);
        let known = shown.numerator.is_some();
        (value.numerator, all, known, shown.denominator.is_some())
    };
    let found = split(&values.iter().zip(months).map(row).collect::<Vec<_>>());
    let known = found.parts.iter().all(|shown| *shown);
    let count = values.first().map_or(0, |value| value.parts.len());
    let part = |part| {
        let every = months.iter().all(|month| month.parts.get(part).is_some_and(Option::is_some));
        (known && every).then(|| sum(values, part))
    };
    let parts = (0..count).map(part).collect();
    let denominator = found.total.then(|| denominators(values));
    told(known.then(|| numerators(values)), denominator, parts)
}

/// An average is told when that of every month is.
fn average(values: &[Value], months: &[Shown]) -> Shown {
    let every = months.iter().all(|month| !month.withheld);
    let numerator = every.then(|| numerators(values));
    told(numerator, every.then(|| denominators(values)), Vec::new())
}
