//! The survivor is told who read her file; the manager sees what deserves a question.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_cases_domain::value::Date as Day;
use sentier_kernel::Moment;
use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::review_item::Concern;
use sentier_proto::cases::v1::{
    GetCaseRequest, ListReadingsRequest, ListReviewItemsRequest, ReviewItem, SearchCasesRequest,
};
use sentier_proto::common::v1::Date;
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

type Audit = AuditServiceClient<Connection>;

const MANU: Uuid = Uuid::from_u128(15);

fn audit(world: &World, id: Uuid, role: &str) -> Audit {
    AuditServiceClient::new(world.connection(id, CENTRE, &[role]))
}

fn on_wire(at: Moment) -> Date {
    let day = Day::of(at);
    Date { year: day.year(), month: day.month().into(), day: day.day().into() }
}

/// The days around the world's clock.
fn days(world: &World) -> ListReviewItemsRequest {
    let day = Duration::from_hours(24);
    ListReviewItemsRequest {
        parent: name::centre(CENTRE),
        start_date: Some(on_wire(world.clock.now().minus(day * 2))),
        end_date: Some(on_wire(world.clock.now().plus(day))),
        page_size: 2,
        ..ListReviewItemsRequest::default()
    }
}

async fn review(world: &World) -> Vec<ReviewItem> {
    let mut manager = audit(world, MANU, "manager");
    let (mut items, mut request) = (Vec::new(), days(world));
    loop {
        let page = manager.list_review_items(request.clone()).await.expect("lists").into_inner();
        assert!(page.items.len() <= 2);
        items.extend(page.items);
        if page.next_page_token.is_empty() {
            return items;
        }
        request.page_token = page.next_page_token;
    }
}

/// Moves the clock to this hour of the next day.
fn tomorrow_at(world: &World, hour: u64) {
    let now = world.clock.now();
    let midnight = now.as_micros() / 86_400_000_000 * 86_400_000_000 + 86_400_000_000;
    let then = Moment::from_micros(midnight).plus(Duration::from_hours(hour));
    world.clock.advance(then.since(now));
}

async fn search(world: &World, id: Uuid) {
    let mut finding = FindingServiceClient::new(world.connection(id, CENTRE, &["caseworker"]));
    let request = SearchCasesRequest {
        parent: name::centre(CENTRE),
        full_name: "Afiwa".to_owned(),
        ..SearchCasesRequest::default()
    };
    finding.search_cases(request).await.expect("searches");
}

fn concerns(item: &ReviewItem) -> BTreeSet<i32> {
    item.concerns.iter().copied().collect()
}

async fn every_reading_is_told_and_what_is_unusual_is_reviewed(on: On) {
    let world = World::start(on).await;
    tomorrow_at(&world, 10);
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    file(&mut akouvi, &case).await;
    file(&mut world.supervisor(), &case).await;
    // A search that leads to a reading within the hour, and one that leads to nothing.
    search(&world, AKOUVI).await;
    world.clock.advance(Duration::from_mins(59));
    file(&mut akouvi, &case).await;
    search(&world, DEDE).await;
    assert_eq!(review(&world).await.len(), 1, "the last search may still lead to something");
    tomorrow_at(&world, 3);
    file(&mut akouvi, &case).await;

    let mut akouvi = audit(&world, AKOUVI, "caseworker");
    let asked = ListReadingsRequest {
        parent: case.clone(),
        page_size: 3,
        ..ListReadingsRequest::default()
    };
    let page = akouvi.list_readings(asked.clone()).await.expect("lists").into_inner();
    let rest = ListReadingsRequest { page_token: page.next_page_token.clone(), ..asked };
    let rest = akouvi.list_readings(rest).await.expect("lists").into_inner();
    assert!(rest.next_page_token.is_empty());
    let readers: Vec<String> =
        page.readings.into_iter().chain(rest.readings).map(|it| it.principal).collect();
    let (hers, supervisor) = (name::staff(CENTRE, AKOUVI), name::staff(CENTRE, SENA));
    assert_eq!(readers, [hers.clone(), hers.clone(), supervisor.clone(), hers.clone()]);

    let items = review(&world).await;
    let told: Vec<(&str, &str)> =
        items.iter().map(|it| (it.principal.as_str(), it.case.as_str())).collect();
    let dede = name::staff(CENTRE, DEDE);
    assert_eq!(
        told,
        [(hers.as_str(), case.as_str()), (dede.as_str(), ""), (supervisor.as_str(), case.as_str())]
    );
    let known = GetCaseRequest { view: View::LifeCycle.into(), ..read(&case) };
    let known = world.caseworker().get_case(known).await.expect("reads").into_inner();
    let code = known.case.expect("a case").survivor_code;
    let codes: Vec<&str> = items.iter().map(|it| it.survivor_code.as_str()).collect();
    assert_eq!(codes, [code.as_str(), "", code.as_str()]);
    assert_eq!(concerns(&items[0]), [Concern::AtNight.into()].into());
    assert_eq!(concerns(&items[1]), [Concern::SearchWithoutFollowUp.into()].into());
    assert_eq!(concerns(&items[2]), [Concern::NotOwn.into()].into());
    world.stop().await;
}

#[tokio::test]
async fn every_reading_is_told_and_what_is_unusual_is_reviewed_on_sqlite() {
    every_reading_is_told_and_what_is_unusual_is_reviewed(On::Sqlite).await;
}

#[tokio::test]
async fn every_reading_is_told_and_what_is_unusual_is_reviewed_on_postgres() {
    every_reading_is_told_and_what_is_unusual_is_reviewed(On::Postgres).await;
}

#[tokio::test]
async fn only_the_manager_reviews_and_only_who_reads_a_case_tells_who_read_it() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let readings = ListReadingsRequest { parent: case, ..ListReadingsRequest::default() };
    let expected = [
        ("intake", Code::NotFound, Code::PermissionDenied),
        ("caseworker", Code::NotFound, Code::PermissionDenied),
        ("supervisor", Code::Ok, Code::PermissionDenied),
        ("manager", Code::PermissionDenied, Code::Ok),
        ("administrator", Code::PermissionDenied, Code::PermissionDenied),
    ];
    for (role, of_case, of_centre) in expected {
        let mut client = audit(&world, DEDE, role);
        let code = |status: Option<tonic::Status>| status.map_or(Code::Ok, |it| it.code());
        let told = client.list_readings(readings.clone()).await.err();
        let reviewed = client.list_review_items(days(&world)).await.err();
        assert_eq!((code(told), code(reviewed)), (of_case, of_centre), "{role}");
    }
    let mut manager = audit(&world, MANU, "manager");
    let backwards = ListReviewItemsRequest {
        end_date: Some(on_wire(world.clock.now().minus(Duration::from_hours(3 * 24)))),
        ..days(&world)
    };
    let refused = manager.list_review_items(backwards).await.expect_err("refused");
    assert_eq!(
        (refused.code(), fields(&refused)),
        (Code::InvalidArgument, vec!["end_date".to_owned()])
    );
    world.stop().await;
}
