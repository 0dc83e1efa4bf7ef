//! Honey records: cases like any other, that nobody has a reason to open.

use std::time::Duration;

use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::v1::alarm::Kind;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::FieldGroup;
use sentier_proto::name;

use super::*;
use crate::releases::opened_facts;
use crate::world::*;

async fn planted(world: &World) -> String {
    let mut manu = safeguard(world, MANU, "manager");
    manu.plant_honey_record(plant()).await.expect("plants").into_inner().name
}

fn kinds(alarms: &[Alarm]) -> Vec<(Kind, &str)> {
    alarms.iter().map(|alarm| (alarm.kind(), alarm.staff.as_str())).collect()
}

async fn whoever_opens_it(on: On) {
    let world = World::start(on).await;
    let real = opened(&mut world.caseworker()).await;
    let honey = planted(&world).await;

    // It looks like any other: in whose name it stands, and who opened it.
    let list = ListCasesRequest { parent: name::centre(CENTRE), ..ListCasesRequest::default() };
    let listed = world.supervisor().list_cases(list).await.expect("lists").into_inner().cases;
    let names: Vec<_> = listed.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, [honey.as_str(), real.as_str()]);
    assert_eq!(listed[0].caseworker, staff(GONE));
    // Looking at a list is no opening, and there is nothing to do for whom nobody met.
    assert_eq!(open_alarms(&world).await, []);
    let tasks = ListTasksRequest { parent: name::centre(CENTRE), ..ListTasksRequest::default() };
    let mut sena = world.care(SENA, "supervisor");
    let due = sena.list_tasks(tasks).await.expect("lists").into_inner().tasks;
    assert!(!due.is_empty() && due.iter().all(|task| task.case == real), "{due:?}");

    both_are_seen(&world, &honey).await;
}

/// A supervisor opens it, a caseworker tries to: both are seen at once, each once an hour.
async fn both_are_seen(world: &World, honey: &str) {
    let mut supervisor = world.supervisor();
    let timeline = GetTimelineRequest { name: honey.to_owned(), ..GetTimelineRequest::default() };
    file(&mut supervisor, honey).await;
    let seen = supervisor.get_timeline(timeline).await.expect("tells").into_inner().entries;
    assert!(seen.iter().all(|line| !line.principal.contains(&MANU.to_string())), "{seen:?}");
    assert!(seen.iter().all(|line| !line.kind.contains("honey")), "{seen:?}");
    let mut dede = world.staff(DEDE, CENTRE, &["caseworker"]);
    assert_eq!(why(dede.get_case(read(honey)).await), "NOT_FOUND");
    let raised = open_alarms(world).await;
    let (sena, dede) = (staff(SENA), staff(DEDE));
    let both = [(Kind::HoneyRecordRefused, &*dede), (Kind::HoneyRecordOpened, &*sena)];
    assert_eq!(kinds(&raised), both);
    // In whose name it stands opens her own.
    file(&mut world.staff(GONE, CENTRE, &["caseworker"]), honey).await;
    assert_eq!(open_alarms(world).await.len(), 2);

    let mut manu = safeguard(world, MANU, "manager");
    for alarm in &raised {
        manu.review_alarm(review(&alarm.name)).await.expect("reviews");
    }
    assert_eq!(open_alarms(world).await, []);
    world.clock.advance(Duration::from_hours(1));
    file(&mut supervisor, honey).await;
    assert_eq!(open_alarms(world).await.len(), 1);
}

#[tokio::test]
async fn whoever_opens_a_honey_record_is_seen_at_once() {
    Box::pin(whoever_opens_it(On::Sqlite)).await;
}

#[tokio::test]
async fn whoever_opens_a_honey_record_is_seen_at_once_on_postgres() {
    Box::pin(whoever_opens_it(On::Postgres)).await;
}

#[tokio::test]
async fn only_managers_plant_and_know_them() {
    let world = World::start(On::Sqlite).await;
    let honey = planted(&world).await;
    let list = ListHoneyRecordsRequest {
        parent: name::centre(CENTRE),
        ..ListHoneyRecordsRequest::default()
    };
    for (id, role) in [(AKOUVI, "caseworker"), (SENA, "supervisor"), (INES, "intake")] {
        let mut other = safeguard(&world, id, role);
        assert_eq!(why(other.plant_honey_record(plant()).await), "NOT_PERMITTED");
        assert_eq!(why(other.list_honey_records(list.clone()).await), "NOT_PERMITTED");
        assert_eq!(why(other.list_alarms(alarms()).await), "NOT_PERMITTED");
    }
    let mut manu = safeguard(&world, MANU, "manager");
    let known = manu.list_honey_records(list).await.expect("lists").into_inner().records;
    assert_eq!((known.len(), &*known[0].name, &*known[0].planter), (1, &*honey, &*staff(MANU)));
    // The same request plants none beside it.
    let request = plant();
    let first = manu.plant_honey_record(request.clone()).await.expect("plants").into_inner();
    let again = manu.plant_honey_record(request).await.expect("repeats").into_inner();
    assert_eq!(first, again);
}

#[tokio::test]
async fn nothing_of_a_honey_record_is_published() {
    let mut world = World::start(On::Sqlite).await;
    let mut manu = safeguard(&world, MANU, "manager");
    let honey = manu.plant_honey_record(plant()).await.expect("plants").into_inner().name;
    // Her own work on it is like any other's, consent to statistics and all.
    let mut gone = world.staff(GONE, CENTRE, &["caseworker"]);
    gone.grant_consent(statistics(&honey)).await.expect("grants");
    gone.record_incident(incident(&honey)).await.expect("records");
    // A process that starts later knows it as well as the one in which it was planted.
    world.restart().await;
    let mut gone = world.staff(GONE, CENTRE, &["caseworker"]);
    gone.record_incident(incident(&honey)).await.expect("records");
    let groups = [FieldGroup::Identity];
    let granted = gone.grant_consent(services(&honey, &groups)).await.expect("grants");
    let consent = granted.into_inner().consent;
    gone.request_referral(refer(&honey, &consent, &groups)).await.expect("refers");
    // A real case comes behind it, through both relays.
    let mut akouvi = world.caseworker();
    let real = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&real)).await.expect("grants");
    akouvi.record_incident(incident(&real)).await.expect("records");
    let told = world.peers.published(4).await;
    let id = honey.rsplit('/').next().expect("an id");
    assert!(!format!("{told:?}").contains(id), "{told:?}");
    // Of survivors, that of the real case alone: what was told before a second word of her is hers too.
    akouvi.record_incident(incident(&real)).await.expect("records");
    let survivors = world.peers.survivors(2).await;
    assert_eq!(survivors.len(), 2);
    let one = |told: &CasesEvent| opened_facts(&world, told).survivor_ref;
    assert_eq!(one(&survivors[0]), one(&survivors[1]));
}
