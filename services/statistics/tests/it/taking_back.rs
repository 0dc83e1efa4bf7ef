//! A consent that ends while a period is open takes out what was counted under it, and nothing that was not.

use std::time::Duration;

use sentier_eventing::facts::SealingKey;
use sentier_proto::cases::events::v1::cases_event::Fact as Case;
use sentier_proto::cases::events::v1::{
    CareFact, CareFacts, CareFactsReleased, CareMeasure, IncidentFacts,
};
use sentier_proto::common::v1::{AgeBand, Date, IncidentType, Sex};
use sentier_proto::statistics::v1::GetFiguresResponse;
use sentier_test_support::databases::On;
use uuid::Uuid;

use crate::counting::{facts, released, sealed};
use crate::source::{Fact, event_id};
use crate::world::{NOW, World, on_both};

on_both!(
    what_was_counted_is_taken_out_once,
    what_was_never_counted_is_barred_and_takes_nothing_out,
);

fn girl() -> IncidentFacts {
    facts(IncidentType::Rape, AgeBand::AgeBand12To17, Sex::Female, 11)
}

fn taking(facts: IncidentFacts, taken: u128) -> IncidentFacts {
    IncidentFacts { takes_back: event_id(taken).to_string(), ..facts }
}

async fn told(world: &World, n: u128, facts: &IncidentFacts) {
    let fact = released(n, sealed(world, n, facts).await);
    world.cases.publish(n, "ogou-1", NOW, &fact).await;
}

async fn opened(world: &World, n: u128, amount: i64, taken: Option<Uuid>) {
    let key = world.sealing_key().await;
    let key = SealingKey::new(&key.key_id, &key.public_key).expect("a public key");
    let one = CareFact {
        measure: CareMeasure::Opened.into(),
        month: Some(Date { year: 2026, month: 11, day: 1 }),
        amount,
        ..CareFact::default()
    };
    let takes_back = taken.map(|id| id.to_string()).unwrap_or_default();
    let plain = CareFacts { facts: vec![one], takes_back };
    let facts = key.seal("statistics.care", event_id(n), &plain).expect("sealed");
    let fact = Fact::Case(Case::CareFactsReleased(CareFactsReleased { facts: Some(facts) }));
    world.cases.publish(n, "ogou-1", NOW, &fact).await;
}

/// The indicators of cases and of incidents, and the figure of incidents.
async fn comes_to(world: &World) -> (Option<i64>, Option<i64>, i64) {
    let values = world.indicators("ogou-1", "2026-11").await;
    let of = |code: &str| {
        let name = format!("indicators/{code}");
        values.iter().find(|value| value.indicator == name).and_then(|value| value.numerator)
    };
    let GetFiguresResponse { incidents, .. } = world.figures("ogou-1").await;
    let figures = incidents.iter().map(|one| one.count).sum();
    (of("number_of_cases"), of("gbv_incidents"), figures)
}

async fn what_was_counted_is_taken_out_once(on: On) {
    let world = World::start(on).await;
    // Eight cases and eight incidents, one of which was corrected.
    for n in 100..108 {
        told(&world, n, &girl()).await;
        opened(&world, n + 100, 1, None).await;
    }
    let older = IncidentFacts { age_band: AgeBand::AgeBand18To24.into(), ..girl() };
    let corrected = IncidentFacts { replaced: Some(Box::new(girl())), ..older };
    told(&world, 300, &corrected).await;
    world.stored("ogou-1", "care_counted.v2", 17).await;
    // The consent of that survivor ends: what both messages told, and her case, are taken out.
    told(&world, 400, &taking(girl(), 107)).await;
    told(&world, 401, &taking(corrected, 300)).await;
    opened(&world, 402, -1, Some(event_id(207))).await;
    world.stored("ogou-1", "care_counted.v2", 20).await;
    world.end_week().await;
    assert_eq!(comes_to(&world).await, (Some(7), Some(7), 7));
    let ages = world.figures("ogou-1").await.incidents;
    assert!(ages.iter().all(|one| one.age_band() == AgeBand::AgeBand12To17), "{ages:?}");
    world.end().await;
}

async fn what_was_never_counted_is_barred_and_takes_nothing_out(on: On) {
    let world = World::start(on).await;
    for n in 100..106 {
        told(&world, n, &girl()).await;
        opened(&world, n + 100, 1, None).await;
    }
    world.stored("ogou-1", "care_counted.v2", 12).await;
    // Two messages that never came are taken back; then they come after all.
    told(&world, 400, &taking(girl(), 500)).await;
    opened(&world, 402, -1, Some(event_id(501))).await;
    world.stored("ogou-1", "care_message_barred.v1", 2).await;
    world.stored("ogou-1", "figures_message_barred.v1", 1).await;
    told(&world, 500, &girl()).await;
    opened(&world, 501, 1, None).await;
    // One more of another: when it is counted, those before it were seen.
    opened(&world, 600, 1, None).await;
    world.stored("ogou-1", "care_counted.v2", 13).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    world.end_week().await;
    assert_eq!(comes_to(&world).await, (Some(7), Some(6), 6));
    world.end().await;
}
