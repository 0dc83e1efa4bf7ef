//! Read models keep up, survive a restart, rebuild beside the old version, and are swapped.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::db::{Dialect, Tx};
use sentier_eventing::projection::{Comparison, Projection, Projections, Tables, compare};
use sentier_eventing::store::EventStore;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_test_support::databases::Fresh;
use tokio::sync::watch;

use crate::conformance::{append_of_type, append_one};

/// An event that the list passes over.
const PASSED_OVER: &str = "passed_over.v1";

/// Lists the streams with how often they were written, times `version`.
struct StreamList(u32);

impl Projection for StreamList {
    fn name(&self) -> &'static str {
        "stream_list"
    }

    fn version(&self) -> u32 {
        self.0
    }

    fn tables(&self) -> &'static [&'static str] {
        &["stream_list"]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = dialect.bytes();
        let (table, index) = (tables.name("stream_list"), tables.name("stream_list_by_written"));
        vec![
            format!("CREATE TABLE {table} (stream {bytes} PRIMARY KEY, written BIGINT NOT NULL)"),
            format!("CREATE INDEX {index} ON {table} (written)"),
        ]
    }

    fn takes(&self, event_type: &str) -> bool {
        event_type != PASSED_OVER
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let table = tables.name("stream_list");
            let sql = format!(
                "INSERT INTO {table} (stream, written) VALUES ($1, $2) \
                 ON CONFLICT (stream) DO UPDATE SET written = {table}.written + $2"
            );
            for event in events.iter().filter(|event| self.takes(&event.event_type)) {
                tx.execute(&sql, &[event.stream.into(), self.0.into()]).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

/// A running projection; dropped, it stops.
struct Running {
    projections: Projections,
    _stop: watch::Sender<bool>,
}

async fn start(store: &EventStore, version: u32) -> Running {
    let (stop, stopped) = watch::channel(false);
    let projections =
        Projections::start(store, vec![Arc::new(StreamList(version))], &stopped, |task| {
            drop(tokio::spawn(task));
        })
        .await
        .expect("starts");
    Running { projections, _stop: stop }
}

async fn sum(store: &EventStore, running: &Running, version: u32) -> i64 {
    let deadline = Duration::from_secs(10);
    running.projections.caught_up("stream_list", deadline).await.expect("catches up");
    // PostgreSQL sums BIGINT to NUMERIC; the suite's numbers are small.
    let sql = format!("SELECT CAST(SUM(written) AS BIGINT) FROM stream_list_v{version}");
    store.database().fetch(&sql, &[]).await.expect("rows")[0].i64(0).expect("a sum")
}

pub(crate) async fn a_list_shows_what_its_caller_has_just_written(fresh: Fresh) {
    let store = fresh.store().await;
    let running = start(&store, 1).await;
    for n in 1..=20 {
        append_one(&store, n, n).await;
        assert_eq!(sum(&store, &running, 1).await, i64::try_from(n).expect("fits"));
    }
}

pub(crate) async fn a_restart_applies_nothing_twice(fresh: Fresh) {
    let store = fresh.store().await;
    append_one(&store, 1, 1).await;
    let running = start(&store, 1).await;
    assert_eq!(sum(&store, &running, 1).await, 1);
    drop(running);
    append_one(&store, 2, 2).await;
    // Two processes keep the same read model at once.
    let (here, there) = (start(&store, 1).await, start(&store, 1).await);
    append_one(&store, 3, 3).await;
    assert_eq!((sum(&store, &here, 1).await, sum(&store, &there, 1).await), (3, 3));
}

pub(crate) async fn what_a_read_model_does_not_take_is_passed_over(fresh: Fresh) {
    let store = fresh.store().await;
    let (here, there) = (start(&store, 1).await, start(&store, 1).await);
    append_one(&store, 1, 1).await;
    assert_eq!((sum(&store, &here, 1).await, sum(&store, &there, 1).await), (1, 1));
    for number in 2..=40 {
        append_of_type(PASSED_OVER, &store, number).await;
    }
    assert_eq!((sum(&store, &here, 1).await, sum(&store, &there, 1).await), (1, 1));
    let checkpoint = "SELECT position FROM projection";
    let stored = store.database().fetch(checkpoint, &[]).await.expect("rows");
    assert_eq!(stored[0].i64(0).expect("a position"), 1, "nothing was written for them");
    // Both have passed them over; one of the two applies what comes behind, and neither twice.
    append_one(&store, 41, 41).await;
    assert_eq!((sum(&store, &here, 1).await, sum(&store, &there, 1).await), (2, 2));
    drop((here, there));
    append_of_type(PASSED_OVER, &store, 42).await;
    let again = start(&store, 1).await;
    assert_eq!(sum(&store, &again, 1).await, 2);
    let compared = compared(&store).await;
    assert!(compared.is_equal(), "{compared:?}");
}

pub(crate) async fn a_new_version_is_built_beside_the_old(fresh: Fresh) {
    let store = fresh.store().await;
    append_one(&store, 1, 1).await;
    let old = start(&store, 1).await;
    assert_eq!(sum(&store, &old, 1).await, 1);
    let new = start(&store, 2).await;
    assert_eq!(sum(&store, &new, 2).await, 2);
    assert_eq!(sum(&store, &old, 1).await, 1, "the old version still answers");
}

pub(crate) async fn a_replaced_version_is_dropped_at_the_next_start(fresh: Fresh) {
    let store = fresh.store().await;
    drop(start(&store, 1).await);
    let new = start(&store, 2).await;
    until_live(&store, 2).await;
    drop(new);
    drop(start(&store, 2).await);
    let left = store.database().fetch("SELECT version FROM projection", &[]).await.expect("rows");
    assert_eq!(left.len(), 1);
    assert!(store.database().fetch("SELECT * FROM stream_list_v1", &[]).await.is_err());
}

async fn until_live(store: &EventStore, version: i64) {
    let sql = "SELECT version FROM projection WHERE live = 1 AND version = $1";
    for _attempt in 0..500 {
        if !store.database().fetch(sql, &[version.into()]).await.expect("rows").is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(version, 0, "the version was not swapped in");
}

async fn compared(store: &EventStore) -> Comparison {
    compare(store, &StreamList(1)).await.expect("compares").expect("was built")
}

pub(crate) async fn a_rebuild_is_equal_until_a_row_is_changed(fresh: Fresh) {
    let store = fresh.store().await;
    assert_eq!(compare(&store, &StreamList(1)).await.expect("answers"), None, "never built");
    let running = start(&store, 1).await;
    for n in 1..=20 {
        append_one(&store, n, n).await;
    }
    sum(&store, &running, 1).await;
    let equal = compared(&store).await;
    assert!(equal.is_equal(), "{equal:?}");
    assert_eq!((equal.position, equal.tables[0].rows), (20, 20));

    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            for n in 21..=120 {
                append_one(&store, n, n).await;
            }
        }
    });
    let moving = compared(&store).await;
    assert!(moving.is_equal(), "while events are stored: {moving:?}");
    writer.await.expect("writes");
    sum(&store, &running, 1).await;

    let differences = [
        ("UPDATE stream_list_v1 SET written = 5 WHERE stream = $1", (1, 1)),
        ("DELETE FROM stream_list_v1 WHERE stream = $1", (1, 0)),
        ("INSERT INTO stream_list_v1 VALUES ($1, 1)", (0, 0)),
        ("INSERT INTO stream_list_v1 VALUES ($1, 7)", (0, 1)),
    ];
    for (number, (sql, expected)) in differences.into_iter().enumerate() {
        let stream = uuid::Uuid::from_u128(if number == 3 { 999 } else { 7 });
        store.database().execute(sql, &[stream.into()]).await.expect("writes");
        let found = compared(&store).await;
        assert_eq!((found.tables[0].lacking, found.tables[0].surplus), expected, "{sql}");
    }
    let left = store.database().fetch("SELECT * FROM stream_list_v1_scratch", &[]).await;
    assert!(left.is_err(), "the scratch tables are gone");
}
