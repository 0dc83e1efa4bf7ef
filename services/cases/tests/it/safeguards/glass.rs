//! In an emergency a file is opened by two people, or alone: seen, for a time, and reviewed.

use std::time::Duration;

use sentier_proto::cases::v1::alarm::Kind;
use sentier_proto::cases::v1::review_item::Concern;
use sentier_proto::cases::v1::safeguard_service_client::SafeguardServiceClient;
use sentier_proto::cases::v1::{
    GetSafeguardsResponse, GetTimelineRequest, ListAlarmsRequest, ListReadingsRequest,
    ListReviewItemsRequest, SearchDuplicatesRequest,
};
use sentier_proto::name;

use super::*;
use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);

async fn alone(on: On) {
    let world = World::start(on).await;
    let case = opened(&mut world.caseworker()).await;
    let mut dede = world.staff(DEDE, CENTRE, &["caseworker"]);
    let mut glass = safeguard(&world, DEDE, "caseworker");
    assert_eq!(why(dede.get_case(read(&case)).await), "NOT_FOUND");

    let broken = glass.break_glass(break_in(&case)).await.expect("opens").into_inner();
    assert_eq!(file(&mut dede, &case).await.survivor.expect("her").full_name, FULL_NAME);
    nothing_but_the_file(&world, &case).await;
    every_reading_is_marked(&world, &case).await;
    Box::pin(the_alarm_stands(&world, &case, &broken.alarm)).await;
}

/// The file, and nothing that leads on or changes anything.
async fn nothing_but_the_file(world: &World, case: &str) {
    let mut dede = world.staff(DEDE, CENTRE, &["caseworker"]);
    let duplicates = SearchDuplicatesRequest { name: case.to_owned() };
    let mut finding = finding(world, DEDE, "caseworker");
    assert_eq!(why(finding.search_duplicates(duplicates).await), "NOT_FOUND");
    assert_eq!(why(dede.record_incident(incident(case)).await), "NOT_FOUND");
    let readings =
        ListReadingsRequest { parent: case.to_owned(), ..ListReadingsRequest::default() };
    let mut audit_of_dede = audit(world, DEDE, "caseworker");
    assert_eq!(why(audit_of_dede.list_readings(readings).await), "NOT_FOUND");
}

/// Every reading is marked, for the survivor and for the review.
async fn every_reading_is_marked(world: &World, case: &str) {
    let readings =
        ListReadingsRequest { parent: case.to_owned(), ..ListReadingsRequest::default() };
    let mut akouvi = audit(world, AKOUVI, "caseworker");
    let told = akouvi.list_readings(readings).await.expect("lists").into_inner().readings;
    let hers: Vec<_> = told.iter().filter(|one| one.principal == staff(DEDE)).collect();
    assert_eq!(hers.iter().map(|one| one.purpose.as_str()).collect::<Vec<_>>(), ["break_glass"]);
    let day =
        |at: sentier_kernel::Moment| Some(sentier_platform::grpc::date(at.to_datetime().date()));
    let week = ListReviewItemsRequest {
        parent: name::centre(CENTRE),
        start_date: day(world.clock.now()),
        end_date: day(world.clock.now()),
        ..ListReviewItemsRequest::default()
    };
    let mut manager = audit(world, MANU, "manager");
    let items = manager.list_review_items(week).await.expect("lists").into_inner().items;
    assert!(items[0].concerns.contains(&Concern::BreakGlass.into()), "{items:?}");
    let timeline = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    let seen = world.caseworker().get_timeline(timeline).await.expect("tells").into_inner();
    assert!(seen.entries.iter().any(|one| one.kind == "glass_broken"), "{seen:?}");
}

/// The alarm stands until somebody else reviewed it, and nobody goes in alone twice before.
async fn the_alarm_stands(world: &World, case: &str, raised: &str) {
    let mut dede = world.staff(DEDE, CENTRE, &["caseworker"]);
    let mut glass = safeguard(world, DEDE, "caseworker");
    let [alarm] = <[_; 1]>::try_from(open_alarms(world).await).expect("one alarm");
    assert_eq!(alarm.name, raised);
    assert_eq!((alarm.kind(), alarm.staff.as_str()), (Kind::BreakGlass, staff(DEDE).as_str()));
    world.clock.advance(HOUR * 3);
    assert_eq!(why(dede.get_case(read(case)).await), "NOT_FOUND");
    assert_eq!(why(glass.break_glass(break_in(case)).await), "REVIEW_PENDING");
    // She who went in, had she a manager's account as well.
    let mut herself = SafeguardServiceClient::new(world.connection(DEDE, CENTRE, &["manager"]));
    assert_eq!(why(herself.review_alarm(review(&alarm.name)).await), "OWN_GLASS");
    let mut manu = safeguard(world, MANU, "manager");
    manu.review_alarm(review(&alarm.name)).await.expect("reviews");
    assert_eq!(open_alarms(world).await, []);
    let every = ListAlarmsRequest { include_reviewed: true, ..alarms() };
    let reviewed = manu.list_alarms(every).await.expect("lists").into_inner().alarms;
    assert_eq!(reviewed[0].reviewer, staff(MANU));
    glass.break_glass(break_in(case)).await.expect("opens again");
}

#[tokio::test]
async fn alone_a_file_is_open_for_three_hours_and_the_alarm_stands_until_the_review() {
    Box::pin(alone(On::Sqlite)).await;
}

#[tokio::test]
async fn alone_a_file_is_open_for_three_hours_on_postgres() {
    Box::pin(alone(On::Postgres)).await;
}

#[tokio::test]
async fn by_two_people_a_file_is_open_for_a_day_without_an_alarm() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut ines = safeguard(&world, INES, "intake");
    let asked = ines.request_break_glass(ask_in(&case)).await.expect("asks").into_inner().entry;
    let mut reader = world.staff(INES, CENTRE, &["intake"]);
    assert_eq!(why(reader.get_case(read(&case)).await), "NOT_FOUND");

    // Her equals cannot let her in, and nobody lets herself in.
    let mut dede = safeguard(&world, DEDE, "caseworker");
    assert_eq!(why(dede.approve_break_glass(let_in(&asked)).await), "NOT_PERMITTED");
    let mut herself =
        SafeguardServiceClient::new(world.connection(INES, CENTRE, &["intake", "supervisor"]));
    assert_eq!(why(herself.approve_break_glass(let_in(&asked)).await), "OWN_GLASS");

    let mut manu = safeguard(&world, MANU, "manager");
    manu.approve_break_glass(let_in(&asked)).await.expect("lets in");
    file(&mut reader, &case).await;
    let told = ines.get_safeguards(guards(&case)).await.expect("tells").into_inner();
    assert_eq!((told.glass[0].approver.as_str(), told.glass[0].alone), (&*staff(MANU), false));
    assert_eq!(told.glass[0].reason, WHY);
    assert_eq!(open_alarms(&world).await, []);
    world.clock.advance(HOUR * 24);
    assert_eq!(why(reader.get_case(read(&case)).await), "NOT_FOUND");
}

#[tokio::test]
async fn a_request_that_nobody_answered_in_a_day_lapses() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut ines = safeguard(&world, INES, "intake");
    let asked = ines.request_break_glass(ask_in(&case)).await.expect("asks").into_inner().entry;
    world.clock.advance(HOUR * 24);
    let mut sena = safeguard(&world, SENA, "supervisor");
    assert_eq!(why(sena.approve_break_glass(let_in(&asked)).await), "GLASS_LAPSED");
}

#[tokio::test]
async fn glass_opens_no_file_of_an_erased_survivor_and_a_closed_one() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    closes(&world, &case).await;
    let mut dede = safeguard(&world, DEDE, "caseworker");
    dede.break_glass(break_in(&case)).await.expect("a closed file is a file");
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    let mut ines = safeguard(&world, INES, "intake");
    assert_eq!(why(ines.break_glass(break_in(&case)).await), "SURVIVOR_ERASED");
    let told = dede.get_safeguards(guards(&case)).await.expect("answers").into_inner();
    assert_eq!(told, GetSafeguardsResponse::default());
}
