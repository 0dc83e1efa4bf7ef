//! Alone a few files a month: more are refused, kept for the review, and left to two people.

use futures_util::future::join_all;
use sentier_cases_domain::alone::month_of;
use sentier_proto::cases::v1::review_item::Concern;
use sentier_proto::cases::v1::{
    BreakGlassResponse, ListReadingsRequest, ListReviewItemsRequest, ReviewItem,
};
use sentier_proto::name;

use super::*;
use crate::world::*;

/// What a month permits, as nobody configured it.
const MOST: usize = 3;

async fn cases(world: &World, count: usize) -> Vec<String> {
    let mut akouvi = world.caseworker();
    let mut cases = Vec::new();
    for _ in 0..count {
        cases.push(opened(&mut akouvi).await);
    }
    cases
}

/// What the manager looks into, of the months around this one.
async fn refused(world: &World) -> Vec<ReviewItem> {
    let day =
        |at: sentier_kernel::Moment| Some(sentier_platform::grpc::date(at.to_datetime().date()));
    let asked = ListReviewItemsRequest {
        parent: name::centre(CENTRE),
        start_date: day(month_of(world.clock.now()).0),
        end_date: day(world.clock.now()),
        ..ListReviewItemsRequest::default()
    };
    let items = audit(world, MANU, "manager").list_review_items(asked).await.expect("lists");
    let alone = Concern::AloneRefused.into();
    items.into_inner().items.into_iter().filter(|it| it.concerns.contains(&alone)).collect()
}

async fn a_month_permits_a_few(on: On) {
    let world = World::start(on).await;
    let cases = cases(&world, MOST + 3).await;
    // All at once, from as many windows: what she is told is counted none the less.
    let requests: Vec<_> = cases.iter().map(|case| break_in(case)).collect();
    let here = &world;
    let broken = join_all(requests.iter().map(|request| async move {
        safeguard(here, DEDE, "caseworker").break_glass(request.clone()).await
    }));
    let broken: Vec<_> = broken.await;
    let count = |one: &tonic::Response<BreakGlassResponse>| one.get_ref().month_limit;
    assert_eq!(broken.iter().flatten().map(count).collect::<Vec<_>>(), [3; MOST]);
    let refusals: Vec<_> = broken.iter().filter_map(|one| one.as_ref().err()).collect();
    assert!(refusals.iter().all(|one| reason(one).1 == "ALONE_USED_UP"), "{refusals:?}");
    let mut counts: Vec<_> = open_alarms(&world).await.iter().map(|it| it.month_count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2, 3]);

    // The same request is answered as it was: it opens nothing new, and one refusal is kept once.
    let (first, full) = (
        broken.iter().position(Result::is_ok).expect("one"),
        broken.iter().position(Result::is_err).expect("one"),
    );
    let mut dede = safeguard(&world, DEDE, "caseworker");
    dede.break_glass(requests[first].clone()).await.expect("a repeat");
    assert_eq!(why(dede.break_glass(requests[full].clone()).await), "ALONE_USED_UP");
    let kept = refused(&world).await;
    assert_eq!(kept.len(), 3, "{kept:?}");
    assert!(kept.iter().all(|item| item.principal == staff(DEDE)));
    assert!(kept.iter().any(|item| item.case == cases[full]));
    Box::pin(two_people_may(&world, &cases[full])).await;
    Box::pin(the_next_month_begins_anew(&world, &cases[full])).await;
    world.stop().await;
}

/// Nothing was read, so nothing is in the survivor's report; a colleague and the manager still may.
async fn two_people_may(world: &World, case: &str) {
    let mut dede = safeguard(world, DEDE, "caseworker");
    let parent = case.to_owned();
    let readings = ListReadingsRequest { parent, ..ListReadingsRequest::default() };
    let told = audit(world, AKOUVI, "caseworker").list_readings(readings).await.expect("lists");
    assert_eq!(told.into_inner().readings, []);
    safeguard(world, INES, "intake").break_glass(break_in(case)).await.expect("hers is another");
    let asked = dede.request_break_glass(ask_in(case)).await.expect("asks").into_inner().entry;
    let mut manu = safeguard(world, MANU, "manager");
    manu.approve_break_glass(let_in(&asked)).await.expect("lets in");
    file(&mut world.staff(DEDE, CENTRE, &["caseworker"]), case).await;
}

async fn the_next_month_begins_anew(world: &World, case: &str) {
    let now = world.clock.now();
    world.clock.advance(month_of(now).1.since(now));
    let mut dede = safeguard(world, DEDE, "caseworker");
    let opened = dede.break_glass(break_in(case)).await.expect("opens").into_inner();
    assert_eq!((opened.month_count, opened.month_limit), (1, 3));
}

#[tokio::test]
async fn alone_a_month_permits_a_few_files_and_two_people_the_others() {
    Box::pin(a_month_permits_a_few(On::Sqlite)).await;
}

#[tokio::test]
async fn alone_a_month_permits_a_few_files_on_postgres() {
    Box::pin(a_month_permits_a_few(On::Postgres)).await;
}
