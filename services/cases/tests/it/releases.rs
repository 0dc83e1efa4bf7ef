//! What the releases for analysts are told of a survivor: under her consent, and that it ended.

use prost::Message as _;
use sentier_kernel::id::Uuid;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CasesEvent, SurvivorFacts};
use sentier_proto::common::v1::{AgeBand, IncidentType};

use crate::world::*;

fn opened_facts(world: &World, event: &CasesEvent) -> SurvivorFacts {
    let Some(Fact::SurvivorFactsReleased(released)) = &event.fact else { panic!("another fact") };
    let envelope = event.envelope.as_ref().expect("an envelope");
    let event_id: Uuid = envelope.event_id.parse().expect("an id");
    let sealed = released.facts.as_ref().expect("facts");
    world.statistics.keys.unseal("statistics.survivor", event_id, sealed).expect("opens")
}

#[tokio::test]
async fn a_survivor_is_told_of_under_her_consent_and_leaves_with_its_withdrawal() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let none = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&none)).await.expect("records");
    let case = opened(&mut akouvi).await;
    let granted = akouvi.grant_consent(statistics(&case)).await.expect("grants").into_inner();
    let recorded = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();
    let told = world.peers.survivors(1).await;
    let first = opened_facts(&world, &told[0]);
    let counted = first.counted.as_ref().expect("she is counted");
    assert_eq!(counted.r#type(), IncidentType::PhysicalAssault);
    assert_eq!(counted.age_band(), AgeBand::AgeBand18To24);
    assert_eq!(counted.register_month.map(|month| month.day), Some(1));

    akouvi.withdraw_consent(withdraw(&granted.consent)).await.expect("withdraws");
    let told = world.peers.survivors(2).await;
    assert_eq!(told.len(), 2, "nothing is told of a case that never consented");
    let left = opened_facts(&world, &told[1]);
    assert_eq!((left.survivor_ref.as_str(), left.counted), (first.survivor_ref.as_str(), None));
    // Neither message shows the case, the incident or her handle to who listens.
    let last = |name: &str| name.rsplit('/').next().expect("an id").to_owned();
    for event in &told {
        let bytes = event.encode_to_vec();
        for id in [last(&case), last(&recorded.incident), first.survivor_ref.clone()] {
            assert!(!bytes.windows(id.len()).any(|window| window == id.as_bytes()));
        }
    }
}

#[tokio::test]
async fn an_erased_survivor_leaves_the_releases() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    akouvi.record_incident(incident(&case)).await.expect("records");
    let first = opened_facts(&world, &world.peers.survivors(1).await[0]);
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    let left = opened_facts(&world, &world.peers.survivors(2).await[1]);
    assert_eq!((left.survivor_ref, left.counted), (first.survivor_ref, None));
}
