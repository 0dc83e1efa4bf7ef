//! Published events that come again make the same figures; five million in full form: `replay-figures`.

use std::collections::BTreeMap;

use sentier_test_support::databases::On;
use sentier_tests::replay::{Rows, differences, run};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn published_events_that_are_counted_again_or_rebuilt_make_every_row_the_same() {
    let outcome = run(2_400, On::Sqlite).await;
    assert!(outcome.is_identical(), "{}", outcome.report());
    assert!(outcome.rows > 300 && outcome.opened.0 > 200, "{}", outcome.report());
    assert_eq!(outcome.steps.len(), 4);
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
