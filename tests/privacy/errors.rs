//! How far the published estimates are from the truth, table by table, at each volume, beside what PRIVACY 2.4
//! measured.
//!
//! The noise does not know how many came, so that 2.4's errors of the national tables hold at every volume; its relative
//! errors are of 2 800 reports. Of smaller volumes it measured a centre alone: its month and its types by
//! quarter. Those are measured here on a year in which everybody comes to one region, in that region's cells.
//!
//! It measured without the table of services, which makes all other noise 12 % stronger (2.3): by so much more is
//! expected here.

use std::collections::BTreeMap;

use sentier_statistics_domain::release::{Region, Table};

use super::bits::Seeded;
use super::publisher::truth;
use super::world::{World, year};
use super::{Kind, publish};

/// The volumes, in reports a year.
pub const VOLUMES: [usize; 4] = [60, 240, 480, 2_800];
/// The volume of the whole country.
const NATIONAL: usize = 2_800;
/// Where everybody comes in the year of a centre.
const CENTRE: Region = Region::Plateaux;

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

/// An error as measured, and as PRIVACY 2.4 has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Reports a year.
    pub reports: usize,
    /// The table, or that of a centre alone.
    pub what: String,
    /// What was measured.
    pub measured: Error,
    /// Root mean square error in 2.4, with [`BY_SERVICES`]; of the services that of 2.3; none where neither has one.
    pub rmse: Option<f64>,
    /// Relative error in 2.4, with [`BY_SERVICES`].
    pub relative: Option<f64>,
}

/// How much more noise every other table has because the services have a fifth of the budget: PRIVACY 2.3, "all sigma
/// +12 %".
pub const BY_SERVICES: f64 = 1.12;
/// What PRIVACY 2.3 expects of the services.
pub const EXPECTED_OF_SERVICES: f64 = 16.4;

/// What PRIVACY 2.4 measured for the national volume: root mean square error, and relative error.
pub const EXPECTED: [(Table, f64, f64); 5] = [
    (Table::Total, 6.5, 0.020),
    (Table::Region, 4.1, 0.075),
    (Table::RegionType, 4.7, 0.14),
    (Table::RegionAge, 6.0, 0.145),
    (Table::TypeAgePerpetrator, 5.5, 0.098),
];

/// What it measured for one centre: by month, and by type and quarter. A centre is all of its region, so that its
/// month is the region's.
pub const EXPECTED_OF_A_CENTRE: [(usize, Table, f64, f64); 6] = [
    (60, Table::Region, 3.5, 0.29),
    (60, Table::RegionType, 3.8, 0.46),
    (240, Table::Region, 3.8, 0.13),
    (240, Table::RegionType, 4.5, 0.23),
    (480, Table::Region, 3.9, 0.067),
    (480, Table::RegionType, 4.7, 0.14),
];

/// Every table at a volume, then the services, those of what is rare, and the centre's.
pub fn lines(reports: usize, years: u64) -> Vec<Line> {
    let found = at(reports, years);
    let mut lines = Vec::new();
    for (table, rmse, relative) in EXPECTED {
        lines.push(Line {
            reports,
            what: table.code().to_owned(),
            measured: found[&table],
            rmse: Some(rmse * BY_SERVICES),
            relative: (reports == NATIONAL).then_some(relative * BY_SERVICES),
        });
    }
    lines.push(Line {
        reports,
        what: Table::Services.code().to_owned(),
        measured: found[&Table::Services],
        rmse: Some(EXPECTED_OF_SERVICES),
        relative: None,
    });
    // Tables of what is rare: PRIVACY asks for them and measured none.
    let rare = |table: Table| {
        table != Table::Services && EXPECTED.iter().all(|expected| expected.0 != table)
    };
    for (table, error) in found.iter().filter(|(table, _)| rare(**table)) {
        let what = table.code().to_owned();
        lines.push(Line { reports, what, measured: *error, rmse: None, relative: None });
    }
    let expected = EXPECTED_OF_A_CENTRE.iter().filter(|one| one.0 == reports);
    let of_a_centre = at_a_centre(reports, years);
    for (_, table, rmse, relative) in expected {
        lines.push(Line {
            reports,
            what: format!("a centre: {}", table.code()),
            measured: of_a_centre[table],
            rmse: Some(*rmse * BY_SERVICES),
            relative: Some(*relative * BY_SERVICES),
        });
    }
    lines
}

/// The errors of every table in worlds of so many reports a year.
pub fn at(reports: usize, years: u64) -> BTreeMap<Table, Error> {
    measured(years, |bits| year(reports, bits), |_table, _place| true)
}

/// The errors of a centre's own cells, where everybody comes to its region.
fn at_a_centre(reports: usize, years: u64) -> BTreeMap<Table, Error> {
    let own = |table: Table, place: usize| table.cells()[place].region == Some(CENTRE);
    measured(years, |bits| of_one_region(year(reports, bits)), own)
}

fn of_one_region(mut world: World) -> World {
    for (person, _month) in world.told.iter_mut().filter_map(|told| told.counted.as_mut()) {
        person.region = CENTRE;
    }
    world
}

/// What is summed of a table's cells.
#[derive(Default)]
struct Sums {
    squares: f64,
    cells: f64,
    held: f64,
    relative: Vec<f64>,
}

impl Sums {
    fn error(mut self) -> Error {
        self.relative.sort_by(f64::total_cmp);
        Error {
            rmse: (self.squares / self.cells).sqrt(),
            relative: self.relative.get(self.relative.len() / 2).copied(),
            coverage: self.held / self.cells,
        }
    }
}

fn measured(
    years: u64,
    world: impl Fn(&mut Seeded) -> World,
    wanted: impl Fn(Table, usize) -> bool,
) -> BTreeMap<Table, Error> {
    let mut sums: BTreeMap<Table, Sums> = BTreeMap::new();
    for seed in 0..years {
        let world = world(&mut Seeded::new(7_000 + seed));
        let truth = truth(&world);
        for message in publish(Kind::Releases, &world, 8_000 + seed, 0, 0) {
            let id = message.release.expect("a release");
            let cells = message.estimates.iter().zip(&truth[&id]).enumerate();
            for (_, (estimate, true_count)) in cells.filter(|(place, _)| wanted(id.table, *place)) {
                let sum = sums.entry(id.table).or_default();
                let off = estimate.value as f64 / 1_000.0 - true_count;
                sum.squares += off * off;
                sum.cells += 1.0;
                let within = estimate.low as f64 <= true_count * 1_000.0
                    && true_count * 1_000.0 <= estimate.high as f64;
                sum.held += f64::from(u8::from(within));
                if *true_count >= 10.0 {
                    sum.relative.push((off / true_count).abs());
                }
            }
        }
    }
    sums.into_iter().map(|(table, sum)| (table, sum.error())).collect()
}
