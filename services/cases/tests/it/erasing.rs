//! A schedule erases by itself: chosen by the manager, announced first, stopped by a person or a hold, once.

use std::time::Duration;

use sentier_eventing::Host;
use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::retention_service_client::RetentionServiceClient;
use sentier_proto::cases::v1::{
    ErasureGround, ErasureSchedule, GetErasureCertificateRequest, GetErasureScheduleRequest,
    GetTimelineRequest, ListReadingsRequest, ListRetentionItemsRequest, OpenCaseRequest,
    RetentionItem, SetErasureScheduleRequest, SetHoldRequest, StopErasureRequest, Survivor,
    list_retention_items_request::View,
};
use sentier_proto::common::v1::Date;
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

type Retention = RetentionServiceClient<Connection>;

/// The manager.
const MANA: Uuid = Uuid::from_u128(14);
const DAY: Duration = Duration::from_hours(24);
const YEAR: Duration = Duration::from_hours(366 * 24);
/// The notice that she chooses, in days.
const NOTICE: u32 = 10;

fn manager(world: &World) -> Retention {
    RetentionServiceClient::new(world.connection(MANA, CENTRE, &["manager"]))
}

fn choose(erases: bool, notice_days: i32) -> SetErasureScheduleRequest {
    let parent = name::centre(CENTRE);
    SetErasureScheduleRequest { parent, request_id: request_id(), erases, notice_days }
}

async fn chosen(world: &World) -> ErasureSchedule {
    let asked = GetErasureScheduleRequest { parent: name::centre(CENTRE) };
    let told = manager(world).get_erasure_schedule(asked).await.expect("tells").into_inner();
    told.schedule.expect("a schedule")
}

async fn listed(world: &World, view: View) -> Vec<RetentionItem> {
    let parent = name::centre(CENTRE);
    let asked = ListRetentionItemsRequest { parent, view: view.into(), ..<_>::default() };
    manager(world).list_retention_items(asked).await.expect("lists").into_inner().items
}

/// The cases whose erasure is announced, in the order of their opening.
async fn announced(world: &World) -> Vec<String> {
    listed(world, View::Announced).await.into_iter().map(|item| item.case).collect()
}

async fn is_erased(world: &World, case: &str) -> bool {
    file(&mut world.supervisor(), case).await.survivor.is_none()
}

/// A closed case of somebody born in a year, or of whom it is not known.
async fn closed(world: &World, born: Option<i32>) -> String {
    let mut asked: OpenCaseRequest = open_case();
    let birth_date = born.map(|year| Date { year, month: 5, day: 1 });
    asked.survivor = Some(Survivor {
        birth_date,
        profile: born.and_then(little_of),
        ..asked.survivor.expect("a survivor")
    });
    let case = world.caseworker().open_case(asked).await.expect("opens").into_inner();
    let case = case.case.expect("a case").name;
    closes(world, &case).await;
    case
}

/// Lets time pass; what is stored then wakes the schedule, which sleeps while nothing happens.
async fn later(world: &World, passes: Duration) {
    world.clock.advance(passes);
    opened(&mut world.caseworker()).await;
}

fn stop(case: &str) -> StopErasureRequest {
    let why = "Elle a demandé un papier.".to_owned();
    StopErasureRequest { name: case.to_owned(), request_id: request_id(), why }
}

/// Closed files, and one that nobody closed.
struct Files {
    grown: String,
    stopped: String,
    /// Whom the schedule leaves to a person: a child, of whom no age is known, held, open.
    left: [String; 4],
}

async fn files(world: &World) -> Files {
    let year = world.clock.now().to_datetime().year();
    let (grown, stopped) =
        (closed(world, Some(year - 30)).await, closed(world, Some(year - 40)).await);
    let (child, unknown) = (closed(world, Some(year - 12)).await, closed(world, None).await);
    let held = closed(world, Some(year - 50)).await;
    let open = opened(&mut world.caseworker()).await;
    let why = "Une enquête est ouverte.".to_owned();
    let hold = SetHoldRequest { name: held.clone(), request_id: request_id(), why };
    manager(world).set_hold(hold).await.expect("holds");
    Files { grown, stopped, left: [child, unknown, held, open] }
}

/// Off until she chooses: what is due is proposed, and nothing announced.
async fn she_chooses(world: &World) {
    assert!(!chosen(world).await.erases);
    assert_eq!(listed(world, View::Unspecified).await.len(), 5);
    assert_eq!(announced(world).await, [] as [String; 0]);
    let days = i32::try_from(NOTICE).expect("days");
    let told = manager(world).set_erasure_schedule(choose(true, days)).await.expect("chooses");
    let told = told.into_inner().schedule.expect("a schedule");
    assert_eq!((told.erases, told.notice_days, told.closed_years), (true, days, 5));
    assert_eq!(told.chooser, name::staff(CENTRE, MANA));
}

async fn what_is_due_is_announced_and_then_erased(on: On) {
    let mut world = World::start(on).await;
    let Files { grown, stopped, left } = files(&world).await;
    later(&world, 6 * YEAR).await;
    she_chooses(&world).await;
    // Announced: what was closed, of who was of age; a person still decides on all the others.
    let both = [grown.clone(), stopped.clone()];
    until(|| async { (announced(&world).await == both).then_some(()) }).await;
    Box::pin(a_person_stops_one(&world, &stopped)).await;
    later(&world, DAY * (NOTICE - 1)).await;
    // The next look finds the notice running, after a restart and on a replica.
    world.restart().await;
    let replica = replica(&world, on).await;
    later(&world, Duration::from_hours(1)).await;
    assert!(!is_erased(&world, &grown).await);
    later(&world, DAY).await;
    until(|| async { is_erased(&world, &grown).await.then_some(()) }).await;
    for kept in left.iter().chain([&stopped]) {
        assert!(!is_erased(&world, kept).await, "{kept}");
    }
    Box::pin(it_is_certified_and_told(&world, &grown)).await;
    let processes = 2 + usize::from(replica.is_some());
    Box::pin(her_birth_date_was_looked_at_seldom(&world, &left[0], processes)).await;
    ended(replica).await;
    world.stop().await;
}

/// A second process of the service, where the store has room for two.
async fn replica(world: &World, on: On) -> Option<Host> {
    match on {
        On::Postgres => Some(world.replica().await),
        On::Sqlite => None,
    }
}

async fn ended(replica: Option<Host>) {
    if let Some(replica) = replica {
        assert!(replica.env.shutdown.wait(Duration::from_secs(10)).await, "a clean stop");
    }
}

async fn a_person_stops_one(world: &World, case: &str) {
    let stopping = stop(case);
    let mut manager = manager(world);
    manager.stop_erasure(stopping.clone()).await.expect("stops");
    manager.stop_erasure(stopping).await.expect("a repeat");
    let items = listed(world, View::Announced).await;
    assert_eq!(items.iter().map(|item| item.stopped).collect::<Vec<_>>(), [false, true]);
    assert!(items.iter().all(|item| item.erase_time.is_some()));
    // Nothing is announced of a case at work; and she who works on cases stops nothing.
    let other = opened(&mut world.caseworker()).await;
    let refused = manager.stop_erasure(stop(&other)).await.expect_err("not announced");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "NOT_ANNOUNCED".to_owned()));
    let mut sena = RetentionServiceClient::new(world.connection(SENA, CENTRE, &["supervisor"]));
    let refused = sena.stop_erasure(stop(case)).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::PermissionDenied);
}

async fn it_is_certified_and_told(world: &World, case: &str) {
    let asked = GetErasureCertificateRequest { name: case.to_owned() };
    let paper = manager(world).get_erasure_certificate(asked).await.expect("certifies");
    let paper = paper.into_inner();
    assert_eq!((paper.ground(), paper.orderer.as_str()), (ErasureGround::Schedule, ""));
    assert_eq!(paper.chooser, name::staff(CENTRE, MANA));
    assert!(paper.announce_time.is_some() && paper.key_count == 3);
    let text = world.host.signer.verifier();
    let text = text.signed(&paper.note).expect("signed");
    assert!(text.contains("ground: schedule\nordered by: the schedule itself\n"), "{text}");
    let timeline = GetTimelineRequest { name: case.to_owned(), ..<_>::default() };
    let told = world.supervisor().get_timeline(timeline).await.expect("tells").into_inner();
    let kinds: Vec<_> = told.entries.iter().map(|entry| entry.kind.as_str()).collect();
    let kept = ["erasure_announced", "erased_by_schedule", "survivor_erased"];
    let found: Vec<_> = kinds.into_iter().filter(|kind| kept.contains(kind)).collect();
    assert_eq!(found, kept, "once each");
}

/// The schedule looked on each of these days, in so many processes: one before a restart and one after it, and
/// a replica that may have come too late to look.
async fn her_birth_date_was_looked_at_seldom(world: &World, child: &str, processes: usize) {
    let mut audit = AuditServiceClient::new(world.connection(SENA, CENTRE, &["supervisor"]));
    let parent = child.to_owned();
    let asked = ListReadingsRequest { parent, ..ListReadingsRequest::default() };
    let readings = audit.list_readings(asked).await.expect("lists").into_inner().readings;
    let by_schedule = readings.iter().filter(|one| one.principal == "services/cases").count();
    assert!((2..=processes).contains(&by_schedule), "{readings:?}");
}

#[tokio::test]
async fn what_is_due_is_announced_and_erased_when_nobody_stopped_it_on_sqlite() {
    Box::pin(what_is_due_is_announced_and_then_erased(On::Sqlite)).await;
}

#[tokio::test]
async fn what_is_due_is_announced_and_erased_when_nobody_stopped_it_on_postgres() {
    Box::pin(what_is_due_is_announced_and_then_erased(On::Postgres)).await;
}

#[tokio::test]
async fn a_choice_that_was_taken_back_erases_nothing_and_a_new_one_begins_anew() {
    let world = World::start(On::Sqlite).await;
    let year = world.clock.now().to_datetime().year();
    let case = closed(&world, Some(year - 30)).await;
    world.clock.advance(6 * YEAR);
    let mut hers = manager(&world);
    hers.set_erasure_schedule(choose(true, 0)).await.expect("chooses");
    until(|| async { (announced(&world).await == [case.clone()]).then_some(()) }).await;
    assert_eq!(chosen(&world).await.notice_days, 30);
    hers.set_erasure_schedule(choose(false, 0)).await.expect("takes it back");
    later(&world, 40 * DAY).await;
    assert!(!chosen(&world).await.erases);
    assert!(!is_erased(&world, &case).await);
    // Chosen again: what was announced forty days ago is announced from the start.
    let first = listed(&world, View::Announced).await[0].erase_time;
    manager(&world).set_erasure_schedule(choose(true, 0)).await.expect("chooses");
    until(|| async {
        (listed(&world, View::Announced).await[0].erase_time != first).then_some(())
    })
    .await;
    assert!(!is_erased(&world, &case).await);
    // A choice that is wrong is refused whole.
    for (erases, days, field) in
        [(true, 6, "notice_days"), (true, 366, "notice_days"), (false, 30, "notice_days")]
    {
        let refused = manager(&world).set_erasure_schedule(choose(erases, days)).await;
        assert_eq!(fields(&refused.expect_err("wrong")), [field]);
    }
    let mut ada = RetentionServiceClient::new(world.connection(SENA, CENTRE, &["administrator"]));
    let refused = ada.set_erasure_schedule(choose(true, 0)).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::PermissionDenied);
}
