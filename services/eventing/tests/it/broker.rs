//! Relay and consumer between a real store and a real nats-server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Consumer, Delivered, Reaction, ReactionError};
use sentier_eventing::nats::Nats;
use sentier_eventing::outbox::{PublishError, Published, Publisher, Relay};
use sentier_eventing::store::EventStore;
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{StoredEvent, Streams};
use sentier_platform::config::NatsConfig;
use sentier_test_support::broker::Broker;
use sentier_test_support::databases::Fresh;
use tokio::sync::watch;
use uuid::Uuid;

use crate::conformance::append_one;
use crate::tally::{TallyCodec, call, count};

/// A connection to the broker.
pub(crate) async fn connected(broker: &Broker) -> Nats {
    let config = NatsConfig { url: broker.url.clone(), ..NatsConfig::default() };
    Nats::connect(&config).await.expect("connects")
}

/// Tells every counted event to the world, but for streams that are to stay inside.
pub(crate) struct Teller {
    pub(crate) carries_trace: bool,
}

const SILENT: u128 = 999;

impl Publisher for Teller {
    fn carries_trace(&self) -> bool {
        self.carries_trace
    }

    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            if event.stream == Uuid::from_u128(SILENT) {
                return Ok(Vec::new());
            }
            Ok(vec![Published {
                event_id: event.event_id(),
                fact: "counted",
                centre: event.centre.clone(),
                payload: event.stream.as_bytes().to_vec(),
            }])
        }
        .boxed()
    }
}

/// Starts a relay; the sender stops it.
fn relay(store: &EventStore, nats: &Nats) -> watch::Sender<bool> {
    relay_of(store, nats, true)
}

/// Starts a relay whose messages carry traces, or not.
pub(crate) fn relay_of(
    store: &EventStore,
    nats: &Nats,
    carries_trace: bool,
) -> watch::Sender<bool> {
    let (stop, stopped) = watch::channel(false);
    let relay = Relay {
        name: "cases",
        service: "cases",
        store: store.clone(),
        nats: nats.clone(),
        publisher: Arc::new(Teller { carries_trace }),
        holder: Uuid::now_v7(),
        stop: stopped,
    };
    drop(tokio::spawn(relay.run()));
    stop
}

/// Counts each message on a tally of its own store, and fails as told.
struct Counter {
    streams: Streams<TallyCodec>,
    calls: AtomicU32,
}

impl Reaction for Counter {
    fn name(&self) -> &'static str {
        "counter_on_cases"
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["counted"]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move {
            if message.payload == Uuid::from_u128(13).as_bytes() {
                return Err(ReactionError::Poison("unlucky".to_owned()));
            }
            let mut effect = call(0);
            effect.stamp.request_id = message.request_id(self.name());
            self.streams
                .transact(effect, Uuid::from_u128(1), KeyRing::none(), count(1))
                .await
                .map_err(|error| ReactionError::Retry(error.to_string()))?;
            // Every second call dies between its effect and its acknowledgement.
            match self.calls.fetch_add(1, Ordering::Relaxed) % 2 {
                0 => Err(ReactionError::Retry("died".to_owned())),
                _ => Ok(()),
            }
        }
        .boxed()
    }
}

fn consumer(store: &EventStore, nats: &Nats) -> watch::Sender<bool> {
    let (stop, stopped) = watch::channel(false);
    let streams = Streams::new(store);
    let reaction = Arc::new(Counter { streams, calls: AtomicU32::new(0) });
    let consumer = Consumer { nats: nats.clone(), reaction, store: store.clone(), stop: stopped };
    drop(tokio::spawn(consumer.run()));
    stop
}

/// The payloads in the broker's stream, in its order.
async fn published(broker: &Broker) -> Vec<u128> {
    let client = async_nats::connect(&broker.url).await.expect("connects");
    let context = async_nats::jetstream::new(client);
    let stream = context.get_stream("SENTIER_CASES").await.expect("the stream");
    let last = stream.get_info().await.expect("its state").state.last_sequence;
    let mut found = Vec::new();
    for sequence in 1..=last {
        let message = stream.get_raw_message(sequence).await.expect("a message");
        found.push(Uuid::from_slice(&message.payload).expect("an id").as_u128());
    }
    found
}

async fn until_published(broker: &Broker, count: usize) -> Vec<u128> {
    for _attempt in 0..500 {
        let found = published(broker).await;
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    published(broker).await
}

pub(crate) async fn what_is_stored_is_published_once_and_in_order(fresh: Fresh) {
    let (store, broker) = (fresh.store().await, Broker::start().await);
    let nats = connected(&broker).await;
    nats.ensure_stream("cases").await.expect("a stream");
    append_one(&store, 999, SILENT).await;
    for n in 1..=300 {
        append_one(&store, n, n).await;
    }
    let stops = [relay(&store, &nats), relay(&store, &nats)];
    assert_eq!(until_published(&broker, 300).await, (1..=300).collect::<Vec<_>>());
    stop(&stops);

    // Killed after publishing and before its mark: the next relay publishes the same again.
    let back = "UPDATE relay SET position = 100, until = 0";
    store.database().execute(back, &[]).await.expect("writes");
    let stop = relay(&store, &nats);
    append_one(&store, 301, 301).await;
    assert_eq!(until_published(&broker, 301).await, (1..=301).collect::<Vec<_>>());
    stop.send_replace(true);
}

pub(crate) async fn each_message_takes_effect_once_and_poison_is_parked(fresh: Fresh) {
    let (source, broker) = (Fresh::sqlite(), Broker::start().await);
    let (source, target) = (source.store().await, fresh.store().await);
    let nats = connected(&broker).await;
    nats.ensure_stream("cases").await.expect("a stream");
    let stops = [relay(&source, &nats), consumer(&target, &nats)];
    for n in 1..=30 {
        append_one(&source, n, n).await;
    }
    assert_eq!(settled_tally(&target).await, 29);
    let parked = "SELECT reason FROM parked";
    let parked = target.database().fetch(parked, &[]).await.expect("rows");
    assert_eq!(parked.len(), 1);
    stop(&stops);
}

/// The tally of effects once it has all of them, and a moment later: a second effect would show.
async fn settled_tally(store: &EventStore) -> i64 {
    let streams = Streams::<TallyCodec>::new(store);
    let tally = async || *streams.state(Uuid::from_u128(1)).await.expect("reads").state;
    for _attempt in 0..1_000 {
        if tally().await >= 29 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    tally().await
}

fn stop(tasks: &[watch::Sender<bool>]) {
    for task in tasks {
        task.send_replace(true);
    }
}
