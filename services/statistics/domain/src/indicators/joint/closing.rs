//! Withholds until no withheld number follows from what is told.
//!
//! When a number is too well known, another that stands in an equation with it is withheld: one of an
//! indicator that looks closer at some before one of the tables that count all, where the equation is
//! tightest, and of those the smallest that is not nothing. What follows from a withheld number goes with it.

use std::collections::BTreeSet;

use super::layout::{LAYOUT, Layout, is_closer, is_total};
use super::relations::Kind;
use crate::suppression::room::{System, Term};
use crate::suppression::{SPAN, is_small};

/// How many equations away a number still counts as near.
const NEAR: usize = 3;

/// The numbers of a period, and which are told so far.
pub(super) struct Block {
    pub(super) values: Vec<i64>,
    pub(super) told: Vec<bool>,
}

/// The numbers of a month; or those of several months and, last, their sums.
pub(super) struct Closing {
    layout: &'static Layout,
    system: System,
    /// Where the numbers of which some can still be withheld begin: those of the last block.
    last: usize,
    /// Numbers that are known from what was told before: to withhold them would be for show.
    known: BTreeSet<usize>,
}

/// What is withheld first: the least.
type Order = (bool, usize, bool, i64, bool, i64, usize);

impl Closing {
    /// Withholds until nothing withheld follows from what is told.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut closing = Self::new(blocks);
        closing.close();
        closing
    }

    /// What each indicator by itself tells, and what follows from it.
    pub(super) fn new(blocks: &[Block]) -> Self {
        let layout = &*LAYOUT;
        let mut values = Vec::new();
        let mut told = Vec::new();
        for block in blocks {
            values.extend(&block.values);
            told.extend(&block.told);
            for (_, row) in layout.rows() {
                values.push(rest(&block.values, &row.terms).max(0));
                told.push(false);
            }
        }
        let last = blocks.len().saturating_sub(1);
        let mut system = System::new(values, told);
        for block in 0..blocks.len() {
            relate(&mut system, layout, block, last > 0 && block == last);
        }
        let last = last * layout.width();
        let mut known = BTreeSet::new();
        for at in 0..layout.len() {
            let months = (at..last).step_by(layout.width());
            if last > 0 && months.clone().all(|at| system.is_told(at)) {
                known.insert(last + at);
            }
            if last > 0 {
                system.know(months.map(|at| (at, 1)).chain([(last + at, -1)]).collect());
            }
        }
        let mut closing = Self { layout, system, last, known };
        closing.follow();
        closing
    }

    /// What is told of the last block.
    pub(super) fn told(&self) -> Vec<bool> {
        (0..self.layout.len()).map(|at| self.system.is_told(self.last + at)).collect()
    }

    /// Withholds what is not told without what is withheld.
    fn follow(&mut self) {
        loop {
            let system = &self.system;
            let hidden = |at: &usize| !system.is_told(self.last + at);
            let falls = |(at, of): &&(usize, Vec<usize>)| {
                !hidden(at) && of.iter().any(hidden) && !self.known.contains(&(self.last + at))
            };
            let Some((next, _)) = self.layout.follows.iter().find(falls) else { return };
            self.system.withhold(self.last + next);
        }
    }

    fn close(&mut self) {
        // Nothing is told of the sums that the months had not told: they are as they were.
        let mut sums = self.last..self.last + self.layout.len();
        if self.last > 0 && !sums.any(|at| self.tells_anew(at)) {
            return;
        }
        let watched = self.watched();
        let mut settled = BTreeSet::new();
        while let Some(next) = self.next(&watched, &mut settled) {
            self.system.withhold(next);
            self.follow();
        }
    }

    fn tells_anew(&self, at: usize) -> bool {
        self.system.is_told(at) && !self.known.contains(&at)
    }

    /// Every number of somebody, and what is left of people who are told of where it is small. That nobody is
    /// in a part may follow: it is told wherever a part is looked at by itself.
    fn watched(&self) -> Vec<usize> {
        let mut watched = Vec::new();
        for start in (0..=self.last).step_by(self.layout.width()) {
            let numbers = start..start + self.layout.len();
            let of_somebody = |at: &usize| self.system.value(*at) > 0 && !self.known.contains(at);
            watched.extend(numbers.filter(of_somebody));
            let rests = self.layout.rows().filter(|(_, row)| row.kind == Kind::Part);
            let rests = rests.map(|(at, _)| start + at);
            watched.extend(rests.filter(|at| is_small(self.system.value(*at))));
        }
        watched
    }

    /// What to withhold for the first withheld number of which too much is known. What is free once stays so:
    /// nothing is told again.
    fn next(&mut self, watched: &[usize], settled: &mut BTreeSet<usize>) -> Option<usize> {
        for at in watched {
            if self.system.is_told(*at) || settled.contains(at) {
                continue;
            }
            // Where nothing near is told, nothing narrows it.
            let companion = self.companion(*at);
            if companion.is_some() && !self.ranges(*at) {
                return companion;
            }
            settled.insert(*at);
        }
        None
    }

    /// Whether a number is found to range over enough.
    pub(super) fn ranges(&mut self, at: usize) -> bool {
        self.system.is_free(at, SPAN)
    }

    /// What to withhold so that a number is less well known.
    fn companion(&self, tight: usize) -> Option<usize> {
        let mut seen = BTreeSet::from([tight]);
        let mut layer = vec![tight];
        let mut found: Option<Order> = None;
        for far in 0.. {
            let mut next = Vec::new();
            for row in layer.iter().flat_map(|at| self.system.rows(*at)) {
                let left = self.left(row);
                if left >= SPAN {
                    // It gives way by itself.
                    continue;
                }
                for (at, _) in row {
                    if !self.system.is_told(*at) {
                        if seen.insert(*at) {
                            next.push(*at);
                        }
                    } else if let Some(order) = self.order(*at, far, left) {
                        found = Some(found.map_or(order, |found| found.min(order)));
                    }
                }
            }
            if next.is_empty() {
                break;
            }
            layer = next;
        }
        found.map(|(.., at)| at)
    }

    /// When a told number is withheld; `None` when it cannot be, or only with what it follows from.
    fn order(&self, at: usize, far: usize, left: i64) -> Option<Order> {
        let place = at.checked_sub(self.last)?;
        let cell = self.layout.cell(place)?;
        let total = is_total(cell);
        // A month's total is told or all of the month is withheld; a sum of totals can be.
        let fixed = total && self.last == 0;
        if fixed || self.known.contains(&at) || self.layout.derived.contains(&place) {
            return None;
        }
        let value = self.system.value(at);
        Some((total, far / NEAR, !is_closer(cell.0), left, value == 0, value, at))
    }

    /// By how much an equation gives way: what is left of its right; nothing where it has none.
    fn left(&self, row: &[Term]) -> i64 {
        let rests = row.iter().filter(|(at, _)| at % self.layout.width() >= self.layout.len());
        rests.map(|(at, _)| self.system.value(*at)).min().unwrap_or(0)
    }
}

/// Adds the relations of a block. Those of sums follow from the months', but for what is left of them.
fn relate(system: &mut System, layout: &Layout, block: usize, sums: bool) {
    let start = block * layout.width();
    for (rest, row) in layout.rows().filter(|(_, row)| !sums || row.kind == Kind::Part) {
        let gives = match row.kind {
            Kind::Equal | Kind::Follows => None,
            Kind::Part | Kind::AtMost => Some((start + rest, 1)),
        };
        let terms = row.terms.iter().map(|(at, sign)| (start + at, *sign));
        system.know(gives.into_iter().chain(terms).collect());
    }
}

/// What the right of a relation is above the left.
fn rest(values: &[i64], terms: &[Term]) -> i64 {
    let value = |(at, sign): &Term| sign * values.get(*at).copied().unwrap_or(0);
    -terms.iter().map(value).sum::<i64>()
}
