//! What is told of all indicators together, so that none tells what another withholds.
//!
//! Each is looked at by itself first ([`withheld`]; over months, [`alone`]). Then every withheld number of
//! somebody, and every small rest of a part of people who are told of, is held against all that hangs
//! together ([`relations`] is the table of it): where it does not range over
//! [`SPAN`](crate::suppression::SPAN), something near it is withheld too, until all do ([`closing`]). That
//! a withheld number is zero may follow; zeros are told. Months are told first; a sum of theirs gives way to
//! them. Nothing here knows chance or time: the same sums are told alike for ever.

mod closing;
mod kept;
mod layout;
mod relations;
#[cfg(test)]
mod spec;

use std::sync::Arc;

use closing::{Block, Closing};
pub(super) use kept::Kept;
use layout::{LAYOUT, cells, joined, numbers};
use relations::{Cell, OF, WHOLE};

use super::over::{alone, whole};
use super::withheld::withheld;
use super::{Indicator, Shown, Sums, Unit, Value, value};
use crate::value::Month;

/// Which numbers of all indicators are told.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    told: Vec<bool>,
}

/// What is told of an indicator in a month.
pub fn shown(indicator: Indicator, month: Month, sums: &Sums) -> Shown {
    let own = value(indicator, month, sums);
    if indicator.is_of_staff() || indicator.unit() == Unit::Average {
        return withheld(indicator, &own);
    }
    of_month(month, sums).shown(indicator, &own)
}

/// What is told of every indicator in a month.
fn of_month(month: Month, sums: &Sums) -> Arc<Plan> {
    sums.kept().plan(&[month], || {
        let of = |of| value(of, month, sums);
        let block = block(of, |of| withheld(of, &value(of, month, sums)));
        Plan { told: Closing::of(&[block]).told() }
    })
}

/// What is told of every indicator over several months, none of which is told otherwise than by itself.
pub(super) fn over(months: &[Month], sums: &Sums) -> Arc<Plan> {
    if let [month] = months {
        return of_month(*month, sums);
    }
    sums.kept().plan(months, || {
        let values = |of| months.iter().map(|month| value(of, *month, sums)).collect::<Vec<_>>();
        let told = |of| months.iter().map(|month| shown(of, *month, sums)).collect::<Vec<_>>();
        let month = |month: &Month| Block {
            told: of_month(*month, sums).told.clone(),
            ..block(|of| value(of, *month, sums), |of| withheld(of, &value(of, *month, sums)))
        };
        let mut blocks: Vec<Block> = months.iter().map(month).collect();
        blocks.push(block(|of| whole(&values(of)), |of| alone(of, &values(of), &told(of))));
        Plan { told: Closing::of(&blocks).told() }
    })
}

/// The numbers of a period, and what each indicator by itself tells of them.
fn block(value: impl Fn(Indicator) -> Value, shown: impl Fn(Indicator) -> Shown) -> Block {
    let layout = &*LAYOUT;
    let mut block = Block { values: vec![0; layout.len()], told: vec![true; layout.len()] };
    for of in joined() {
        let told = shown(of);
        for (cell, number) in cells(of).into_iter().zip(numbers(of, &value(of))) {
            let Some(at) = layout.place(cell) else { continue };
            if let Some(value) = block.values.get_mut(at) {
                *value = number;
            }
            if let Some(all) = block.told.get_mut(at) {
                *all &= layout.derived.contains(&at) || tells(of, cell, &told);
            }
        }
    }
    block
}

/// Whether an indicator by itself tells a number of its own.
fn tells(of: Indicator, (_, part): Cell, shown: &Shown) -> bool {
    match part {
        WHOLE => shown.numerator.is_some(),
        OF => shown.denominator.is_some(),
        part => {
            let at = of.parts().iter().position(|code| *code == part);
            at.and_then(|at| shown.parts.get(at)).is_some_and(Option::is_some)
        }
    }
}

impl Plan {
    /// A value as it leaves.
    pub(super) fn shown(&self, indicator: Indicator, value: &Value) -> Shown {
        let told = |part| self.tells((indicator, part));
        let numerator = told(WHOLE).then_some(value.numerator);
        let denominator = value.denominator.filter(|_| told(OF));
        let parts = indicator.parts().into_iter().zip(&value.parts);
        let parts: Vec<_> = parts.map(|(code, part)| told(code).then_some(*part)).collect();
        let withheld = numerator.is_none() || parts.iter().any(Option::is_none);
        Shown { numerator, denominator, parts, withheld }
    }

    fn tells(&self, cell: Cell) -> bool {
        let at = LAYOUT.place(cell);
        at.and_then(|at| self.told.get(at)).copied().unwrap_or(false)
    }
}
