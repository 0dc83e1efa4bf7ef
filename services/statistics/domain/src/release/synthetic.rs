//! A stream of records for analysts who want rows: made from published estimates alone.
//!
//! The joint counts that fit the published margins are found by iterative proportional fitting and
//! rounded systematically, so that every margin keeps its sum to within one. Nobody stands behind a
//! record; it costs no budget and says `synthetic`.

use super::consistent::{number, whole};
use super::{Age, Cell, Estimate, MainType, Perpetrator, Region, Table};

/// Rounds of fitting; margins of this size settle in some ten.
const ROUNDS: usize = 60;

/// One kind of synthetic record of a quarter, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where.
    pub region: Region,
    /// What.
    pub main_type: MainType,
    /// Her age.
    pub age: Age,
    /// Who; none before the first year's table by perpetrator is published.
    pub perpetrator: Option<Perpetrator>,
    /// How many records are alike; kinds without a record are not listed.
    pub count: i64,
}

/// The records of a quarter, from the estimates of its tables by type and by age, and of the latest
/// yearly table by perpetrator, when there is one. None when an estimate is missing.
pub fn records(
    by_type: &[Estimate],
    by_age: &[Estimate],
    by_perpetrator: Option<&[Estimate]>,
) -> Option<Vec<Record>> {
    let types = margin(Table::RegionType, by_type)?;
    let ages = margin(Table::RegionAge, by_age)?;
    let shares = match by_perpetrator {
        Some(estimates) => Some(margin(Table::TypeAgePerpetrator, estimates)?),
        None => None,
    };
    let mut joint = joint();
    for _round in 0..ROUNDS {
        fit(&mut joint, &types, |cell| Cell { age: None, ..cell });
        fit(&mut joint, &ages, |cell| Cell { main_type: None, ..cell });
    }
    let split = joint.into_iter().flat_map(|(cell, count)| split(cell, count, shares.as_deref()));
    Some(rounded(split.collect()))
}

type Counts = Vec<(Cell, f64)>;

/// Estimates with their cells; below zero is none, because records cannot be taken back.
fn margin(table: Table, estimates: &[Estimate]) -> Option<Counts> {
    let cells = table.cells();
    let positive = |estimate: &Estimate| number(estimate.value).max(0.0) / 1_000.0;
    (cells.len() == estimates.len())
        .then(|| cells.into_iter().zip(estimates.iter().map(positive)).collect())
}

fn joint() -> Counts {
    let ages = |cell: Cell| Age::ALL.iter().map(move |age| Cell { age: Some(*age), ..cell });
    Table::RegionType.cells().into_iter().flat_map(ages).map(|cell| (cell, 1.0)).collect()
}

/// Scales the counts so that they add up to the margin.
fn fit(joint: &mut [(Cell, f64)], margin: &[(Cell, f64)], of: impl Fn(Cell) -> Cell) {
    for (key, wanted) in margin {
        let sum: f64 = joint.iter().filter(|(cell, _)| of(*cell) == *key).map(|(_, it)| it).sum();
        let scale = if sum > 0.0 { wanted / sum } else { 0.0 };
        for (_, count) in joint.iter_mut().filter(|(cell, _)| of(*cell) == *key) {
            *count *= scale;
        }
    }
}

/// A count by perpetrator, as the yearly table divides its type and age.
fn split(cell: Cell, count: f64, shares: Option<&[(Cell, f64)]>) -> Counts {
    let Some(shares) = shares else { return vec![(cell, count)] };
    let alike: Counts = shares
        .iter()
        .filter(|(of, _)| of.main_type == cell.main_type && of.age == cell.age)
        .copied()
        .collect();
    let sum: f64 = alike.iter().map(|(_, share)| share).sum();
    // Nobody was published with this type and age: the three are as likely.
    let share = |one: f64| if sum > 0.0 { one / sum } else { 1.0 / 3.0 };
    let of =
        |(of, one): (Cell, f64)| (Cell { perpetrator: of.perpetrator, ..cell }, count * share(one));
    alike.into_iter().map(of).collect()
}

/// Systematic rounding: each running sum is rounded, so that no sum of neighbours is off by more than one.
fn rounded(counts: Counts) -> Vec<Record> {
    let (mut sum, mut given) = (0.0, 0);
    let mut records = Vec::new();
    for (cell, count) in counts {
        sum += count;
        let until = whole((sum + 0.5).floor());
        let count = until - given;
        given = until;
        if let (true, Some(region), Some(main_type), Some(age)) =
            (count > 0, cell.region, cell.main_type, cell.age)
        {
            let perpetrator = cell.perpetrator;
            records.push(Record { region, main_type, age, perpetrator, count });
        }
    }
    records
}
