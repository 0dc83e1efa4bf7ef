//! Whoever takes the store away, with every key that there is: what it tells in the year, and what after it.
//!
//! PRIVACY 2.2. In the year the counts of the last two months open, each without an id. After the 10th of January
//! nobody opens a count of November again: sums by week stay, and answer as before.

use std::collections::BTreeSet;
use std::path::Path;

use sentier_eventing::projection::compare;
use sentier_proto::statistics::v1::ListIndicatorValuesRequest;
use sentier_test_support::databases::On;

use crate::callers::MANAGER;
use crate::indicators::{counted, history, tell};
use crate::releases::told::moment;
use crate::source::event_id;
use crate::world::{World, on_both};

on_both!(what_was_counted_is_summed_for_good_and_then_nobody_opens_it);

/// Words of an incident, a need or an answer that stand in nothing but what was told of one.
const TELLING: [&str; 6] =
    ["rape", "12_to_17", "gbv_case_context", "survivor_home", "legal_aid", "cases_held"];

/// Tables that hold something of persons, and what; every other holds none. A new one is argued here.
const OF_PERSONS: [(&str, &str); 8] = [
    ("event", "counts without ids, sealed under their month; sums that are final"),
    ("request", "a digest of each counted message, so that none is counted twice"),
    ("parked", "messages that could not be taken, as they came: for a person to look at"),
    ("figure_v2", "sums by month"),
    ("indicator_sum_v3", "sums by month and week of counting"),
    ("release_counter", "counters that began at their noise"),
    ("release_mark", "digests under the year's key"),
    ("open_record", "coarse records, where the owners switched them on"),
];
const OF_NOBODY: [&str; 12] = [
    "_sqlx_migrations",
    "activity_v2",
    "activity_count_v2",
    "checkpoint",
    "head",
    "indicator_week_v3",
    "projection",
    "relay",
    "release_gate",
    "release_list_v2",
    "snapshot",
    "subscription_v2",
];

fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        all.extend(if path.is_dir() {
            bytes(&path)
        } else {
            std::fs::read(path).expect("readable")
        });
    }
    all
}

/// Everything a search of the store's own files, and of all its keys, goes through.
fn seized(world: &World) -> Vec<u8> {
    let folder = world.folder.path();
    let mut all = bytes(&folder.join("statistics-keys"));
    for file in ["statistics.db", "statistics.db-wal"] {
        all.extend(std::fs::read(folder.join(file)).unwrap_or_default());
    }
    all
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// What stands in the log of single messages.
async fn told(world: &World) -> Vec<u8> {
    let log = world.host.store.read_log(0, 1_000).await.expect("reads");
    let single = log.into_iter().filter(|event| event.event_type != "sums_finalised.v1");
    single.flat_map(|event| event.payload).collect()
}

async fn rebuilt_alike(world: &World) {
    for projection in world.projections() {
        let compared = compare(&world.host.store, projection.as_ref()).await.expect("rebuilds");
        let compared = compared.expect("it was built");
        assert!(compared.is_equal(), "{compared:?}");
    }
}

fn nothing_told_is_legible(log: &[u8]) {
    assert!(holds(log, b"count"), "the search finds what is there");
    for word in TELLING {
        // As a stored code stands: bare, four letters of sealed bytes may spell it by chance.
        assert!(!holds(log, format!("\"{word}\"").as_bytes()), "{word}");
    }
}

/// To no message that told of anybody, and to no key that opens what was told.
fn nothing_leads_back(seized: &[u8], secret: &[u8]) {
    assert!(holds(seized, b"sums_finalised.v1"), "the search finds what is there");
    assert!(!holds(seized, secret), "November's key is nowhere");
    for known in (1_000..1_120).chain(1_500..1_513).map(event_id) {
        assert!(!holds(seized, known.as_bytes()));
        assert!(!holds(seized, known.to_string().as_bytes()));
    }
}

async fn what_was_counted_is_summed_for_good_and_then_nobody_opens_it(on: On) {
    let world = World::start(on).await;
    tell(&world, "ogou-1", &history(&world, 1_000).await).await;
    world.stored("ogou-1", "care_counted.v2", counted()).await;
    world.end_week().await;
    let asked = || ListIndicatorValuesRequest {
        parent: "centres/ogou-1".to_owned(),
        from_month: "2026-10".to_owned(),
        to_month: "2026-12".to_owned(),
        page_size: 1_000,
        week: "2026-11-23".to_owned(),
        ..ListIndicatorValuesRequest::default()
    };
    let before = world.indicator_values_as(MANAGER, asked()).await.expect("values");
    let figures = world.figures("ogou-1").await;
    // In the year: what was told of one incident is legible nowhere in the log, and names no message.
    nothing_told_is_legible(&told(&world).await);
    // With the keys it opens, or nothing could be rebuilt: two months of counts, without ids.
    let key = world.folder.path().join("statistics-keys/counts/2026-11.key");
    let secret = std::fs::read(&key).expect("November's key");
    rebuilt_alike(&world).await;

    world.at(moment("2027-01-09T23:59:59Z")).await;
    assert!(key.exists(), "a read model that was wrong may still be built anew");
    world.at(moment("2027-01-10T00:00:00Z")).await;
    assert!(!key.exists());
    world.stored("ogou-1", "sums_finalised.v1", 1).await;
    // The same numbers for the same week, from the sums alone: live, and rebuilt by who has every key left.
    let after = world.indicator_values_as(MANAGER, asked()).await.expect("values");
    assert_eq!((&after, world.figures("ogou-1").await), (&before, figures.clone()));
    rebuilt_alike(&world).await;
    if on == On::Sqlite {
        nothing_leads_back(&seized(&world), &secret);
    }
    more_is_counted_beside(&world).await;
    assert_eq!(world.figures("ogou-1").await, figures);
    world.end().await;
}

/// What comes again is counted no second time, and what is counted now stands beside the final sums.
async fn more_is_counted_beside(world: &World) {
    world.host.env.clock.advance(std::time::Duration::from_mins(1));
    tell(world, "ogou-1", &history(world, 5_000).await[..3]).await;
    world.stored("ogou-1", "care_counted.v2", counted() + 3).await;
    rebuilt_alike(world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_that_holds_something_of_persons_is_known() {
    let world = World::start(On::Sqlite).await;
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    let rows = world.host.store.database().fetch(sql, &[]).await.expect("rows");
    let there: BTreeSet<String> = rows.iter().map(|row| row.text(0).expect("a name")).collect();
    let known: BTreeSet<&str> =
        OF_PERSONS.iter().map(|(table, _)| *table).chain(OF_NOBODY).collect();
    let unknown: Vec<&String> =
        there.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "what do they tell a thief?");
    for (table, holds) in OF_PERSONS {
        assert!(there.contains(table), "{table}: {holds}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_stores_that_were_told_alike_share_no_stored_count() {
    let mut stored: Vec<BTreeSet<Vec<u8>>> = Vec::new();
    for _world in 0..2 {
        let world = World::start(On::Sqlite).await;
        tell(&world, "ogou-1", &history(&world, 1_000).await[..8]).await;
        world.stored("ogou-1", "care_counted.v2", 8).await;
        let log = world.host.store.read_log(0, 100).await.expect("reads");
        let counts = log.into_iter().filter(|event| event.event_type == "care_counted.v2");
        let counts: BTreeSet<Vec<u8>> = counts.map(|event| event.payload).collect();
        assert_eq!(counts.len(), 8, "the same count twice is not the same bytes");
        assert_eq!(counts.iter().map(Vec::len).collect::<BTreeSet<_>>().len(), 1, "nor its length");
        stored.push(counts);
        world.end().await;
    }
    assert!(stored[0].is_disjoint(&stored[1]));
}
