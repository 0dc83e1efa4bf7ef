//! How far the published estimates are from the truth, table by table, at each volume.

use std::collections::BTreeMap;

use sentier_statistics_domain::release::Table;

use super::bits::Seeded;
use super::publisher::truth;
use super::world::year;
use super::{Kind, publish};

/// The error of one table at one volume.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Error {
    /// Root mean square error of the estimates, in survivors.
    pub rmse: f64,
    /// Median relative error in cells of ten and more; none when there are none.
    pub relative: Option<f64>,
    /// Share of cells whose 90 % interval holds the truth.
    pub coverage: f64,
}

/// What PRIVACY 2.4 measured for the national volume: root mean square error, and relative error.
pub const EXPECTED: [(Table, f64, f64); 5] = [
    (Table::Total, 6.5, 0.020),
    (Table::Region, 4.1, 0.075),
    (Table::RegionType, 4.7, 0.14),
    (Table::RegionAge, 6.0, 0.145),
    (Table::TypeAgePerpetrator, 5.5, 0.098),
];

/// The errors of every table in worlds of so many reports a year.
pub fn at(reports: usize, years: u64) -> BTreeMap<Table, Error> {
    let mut sums: BTreeMap<Table, (f64, f64, f64, Vec<f64>)> = BTreeMap::new();
    for seed in 0..years {
        let world = year(reports, &mut Seeded::new(7_000 + seed));
        let truth = truth(&world);
        for message in publish(Kind::Releases, &world, 8_000 + seed, 0, 0) {
            let id = message.release.expect("a release");
            let (squares, cells, held, relative) = sums.entry(id.table).or_default();
            for (estimate, true_count) in message.estimates.iter().zip(&truth[&id]) {
                let off = estimate.value as f64 / 1_000.0 - true_count;
                *squares += off * off;
                *cells += 1.0;
                let within = estimate.low as f64 <= true_count * 1_000.0
                    && true_count * 1_000.0 <= estimate.high as f64;
                *held += f64::from(u8::from(within));
                if *true_count >= 10.0 {
                    relative.push((off / true_count).abs());
                }
            }
        }
    }
    let error = |(squares, cells, held, mut relative): (f64, f64, f64, Vec<f64>)| {
        relative.sort_by(f64::total_cmp);
        Error {
            rmse: (squares / cells).sqrt(),
            relative: relative.get(relative.len() / 2).copied(),
            coverage: held / cells,
        }
    };
    sums.into_iter().map(|(table, sum)| (table, error(sum))).collect()
}
