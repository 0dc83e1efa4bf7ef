//! Sums against sums: how often an exact small count comes out of all tables of its time.

use super::{Effort, Finding};
use sentier_statistics_domain::release::Table;

use crate::privacy::bits::Seeded;
use crate::privacy::publisher::truth;
use crate::privacy::world::year;
use crate::privacy::{Kind, publish};

/// The share of a quarter's cells whose estimate, from every table that bears on it and twenty readings by
/// four colluding subscribers, rounds to the true count.
pub(super) fn exact_counts(kind: Kind, effort: Effort) -> Finding {
    let world = year(480, &mut Seeded::new(8));
    let truth = truth(&world);
    let (mut exact, mut cells) = (0.0, 0.0);
    for seed in 0..effort.years.min(20) {
        let readings: Vec<_> = (0..20)
            .map(|reading| publish(kind, &world, 2_000 + seed, reading % 4, reading / 4))
            .collect();
        let releases: Vec<Vec<_>> = readings
            .iter()
            .map(|messages| {
                let typed = |it: &&crate::privacy::Message| {
                    it.release.is_some_and(|id| id.table == Table::RegionType)
                };
                messages.iter().filter(typed).collect()
            })
            .collect();
        for (place, first) in releases[0].iter().enumerate() {
            let true_counts = &truth[&first.release.expect("a release")];
            for (cell, true_count) in true_counts.iter().enumerate() {
                let sum: f64 = releases.iter().map(|of| of[place].counts[cell]).sum();
                let mean = sum / releases.len() as f64;
                exact += f64::from(u8::from((mean - true_count).abs() < 0.5));
                cells += 1.0;
            }
        }
    }
    // One draw with σ 5.96 is right with probability 0.067.
    let chance = 0.067 + 3.5 * (0.067_f64 * 0.933 / cells).sqrt();
    Finding { attack: "exact counts from 20 readings", measured: exact / cells, bound: chance }
}
