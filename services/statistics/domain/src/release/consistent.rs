//! Estimates that add up, with 90 % intervals: generalised least squares over the published counts.
//!
//! Tables of one time measure the same survivors in different ways: a month's total is the sum of its
//! regions, a quarter's types add up to its months. Among all counts that satisfy these sums the estimate
//! is the nearest to what was published, each count weighed by its precision. Only published numbers go
//! in, so it costs no budget; nothing is cut off at zero, which would bias every sum. The table of services
//! stands in no sum, for a survivor stands in several of its cells: its estimates are its counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Age, Cell, MainType, Region, ReleaseId, Rho, Table};
use crate::period::{Cadence, Period};

/// Standard deviations on each side of an estimate that hold 90 % of a normal distribution.
const NINETY: f64 = 1.644_853_626_951;
/// Sums that differ by less are equal: a millionth of a survivor.
const EQUAL: f64 = 1e-6;
/// Rounds of projection, at most; some dozens are needed.
const ROUNDS: usize = 5_000;

/// One cell's estimate, in thousandths of a survivor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The count that fits all published tables best. May be below zero.
    pub value: i64,
    /// Lower end of the 90 % interval, not below zero.
    pub low: i64,
    /// Upper end, not below zero.
    pub high: i64,
}

/// The estimates of a table's cells, in their order.
pub type Estimates = Vec<Estimate>;

/// The estimates of one table, from its own noisy counts and those of the tables of its time, `known`,
/// all of them drawn for a year's budget of `year`. None when it is not among them or lacks a cell.
pub fn estimate(
    id: ReleaseId,
    known: &BTreeMap<ReleaseId, Vec<i64>>,
    year: Rho,
) -> Option<Estimates> {
    let system = System::around(id.period, known, year)?;
    let own = *system.starts.get(&id)?;
    let place = own..own + id.table.size();
    let mut fitted = system.counts.clone();
    system.project(&mut fitted);
    // Cells of one table are alike in every sum, so they have one variance; the covariance of what is
    // projected is the projected covariance.
    let mut spread = vec![0.0; system.counts.len()];
    *spread.get_mut(own)? = *system.variances.get(own)?;
    system.project(&mut spread);
    let half = NINETY * spread.get(own)?.max(0.0).sqrt();
    let cells = fitted.get(place)?.iter().map(|value| Estimate {
        value: thousandths(*value),
        low: thousandths((value - half).max(0.0)),
        high: thousandths((value + half).max(0.0)),
    });
    Some(cells.collect())
}

/// Counts with their variances, and the sums that must be equal.
struct System {
    counts: Vec<f64>,
    variances: Vec<f64>,
    sums: Vec<Equal>,
    starts: BTreeMap<ReleaseId, usize>,
}

/// The counts at these places add up alike.
struct Equal {
    one: Vec<usize>,
    other: Vec<usize>,
}

impl System {
    /// What is known of a period and the shorter ones in it.
    fn around(period: Period, known: &BTreeMap<ReleaseId, Vec<i64>>, year: Rho) -> Option<Self> {
        let mut system =
            Self { counts: vec![], variances: vec![], sums: vec![], starts: BTreeMap::new() };
        for table in Table::ALL {
            if table.cadence() > period.cadence() {
                continue;
            }
            for part in period.parts(table.cadence()) {
                let id = ReleaseId { table: *table, period: part };
                let Some(counts) = known.get(&id) else { continue };
                if counts.len() != table.size() {
                    return None;
                }
                system.starts.insert(id, system.counts.len());
                system.counts.extend(counts.iter().map(|count| number(*count)));
                let variance = table.sigma_squared(table.rho(year));
                system.variances.extend(counts.iter().map(|_| variance));
            }
        }
        for month in period.parts(Cadence::Month) {
            system.equal(
                system.places(Table::Total, &[month], |_| true),
                system.places(Table::Region, &[month], |_| true),
            );
        }
        if period.cadence() >= Cadence::Quarter {
            for quarter in period.parts(Cadence::Quarter) {
                system.tie_quarter(quarter);
            }
        }
        if period.cadence() == Cadence::Year {
            system.tie_year(period);
        }
        Some(system)
    }

    fn tie_quarter(&mut self, quarter: Period) {
        let months = quarter.parts(Cadence::Month);
        for region in Region::ALL {
            let there = |cell: &Cell| cell.region == Some(*region);
            let by_type = self.places(Table::RegionType, &[quarter], there);
            let by_age = self.places(Table::RegionAge, &[quarter], there);
            self.equal(by_type.clone(), self.places(Table::Region, &months, there));
            self.equal(by_type, by_age);
        }
    }

    fn tie_year(&mut self, year: Period) {
        let quarters = year.parts(Cadence::Quarter);
        for kind in MainType::ALL {
            let such = |cell: &Cell| cell.main_type == Some(*kind);
            self.equal(
                self.places(Table::RegionType, &quarters, such),
                self.places(Table::TypeAgePerpetrator, &[year], such),
            );
        }
        for age in Age::ALL {
            let such = |cell: &Cell| cell.age == Some(*age);
            self.equal(
                self.places(Table::RegionAge, &quarters, such),
                self.places(Table::TypeAgePerpetrator, &[year], such),
            );
        }
        for table in
            [Table::Male, Table::Disability, Table::Displaced, Table::Uniformed, Table::ReportDelay]
        {
            self.equal(
                self.places(table, &[year], |_| true),
                self.places(Table::TypeAgePerpetrator, &[year], |_| true),
            );
        }
    }

    /// Where such cells of these periods stand; none when one of the periods is not known.
    fn places(
        &self,
        table: Table,
        periods: &[Period],
        such: impl Fn(&Cell) -> bool,
    ) -> Option<Vec<usize>> {
        let cells = table.cells();
        let mut places = Vec::new();
        for period in periods {
            let start = *self.starts.get(&ReleaseId { table, period: *period })?;
            let found = cells.iter().enumerate().filter(|(_, cell)| such(cell));
            places.extend(found.map(|(place, _)| start + place));
        }
        Some(places)
    }

    fn equal(&mut self, one: Option<Vec<usize>>, other: Option<Vec<usize>>) {
        if let (Some(one), Some(other)) = (one, other) {
            self.sums.push(Equal { one, other });
        }
    }

    /// Moves `values` to the nearest that satisfy every sum, each weighed by its precision: projections
    /// onto one sum after the other converge to the projection onto all (von Neumann 1933).
    fn project(&self, values: &mut [f64]) {
        let at = |values: &[f64], places: &[usize]| -> f64 {
            places.iter().filter_map(|place| values.get(*place)).sum()
        };
        for _round in 0..ROUNDS {
            let mut largest: f64 = 0.0;
            for Equal { one, other } in &self.sums {
                let gap = at(values, one) - at(values, other);
                let weight = at(&self.variances, one) + at(&self.variances, other);
                if weight <= 0.0 {
                    continue;
                }
                largest = largest.max(gap.abs());
                self.shift(values, one, -gap / weight);
                self.shift(values, other, gap / weight);
            }
            if largest < EQUAL {
                return;
            }
        }
    }

    fn shift(&self, values: &mut [f64], places: &[usize], by: f64) {
        for place in places {
            if let (Some(value), Some(variance)) =
                (values.get_mut(*place), self.variances.get(*place))
            {
                *value += variance * by;
            }
        }
    }
}

/// A count as a number; a table of more than two thousand million survivors is none of ours.
pub(crate) fn number(count: i64) -> f64 {
    let beyond = if count < 0 { i32::MIN } else { i32::MAX };
    f64::from(i32::try_from(count).unwrap_or(beyond))
}

/// A number in whole thousandths.
fn thousandths(value: f64) -> i64 {
    whole((value * 1_000.0).round())
}

/// A rounded number as a whole one.
#[expect(clippy::cast_possible_truncation, reason = "held within the whole numbers first")]
pub(super) const fn whole(value: f64) -> i64 {
    value.clamp(-9e15, 9e15) as i64
}
