//! The reports, specified.

use super::*;
use crate::indicators::Measure;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn a_period_is_a_month_or_a_quarter() {
    assert_eq!(period("2026-11").months(), [month("2026-11")]);
    let quarter = ["2026-10", "2026-11", "2026-12"].map(month);
    assert_eq!(period("2026-Q4").months(), quarter);
    assert_eq!(period("2026-Q4").to_string(), "2026-Q4");
    assert_eq!(period("2026-Q1").before().to_string(), "2025-Q4");
    assert_eq!(period("2026-01").before().to_string(), "2025-12");
    for text in ["2026-Q0", "2026-Q5", "2026-Q", "2026-Q11", "26-Q1", "2026", ""] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

#[test]
fn the_interval_of_a_share_is_wilson_s() {
    // Published examples of the score interval: 0 of 10, 8 of 10, 10 of 10, 81 of 263.
    assert_eq!(interval(0, 10), Some(Interval { low: 0, high: 278 }));
    assert_eq!(interval(8, 10), Some(Interval { low: 490, high: 943 }));
    assert_eq!(interval(10, 10), Some(Interval { low: 722, high: 1_000 }));
    assert_eq!(interval(81, 263), Some(Interval { low: 255, high: 366 }));
    assert_eq!((interval(0, 0), interval(3, 2)), (None, None));
}

#[test]
fn a_quarter_adds_its_months_and_stands_beside_the_one_before() {
    let mut sums = Sums::default();
    // 6 in July to September; 7, 0 and 9 in the months of the quarter.
    for (of, opened) in [("2026-08", 6), ("2026-10", 7), ("2026-12", 9)] {
        sums.add(month(of), Measure::Opened, opened);
    }
    let report = report(period("2026-Q4"), &sums);
    let cases = report.figures.iter().find(|one| one.indicator == Indicator::NumberOfCases);
    let cases = cases.unwrap();
    assert_eq!((cases.value.numerator, cases.before.numerator), (Some(16), Some(6)));
    let (of, trend) = &report.trends[0];
    assert_eq!((*of, trend.len()), (Indicator::NumberOfCases, TREND));
    assert_eq!(trend.last(), Some(&(month("2026-12"), Some(9))));
    assert_eq!(trend.first().map(|one| one.0), Some(month("2026-01")));
}

#[test]
fn a_quarter_does_not_give_away_the_month_that_is_small() {
    let mut sums = Sums::default();
    // 12 - 7 - 2 would be the 3 of December.
    for (of, opened) in [("2026-10", 7), ("2026-11", 8), ("2026-12", 3)] {
        sums.add(month(of), Measure::Opened, opened);
    }
    let report = report(period("2026-Q4"), &sums);
    let cases = &report.figures[0];
    assert_eq!(cases.indicator, Indicator::NumberOfCases);
    assert_eq!(cases.value.numerator, None);
    assert!(cases.value.withheld);
}

#[test]
fn every_family_of_indicators_is_in_a_report() {
    let report = report(period("2026-11"), &Sums::default());
    let families = [Family::CaseManagement, Family::Incidents, Family::Pathway, Family::Sdg];
    let count: usize = families.map(|family| report.of(family).count()).iter().sum();
    assert_eq!(count, Indicator::ALL.len());
}
