//! The reports, specified.

use super::*;
use crate::indicators::Measure;
use crate::indicators::gbv::Tally;
use crate::indicators::gbv::codes::ResponseTime;

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

/// So many sent in November, and accepted within 24 hours, 72 hours, 7 days and later.
fn accepted(sent: i64, times: [i64; 4]) -> Response {
    let mut sums = Sums::default();
    sums.add(month("2026-11"), Measure::Sent, sent);
    for (time, amount) in ResponseTime::ALL.iter().zip(times) {
        sums.add(month("2026-11"), Measure::Accepted(*time), amount);
    }
    compared(period("2026-11"), &sums).times[1].now
}

#[test]
fn the_median_is_the_band_in_which_half_of_what_was_sent_has_its_answer() {
    for (sent, times, median) in [
        (0, [0, 0, 0, 0], Median::NoneSent),
        (20, [10, 10, 0, 0], Median::Under(24)),
        (20, [9, 11, 0, 0], Median::Under(72)),
        (20, [0, 9, 11, 0], Median::Under(168)),
        (20, [0, 0, 9, 11], Median::AtLeast(168)),
        // 11 of 20 have no answer, which is later than any.
        (20, [9, 0, 0, 0], Median::Unanswered),
        // 3 are few of what was sent.
        (3, [3, 0, 0, 0], Median::Withheld),
    ] {
        assert_eq!(accepted(sent, times).median, median, "{times:?} of {sent}");
    }
}

#[test]
fn a_median_that_lies_behind_what_is_withheld_is_told_when_it_follows_from_the_rest() {
    // 2 and 3 are small, and so neither is told; 15 without an answer are, and are more than half.
    assert_eq!(accepted(20, [2, 3, 0, 0]).median, Median::Unanswered);
    // 12 are more than half, whatever the 1 and 4 after them are.
    assert_eq!(accepted(17, [12, 1, 4, 0]).median, Median::Under(24));
    // 4, 3 and 3 are withheld: which of their bands holds the middle is not told, nor who was in time.
    let response = accepted(10, [4, 3, 3, 0]);
    assert_eq!(response.median, Median::Withheld);
    assert_eq!((response.within.part, response.within.whole), (None, Some(10)));
}

fn gaps_of(amounts: &[(Indicator, &'static str, i64)]) -> Gaps {
    let mut sums = Sums::default();
    for (of, part, amount) in amounts {
        let tally = Tally { of: *of, part };
        sums.add(month("2026-11"), Measure::Tally(tally), *amount);
    }
    compared(period("2026-11"), &sums).gaps
}

#[test]
fn a_gap_is_a_rate_of_those_who_needed_the_service() {
    use Indicator as I;
    let gaps = gaps_of(&[
        (I::GbvIncidents, "all", 40),
        // 8 of 8 + 12 + 20.
        (I::ServiceGaps, "legal", 8),
        (I::GbvServices, "legal", 12),
        (I::GbvReferrals, "legal", 20),
        // 3 lacked it: small.
        (I::ServiceGaps, "health", 3),
        // None lacked it, and 2 were referred: of how many is small.
        (I::GbvReferrals, "police", 2),
    ]);
    let of = |code: &str| gaps.sectors.iter().find(|gap| gap.sector == code).unwrap().now;
    assert_eq!((of("legal").part, of("legal").whole), (Some(8), Some(40)));
    assert!(of("legal").interval.is_some());
    assert_eq!(of("health"), Rate::WITHHELD);
    assert_eq!((of("police").part, of("police").whole), (Some(0), None));
    assert_eq!(of("livelihoods").share(), None);
    assert!(!of("livelihoods").is_withheld());
    assert_eq!((gaps.all.part, gaps.all.whole, gaps.withheld), (Some(8), Some(40), 2));
    assert_eq!(Level::of(&gaps.all), Some(Level::UnderQuarter));
}

#[test]
fn where_all_that_was_needed_is_withheld_nobody_is_said_to_have_needed_nothing() {
    use Indicator as I;
    let gaps = gaps_of(&[(I::GbvIncidents, "all", 40), (I::ServiceGaps, "health", 3)]);
    assert_eq!((gaps.all, gaps.withheld), (Rate::WITHHELD, 1));
    assert_eq!(gaps_of(&[]).all.whole, Some(0));
}

#[test]
fn a_service_that_few_lacked_is_not_said_to_have_been_there_for_all() {
    use Indicator as I;
    // 3 found no health service, which is small; 8 of 8 were referred for legal aid.
    let gaps = gaps_of(&[
        (I::GbvIncidents, "all", 40),
        (I::ServiceGaps, "health", 3),
        (I::GbvReferrals, "legal", 8),
    ]);
    let legal = gaps.sectors.iter().find(|gap| gap.sector == "legal").unwrap().now;
    assert_eq!((legal.part, legal.whole), (Some(0), Some(8)));
    assert_eq!((gaps.all, gaps.withheld), (Rate::WITHHELD, 1));
    assert_eq!(Level::of(&gaps.all), None);
    // Where nothing is withheld, none is none.
    let gaps = gaps_of(&[(I::GbvIncidents, "all", 40), (I::GbvReferrals, "legal", 8)]);
    assert_eq!(Level::of(&gaps.all), Some(Level::Never));
}

#[test]
fn a_level_begins_where_the_one_before_ends() {
    let level =
        |part, whole| Level::of(&Rate { part: Some(part), whole: Some(whole), interval: None });
    let tenths = [0, 9, 10, 24, 25, 49, 50, 100].map(|part| level(part, 100));
    let expected = [
        Level::Never,
        Level::UnderTenth,
        Level::UnderQuarter,
        Level::UnderQuarter,
        Level::UnderHalf,
        Level::UnderHalf,
        Level::Half,
        Level::Half,
    ];
    assert_eq!(tenths, expected.map(Some));
    assert_eq!((level(0, 0), Level::of(&Rate::WITHHELD)), (None, None));
}
