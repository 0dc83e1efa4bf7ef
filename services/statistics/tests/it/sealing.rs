//! Keys come into force, are announced, and are destroyed; what was sealed to them is then noise.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_platform::config::TelemetryConfig;
use sentier_platform::telemetry;
use sentier_proto::common::v1::{AgeBand, IncidentType, Sex};
use sentier_proto::statistics::events::v1::StatisticsEvent;
use sentier_proto::statistics::events::v1::statistics_event::Fact;
use sentier_test_support::databases::On;
use sentier_test_support::wait::until;
use tower::ServiceExt as _;

use crate::counting::{facts, released, sealed};

use crate::world::{NOW, World, on_both};

on_both!(
    a_new_key_is_announced_after_a_week_and_the_old_one_still_opens,
    facts_for_a_destroyed_key_are_parked_and_counted,
);

const DAY: Duration = Duration::from_hours(24);

/// Writes down the keys that are announced.
struct Listener(Arc<Mutex<Vec<String>>>);

impl Reaction for Listener {
    fn name(&self) -> &'static str {
        "listener_on_statistics"
    }
    fn service(&self) -> &'static str {
        "statistics"
    }
    fn facts(&self) -> &'static [&'static str] {
        &["sealing_key_rotated"]
    }
    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move {
            assert_eq!(message.centre, "installation");
            let event = StatisticsEvent::decode(message.payload.as_slice()).expect("an event");
            let Some(Fact::SealingKeyRotated(rotated)) = event.fact else {
                return Err(ReactionError::Poison("another fact".to_owned()));
            };
            self.0.lock().expect("held").push(rotated.key_id);
            Ok(())
        }
        .boxed()
    }
}

async fn a_new_key_is_announced_after_a_week_and_the_old_one_still_opens(on: On) {
    let world = World::start(on).await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    world.host.react(Arc::new(Listener(Arc::clone(&heard))));
    let incident = facts(IncidentType::Rape, AgeBand::AgeBand18To24, Sex::Female, 11);

    let first = world.sealing_key().await.key_id;
    let early = sealed(&world, 1, &incident).await;
    world.host.env.clock.advance(6 * DAY);
    assert_eq!(world.sealing_key().await.key_id, first);
    world.host.env.clock.advance(DAY);
    let second = world.sealing_key().await.key_id;
    assert_ne!(first, second);
    let late = sealed(&world, 2, &incident).await;
    assert_eq!((&early.key_id, &late.key_id), (&first, &second));

    world.cases.publish(1, "ogou-1", NOW, &released(1, early)).await;
    world.cases.publish(2, "ogou-1", NOW, &released(2, late)).await;
    until(async || (heard.lock().expect("held").len() >= 2).then_some(())).await;
    assert_eq!(*heard.lock().expect("held"), [first, second]);
    // The tokens of this test's manager have expired with the week; the log tells.
    until(async || {
        let log = world.host.store.read_log(0, 100).await.expect("reads");
        let counts = log.iter().filter(|event| event.event_type == "incident_counted.v2").count();
        (counts == 2).then_some(())
    })
    .await;
    for file in std::fs::read_dir(world.folder.path().join("statistics-keys/sealing")).expect("it")
    {
        let mode = file.expect("a file").metadata().expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    world.end().await;
}

async fn facts_for_a_destroyed_key_are_parked_and_counted(on: On) {
    let guard = telemetry::init("statistics", &TelemetryConfig::default()).expect("telemetry");
    let world = World::start(on).await;
    let incident = facts(IncidentType::Rape, AgeBand::AgeBand18To24, Sex::Female, 11);
    let lost = sealed(&world, 1, &incident).await;
    let keys = world.folder.path().join("statistics-keys/sealing");
    world.host.env.clock.advance(7 * DAY);
    world.sealing_key().await;
    assert_eq!(std::fs::read_dir(&keys).expect("keys").count(), 2);
    world.host.env.clock.advance(37 * DAY + Duration::from_secs(1));
    let kept = sealed(&world, 2, &incident).await;
    // The first key was replaced 37 days ago and is destroyed; the second was replaced just now.
    assert_eq!(std::fs::read_dir(&keys).expect("keys").count(), 2);

    world.cases.publish(1, "ogou-1", NOW, &released(901, lost)).await;
    world.cases.publish(2, "ogou-1", NOW, &released(902, kept.clone())).await;
    // Sealed for another event: it is the same noise.
    world.cases.publish(3, "ogou-1", NOW, &released(903, kept)).await;
    let parked = until(async || {
        let sql = "SELECT reason FROM parked ORDER BY reason";
        let rows = world.host.store.database().fetch(sql, &[]).await.expect("rows");
        (rows.len() == 4).then(|| rows.iter().map(|row| row.text(0).expect("text")).collect())
    });
    let parked: Vec<String> = parked.await;
    // Both who count facts of incidents park them.
    let reasons = ["the facts do not open here", "the sealing key is destroyed"];
    assert_eq!(parked, reasons.map(|reason| [reason; 2]).concat());
    // What follows a parked message is counted.
    until(async || {
        let log = world.host.store.read_log(0, 100).await.expect("reads");
        let counts = log.iter().filter(|event| event.event_type == "incident_counted.v2").count();
        (counts == 1).then_some(())
    })
    .await;

    let scrape = Request::get("/metrics").body(Body::empty()).expect("a request");
    let page = guard.scrape().oneshot(scrape).await.expect("a page").into_body();
    let page = to_bytes(page, 1 << 20).await.expect("a body");
    let page = String::from_utf8(page.to_vec()).expect("text");
    for cause in ["key_destroyed", "does_not_open"] {
        let line = page.lines().find(|line| {
            line.starts_with("statistics_sealed_facts_parked_total") && line.contains(cause)
        });
        assert!(line.is_some_and(|line| line.ends_with(" 2")), "{cause}: {page}");
    }
    assert!(!page.contains("ogou-1"), "a metric tells no centre");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_announced_once_however_often_it_is_asked_for() {
    let world = World::start(On::Sqlite).await;
    let first = world.sealing_key().await;
    for _again in 0..3 {
        assert_eq!(world.sealing_key().await, first);
    }
    let log = world.host.store.read_log(0, 100).await.expect("reads");
    let announced = log.iter().filter(|event| event.event_type == "sealing_key_rotated.v1");
    assert_eq!(announced.count(), 1, "one announcement");
    world.end().await;
}
