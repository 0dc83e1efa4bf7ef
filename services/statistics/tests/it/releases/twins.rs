//! An empty world beside a full one, on both wires: count, order, sizes, times, ids, headers and addresses of all
//! that an analyst receives are alike, and what differs are numbers.

use std::time::Duration;

use async_nats::{Message, Subscriber};
use futures_util::StreamExt as _;
use prost::Message as _;
use sentier_proto::cases::events::v1::SurvivorCounted;
use sentier_proto::common::v1::Date;
use sentier_proto::statistics::events::v1::StatisticsEvent;
use sentier_proto::statistics::v1::{SubscribeReleasesRequest, SubscribeReleasesResponse};
use sentier_test_support::databases::On;
use tokio::time::Instant;

use super::following::some;
use super::publishing::blank;
use super::told::{counted, moment};
use crate::world::World;

/// What the analysts' account hears.
const RELEASES: &str = "sentier.installation.statistics.v1.release_published";
/// The heartbeat's rate, and how far a loaded machine may be behind it.
const HEARTBEAT: Duration = Duration::from_secs(15);
const LATE: Duration = Duration::from_secs(3);

/// A message as the broker hands it on.
#[derive(Debug, PartialEq)]
struct Heard {
    subject: String,
    reply: Option<String>,
    headers: Vec<(String, String)>,
    size: usize,
    content: StatisticsEvent,
}

/// Everything that one analyst receives.
struct Received {
    heard: Vec<Heard>,
    /// The stream's headers.
    metadata: Vec<(String, String)>,
    /// Of each item its bytes on the wire, and what is left without the numbers.
    items: Vec<(usize, SubscribeReleasesResponse)>,
    /// From the opening of the stream to its heartbeat.
    heartbeat: Duration,
}

fn heard(message: &Message) -> Heard {
    let mut headers: Vec<(String, String)> = message
        .headers
        .iter()
        .flat_map(|headers| headers.iter())
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    headers.sort();
    Heard {
        subject: message.subject.to_string(),
        reply: message.reply.as_ref().map(ToString::to_string),
        headers,
        size: message.payload.len(),
        content: blank(&message.payload),
    }
}

fn without_numbers(item: &SubscribeReleasesResponse) -> (usize, SubscribeReleasesResponse) {
    let mut item = item.clone();
    let size = item.encoded_len();
    item.padding.clear();
    for cell in item.release.iter_mut().flat_map(|release| &mut release.cells) {
        (cell.noisy_count, cell.estimate, cell.low, cell.high) = (0, 0, 0, 0);
    }
    (size, item)
}

async fn all_that_comes(subscriber: &mut Subscriber) -> Vec<Heard> {
    let mut all = Vec::new();
    let silent = Duration::from_secs(1);
    while let Ok(Some(message)) = tokio::time::timeout(silent, subscriber.next()).await {
        all.push(heard(&message));
    }
    all
}

/// Survivors `from` to before `until`, registered in this month, while the releases go on.
async fn come(world: &World, from: u128, until: u128, (year, month): (i32, i32)) {
    for n in from..until {
        let register_month = Some(Date { year, month, day: 1 });
        world.tell(n, n, Some(SurvivorCounted { register_month, ..counted() })).await;
    }
}

async fn received_in_a_world_of(survivors: u128) -> Received {
    let world = World::start(On::Sqlite).await;
    let broker = async_nats::connect(&world.broker.url).await.expect("connects");
    let mut releases = broker.subscribe(RELEASES).await.expect("subscribes");
    broker.flush().await.expect("flushes");
    come(&world, 0, survivors, (2026, 11)).await;
    world.marked(i64::try_from(2 * survivors).expect("few")).await;
    world.at(moment("2026-12-10T02:00:00Z")).await;
    let subscription = world.approved().await;
    let request = SubscribeReleasesRequest { subscription, ..Default::default() };
    let opened = Instant::now();
    let answer = world.releases().subscribe_releases(world.analyst(request)).await;
    let answer = answer.expect("follows");
    let metadata = answer.metadata().clone().into_headers();
    let mut stream = answer.into_inner();
    let mut items = some(&mut stream, 2).await;
    come(&world, survivors, survivors * 5 / 4, (2026, 12)).await;
    world.at(moment("2027-01-10T02:00:00Z")).await;
    items.extend(some(&mut stream, 11).await);
    come(&world, survivors * 5 / 4, survivors * 3 / 2, (2027, 1)).await;
    // Nothing is due before the heartbeat, whoever comes.
    items.extend(some(&mut stream, 1).await);
    let heartbeat = opened.elapsed();
    let heard = all_that_comes(&mut releases).await;
    drop(stream);
    world.end().await;
    let metadata = metadata
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().expect("words").to_owned()))
        // The hour of the call is the listener's own.
        .map(|(name, value)| if name == "date" { (name, String::new()) } else { (name, value) });
    Received {
        heard,
        metadata: metadata.collect(),
        items: items.iter().map(without_numbers).collect(),
        heartbeat,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_listens_on_either_wire_cannot_tell_an_empty_world_from_a_full_one() {
    let (empty, full) =
        tokio::join!(Box::pin(received_in_a_world_of(0)), Box::pin(received_in_a_world_of(24)));
    assert_eq!(empty.heard, full.heard, "by the broker");
    assert_eq!(empty.heard.len(), 13);
    for heard in &empty.heard {
        let names: Vec<&str> = heard.headers.iter().map(|(name, _)| name.as_str()).collect();
        let known =
            ["Nats-Msg-Id", "ce-id", "ce-source", "ce-specversion", "ce-type", "content-type"];
        assert_eq!(names, known, "no trace, and no batch: {heard:?}");
        assert_eq!(heard.size, 4_096);
    }
    assert_eq!(empty.metadata, full.metadata, "the stream's headers");
    assert_eq!(empty.items, full.items, "the stream's items");
    assert!(empty.items.iter().all(|(size, _)| *size == 4_096));
    assert!(empty.items.last().is_some_and(|(_, item)| item.release.is_none()), "a heartbeat");
    for world in [&empty, &full] {
        let late = world.heartbeat.abs_diff(HEARTBEAT);
        assert!(late < LATE, "a heartbeat after {:?}", world.heartbeat);
    }
}
