//! The broker delivers everything again, or loses its disk and is told everything again.

use std::fs;
use std::ops::Range;
use std::time::Duration;

use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::stream::Stream;
use sentier_eventing::db::Database;
use sentier_tests::system::{On, SERVICES, Whole};
use sentier_tests::wait::wait_for;

use super::kills::{checked, sound};
use crate::journeys::demo::play;
use crate::journeys::path::figures;

/// As long as nothing happens, nothing is under way.
const REST: Duration = Duration::from_secs(3);

/// Consumers of one service's published events.
async fn consumers(whole: &Whole) -> Vec<(String, String)> {
    let context = whole.broker().await;
    let mut found = Vec::new();
    for service in SERVICES {
        let name = format!("SENTIER_{}", service.to_uppercase());
        let stream = context.get_stream(&name).await.expect("the stream");
        let names = stream.consumer_names();
        let names: Vec<_> = futures_util::StreamExt::collect::<Vec<_>>(names).await;
        // The followers of revocations are not durable, and have no name of ours.
        let ours = names.into_iter().filter_map(Result::ok).filter(|name| name.contains("_on_"));
        found.extend(ours.map(|consumer| (name.clone(), consumer)));
    }
    found
}

/// The place in the stream of the last message that a consumer took; none while it has more to take.
async fn last_taken(stream: &Stream, consumer: &str) -> Option<u64> {
    let mut consumer = stream.get_consumer::<pull::Config>(consumer).await.ok()?;
    let info = consumer.info().await.ok()?;
    let rests = info.num_pending == 0 && info.num_ack_pending == 0;
    rests.then_some(info.delivered.stream_sequence)
}

/// How many events each store holds.
async fn counts(whole: &Whole) -> Vec<i64> {
    let mut counts = Vec::new();
    for service in SERVICES {
        let store = whole.kept().store(service).await;
        counts.push(count(&store).await);
        store.close().await;
    }
    counts
}

/// The counts, once nothing is added any more: disclosures that ended are destroyed in their own time.
async fn settled(whole: &Whole) -> Vec<i64> {
    let mut last = counts(whole).await;
    wait_for("the services to come to rest", async || {
        tokio::time::sleep(REST).await;
        let now = counts(whole).await;
        let rests = now == last;
        last.clone_from(&now);
        rests.then_some(now)
    })
    .await
}

async fn count(store: &Database) -> i64 {
    let rows = store.fetch("SELECT COUNT(*) FROM event", &[]).await.expect("rows");
    rows[0].i64(0).expect("a count")
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_delivered_again_changes_nothing() {
    let whole = Whole::start(On::Sqlite).await;
    play(&whole, 12, 3).await;
    let known = consumers(&whole).await;
    assert!(known.len() >= 4, "only {known:?}");
    let before = settled(&whole).await;
    // A consumer that is gone is made again by its service, and begins with the first message.
    let context = whole.broker().await;
    let mut taken = Vec::new();
    for (stream, consumer) in &known {
        let stream = context.get_stream(stream).await.expect("the stream");
        taken.push(last_taken(&stream, consumer).await.expect("told"));
        stream.delete_consumer(consumer).await.expect("deleted");
    }
    // What some wait for did not happen in this demo; most took something.
    assert!(taken.iter().filter(|last| **last > 0).count() >= 4, "only {taken:?}");
    for ((stream, consumer), last) in known.iter().zip(taken) {
        wait_for("every message to be taken again", async || {
            let stream = context.get_stream(stream).await.ok()?;
            (last_taken(&stream, consumer).await? >= last).then_some(())
        })
        .await;
    }
    assert_eq!(settled(&whole).await, before, "a second delivery had an effect");
    whole.stop().await;
}

/// The services of whose events others hold copies; access writes whenever somebody signs in.
const COPIED: Range<usize> = 1..SERVICES.len();

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_lost_its_disk_is_told_everything_and_applies_nothing_twice() {
    let whole = Whole::start(On::Sqlite).await;
    play(&whole, 12, 4).await;
    let shown = figures(&whole.stage().await).await;
    let before = settled(&whole).await;
    let known = consumers(&whole).await;
    let context = whole.broker().await;
    let mut busy = Vec::new();
    for (name, consumer) in known {
        let stream = context.get_stream(&name).await.expect("the stream");
        if last_taken(&stream, &consumer).await.expect("told") > 0 {
            busy.push((name, consumer));
        }
    }
    assert!(busy.len() >= 4, "only {busy:?} took something");

    let kept = whole.stop().await;
    fs::remove_dir_all(kept.data().join("nats/store")).expect("a disk to lose");
    let whole = kept.start().await;
    let context = whole.broker().await;
    for (name, consumer) in &busy {
        wait_for("every message to be published and taken again", async || {
            let stream = context.get_stream(name).await.ok()?;
            (last_taken(&stream, consumer).await? > 0).then_some(())
        })
        .await;
    }
    let after = settled(&whole).await;
    assert_eq!(after[COPIED], before[COPIED], "a second publication had an effect");
    assert_eq!(figures(&whole.stage().await).await, shown, "something was counted twice, or lost");
    for service in SERVICES {
        let store = whole.kept().store(service).await;
        sound(&store, service).await;
        store.close().await;
    }
    let data = whole.stop().await;
    let folder = data.data().display().to_string();
    checked(&["doctor", "--rebuild", "--data", &folder], "the read model").await;
}
