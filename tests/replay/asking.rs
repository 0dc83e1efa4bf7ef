//! Every indicator of every centre, month by month and quarter by quarter, from the same sums as the answers of
//! the service.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sentier_statistics::Statistics;
use sentier_statistics_domain::indicators::{Indicator, Shown, Value, over, shown, value};
use sentier_statistics_domain::reports::Period;
use sentier_statistics_domain::value::Month;

use super::events::CENTRES;

/// The year of every event.
const YEAR: u16 = 2026;

/// What was asked: a centre, a month or a quarter, and an indicator.
pub type Question = (&'static str, String, Indicator);

/// What an indicator comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Exactly, for each month.
    pub exact: Vec<Value>,
    /// As it is told, with what is small withheld.
    pub told: Shown,
}

/// Every answer.
pub type Answers = BTreeMap<Question, Answer>;

/// How the indicators of several countings compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicators {
    /// Indicators that were asked: all that there are.
    pub asked: usize,
    /// Those that came to nothing everywhere, by name: of them a comparison says nothing.
    pub zero: Vec<&'static str>,
    /// Values that were asked.
    pub values: usize,
    /// Values that are otherwise in another counting.
    pub differing: usize,
}

impl Indicators {
    /// Compares the first counting with the others.
    pub fn compared(first: &Answers, others: &[&Answers]) -> Self {
        let counts = |indicator: &Indicator| {
            let of = first.iter().filter(|((_, _, of), _)| of == indicator);
            of.flat_map(|(_, answer)| &answer.exact).any(|value| value.numerator != 0)
        };
        let zero = Indicator::ALL.iter().filter(|indicator| !counts(indicator));
        Self {
            asked: Indicator::ALL.len(),
            zero: zero.map(|indicator| indicator.code()).collect(),
            values: first.len(),
            differing: others.iter().map(|other| differing(first, other)).sum(),
        }
    }

    /// Whether every indicator came to something, and everywhere to the same.
    pub fn is_identical(&self) -> bool {
        self.zero.is_empty() && self.differing == 0
    }

    /// As a line of text.
    pub fn report(&self) -> String {
        let Self { asked, zero, values, differing } = self;
        let mut text = format!(
            "indicators: {asked} asked, {} non-zero, differing {differing} (of {values} values)\n",
            asked - zero.len()
        );
        if !zero.is_empty() {
            let _infallible = writeln!(text, "zero everywhere: {}", zero.join(", "));
        }
        text
    }
}

/// Answers that one has and the other has not, or has otherwise.
fn differing(one: &Answers, other: &Answers) -> usize {
    let lacking = |from: &Answers, to: &Answers| {
        from.iter().filter(|(question, answer)| to.get(question) != Some(answer)).count()
    };
    lacking(one, other).max(lacking(other, one))
}

/// Asks everything as of the last week that ended.
pub(super) async fn every_indicator(statistics: &Statistics) -> Answers {
    let mut answers = Answers::new();
    let month = |month| Month::try_new(YEAR, month).expect("a month");
    let quarters = (1..=4).map(|quarter| Period::quarter(YEAR, quarter).expect("a quarter"));
    let periods = (1..=12).map(|number| Period::from(month(number))).chain(quarters);
    let periods: Vec<Period> = periods.collect();
    for centre in CENTRES {
        let sums = statistics.exact_sums(centre, (month(1), month(12))).await.expect("sums");
        let sums = sums.expect("a week that has ended");
        for (period, indicator) in periods
            .iter()
            .flat_map(|period| Indicator::ALL.iter().map(move |indicator| (period, *indicator)))
        {
            let months = period.months();
            let exact = months.iter().map(|month| value(indicator, *month, &sums)).collect();
            let told = match months.as_slice() {
                [alone] => shown(indicator, *alone, &sums),
                several => over(indicator, several, &sums).shown,
            };
            answers.insert((centre, period.to_string(), indicator), Answer { exact, told });
        }
    }
    answers
}
