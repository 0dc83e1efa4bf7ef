//! After an erasure nothing of hers can be read anywhere, whatever crashed on the way.

use sentier_cases::CaseCodec;
use sentier_cases_domain::case::{Case, Command, Erasure};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_cases_domain::retention::Ground;
use sentier_eventing::streams::Streams;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_proto::common::v1::FieldGroup;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

const PERSONAL: [&str; 8] = [FULL_NAME, PHONE, SAFE, STORY, NOTE, TOWN, ETHNICITY, LIMITS];

/// A case with something in every class of personal values.
async fn full_case(world: &World) -> String {
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    akouvi.record_follow_up(follow_up(&case, world.clock.now())).await.expect("follows up");
    case
}

fn case_id(case: &str) -> Uuid {
    case.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id")
}

async fn survivor_of(world: &World, case: &str) -> Uuid {
    let first = world.host.store.read_stream(case_id(case), 0, 1).await.expect("reads");
    let payload: serde_json::Value = serde_json::from_slice(&first[0].payload).expect("JSON");
    payload["survivor"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

async fn only_life_cycle_facts_are_left(on: On) {
    let world = World::start(on).await;
    let case = full_case(&world).await;
    let kept = full_case(&world).await;
    let granted = world.caseworker().grant_consent(services(&case, &[FieldGroup::Identity])).await;
    let consent = granted.expect("grants").into_inner().consent;
    let mut supervisor = world.supervisor();
    let request = erase(&case);
    let erased = supervisor.erase_survivor(request.clone()).await.expect("erases").into_inner();
    assert!(erased.case.as_ref().expect("a case").erased);
    let again = supervisor.erase_survivor(request).await.expect("a repeat").into_inner();
    assert_eq!(erased, again);
    supervisor.erase_survivor(erase(&case)).await.expect("another request is already so");

    let read = file(&mut world.caseworker(), &case).await;
    assert_eq!(read.survivor, None);
    assert!(read.incidents.is_empty() && read.follow_ups.is_empty());
    assert!(read.case.expect("a case").erased);
    assert_eq!(file(&mut world.caseworker(), &kept).await.survivor, Some(survivor()));
    let survivor = survivor_of(&world, &case).await;
    assert!(world.host.vault.ring(survivor).await.expect("a ring").is_erased());

    let refused = world.caseworker().record_incident(incident(&case)).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "SURVIVOR_ERASED".to_owned()));
    let asked = refer(&case, &consent, &[FieldGroup::Identity]);
    let refused = world.caseworker().request_referral(asked).await.expect_err("refused");
    assert_eq!(reason(&refused).1, "SURVIVOR_ERASED");
    world.stop().await;
}

#[tokio::test]
async fn only_life_cycle_facts_are_left_on_sqlite() {
    Box::pin(only_life_cycle_facts_are_left(On::Sqlite)).await;
}

#[tokio::test]
async fn only_life_cycle_facts_are_left_on_postgres() {
    Box::pin(only_life_cycle_facts_are_left(On::Postgres)).await;
}

#[tokio::test]
async fn no_file_of_the_service_or_the_broker_holds_a_value_of_hers() {
    let world = World::start(On::Sqlite).await;
    let case = full_case(&world).await;
    // Enough events that the state is snapshotted.
    let mut akouvi = world.caseworker();
    for _ in 0..100 {
        let note = follow_up(&case, world.clock.now());
        akouvi.record_follow_up(note).await.expect("follows up");
    }
    file(&mut akouvi, &case).await;
    assert!(world.host.store.read_snapshot(case_id(&case)).await.expect("reads").is_some());
    world.peers.published(103).await;
    let found = |when: &str| {
        for (path, bytes) in world.files() {
            for value in PERSONAL {
                let hit = bytes.windows(value.len()).any(|window| window == value.as_bytes());
                assert!(!hit, "{when}: {path} holds a personal value");
            }
        }
    };
    // Sealed at rest before, and after the erasure the keys are gone too.
    found("before");
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    world.peers.published(104).await;
    found("after");
    let survivor = survivor_of(&world, &case).await;
    let keys = std::fs::read(world.folder.path().join("keys/keys.db")).expect("the key store");
    let wal = std::fs::read(world.folder.path().join("keys/keys.db-wal")).unwrap_or_default();
    let rows = [keys, wal].concat();
    let held = rows.windows(16).filter(|window| *window == survivor.as_bytes()).count();
    // Her id stands in the list of erased survivors alone (the table and its index), no key beside it.
    assert!(held <= 2, "{held}");
    let snapshot = world.host.store.read_snapshot(case_id(&case)).await.expect("reads");
    let (_, snapshot) = snapshot.expect("a snapshot");
    let text = String::from_utf8_lossy(&snapshot).into_owned();
    assert!(PERSONAL.iter().all(|value| !text.contains(value)));
}

#[tokio::test]
async fn an_erasure_that_a_crash_cut_short_is_finished_at_the_next_start() {
    let mut world = World::start(On::Sqlite).await;
    let case = full_case(&world).await;
    let survivor = survivor_of(&world, &case).await;
    world.stop().await;
    // The event was stored, and the process died before it came to the keys.
    let streams: Streams<CaseCodec> = Streams::new(&world.host.store);
    let own = sentier_platform::principal::Principal::Service { name: "cases".to_owned() };
    let call = world.host.call(&own, CENTRE, Uuid::now_v7(), [0; 32], None);
    let at = call.stamp.at;
    let erasure = Erasure {
        entry: EntryId::from_uuid(Uuid::from_u128(200)),
        by: StaffId::from_uuid(SENA),
        ground: Ground::SurvivorRequest,
        keys: Vec::new(),
    };
    streams
        .transact(call, case_id(&case), KeyRing::none(), move |state| {
            Case::decide(state, Command::EraseSurvivor(erasure.clone()), at)
        })
        .await
        .expect("stores");
    assert!(!world.host.vault.ring(survivor).await.expect("a ring").is_erased());

    world.restart().await;
    let read = file(&mut world.caseworker(), &case).await;
    assert_eq!(read.survivor, None, "at once, whether the keys are gone or not");
    until(|| async {
        let ring = world.host.vault.ring(survivor).await.expect("a ring");
        ring.is_erased().then_some(())
    })
    .await;
    world.stop().await;
}
