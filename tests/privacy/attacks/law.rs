//! What is left when the truth is taken off is the noise that was promised: whole, and as strong.

use std::collections::BTreeMap;

use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::release::Table;

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::publisher::truth;
use crate::privacy::world::year;
use crate::privacy::{Kind, publish_counts};

pub(super) fn residuals(kind: Kind, effort: Effort) -> Vec<Finding> {
    let world = year(60, &mut Seeded::new(4));
    let truth = truth(&world);
    let mut squares: BTreeMap<Table, (f64, f64)> = BTreeMap::new();
    let mut broken = 0.0;
    for seed in 0..effort.draws {
        for message in publish_counts(kind, &world, 1_000 + seed) {
            let Some(id) = message.release else { continue };
            for (noisy, true_count) in message.counts.iter().zip(&truth[&id]) {
                let residual = noisy - true_count;
                let (sum, cells) = squares.entry(id.table).or_default();
                *sum += residual * residual;
                *cells += 1.0;
                broken += f64::from(u8::from(residual.fract() != 0.0));
            }
        }
    }
    // The worst table, against σ² = 1 / 2ρ, of the services 8 / 2ρ. The smallest has two cells a year: in 2 000 years chance moves its
    // variance by 2 % (√(2 / 4 000)), so that a tenth is what is tested.
    let worst = squares.iter().map(|(table, (sum, cells))| {
        let off = (sum / cells / table.sigma_squared(table.rho(YEAR)) - 1.0).abs();
        let chance = if effort.suffices() { 0.0 } else { 3.5 * (2.0 / cells).sqrt() };
        (off, chance.max(0.10))
    });
    let worst = worst.max_by(|one, other| (one.0 - one.1).total_cmp(&(other.0 - other.1)));
    let (measured, bound) = worst.unwrap_or((f64::INFINITY, 0.10));
    let attack = if effort.suffices() {
        "residual variance of any table, off by"
    } else {
        "residual variance, off by (few draws)"
    };
    vec![
        Finding { attack, measured, bound },
        Finding { attack: "counts that are no whole numbers", measured: broken, bound: 0.0 },
    ]
}
