//! Two cases of one survivor become one, and are parted again: nothing is lost and nothing is widened.

use sentier_eventing::projection::compare;
use sentier_proto::cases::v1::duplicate::State;
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::merge_service_client::MergeServiceClient;
use sentier_proto::cases::v1::{
    GetCaseRequest, GetDuplicatesRequest, GetTimelineRequest, ListCasesRequest,
    MarkDifferentRequest, MergeCasesRequest, SearchCasesRequest, SearchDuplicatesRequest,
    UndoMergeRequest,
};
use sentier_proto::common::v1::FieldGroup;
use sentier_proto::name;
use tonic::Code;

use crate::world::*;

/// What the second case's consent releases.
const GROUPS: [FieldGroup; 1] = [FieldGroup::Identity];

pub(crate) type Merges = MergeServiceClient<Connection>;

pub(crate) fn merges(world: &World) -> Merges {
    MergeServiceClient::new(world.connection(SENA, CENTRE, &["supervisor"]))
}

pub(crate) fn merge(kept: &str, other: &str) -> MergeCasesRequest {
    MergeCasesRequest { name: kept.to_owned(), request_id: request_id(), other: other.to_owned() }
}

fn undo(kept: &str, other: &str) -> UndoMergeRequest {
    UndoMergeRequest { name: kept.to_owned(), request_id: request_id(), other: other.to_owned() }
}

async fn states(merges: &mut Merges, case: &str) -> Vec<(String, State)> {
    let asked = GetDuplicatesRequest { name: case.to_owned() };
    let known = merges.get_duplicates(asked).await.expect("tells").into_inner().duplicates;
    known.into_iter().map(|it| (it.case.clone(), it.state())).collect()
}

async fn listed(world: &World) -> Vec<String> {
    let asked = ListCasesRequest { parent: name::centre(CENTRE), ..ListCasesRequest::default() };
    let cases = world.supervisor().list_cases(asked).await.expect("lists").into_inner().cases;
    cases.into_iter().map(|case| case.name).collect()
}

async fn found(world: &World, code: &str) -> Vec<String> {
    let connection = world.connection(SENA, CENTRE, &["supervisor"]);
    let asked = SearchCasesRequest {
        parent: name::centre(CENTRE),
        survivor_code: code.to_owned(),
        ..SearchCasesRequest::default()
    };
    let answer = FindingServiceClient::new(connection).search_cases(asked).await.expect("searches");
    answer.into_inner().matches.into_iter().filter_map(|it| Some(it.case?.name)).collect()
}

async fn duplicates(world: &World, case: &str) -> Vec<String> {
    let connection = world.connection(SENA, CENTRE, &["supervisor"]);
    let asked = SearchDuplicatesRequest { name: case.to_owned() };
    let answer = FindingServiceClient::new(connection).search_duplicates(asked).await;
    let matches = answer.expect("searches").into_inner().matches;
    matches.into_iter().filter_map(|it| Some(it.case?.name)).collect()
}

async fn code(world: &World, case: &str) -> String {
    let read = world.supervisor().get_case(read(case)).await.expect("reads").into_inner();
    read.case.expect("a case").survivor_code
}

/// Two cases of one survivor, each of a worker, the second with a consent and a referral of its own.
async fn two(world: &World) -> (String, String, String) {
    let (mut akouvi, mut dede) = (world.caseworker(), world.staff(DEDE, CENTRE, &["caseworker"]));
    let (kept, other) = (opened(&mut akouvi).await, opened(&mut dede).await);
    let consent = dede.grant_consent(services(&other, &GROUPS)).await.expect("grants");
    let consent = consent.into_inner().consent;
    dede.request_referral(refer(&other, &consent, &GROUPS)).await.expect("refers");
    (kept, other, consent)
}

async fn both_histories_tell_it(world: &World, kept: &str, other: &str) {
    for (case, kinds) in
        [(kept, ["case_taken_in", "case_released"]), (other, ["case_followed", "case_parted"])]
    {
        let asked = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
        let told = world.supervisor().get_timeline(asked).await.expect("tells").into_inner();
        let told: Vec<&str> = told.entries.iter().map(|entry| entry.kind.as_str()).collect();
        assert!(kinds.iter().all(|kind| told.contains(kind)), "{told:?}");
    }
}

/// Joins them, twice: a repeat is the same merge.
async fn joined(merges: &mut Merges, kept: &str, other: &str) {
    let asked = merge(kept, other);
    for _again in 0..2 {
        let answer = merges.merge_cases(asked.clone()).await.expect("merges").into_inner();
        assert_eq!(answer.case.expect("a case").name, kept);
    }
    assert_eq!(states(merges, kept).await, [(other.to_owned(), State::FollowedBy)]);
    assert_eq!(states(merges, other).await, [(kept.to_owned(), State::Follows)]);
}

/// One is listed, and what finds the other finds it.
async fn only_one_is_found(world: &World, kept: &str, codes: &[String; 2]) {
    assert_eq!(listed(world).await, [kept]);
    for code in codes {
        assert_eq!(found(world, code).await, [kept]);
    }
    assert!(duplicates(world, kept).await.is_empty(), "it is no duplicate of itself");
    for projection in sentier_cases::projections() {
        let compared = compare(&world.host.store, projection.as_ref()).await.expect("rebuilds");
        assert!(compared.expect("it was built").is_equal(), "a rebuilt list is the same");
    }
}

async fn one_is_listed_and_both_codes_find_it(on: On) {
    let world = World::start(on).await;
    let (kept, other, _consent) = two(&world).await;
    let codes = [code(&world, &kept).await, code(&world, &other).await];
    assert_eq!(duplicates(&world, &kept).await, std::slice::from_ref(&other));

    let mut merges = merges(&world);
    joined(&mut merges, &kept, &other).await;
    only_one_is_found(&world, &kept, &codes).await;

    merges.undo_merge(undo(&kept, &other)).await.expect("undoes");
    assert_eq!(states(&mut merges, &kept).await, []);
    assert_eq!(listed(&world).await.len(), 2);
    assert_eq!(found(&world, &codes[1]).await, std::slice::from_ref(&other));
    both_histories_tell_it(&world, &kept, &other).await;
    world.stop().await;
}

#[tokio::test]
async fn work_goes_on_on_one_case_under_its_own_consents() {
    let world = World::start(On::Sqlite).await;
    let (kept, other, consent) = two(&world).await;
    let (mut akouvi, mut dede) = (world.caseworker(), world.staff(DEDE, CENTRE, &["caseworker"]));
    let mut merges = merges(&world);
    merges.merge_cases(merge(&kept, &other)).await.expect("merges");
    // Who works on the case that is followed reads both.
    akouvi.get_case(read(&other)).await.expect("reads");
    let refused = dede.get_case(read(&other)).await.expect_err("refused");
    assert_eq!(refused.code(), Code::NotFound);
    let refused = akouvi.grant_consent(services(&other, &GROUPS)).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "CASE_MERGED".to_owned()));
    let refused = akouvi.request_referral(refer(&kept, &consent, &GROUPS)).await;
    assert_eq!(fields(&refused.expect_err("refused")), ["consent"], "it is of the other case");
    akouvi.withdraw_consent(withdraw(&consent)).await.expect("she may withdraw at any time");
    merges.undo_merge(undo(&kept, &other)).await.expect("undoes");
    dede.grant_consent(services(&other, &GROUPS)).await.expect("works on");
}

#[tokio::test]
async fn one_is_listed_and_both_codes_find_it_on_sqlite() {
    one_is_listed_and_both_codes_find_it(On::Sqlite).await;
}

#[tokio::test]
async fn one_is_listed_and_both_codes_find_it_on_postgres() {
    one_is_listed_and_both_codes_find_it(On::Postgres).await;
}

#[tokio::test]
async fn cases_that_are_marked_different_are_no_duplicates_any_more() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let (one, other) = (opened(&mut akouvi).await, opened(&mut akouvi).await);
    let mut merges = merges(&world);
    let mark =
        MarkDifferentRequest { name: one.clone(), request_id: request_id(), other: other.clone() };
    merges.mark_different(mark).await.expect("marks");
    for case in [&one, &other] {
        assert_eq!(duplicates(&world, case).await, Vec::<String>::new());
        assert_eq!(states(&mut merges, case).await[0].1, State::Different);
    }
    // A caseworker joins and parts nothing, and nobody joins a case to itself or to another centre's.
    let connection = world.connection(AKOUVI, CENTRE, &["caseworker"]);
    let refused = MergeServiceClient::new(connection).merge_cases(merge(&one, &other)).await;
    assert_eq!(refused.expect_err("refused").code(), Code::PermissionDenied);
    let refused = merges.merge_cases(merge(&one, &one)).await.expect_err("refused");
    assert_eq!(fields(&refused), ["other"]);
    let elsewhere = other.replace(CENTRE, "kara-1");
    let refused = merges.merge_cases(merge(&one, &elsewhere)).await.expect_err("refused");
    assert_eq!(fields(&refused), ["other"]);
    let refused = merges.undo_merge(undo(&one, &other)).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::NotFound, "NO_SUCH_MERGE".to_owned()));
}

#[tokio::test]
async fn who_is_erased_is_erased_in_both_cases() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let (kept, other) = (opened(&mut akouvi).await, opened(&mut akouvi).await);
    merges(&world).merge_cases(merge(&kept, &other)).await.expect("merges");
    world.supervisor().erase_survivor(erase(&kept)).await.expect("erases");
    for case in [&kept, &other] {
        let asked = GetCaseRequest { view: 2, purpose: String::new(), ..read(case) };
        let told = world.supervisor().get_case(asked).await.expect("reads").into_inner();
        assert!(told.case.expect("a case").erased, "{case}");
    }
}
