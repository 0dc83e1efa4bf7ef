//! The other services as far as the broker knows them: one that listens to cases, and two that tell.
//! Each stands on a host of its own, with the relay and the consumer loop that every service has.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_eventing::store::{NewEvent, Stamp};
use sentier_eventing::{Host, StoredEvent};
use sentier_kernel::Moment;
use sentier_platform::config::ServiceConfig;
use sentier_platform::environment::Environment;
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::referrals::events::v1::ReferralsEvent;
use sentier_proto::statistics::events::v1::statistics_event::Fact;
use sentier_proto::statistics::events::v1::{SealingKeyRotated, StatisticsEvent};
use uuid::Uuid;

use super::{Broker, until};

type Heard = Arc<Mutex<Vec<(String, CasesEvent)>>>;

pub(crate) struct Peers {
    heard: Heard,
    care: Heard,
    survivors: Heard,
    referrals: Host,
    statistics: Host,
}

/// Writes down published events of cases with these facts, in the order they arrive.
struct Listener(&'static str, &'static [&'static str], Heard);

/// Every fact of the life of a case and of its incidents.
const LIFE: &[&str] = &[
    "case_opened",
    "incident_recorded",
    "consent_granted",
    "consent_withdrawn",
    "referral_requested",
    "follow_up_recorded",
    "case_closed",
    "survivor_erased",
    "incident_facts_released",
    "onward_answered",
];

impl Reaction for Listener {
    fn name(&self) -> &'static str {
        self.0
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        self.1
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        Box::pin(async move {
            let event = CasesEvent::decode(message.payload.as_slice()).expect("an event of cases");
            let mut heard = self.2.lock().unwrap_or_else(PoisonError::into_inner);
            heard.push((message.subject.clone(), event));
            Ok(())
        })
    }
}

/// Publishes what is noted in its store, as it stands there.
struct Teller(&'static [&'static str]);

impl Publisher for Teller {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        Box::pin(async move {
            let fact = self.0.iter().find(|fact| **fact == event.event_type);
            let published = fact.map(|fact| Published {
                event_id: event.event_id(),
                fact,
                centre: event.centre.clone(),
                payload: event.payload.clone(),
            });
            Ok(published.into_iter().collect())
        })
    }
}

const REFERRALS: [&str; 11] = [
    "referral_sent",
    "referral_received",
    "referral_accepted",
    "referral_declined",
    "referral_completed",
    "referral_revoked",
    "disclosure_read",
    "referral_expired",
    "onward_proposed",
    "onward_withdrawn",
    "inbound_taken",
];

async fn host(name: &'static str, folder: &Path, broker: &Broker) -> Host {
    let mut config = ServiceConfig::default();
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    config.database = format!("sqlite:{}", folder.join("peer.db").display());
    config.keys_dir = folder.join("keys");
    config.nats.url.clone_from(&broker.url);
    let env = Environment::system().expect("the policies");
    Host::open(name, &config, &env).await.expect("a peer opens")
}

impl Peers {
    pub(crate) async fn start(broker: &Broker) -> Self {
        let folder = broker.folder().join("peers");
        let heard = Heard::default();
        let referrals = host("referrals", &folder, broker).await;
        referrals.react(Arc::new(Listener("listener_on_cases", LIFE, Arc::clone(&heard))));
        referrals.publish(Arc::new(Teller(&REFERRALS)));
        let statistics = host("statistics", &folder, broker).await;
        let care = Heard::default();
        let listener = Listener("listener_on_care", &["care_facts_released"], Arc::clone(&care));
        statistics.react(Arc::new(listener));
        let survivors = Heard::default();
        let facts = &["survivor_facts_released"];
        let listener = Listener("listener_on_survivors", facts, Arc::clone(&survivors));
        statistics.react(Arc::new(listener));
        statistics.publish(Arc::new(Teller(&["sealing_key_rotated"])));
        Self { heard, care, survivors, referrals, statistics }
    }

    /// The published events of cases, once there are at least `count` of them.
    pub(crate) async fn published(&self, count: usize) -> Vec<(String, CasesEvent)> {
        until(|| async {
            let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            (heard.len() >= count).then(|| heard.clone())
        })
        .await
    }

    /// The published facts of survivors, once there are at least `count` messages of them.
    pub(crate) async fn survivors(&self, count: usize) -> Vec<CasesEvent> {
        until(|| async {
            let heard = self.survivors.lock().unwrap_or_else(PoisonError::into_inner);
            let events = heard.iter().map(|(_, event)| event.clone());
            (heard.len() >= count).then(|| events.collect())
        })
        .await
    }

    /// The published facts of care, once there are at least `count` messages of them.
    pub(crate) async fn care(&self, count: usize) -> Vec<CasesEvent> {
        until(|| async {
            let heard = self.care.lock().unwrap_or_else(PoisonError::into_inner);
            let events = || heard.iter().map(|(_, event)| event.clone()).collect();
            (heard.len() >= count).then(events)
        })
        .await
    }

    /// Publishes an event as the referrals service does.
    pub(crate) async fn tell(&self, centre: &str, fact: &str, event: &ReferralsEvent) {
        let fact = REFERRALS.into_iter().find(|known| *known == fact).expect("a known fact");
        note(&self.referrals, centre, fact, event.encode_to_vec()).await;
    }

    /// Tells that a new sealing key is in force, as the statistics service does.
    pub(crate) async fn rotated(&self, key_id: &str) {
        let fact = Fact::SealingKeyRotated(SealingKeyRotated { key_id: key_id.to_owned() });
        let event = StatisticsEvent { envelope: None, fact: Some(fact) };
        note(&self.statistics, "installation", "sealing_key_rotated", event.encode_to_vec()).await;
    }
}

async fn note(host: &Host, centre: &str, event_type: &'static str, payload: Vec<u8>) {
    let stamp = Stamp {
        request_id: Uuid::now_v7(),
        fingerprint: [0; 32],
        principal: "test".to_owned(),
        centre: centre.to_owned(),
        at: Moment::default(),
    };
    let event = NewEvent { event_type, payload };
    host.store.note(stamp, Uuid::from_u128(1), event).await.expect("notes");
}
