//! Reports of a centre over a month or a quarter: which figures, in which order, beside those of the period
//! before, with how sure a share is; and what of it is compared between communes.
//!
//! A fixed menu (PRIVACY, tier T3): nobody chooses what is crossed with what.

mod compared;
mod interval;
mod period;
#[cfg(test)]
mod spec;

pub use compared::{
    COMPARED, Compared, Gap, Gaps, Level, Median, Rate, Response, TIMES, Time, compared,
};
pub use interval::{Interval, interval};
pub use period::{MalformedPeriod, Period};

use crate::indicators::{Family, Indicator, Shown, Sums, Unit, over, shown};
use crate::value::Month;

/// How many months a trend shows.
pub const TREND: usize = 12;

/// What a trend shows.
pub const TRENDS: [Indicator; 2] = [Indicator::NumberOfCases, Indicator::GbvIncidents];

/// One figure of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Which.
    pub indicator: Indicator,
    /// What it comes to in the period.
    pub value: Shown,
    /// What it came to in the one before.
    pub before: Shown,
    /// How sure a share is; absent where there is none, or it is withheld.
    pub interval: Option<Interval>,
}

/// An indicator month by month, the last the period's last; what is withheld is absent.
pub type Trend = (Indicator, Vec<(Month, Option<i64>)>);

/// A report, but for what the centre did beyond its cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Over which time.
    pub period: Period,
    /// The figures, in the order of the catalogue.
    pub figures: Vec<Figure>,
    /// Each trend.
    pub trends: Vec<Trend>,
}

/// The first month whose sums a report needs.
pub fn first_month(period: Period) -> Month {
    let mut first = period.first();
    for _ in 0..TREND {
        first = first.before().unwrap_or(first);
    }
    first
}

/// The report over a period from the sums of a centre.
pub fn report(period: Period, sums: &Sums) -> Report {
    Report { period, figures: figures(Indicator::ALL, period, sums), trends: trends(period, sums) }
}

/// Each of [`TRENDS`] over the months up to a period's last.
fn trends(period: Period, sums: &Sums) -> Vec<Trend> {
    let trend = |indicator: &Indicator| {
        let months = last_months(period.last());
        let told = |month| (month, shown(*indicator, month, sums).numerator);
        (*indicator, months.into_iter().map(told).collect())
    };
    TRENDS.iter().map(trend).collect()
}

/// These indicators over a period, beside the one before.
pub fn figures(of: &[Indicator], period: Period, sums: &Sums) -> Vec<Figure> {
    let (months, before) = (period.months(), period.before().months());
    let figure = |indicator: &Indicator| {
        let value = over(*indicator, &months, sums).shown;
        let before = over(*indicator, &before, sums).shown;
        let share = indicator.unit() == Unit::Share;
        let told = value.numerator.zip(value.denominator).filter(|_| share);
        let interval = told.and_then(|(part, whole)| interval(part, whole));
        Figure { indicator: *indicator, value, before, interval }
    };
    of.iter().map(figure).collect()
}

impl Report {
    /// The figures of a family.
    pub fn of(&self, family: Family) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |figure| figure.indicator.family() == family)
    }
}

fn last_months(last: Month) -> Vec<Month> {
    let mut months: Vec<Month> =
        std::iter::successors(Some(last), |month| month.before()).take(TREND).collect();
    months.reverse();
    months
}
