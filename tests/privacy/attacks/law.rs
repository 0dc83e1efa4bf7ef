//! What is left when the truth is taken off is the noise that was promised: whole, and as strong.

use std::collections::BTreeMap;

use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::release::Table;

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::publisher::truth;
use crate::privacy::world::year;
use crate::privacy::{Kind, publish};

pub(super) fn residuals(kind: Kind, effort: Effort) -> Vec<Finding> {
    let world = year(480, &mut Seeded::new(4));
    let truth = truth(&world);
    let mut squares: BTreeMap<Table, (f64, f64)> = BTreeMap::new();
    let mut broken = 0.0;
    for seed in 0..effort.years {
        for message in publish(kind, &world, 1_000 + seed, 0, 0) {
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
    // The worst table, against σ² = 1 / 2ρ. With few cells chance alone is allowed three of its deviations.
    let mut worst: f64 = 0.0;
    let mut slack: f64 = 0.10;
    for (table, (sum, cells)) in squares {
        let off = (sum / cells / table.rho(YEAR).sigma_squared() - 1.0).abs();
        let chance = 3.5 * (2.0 / cells).sqrt();
        if off - chance > worst - slack {
            (worst, slack) = (off, chance.max(0.10));
        }
    }
    vec![
        Finding { attack: "residual variance, off by", measured: worst, bound: slack },
        Finding { attack: "counts that are no whole numbers", measured: broken, bound: 0.0 },
    ]
}
