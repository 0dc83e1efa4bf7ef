//! Killing services without warning while the month is played.

use std::time::Duration;

use clap::Parser;
use sentier::demo::{self, Summary};
use sentier_eventing::db::Database;
use sentier_tests::processes::{Processes, ran};
use sentier_tests::stored::stored_once;
use sentier_tests::system::{On, SERVICES};
use sentier_tests::wait::wait_for;
use tokio::time::sleep;

/// Of so many kills one meets the broker.
const BROKER_EVERY: u32 = 10;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    args: demo::Args,
}

/// A fixed sequence of numbers, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_during_the_demo_lose_nothing_and_repeat_nothing() {
    month(On::Sqlite, 50, &["--cases", "40", "--pace", "75s"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_five_kills_on_postgres_lose_nothing_and_repeat_nothing() {
    month(On::Postgres, 25, &["--cases", "20", "--pace", "40s"]).await;
}

async fn month(on: On, kills: u32, pace: &[&str]) {
    let mut processes = Processes::start(on).await;
    let data = processes.data().display().to_string();
    let secret = processes.data().join("first-secret");
    wait_for("the one-time secret", async || secret.exists().then_some(())).await;
    let line = [&["demo", "--data", &data, "--patience", "180"], pace].concat();
    let args = Line::try_parse_from(line).expect("options that parse").args;
    let (month, ()) = tokio::join!(Box::pin(demo::run(args)), kill(&mut processes, kills));
    // The demo itself waits until the figures are what it knows: every published event was counted, and
    // counted once.
    let summary = month.expect("the month is played to its end");
    assert!(summary.again > 0, "no call met a killed service: the test tests nothing");
    holds(&processes, &summary).await;
    let logs = SERVICES.map(|service| (service, processes.database(service)));
    let folder = processes.stop().await;
    let data = folder.path().join("data");
    checked(&["doctor", "--rebuild", "--data", &data.display().to_string()], "the read model")
        .await;
    for (service, database) in logs {
        let key = data.join("keys").join(service).join("ledger").join("verifier.txt");
        let key = key.display().to_string();
        checked(&["audit", "verify", "--database", &database, "--key", &key], "holds").await;
    }
}

/// Runs the executable, which must succeed and say so.
pub(super) async fn checked(line: &[&str], verdict: &str) {
    let (succeeded, text) = ran(line).await;
    assert!(succeeded && text.contains(verdict), "{line:?}: {text}");
}

/// Kills one after another, whoever it meets, once there is an administrator: the one-time secret can be
/// used once, and who loses the answer to it begins her installation anew.
async fn kill(processes: &mut Processes, kills: u32) {
    let secret = processes.data().join("first-secret");
    wait_for("the administrator", async || (!secret.exists()).then_some(())).await;
    let mut dice = Dice(7);
    for kill in 1..=kills {
        sleep(Duration::from_millis(300 + dice.below(1_700))).await;
        if kill % BROKER_EVERY == 0 {
            processes.kill_broker().await;
        } else {
            let place = usize::try_from(dice.below(4)).expect("a small number");
            processes.kill(SERVICES[place]).await;
        }
    }
}

async fn holds(processes: &Processes, summary: &Summary) {
    for service in SERVICES {
        let store = processes.store(service).await;
        if ["cases", "referrals"].contains(&service) {
            stored_once(&store, service, &summary.journal).await;
        }
        sound(&store, service).await;
        store.close().await;
    }
}

/// Its log has no gap, and no message was put aside.
pub(super) async fn sound(store: &Database, service: &str) {
    gapless(store).await;
    let parked = store.fetch("SELECT consumer, reason FROM parked", &[]).await.expect("rows");
    let parked: Vec<_> = parked.iter().map(|row| (row.text(0), row.text(1))).collect();
    assert!(parked.is_empty(), "{service} parked {parked:?}");
}

/// Every position of the log is taken, and every stream's versions follow each other.
async fn gapless(store: &Database) {
    let sql = "SELECT COUNT(*), COALESCE(MAX(position), 0) FROM event";
    let rows = store.fetch(sql, &[]).await.expect("rows");
    assert_eq!(rows[0].i64(0).expect("a count"), rows[0].i64(1).expect("a position"));
    let sql = "SELECT stream FROM event GROUP BY stream HAVING COUNT(*) <> MAX(version)";
    assert!(store.fetch(sql, &[]).await.expect("rows").is_empty());
}
