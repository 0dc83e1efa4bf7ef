//! What the releases for analysts are told of a survivor: under her consent, and that it ended.

use prost::Message as _;
use sentier_kernel::id::Uuid;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CasesEvent, SurvivorCounted, SurvivorFacts};
use sentier_proto::cases::v1::{GetTimelineRequest, IncidentAnswers, RecordIncidentRequest};
use sentier_proto::common::v1::{AgeBand, FieldGroup, IncidentType, Need};
use sentier_proto::referrals::events::v1::ReferralCompleted;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::referral::Outcome;

use crate::merging::{merge, merges};
use crate::publishing::{about, released, told};
use crate::world::*;

pub(crate) fn opened_facts(world: &World, event: &CasesEvent) -> SurvivorFacts {
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

const GROUPS: [FieldGroup; 1] = [FieldGroup::Identity];

/// She is referred for health care, with a consent to it.
async fn referred(client: &mut Client, case: &str) -> String {
    let granted = client.grant_consent(services(case, &GROUPS)).await.expect("grants");
    let consent = granted.into_inner().consent;
    let asked = client.request_referral(refer(case, &consent, &GROUPS)).await.expect("refers");
    asked.into_inner().referral
}

/// How often her file was read for the statistics.
async fn readings(client: &mut Client, case: &str) -> usize {
    let asked = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    let told = client.get_timeline(asked).await.expect("tells").into_inner().entries;
    let reading = |kind: &str, detail: &str| kind == "personal_data_read" && detail == "statistics";
    told.iter().filter(|entry| reading(&entry.kind, &entry.detail)).count()
}

#[tokio::test]
async fn a_referral_tells_of_her_anew_with_its_service_and_of_no_incident() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    akouvi.record_incident(incident(&case)).await.expect("records");
    // A second incident: she is still told of by the first that was released.
    akouvi.record_incident(incident(&case)).await.expect("records");
    let told = world.peers.survivors(2).await;
    let first = opened_facts(&world, &told[0]);
    let counted = first.counted.clone().expect("she is counted");
    assert!(counted.services.is_empty());
    let read = readings(&mut akouvi, &case).await;

    referred(&mut akouvi, &case).await;
    let told = world.peers.survivors(3).await;
    let anew = opened_facts(&world, &told[2]);
    assert_eq!(
        (&anew.survivor_ref, &anew.incident_ref),
        (&first.survivor_ref, &first.incident_ref)
    );
    let with_it = anew.counted.expect("she is counted");
    assert_eq!(with_it.services, [i32::from(Need::HealthCare)]);
    assert_eq!(SurvivorCounted { services: Vec::new(), ..with_it }, counted, "nothing else moves");
    assert_eq!(readings(&mut akouvi, &case).await, read + 1, "her file was opened once more");
    // The figures learn of no incident by it: opened, granted, twice recorded and released, granted, referred.
    let published = world.peers.published(8).await;
    let incidents = published
        .iter()
        .filter(|(_, event)| matches!(event.fact, Some(Fact::IncidentFactsReleased(_))));
    assert_eq!((published.len(), incidents.count()), (8, 2));
    // What is told of her afterwards has it too, and a second need stands once beside it.
    akouvi.record_incident(incident(&case)).await.expect("records");
    let told = world.peers.survivors(4).await;
    let third = opened_facts(&world, &told[3]).counted.expect("she is counted");
    assert_eq!(third.services, [i32::from(Need::HealthCare)]);
    referred(&mut akouvi, &case).await;
    let told = world.peers.survivors(5).await;
    let again = opened_facts(&world, &told[4]).counted.expect("she is counted");
    assert_eq!(again.services, [i32::from(Need::HealthCare)]);
}

#[tokio::test]
async fn a_referral_tells_nothing_of_whom_no_release_and_no_consent_stands_for() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    // Without a consent to statistics, and without an incident.
    let none = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&none)).await.expect("records");
    referred(&mut akouvi, &none).await;
    let empty = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&empty)).await.expect("grants");
    referred(&mut akouvi, &empty).await;
    // Whose consent ended before she was referred.
    let left = opened(&mut akouvi).await;
    let granted = akouvi.grant_consent(statistics(&left)).await.expect("grants").into_inner();
    akouvi.record_incident(incident(&left)).await.expect("records");
    world.peers.survivors(1).await;
    akouvi.withdraw_consent(withdraw(&granted.consent)).await.expect("withdraws");
    world.peers.survivors(2).await;
    referred(&mut akouvi, &left).await;
    // One comes behind them who counts.
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    akouvi.record_incident(incident(&case)).await.expect("records");
    let told = world.peers.survivors(3).await;
    let hers = opened_facts(&world, &told[2]);
    assert!(told.len() == 3 && hers.counted.is_some());
    assert_ne!(hers.survivor_ref, opened_facts(&world, &told[0]).survivor_ref);
    for case in [&none, &empty] {
        assert_eq!(readings(&mut akouvi, case).await, 0, "and nothing was opened for it");
    }
}

#[tokio::test]
async fn who_is_counted_by_the_case_that_is_kept_is_told_of_by_no_other() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut dede) = (world.caseworker(), world.staff(DEDE, CENTRE, &["caseworker"]));
    let (kept, other) = (opened(&mut akouvi).await, opened(&mut dede).await);
    dede.grant_consent(statistics(&other)).await.expect("grants");
    let rape =
        IncidentAnswers { penetration: true, gender_based: true, ..IncidentAnswers::default() };
    let rape = RecordIncidentRequest { answers: Some(rape), ..incident(&other) };
    dede.record_incident(rape).await.expect("records");
    world.peers.survivors(1).await;
    let referral = referred(&mut dede, &other).await;
    world.peers.survivors(2).await;
    merges(&world).merge_cases(merge(&kept, &other)).await.expect("merges");
    let left = opened_facts(&world, &world.peers.survivors(3).await[2]);
    assert_eq!(left.counted, None);
    // The hospital serves her: how soon is a fact of her incident, which is told anew.
    let completed = ReferralCompleted {
        referral: Some(about(&other, &referral)),
        outcome: Outcome::Served.into(),
    };
    let completed = told(Told::ReferralCompleted(completed));
    world.peers.tell(CENTRE, "referral_completed", &completed).await;
    until(|| async {
        let published = world.peers.published(1).await;
        (released(&published).len() == 2).then_some(())
    })
    .await;
    // Somebody comes behind it: she is told of next, and the one who left does not come back.
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    akouvi.record_incident(incident(&case)).await.expect("records");
    let next = opened_facts(&world, &world.peers.survivors(4).await[3]);
    assert!(next.counted.is_some() && next.survivor_ref != left.survivor_ref);
}
