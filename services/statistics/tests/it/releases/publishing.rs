//! The calendar publishes, once, what the year's budget allows; nobody and nothing makes it twice.

use std::collections::BTreeMap;
use std::time::Duration;

use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;
use sentier_proto::statistics::events::v1::StatisticsEvent;
use sentier_proto::statistics::events::v1::statistics_event::Fact;
use sentier_statistics::{Statistics, StatisticsConfig};
use sentier_test_support::databases::On;
use sentier_test_support::wait::until;
use serde_json::Value;

use super::told::{Ears, Heard, counted, moment};
use crate::world::{World, on_both};

on_both!(
    november_is_published_on_the_tenth_of_december_at_two_and_never_again,
    replicas_restarts_and_clocks_cannot_overspend_the_year,
    an_empty_world_and_a_full_one_publish_alike_but_for_the_numbers,
);

fn json(payload: &[u8]) -> Value {
    serde_json::from_slice(payload).expect("JSON")
}

#[expect(clippy::cognitive_complexity, reason = "one story, told from its beginning to its end")]
async fn november_is_published_on_the_tenth_of_december_at_two_and_never_again(on: On) {
    let world = World::start(on).await;
    for n in 1..=3 {
        world.tell(n, n, Some(counted())).await;
    }
    world.marked(6).await;
    world.at(moment("2026-12-09T23:59:59Z")).await;
    let closing = world.counters().await;
    world.at(moment("2026-12-10T01:59:59.999999Z")).await;
    assert!(world.logged("release_published.v1").await.is_empty(), "not a moment before");
    world.at(moment("2026-12-10T02:00:00Z")).await;

    let released = world.logged("release_published.v1").await;
    let entered = world.logged("release_entered.v1").await;
    assert_eq!((released.len(), entered.len()), (2, 2));
    side_by_side(&released, &entered, &closing);
    let open = world.counters().await;
    assert!(!open.contains_key("total-2026-11"), "a counter ends with its release");
    assert!(open.contains_key("total-2026-12") && open.contains_key("region_type-2026-Q4"));
    for _again in 0..3 {
        world.statistics.keep_calendar().await.expect("kept");
    }
    assert_eq!(world.logged("release_published.v1").await, released);
    // A survivor of November who is told of now is not in what was published, nor in December's month.
    world.tell(9, 9, Some(counted())).await;
    world.marked(8).await;
    let moved = super::told::moved(&open, &world.counters().await);
    assert_eq!(moved.len(), 9, "the quarter and the year: {moved:?}");
    world.end().await;
}

/// Each debit stands beside its release, which holds what its counter said.
fn side_by_side(
    released: &[StoredEvent],
    entered: &[StoredEvent],
    closing: &BTreeMap<String, Vec<i64>>,
) {
    for (release, debit) in released.iter().zip(entered) {
        // One append: the debit and the release stand side by side, of one moment.
        assert_eq!((debit.position + 1, debit.at), (release.position, release.at));
        let (release, debit) = (json(&release.payload), json(&debit.payload));
        assert_eq!(release["release"], debit["release"]);
        let name = release["release"].as_str().expect("a name");
        let noisy: Vec<i64> = serde_json::from_value(release["noisy"].clone()).expect("counts");
        assert_eq!(noisy, closing[name], "what was counted behind its noise, as it stood");
    }
}

async fn replicas_restarts_and_clocks_cannot_overspend_the_year(on: On) {
    let world = World::start(on).await;
    let late = moment("2027-01-10T03:00:00Z");
    let ahead = Clock::fixed(Moment::from_micros(world.host.env.clock.now().as_micros()));
    let (second_host, second) = world.replica(&ahead).await;
    for n in 1..=5 {
        world.tell(n, n, Some(counted())).await;
    }
    world.marked(10).await;
    for day in ["2026-12-10T02:00:00Z", "2027-01-10T02:00:00Z"] {
        let clock = &world.host.env.clock;
        clock.advance(moment(day).since(clock.now()));
        ahead.advance(moment(day).since(ahead.now()));
        // Both at once, several times: who is second finds it done, or tries again at the next look.
        let tries = (0..4).map(|_| async {
            let (one, other) =
                tokio::join!(world.statistics.keep_calendar(), second.keep_calendar());
            drop((one, other));
        });
        futures_util::future::join_all(tries).await;
        world.statistics.keep_calendar().await.expect("kept");
    }
    second_host.env.shutdown.wait(Duration::from_secs(10)).await;
    // What the other replica appended reaches this one's log a moment later.
    let released = until(async || {
        let all = world.logged("release_published.v1").await;
        (all.len() >= 13).then_some(all)
    })
    .await;
    let name = |event: &StoredEvent| json(&event.payload)["release"].as_str().map(str::to_owned);
    let names: Vec<String> = released.iter().filter_map(name).collect();
    let expected = [
        "total-2026-11",
        "region-2026-11",
        "total-2026-12",
        "region-2026-12",
        "region_type-2026-Q4",
        "region_age-2026-Q4",
        "type_age_perpetrator-2026",
        "male-2026",
        "disability-2026",
        "displaced-2026",
        "uniformed-2026",
        "report_delay-2026",
        "services-2026",
    ];
    assert_eq!(names, expected, "each once, in the order of the calendar");
    let entered = world.logged("release_entered.v1").await;
    let debit = |event: &StoredEvent| json(&event.payload)["debit"].as_u64().expect("a debit");
    assert_eq!(entered.iter().map(debit).sum::<u64>(), 74_200_000, "the whole budget, and no more");

    // Restarted with a clock that stands in the past: what was released stays closed.
    let past = Clock::fixed(moment("2026-11-24T12:00:00Z"));
    let (third_host, third) = world.replica(&past).await;
    third.keep_calendar().await.expect("kept");
    assert!(!world.counters().await.contains_key("total-2026-11"), "it opens nothing again");
    past.advance(late.since(past.now()));
    third.keep_calendar().await.expect("kept");
    third_host.env.shutdown.wait(Duration::from_secs(10)).await;
    assert_eq!(world.logged("release_published.v1").await, released);
    assert_eq!(world.logged("release_entered.v1").await, entered);
    world.end().await;
}

/// A release without its numbers.
pub(super) fn blank(payload: &[u8]) -> StatisticsEvent {
    let mut event = StatisticsEvent::decode(payload).expect("an event");
    if let Some(Fact::ReleasePublished(published)) = &mut event.fact {
        published.padding.clear();
        for cell in &mut published.release.as_mut().expect("a release").cells {
            (cell.noisy_count, cell.estimate, cell.low, cell.high) = (0, 0, 0, 0);
        }
    }
    event
}

async fn heard_in_a_world_of(on: On, survivors: u128) -> Vec<Heard> {
    let world = World::start(on).await;
    let ears = Ears::open(&world);
    for n in 1..=survivors {
        world.tell(n, n, Some(counted())).await;
    }
    world.marked(i64::try_from(2 * survivors).expect("few")).await;
    world.at(moment("2026-12-10T02:00:00Z")).await;
    ears.heard(2).await;
    world.at(moment("2027-01-10T02:00:00Z")).await;
    let heard = ears.heard(13).await;
    world.end().await;
    heard
}

async fn an_empty_world_and_a_full_one_publish_alike_but_for_the_numbers(on: On) {
    let empty = Box::pin(heard_in_a_world_of(on, 0)).await;
    let full = Box::pin(heard_in_a_world_of(on, 40)).await;
    assert_eq!(empty.len(), full.len());
    for (empty, full) in empty.iter().zip(&full) {
        assert_eq!(empty.event_id, full.event_id, "an id tells the calendar alone");
        assert_eq!(empty.subject, full.subject);
        assert_eq!(empty.subject, "sentier.installation.statistics.v1.release_published");
        assert_eq!(empty.payload.len(), full.payload.len());
        assert_eq!(empty.payload.len(), 4_096);
        assert_eq!(blank(&empty.payload), blank(&full.payload), "position, time, names, cells");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_lost_its_disk_hears_the_same_bytes_again() {
    let mut world = World::start(On::Sqlite).await;
    let ears = Ears::open(&world);
    world.tell(1, 1, Some(counted())).await;
    world.marked(2).await;
    world.at(moment("2026-12-10T02:00:00Z")).await;
    let first = ears.heard(2).await;
    world.broker.kill().await;
    world.broker.lose_disk();
    world.broker.run().await;
    // The relay finds the empty stream when it next publishes, and begins anew.
    world.at(moment("2027-01-10T02:00:00Z")).await;
    let again = ears.heard(15).await;
    assert_eq!(again[2..4], first[..], "the noise is drawn once, and a replay repeats it");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_set_by_hand_is_refused_by_this_build() {
    let world = World::start(On::Sqlite).await;
    let by_hand =
        StatisticsConfig { release_clock: "hand:/tmp/now".to_owned(), ..(*world.config).clone() };
    let refused = Statistics::begin(world.host.clone(), &by_hand).await.expect_err("refused");
    assert_eq!(refused.to_string(), "the release clock cannot be used");
    let cause = std::error::Error::source(&refused).expect("a cause").to_string();
    assert!(cause.contains("for test builds"), "{cause}");
    world.end().await;
}
