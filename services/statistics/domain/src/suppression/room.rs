//! How far a withheld number may move while everything that is known about it keeps holding.
//!
//! What is known are equations between numbers. Another set of numbers that obeys them all, and tells the
//! same where something is told, is one that a reader cannot rule out. It is looked for from the true
//! numbers: one is moved by one, and whatever no longer comes out is put right by moving a withheld number of
//! the same equation. What is found is certain; what is not found within [`STEPS`] in any of [`ORDERS`] counts
//! as not there, so that at worst more is withheld than must be.

use std::collections::{BTreeMap, BTreeSet};

/// How many moves are tried in each order before a number counts as fixed.
const STEPS: u32 = 400;
/// In what orders equations are put right. A search that took a wrong turn early does not come back to it
/// within its steps; another order turns elsewhere.
const ORDERS: [Order; 3] = [Order::Fewest, Order::Last, Order::First];
/// How far one number is moved at once. Farther, the search is wider and finds less in its steps.
const FARTHEST: i64 = 2;

/// A number's place and its sign in an equation.
pub type Term = (usize, i64);

/// Numbers of at least zero, which of them are told, and equations between them that come to nothing.
#[derive(Clone, Debug)]
pub struct System {
    values: Vec<i64>,
    told: Vec<bool>,
    rows: Vec<Vec<Term>>,
    /// In which equations a number stands.
    of: Vec<Vec<usize>>,
    /// How far below and above the truth a number was found to lie, where all holds.
    found: Vec<(i64, i64)>,
}

impl System {
    /// These numbers, and which are told; nothing is known of the others.
    pub fn new(values: Vec<i64>, told: Vec<bool>) -> Self {
        let of = vec![Vec::new(); values.len()];
        let found = vec![(0, 0); values.len()];
        Self { values, told, rows: Vec::new(), of, found }
    }

    /// Adds an equation. One that the numbers do not obey is left out: who believes in it is wrong.
    pub fn know(&mut self, row: Vec<Term>) {
        let comes_to: i64 = row.iter().map(|(at, sign)| sign * self.value(*at)).sum();
        if comes_to != 0 {
            return;
        }
        for (at, _) in &row {
            if let Some(rows) = self.of.get_mut(*at) {
                rows.push(self.rows.len());
            }
        }
        self.rows.push(row);
    }

    /// A number.
    pub fn value(&self, at: usize) -> i64 {
        self.values.get(at).copied().unwrap_or(0)
    }

    /// Whether a number is told.
    pub fn is_told(&self, at: usize) -> bool {
        self.told.get(at).copied().unwrap_or(false)
    }

    /// Withholds a number.
    pub fn withhold(&mut self, at: usize) {
        if let Some(told) = self.told.get_mut(at) {
            *told = false;
        }
    }

    /// The equations in which a number stands.
    pub fn rows(&self, at: usize) -> impl Iterator<Item = &[Term]> {
        let of = self.of.get(at).into_iter().flatten();
        of.filter_map(|row| self.rows.get(*row).map(Vec::as_slice))
    }

    fn sign(&self, row: usize, at: usize) -> i64 {
        let mut terms = self.rows.get(row).into_iter().flatten();
        terms.find(|(other, _)| *other == at).map_or(0, |(_, sign)| *sign)
    }

    /// Whether the least and the greatest that a withheld number may be are `enough` apart.
    pub fn is_free(&mut self, at: usize, enough: i64) -> bool {
        let span = |system: &Self| system.found.get(at).map_or(0, |(below, above)| above - below);
        for step in [1, -1] {
            if span(self) < enough {
                self.reach(at, step, enough);
            }
        }
        span(self) >= enough
    }

    /// Moves a number in a direction, up to `enough`, and keeps how far it and others got.
    fn reach(&mut self, at: usize, step: i64, enough: i64) {
        let mut values = self.values.clone();
        let mut reached = 0;
        while reached < enough {
            let Some(way) = self.way(&values, at, step) else { return };
            let lasts = |(at, by): (&usize, &i64)| {
                let value = values.get(*at).copied().unwrap_or(0);
                (*by < 0).then(|| value / -by)
            };
            let times = way.iter().filter_map(lasts).min().unwrap_or(enough).clamp(1, enough);
            for (at, by) in &way {
                let places = (values.get_mut(*at), self.found.get_mut(*at));
                let (Some(value), Some((below, above))) = places else { continue };
                *value += times * by;
                let off = *value - self.values.get(*at).copied().unwrap_or(0);
                (*below, *above) = (off.min(*below), off.max(*above));
            }
            reached += times * way.get(&at).map_or(1, |by| by.abs());
        }
    }

    /// What moves with a number so that all holds again, in the first order that finds it.
    fn way(&self, values: &[i64], at: usize, step: i64) -> Option<BTreeMap<usize, i64>> {
        ORDERS.iter().find_map(|order| Search::new(self, values, *order).way(at, step))
    }
}

/// Which of the equations that do not come out is put right next.
#[derive(Clone, Copy, Debug)]
enum Order {
    /// The one with the fewest moves left: where it has none, all before was in vain.
    Fewest,
    /// The one that was upset last.
    Last,
    /// The one that was upset first.
    First,
}

/// One search for a set of moves after which every equation holds again.
struct Search<'a> {
    system: &'a System,
    values: &'a [i64],
    order: Order,
    moved: BTreeMap<usize, i64>,
    /// Equations that do not come to nothing: to what, and since which move.
    off: BTreeMap<usize, (i64, u32)>,
    /// The same by the move.
    open: BTreeSet<(u32, usize)>,
    moves: u32,
    left: u32,
}

impl<'a> Search<'a> {
    const fn new(system: &'a System, values: &'a [i64], order: Order) -> Self {
        Self {
            system,
            values,
            order,
            moved: BTreeMap::new(),
            off: BTreeMap::new(),
            open: BTreeSet::new(),
            moves: 0,
            left: STEPS,
        }
    }

    fn way(mut self, at: usize, step: i64) -> Option<BTreeMap<usize, i64>> {
        if !self.may(at, step) {
            return None;
        }
        self.add(at, step);
        self.settle().then_some(self.moved)
    }

    /// Puts right one equation after the other.
    fn settle(&mut self) -> bool {
        let Some(row) = self.next() else { return true };
        for (_, at, step) in self.ways(row) {
            let Some(left) = self.left.checked_sub(1) else { return false };
            self.left = left;
            self.add(at, step);
            if self.settle() {
                return true;
            }
            self.add(at, -step);
        }
        false
    }

    /// The equation to put right next.
    fn next(&self) -> Option<usize> {
        let open = match self.order {
            Order::Fewest => {
                self.open.iter().rev().min_by_key(|(_, row)| self.possible(*row).count())
            }
            Order::Last => self.open.last(),
            Order::First => self.open.first(),
        };
        open.map(|(_, row)| *row)
    }

    /// The moves that put an equation right, those first that upset the fewest others.
    fn ways(&self, row: usize) -> Vec<(i32, usize, i64)> {
        let possible = self.possible(row);
        let mut ways: Vec<_> =
            possible.map(|(at, step)| (self.upsets(at, step, row), at, step)).collect();
        ways.sort_by_key(|(upsets, ..)| *upsets);
        ways
    }

    /// The moves that bring an equation nearer to nothing.
    fn possible(&self, row: usize) -> impl Iterator<Item = (usize, i64)> {
        let off = self.off.get(&row).map_or(0, |(off, _)| *off);
        let terms = self.system.rows.get(row).into_iter().flatten();
        let moves = terms.map(move |(at, sign)| (*at, -off.signum() * sign));
        moves.filter(|(at, step)| self.may(*at, *step))
    }

    /// How many equations but `row` a move upsets, less those that it puts right.
    fn upsets(&self, at: usize, step: i64, row: usize) -> i32 {
        let rows = self.system.of.get(at).into_iter().flatten().filter(|other| **other != row);
        let upsets = rows.map(|row| {
            let before = self.off.get(row).map_or(0, |(off, _)| *off);
            let now = before + self.system.sign(*row, at) * step;
            if now == 0 {
                -1
            } else {
                i32::from(now.abs() >= before.abs() && !self.absorbs(*row, at, now))
            }
        });
        upsets.sum()
    }

    /// Whether an equation is put right by a number that stands in no other.
    fn absorbs(&self, row: usize, at: usize, off: i64) -> bool {
        let alone = |at: &usize| self.system.of.get(*at).is_some_and(|rows| rows.len() == 1);
        let mut terms = self.system.rows.get(row).into_iter().flatten();
        terms.any(|(other, sign)| {
            *other != at && alone(other) && self.may(*other, -off.signum() * sign)
        })
    }

    /// A told number stays, none falls below zero, and none goes back.
    fn may(&self, at: usize, step: i64) -> bool {
        let moved = self.moved.get(&at).copied().unwrap_or(0);
        let value = self.values.get(at).copied().unwrap_or(0);
        !self.system.is_told(at)
            && moved * step >= 0
            && moved.abs() < FARTHEST
            && (step > 0 || value + moved > 0)
    }

    fn add(&mut self, at: usize, step: i64) {
        let system = self.system;
        self.moves += 1;
        *self.moved.entry(at).or_insert(0) += step;
        for row in system.of.get(at).into_iter().flatten() {
            let (before, since) = self.off.remove(row).unwrap_or((0, self.moves));
            self.open.remove(&(since, *row));
            let now = before + system.sign(*row, at) * step;
            if now != 0 {
                self.off.insert(*row, (now, since));
                self.open.insert((since, *row));
            }
        }
    }
}
