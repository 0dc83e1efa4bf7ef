//! Published events that come again make the same figures; five million in full form: `replay-figures`.

use std::collections::BTreeMap;

use sentier_statistics_domain::indicators::{Indicator, Shown, Value};
use sentier_test_support::databases::On;
use sentier_tests::replay::{Answer, Answers, Indicators, Rows, differences, run};

/// Eight groups of cases and one of referrals, in January and February.
const EVENTS: u64 = 3_600;

async fn counted_again_or_rebuilt_everything_is_the_same(on: On) {
    let outcome = Box::pin(run(EVENTS, on)).await;
    assert!(outcome.is_identical(), "{}", outcome.report());
    // A case is one of every twenty events of the eight groups.
    assert!(outcome.rows > 300 && outcome.opened.0 == 160, "{}", outcome.report());
    assert_eq!(outcome.steps.len(), 4);
    // 53 indicators of thirteen centres in twelve months and four quarters.
    assert_eq!(outcome.indicators.asked, Indicator::ALL.len());
    assert_eq!(outcome.indicators.values, Indicator::ALL.len() * 13 * 16);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn published_events_that_are_counted_again_or_rebuilt_make_every_indicator_the_same() {
    counted_again_or_rebuilt_everything_is_the_same(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn and_so_they_do_on_postgresql() {
    counted_again_or_rebuilt_everything_is_the_same(On::Postgres).await;
}

#[test]
fn a_row_that_is_missing_or_stands_twice_is_a_difference() {
    let rows = |rows: &[(&str, u64)]| {
        let rows = rows.iter().map(|(row, times)| (("figure", (*row).to_owned()), *times));
        Rows(rows.collect::<BTreeMap<_, _>>())
    };
    let one = rows(&[("a,1", 1), ("b,2", 1)]);
    assert_eq!(differences(&one, &one), 0);
    assert_eq!(differences(&one, &rows(&[("a,1", 1)])), 1);
    assert_eq!(differences(&one, &rows(&[("a,1", 1), ("b,2", 2)])), 1);
    assert_eq!(differences(&one, &rows(&[("a,1", 1), ("b,3", 1)])), 1);
    assert_eq!(differences(&rows(&[]), &one), 2);
}

/// Every indicator of one centre and month, each of which came to so many.
fn answers(numerator: i64) -> Answers {
    let answer = Answer {
        exact: vec![Value { numerator, denominator: None, parts: Vec::new() }],
        told: Shown { numerator: None, denominator: None, parts: Vec::new(), withheld: true },
    };
    let question = |indicator: &Indicator| ("ogou-1", "2026-11".to_owned(), *indicator);
    Indicator::ALL.iter().map(|one| (question(one), answer.clone())).collect()
}

#[test]
fn an_indicator_that_differs_or_came_to_nothing_is_no_proof() {
    let one = answers(3);
    assert!(Indicators::compared(&one, &[&one, &one]).is_identical());
    let mut other = one.clone();
    other.pop_last();
    other.extend(answers(4).into_iter().take(2));
    let differing = Indicators::compared(&one, &[&one, &other]);
    assert_eq!((differing.differing, differing.is_identical()), (3, false));
    // Nothing is nothing on both sides, and proves nothing.
    let mut silent = one;
    silent.extend(answers(0).into_iter().take(1));
    let silent = Indicators::compared(&silent, &[&silent]);
    assert_eq!((silent.differing, silent.zero.as_slice()), (0, &["number_of_cases"][..]));
    assert!(!silent.is_identical());
}
