//! Draws from small tables of weights; whole numbers only, so that every machine draws the same.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// The source of every draw.
pub(super) type Source = ChaCha8Rng;

/// One of the values, each as often as its weight says.
pub(super) fn draw<T: Copy>(source: &mut Source, first: T, table: &[(T, u32)]) -> T {
    let total: u32 = table.iter().map(|(_, weight)| weight).sum();
    let mut left = source.random_range(0..total.max(1));
    for (value, weight) in table {
        if left < *weight {
            return *value;
        }
        left -= weight;
    }
    first
}

/// Whether something happens that happens `percent` times in a hundred.
pub(super) fn chance(source: &mut Source, percent: u32) -> bool {
    source.random_range(0..100) < percent
}

/// A number from `least` to `most`, both included.
pub(super) fn between(source: &mut Source, least: u32, most: u32) -> u32 {
    source.random_range(least..=most.max(least))
}
