//! Whoever takes the store away, with the keys, finds noisy counters and digests: no survivor, and no count.

use std::path::Path;
use std::time::Duration;

use sentier_test_support::databases::On;

use super::told::{counted, handle, moment};
use crate::world::World;

/// Every byte of a folder's files.
fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            all.extend(bytes(&path));
        } else {
            all.extend(std::fs::read(path).expect("readable"));
        }
    }
    all
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seized_store_holds_no_handle_no_incident_and_no_event_of_a_survivor() {
    let world = World::start(On::Sqlite).await;
    for n in 1..=20 {
        world.tell(n, n, Some(counted())).await;
    }
    world.marked(40).await;
    let log = world.host.store.read_log(0, 1_000).await.expect("reads");
    let types: Vec<&str> = log.iter().map(|event| event.event_type.as_str()).collect();
    assert_eq!(
        types,
        ["sealing_key_rotated.v1", "week_closed.v1"],
        "the log keeps everything, so it holds none of this"
    );
    let rows = world.host.store.database().fetch("SELECT sealed FROM release_mark", &[]).await;
    let lengths: std::collections::BTreeSet<usize> =
        rows.expect("rows").iter().map(|row| row.bytes(0).expect("bytes").len()).collect();
    assert_eq!(lengths.len(), 1, "a survivor's mark is as long as a message's");
    let folder = world.folder.path().to_owned();
    // The broker's folder is another's, and what stands there is sealed.
    let store = std::fs::read(folder.join("statistics.db")).expect("the store");
    let log = std::fs::read(folder.join("statistics.db-wal")).unwrap_or_default();
    let keys = bytes(&folder.join("statistics-keys"));
    let seized = [store, log, keys].concat();
    for n in 1..=20 {
        for secret in [handle(n), handle(1_000_000 + n)] {
            let id = uuid::Uuid::parse_str(&secret).expect("an id");
            assert!(!holds(&seized, secret.as_bytes()) && !holds(&seized, id.as_bytes()));
        }
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_stores_that_counted_the_same_survivors_hold_other_counters() {
    let mut counters = Vec::new();
    for _world in 0..2 {
        let world = World::start(On::Sqlite).await;
        world.tell(1, 1, Some(counted())).await;
        world.marked(2).await;
        counters.push(world.counters().await);
        world.end().await;
    }
    let (one, other) = (&counters[0], &counters[1]);
    assert!(one.keys().eq(other.keys()));
    // Of 72 cells of one table it is beyond chance that the noise is the same.
    assert_ne!(one["type_age_perpetrator-2026"], other["type_age_perpetrator-2026"]);
    let zeros = one["type_age_perpetrator-2026"].iter().filter(|count| **count == 0).count();
    assert!(zeros < 30, "71 cells of 72 are empty, and {zeros} show it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_s_key_and_its_marks_are_destroyed_when_january_is_over() {
    let world = World::start(On::Sqlite).await;
    world.tell(1, 1, Some(counted())).await;
    world.marked(2).await;
    let key = world.folder.path().join("statistics-keys/releases/2026.key");
    assert!(key.exists());
    world.at(moment("2027-01-31T23:59:59Z")).await;
    assert!(key.exists(), "what is open in January may still be corrected");
    world.at(moment("2027-01-31T23:59:59Z").plus(Duration::from_secs(1))).await;
    assert!(!key.exists());
    world.marked(0).await;
    // A withdrawal that comes now finds nobody, and is no error.
    world.tell(2, 1, None).await;
    let parked = "SELECT CAST(COUNT(*) AS BIGINT) FROM parked";
    let rows = world.host.store.database().fetch(parked, &[]).await.expect("rows");
    assert_eq!(rows[0].i64(0).expect("a count"), 0);
    world.end().await;
}
