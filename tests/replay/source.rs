//! `cases` and `referrals` as far as they publish: real stores and relays, filled with made-up events.

use std::path::Path;
use std::sync::Arc;

use async_nats::jetstream::Context;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::facts::SealingKey;
use sentier_eventing::host::Host;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_eventing::store::{NewEvent, Stamp, StreamAppend};
use sentier_platform::clock::Clock;
use sentier_platform::config::ServiceConfig;
use sentier_platform::environment::Environment;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::ReferralsEvent;
use sentier_statistics::CONSUMERS;
use sentier_test_support::broker::Broker;
use sentier_test_support::environment;

use super::counting::{DEADLINE, ENOUGH};
use super::events::{Fact, Group, NOW, PER_STREAM, TOGETHER};
use crate::wait::wait_within;

/// Appends under way at once.
const AT_ONCE: usize = 8;
/// Names of facts, so that a stored one becomes one again.
const FACTS: [&str; 13] = [
    "case_opened",
    "case_closed",
    "follow_up_recorded",
    "incident_facts_released",
    "care_facts_released",
    "survivor_facts_released",
    "referral_sent",
    "referral_received",
    "referral_accepted",
    "referral_completed",
    "referral_declined",
    "referral_revoked",
    "response_measured",
];
/// Services that publish.
const SOURCES: [&str; 2] = ["cases", "referrals"];

/// Stores so many events and waits until the broker has them all; answers how many of them open a case.
pub(super) async fn publish(events: u64, key: &SealingKey, folder: &Path, broker: &Broker) -> u64 {
    let env = environment(&Clock::fixed(NOW));
    let mut hosts = Vec::new();
    for name in SOURCES {
        hosts.push(source(name, folder, broker, &env).await);
    }
    let groups = events.div_ceil(TOGETHER);
    let stored = stream::iter(0..groups).map(|number| {
        let group = Group(number);
        let host = &hosts[usize::from(group.is_of_referrals())];
        store(host, group, TOGETHER.min(events - number * TOGETHER), key)
    });
    let stored = stored.buffer_unordered(AT_ONCE);
    let opened = stored.fold(0, async |sum, opened| sum + opened).await;
    let jetstream = jetstream(broker).await;
    wait_within("the broker to have every event", DEADLINE, async || {
        let mut there = 0;
        for name in SOURCES {
            let stream = jetstream.get_stream(stream_name(name)).await.ok();
            there += stream.map_or(0, |stream| stream.cached_info().state.messages);
        }
        (there == events).then_some(())
    })
    .await;
    assert!(env.shutdown.wait(ENOUGH).await, "the sources end softly");
    opened
}

/// Forgets how far the statistics have read, so that everything is delivered again.
pub(super) async fn forget_consumers(broker: &Broker) {
    let jetstream = jetstream(broker).await;
    for name in SOURCES {
        let stream = jetstream.get_stream(stream_name(name)).await.expect("a stream");
        let names: Vec<_> = stream.consumer_names().collect().await;
        for consumer in names {
            let consumer = consumer.expect("a consumer's name");
            stream.delete_consumer(&consumer).await.expect("deleted");
        }
    }
}

/// Messages that the statistics have yet to take.
pub(super) async fn pending(jetstream: &Context) -> u64 {
    let mut pending = 0;
    let mut consumers = 0;
    for name in SOURCES {
        let stream = jetstream.get_stream(stream_name(name)).await.expect("a stream");
        let mut infos = stream.consumers();
        while let Some(info) = infos.next().await {
            let info = info.expect("a consumer");
            pending += info.num_pending + u64::try_from(info.num_ack_pending).expect("a count");
            consumers += 1;
        }
    }
    // Before they have all begun nothing is known.
    if consumers < CONSUMERS { u64::MAX } else { pending }
}

/// A connection of its own.
pub(super) async fn jetstream(broker: &Broker) -> Context {
    async_nats::jetstream::new(async_nats::connect(&broker.url).await.expect("the broker answers"))
}

fn stream_name(service: &str) -> String {
    sentier_eventing::nats::stream_name(service)
}

async fn source(name: &'static str, folder: &Path, broker: &Broker, env: &Environment) -> Host {
    let mut config = ServiceConfig {
        database: format!("sqlite:{}", folder.join(format!("{name}.db")).display()),
        keys_dir: folder.join(format!("{name}-keys")),
        ..ServiceConfig::default()
    };
    config.nats.url.clone_from(&broker.url);
    let host = Host::open(name, &config, env).await.expect("opens");
    host.publish(Arc::new(Teller));
    host
}

/// Stores a group; answers how many of its events open a case.
async fn store(host: &Host, group: Group, events: u64, key: &SealingKey) -> u64 {
    let mut opened = 0;
    let mut appends = Vec::new();
    for place in 0..events.div_ceil(PER_STREAM) {
        let stream = group.stream(place);
        let here = PER_STREAM.min(events - place * PER_STREAM);
        let mut new = Vec::new();
        for number in 0..here {
            let version = i64::try_from(number + 1).expect("a version");
            let id = StoredEvent::id_of(stream, version);
            let (event_type, payload) = encoded(group.event(place * PER_STREAM + number, id, key));
            opened += u64::from(event_type == "case_opened");
            new.push(NewEvent { event_type, payload });
        }
        appends.push(StreamAppend { stream, expected_version: 0, events: new });
    }
    let stamp = Stamp {
        request_id: group.stream(TOGETHER),
        fingerprint: [0; 32],
        principal: "services/test".to_owned(),
        centre: group.centre().to_owned(),
        at: group.at(),
    };
    host.store.append(stamp, appends).await.expect("stored");
    opened
}

fn encoded(fact: Fact) -> (&'static str, Vec<u8>) {
    match fact {
        Fact::Case(name, fact) => {
            (name, CasesEvent { envelope: None, fact: Some(fact) }.encode_to_vec())
        }
        Fact::Referral(name, fact) => {
            (name, ReferralsEvent { envelope: None, fact: Some(fact) }.encode_to_vec())
        }
    }
}

/// Publishes what is stored as it is, in an envelope.
struct Teller;

impl Publisher for Teller {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            let envelope = EventEnvelope {
                event_id: event.event_id().to_string(),
                centre: event.centre.clone(),
                position: event.position,
                occur_time: Some(timestamp(event.at)),
                may_ignore: false,
            };
            // An envelope is the first field of both messages: bytes that are joined are merged.
            let head = CasesEvent { envelope: Some(envelope), fact: None }.encode_to_vec();
            let fact = FACTS.into_iter().find(|fact| *fact == event.event_type);
            Ok(vec![Published {
                event_id: event.event_id(),
                fact: fact.expect("a known fact"),
                centre: event.centre.clone(),
                payload: [head.as_slice(), event.payload.as_slice()].concat(),
            }])
        }
        .boxed()
    }
}
