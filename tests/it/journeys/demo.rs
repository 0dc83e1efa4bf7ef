//! The demo itself: it comes to its end, its figures agree, and every write it was told of is stored once.

use clap::Parser;
use sentier::demo::{self, Summary};
use sentier_tests::stored::stored_once;
use sentier_tests::system::{On, Whole};

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    args: demo::Args,
}

/// Plays a small month on a running system.
pub(crate) async fn play(whole: &Whole, cases: usize, seed: u64) -> Summary {
    let (data, cases, seed) = (whole.data(), cases.to_string(), seed.to_string());
    let data = data.display().to_string();
    let line = ["demo", "--data", &data, "--cases", &cases, "--seed", &seed];
    let args = Line::try_parse_from(line).expect("options that parse").args;
    Box::pin(demo::run(args)).await.expect("the month is played")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_on_sqlite() {
    month(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_on_postgres() {
    month(On::Postgres).await;
}

async fn month(on: On) {
    let whole = Whole::start(on).await;
    let summary = play(&whole, 20, 1).await;
    assert!(summary.figures.iter().all(|row| row.counted == row.known));
    assert_eq!(summary.figures[0].counted, 20);
    assert!(summary.done.withdrawn > 0 && summary.done.erased > 0);
    for service in ["cases", "referrals"] {
        let store = whole.kept().store(service).await;
        stored_once(&store, service, &summary.journal).await;
        store.close().await;
    }

    // A second month on the same installation signs in with the accounts of the first.
    let again = play(&whole, 5, 2).await;
    assert_eq!(again.figures[0].known, 5);
    whole.stop().await;
}
