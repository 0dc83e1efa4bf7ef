//! What a privacy budget buys and leaves: errors of the tables, and what an adversary's belief can become.
//!
//! A board decides on epsilon with these numbers. They are computed from the same tables, shares and
//! estimates that are published with, so a plan cannot promise what the releases do not keep.

#[cfg(test)]
mod spec;

use std::collections::BTreeMap;

use sentier_kernel::Moment;

use crate::period::Period;
pub use crate::release::Table;
use crate::release::{ReleaseId, Rho, estimate};

/// Deviations of a normal distribution that half of all errors stay within.
const HALF: f64 = 0.674_49;
/// Deviations that nine of ten errors stay within.
const NINETY: f64 = 1.644_853_626_951;
/// Services for which a survivor is referred in a year, on average (PRIVACY section 4).
const SERVICES: f64 = 2.6;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Survivors counted in a year.
    pub survivors: u32,
    /// The promise, with [`Plan::delta`].
    pub epsilon: f64,
    /// The odds that the promise fails.
    pub delta: f64,
    /// What is published; what the others would cost goes to these, in the proportions of all.
    pub tables: Vec<Table>,
}

/// The expected error of one table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The table.
    pub table: Table,
    /// Standard deviation of the noise of one count.
    pub sigma: f64,
    /// Standard error of one estimate, when all tables of its period are published.
    pub error: f64,
    /// Survivors in a cell on average.
    pub cell: f64,
    /// The error that half of the cells of average size stay within, as a share of the cell.
    pub relative: f64,
}

impl Plan {
    /// The year's budget that keeps the promise: the largest rho whose zCDP implies it.
    pub fn budget(&self) -> Rho {
        let (mut low, mut high) = (0_u64, 4_000_000_000_u64);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if delta_of(Rho(middle), self.epsilon) <= self.delta {
                low = middle;
            } else {
                high = middle;
            }
        }
        Rho(low)
    }

    /// What each table costs in accuracy; none when the budget is none, or no table is published.
    pub fn expected(&self) -> Option<Vec<Expected>> {
        let shares: u64 = self.published().map(|table| table.share()).sum();
        let rho = Rho((self.budget().0 * 10_000).checked_div(shares)?);
        let year = Period::year_of(2026).ok()?;
        let mut known = BTreeMap::new();
        for table in self.published() {
            for period in year.parts(table.cadence()) {
                known.insert(ReleaseId { table: *table, period }, vec![0; table.size()]);
            }
        }
        let mut all = Vec::new();
        for table in self.published() {
            let periods = year.parts(table.cadence());
            let id = ReleaseId { table: *table, period: *periods.last()? };
            // Around zero the upper end of the interval is its half.
            let half = estimate(id, &known, rho)?.first()?.high;
            let error = crate::release::number(half) / 1_000.0 / NINETY;
            let cells = u32::try_from(periods.len() * table.size()).ok()?;
            let each = if *table == Table::Services { SERVICES } else { 1.0 };
            let cell = f64::from(self.survivors) * each / f64::from(cells);
            let sigma = table.sigma_squared(table.rho(rho)).sqrt();
            all.push(Expected { table: *table, sigma, error, cell, relative: HALF * error / cell });
        }
        Some(all)
    }

    fn published(&self) -> impl Iterator<Item = &'static Table> + '_ {
        Table::ALL.iter().filter(|table| self.tables.contains(table))
    }

    /// The days of publication for a year's periods, with the releases of each; none for a year that the
    /// calendar does not have.
    pub fn calendar(&self, year: u16) -> Option<BTreeMap<Moment, Vec<ReleaseId>>> {
        let year = Period::year_of(year).ok()?;
        let mut days: BTreeMap<Moment, Vec<ReleaseId>> = BTreeMap::new();
        for table in self.published() {
            for period in year.parts(table.cadence()) {
                let release = ReleaseId { table: *table, period };
                days.entry(period.published_at()).or_default().push(release);
            }
        }
        Some(days)
    }

    /// What somebody who suspected her with probability `prior` can believe at most after `years` years.
    pub fn belief(&self, prior: f64, years: u32) -> f64 {
        let odds = epsilon_of(Rho(self.budget().0 * u64::from(years)), self.delta).exp();
        prior * odds / (1.0 - prior + prior * odds)
    }

    /// How often somebody who knows every other record says rightly whether she came; a coin says it half
    /// of the time. mu-Gaussian privacy: the normal distribution at half of mu = sqrt(2 rho).
    pub fn accuracy(&self) -> f64 {
        let rho = f64::from(u32::try_from(self.budget().0).unwrap_or(u32::MAX)) / 1e9;
        normal((2.0 * rho).sqrt() / 2.0)
    }
}

/// The smallest delta at which a cost of `rho` keeps `epsilon` (Canonne, Kamath and Steinke 2020, lemma 23).
pub fn delta_of(rho: Rho, epsilon: f64) -> f64 {
    let Ok(cost) = u32::try_from(rho.0) else { return 1.0 };
    let rho = f64::from(cost) / 1e9;
    if rho <= 0.0 {
        return 0.0;
    }
    let log_delta = |order: f64| {
        (order - 1.0) * (order * rho - epsilon) + order * (1.0 - 1.0 / order).ln()
            - (order - 1.0).ln()
    };
    // Convex in the order: the least is found by thirds.
    let (mut low, mut high) = (1.000_01, (epsilon + 1.0) / (2.0 * rho) + 2.0);
    for _step in 0..200 {
        let third = (high - low) / 3.0;
        let (one, other) = (low + third, high - third);
        if log_delta(one) < log_delta(other) { high = other } else { low = one }
    }
    log_delta(f64::midpoint(low, high)).exp().min(1.0)
}

/// The smallest epsilon that a cost keeps at `delta`.
pub fn epsilon_of(rho: Rho, delta: f64) -> f64 {
    let (mut low, mut high) = (0.0, 100.0);
    for _step in 0..100 {
        let middle = f64::midpoint(low, high);
        if delta_of(rho, middle) <= delta { high = middle } else { low = middle }
    }
    high
}

/// The standard normal distribution (Abramowitz and Stegun 7.1.26, to seven digits).
fn normal(at: f64) -> f64 {
    let x = at.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let terms = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let sum = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    let error = 1.0 - sum * (-x * x).exp();
    if at >= 0.0 { f64::midpoint(1.0, error) } else { f64::midpoint(1.0, -error) }
}
