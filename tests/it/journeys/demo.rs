//! The demo itself: it comes to its end, its figures agree, and every write it was told of is stored once.

use clap::Parser;
use sentier::demo::{self, Summary};
use sentier_eventing::db::Value;
use sentier_tests::system::{On, Whole, id_of};

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
    stored_once(&whole, &summary).await;

    // A second month on the same installation signs in with the accounts of the first.
    let again = play(&whole, 5, 2).await;
    assert_eq!(again.figures[0].known, 5);
    whole.stop().await;
}

/// Every acknowledged write of case work and referrals: its request once in the log of requests, and the
/// event at the version that it was answered with.
async fn stored_once(whole: &Whole, summary: &Summary) {
    for service in ["cases", "referrals"] {
        let store = whole.kept().store(service).await;
        let of_service = format!("{service}.v1/");
        let mut seen = 0;
        for entry in summary.journal.iter().filter(|entry| entry.rpc.starts_with(&of_service)) {
            let request = [Value::from(entry.request_id)];
            let sql = "SELECT stream, version FROM request WHERE request_id = $1";
            let rows = store.fetch(sql, &request).await.expect("rows");
            assert_eq!(rows.len(), 1, "{} is answered once", entry.rpc);
            let (stream, version) =
                (rows[0].uuid(0).expect("a stream"), rows[0].i64(1).expect("a version"));
            if entry.version > 0 {
                assert_eq!((stream, version), (id_of(&entry.resource), entry.version));
            }
            let sql = "SELECT 1 FROM event WHERE stream = $1 AND version = $2";
            let rows = store.fetch(sql, &[stream.into(), version.into()]).await.expect("rows");
            assert_eq!(rows.len(), 1, "{} stored its event once", entry.rpc);
            seen += 1;
        }
        assert!(seen > 10, "the demo wrote to {service}");
        store.close().await;
    }
}
