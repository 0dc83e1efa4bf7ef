//! An empty year against a full one: what a subscriber receives differs in its numbers and in nothing else.

use super::Finding;
use crate::privacy::bits::Seeded;
use crate::privacy::world::{World, year};
use crate::privacy::{Kind, publish};

pub(super) fn twin_worlds(kind: Kind) -> Finding {
    let full = publish(kind, &year(2_800, &mut Seeded::new(1)), 5, 0, 0);
    let empty = publish(kind, &World::default(), 5, 0, 0);
    let mut differences = full.len().abs_diff(empty.len());
    for (full, empty) in full.iter().zip(&empty) {
        let outside = |it: &crate::privacy::Message| (it.at, it.id.clone(), it.size, it.release);
        differences += usize::from(outside(full) != outside(empty));
        differences += usize::from(full.counts.len() != empty.counts.len());
    }
    Finding { attack: "twin worlds: differences", measured: differences as f64, bound: 0.0 }
}
