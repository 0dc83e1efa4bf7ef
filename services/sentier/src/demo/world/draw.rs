//! Draws from small tables of weights; integers only, so that every machine draws the same.

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

/// The source of every draw: the same seed gives the same world on every machine.
pub(in crate::demo) type Source = ChaCha8Rng;

/// Values and how often each is drawn, relative to the sum of the weights.
#[derive(Debug)]
pub(in crate::demo) struct Mix<T: 'static> {
    first: (T, u32),
    rest: &'static [(T, u32)],
}

impl<T: Copy> Mix<T> {
    pub(in crate::demo) const fn new(first: (T, u32), rest: &'static [(T, u32)]) -> Self {
        Self { first, rest }
    }

    /// One value.
    pub(in crate::demo) fn draw(&self, source: &mut Source) -> T {
        let total = self.rest.iter().fold(self.first.1, |sum, (_, weight)| sum + weight);
        let mut left = source.random_range(0..total.max(1));
        for (value, weight) in std::iter::once(&self.first).chain(self.rest) {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        self.first.0
    }
}

/// Whether an event of `percent` in a hundred happens.
pub(in crate::demo) fn chance(source: &mut Source, percent: u32) -> bool {
    source.random_range(0..100) < percent
}

/// A number from `least` to `most`, both included.
pub(in crate::demo) fn between(source: &mut Source, least: u32, most: u32) -> u32 {
    source.random_range(least..=most.max(least))
}

/// An item of a list; empty when the list is.
pub(in crate::demo) fn pick(source: &mut Source, list: &[&'static str]) -> &'static str {
    list.choose(source).copied().unwrap_or_default()
}

/// `count` of the values, each at most once, the heavier sooner.
pub(in crate::demo) fn distinct<T: Copy>(
    source: &mut Source,
    table: &[(T, u32)],
    count: usize,
) -> Vec<T> {
    let mut left = table.to_vec();
    let mut drawn = Vec::with_capacity(count);
    while drawn.len() < count {
        let total: u32 = left.iter().map(|(_, weight)| weight).sum();
        if total == 0 {
            break;
        }
        let mut at = source.random_range(0..total);
        let found = left.iter().position(|(_, weight)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        match found {
            Some(index) => drawn.push(left.swap_remove(index).0),
            None => break,
        }
    }
    drawn
}
