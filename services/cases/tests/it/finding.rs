//! A survivor is found again by what she tells, and nobody browses.

use std::time::Duration;

use prost::Message as _;
use sentier_eventing::streams::READ_EVENT;
use sentier_proto::cases::v1::case_match::Criterion;
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::{CaseMatch, SearchCasesRequest, SearchDuplicatesRequest, Survivor};
use sentier_proto::common::v1::Date;
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

type Finding = FindingServiceClient<Connection>;

/// One who opens cases, and searches.
const INTAKE: Uuid = Uuid::from_u128(14);

fn finding(world: &World, id: Uuid, roles: &[&str]) -> Finding {
    FindingServiceClient::new(world.connection(id, CENTRE, roles))
}

async fn open(client: &mut Client, full_name: &str, phone: &str, year: i32) -> String {
    open_at(CENTRE, client, full_name, phone, year).await
}

async fn open_at(
    centre: &str,
    client: &mut Client,
    full_name: &str,
    phone: &str,
    year: i32,
) -> String {
    let survivor = Survivor {
        full_name: full_name.to_owned(),
        phone: phone.to_owned(),
        birth_date: Some(Date { year, month: 4, day: 17 }),
        ..survivor()
    };
    let mut request = open_case();
    request.parent = name::centre(centre);
    request.survivor = Some(survivor);
    client.open_case(request).await.expect("opens").into_inner().case.expect("a case").name
}

fn named(full_name: &str) -> SearchCasesRequest {
    SearchCasesRequest {
        parent: name::centre(CENTRE),
        full_name: full_name.to_owned(),
        ..SearchCasesRequest::default()
    }
}

async fn search(client: &mut Finding, request: SearchCasesRequest) -> Vec<CaseMatch> {
    client.search_cases(request).await.expect("searches").into_inner().matches
}

fn names(matches: &[CaseMatch]) -> Vec<&str> {
    matches.iter().filter_map(|it| Some(it.case.as_ref()?.name.as_str())).collect()
}

async fn she_is_found_by_what_she_tells_and_not_after_her_erasure(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let afi = open(&mut akouvi, "Afiwa Mensah", "+228 90 11 22 33", 1999).await;
    let dede = open(&mut akouvi, "Dédé Kodjo", "", 1985).await;
    let mut kara = world.staff(DEDE, "kara-1", &["caseworker"]);
    open_at("kara-1", &mut kara, "Afiwa Mensah", "", 1999).await;

    // Intake, who may open neither file, learns that there is one, by its code.
    let mut intake = finding(&world, INTAKE, &["intake"]);
    let found = search(&mut intake, named("mensa afioua")).await;
    assert_eq!(names(&found), [afi.as_str()]);
    assert_eq!(found[0].matched_on, [Criterion::FullName as i32]);
    let bytes = String::from_utf8_lossy(&found[0].encode_to_vec()).into_owned();
    for value in ["Afiwa", "Mensah", "90 11 22 33"] {
        assert!(!bytes.contains(value), "a match tells a personal value");
    }
    let code = found[0].case.as_ref().expect("a case").survivor_code.clone();
    let by_code = SearchCasesRequest { survivor_code: code.to_lowercase(), ..named("") };
    assert_eq!(names(&search(&mut intake, by_code).await), [afi.as_str()]);
    let by_phone = SearchCasesRequest { phone: "90112233".to_owned(), ..named("") };
    assert_eq!(names(&search(&mut intake, by_phone).await), [afi.as_str()]);
    let by_birth = SearchCasesRequest {
        birth_date: Some(Date { year: 1985, month: 4, day: 17 }),
        ..named("")
    };
    assert_eq!(names(&search(&mut intake, by_birth).await), [dede.as_str()]);

    // Who was opened after the index was built is found too; who was erased is not.
    let again = open(&mut akouvi, "Afioua Mensa", "90 11 22 33", 1999).await;
    assert_eq!(search(&mut intake, named("Afiwa Mensah")).await.len(), 2);
    let mut finder = finding(&world, AKOUVI, &["caseworker"]);
    let twice = SearchDuplicatesRequest { name: again.clone() };
    let twice = finder.search_duplicates(twice).await.expect("compares").into_inner().matches;
    assert_eq!(names(&twice), [afi.as_str()]);
    world.supervisor().erase_survivor(erase(&afi)).await.expect("erases");
    assert_eq!(names(&search(&mut intake, named("Afiwa Mensah")).await), [again.as_str()]);
    world.stop().await;
}

#[tokio::test]
async fn she_is_found_by_what_she_tells_and_not_after_her_erasure_on_sqlite() {
    she_is_found_by_what_she_tells_and_not_after_her_erasure(On::Sqlite).await;
}

#[tokio::test]
async fn she_is_found_by_what_she_tells_and_not_after_her_erasure_on_postgres() {
    she_is_found_by_what_she_tells_and_not_after_her_erasure(On::Postgres).await;
}

#[tokio::test]
async fn an_index_is_built_anew_after_a_restart_and_leaves_nothing_on_the_disk() {
    let mut world = World::start(On::Sqlite).await;
    let afi = open(&mut world.caseworker(), "Afiwa Zokpevi", "", 1999).await;
    let mut client = finding(&world, AKOUVI, &["caseworker"]);
    assert_eq!(names(&search(&mut client, named("Afiwa Zokpevi")).await), [afi.as_str()]);
    world.restart().await;
    let mut client = finding(&world, AKOUVI, &["caseworker"]);
    assert_eq!(names(&search(&mut client, named("Zokpevi")).await), [afi.as_str()]);
    world.stop().await;
    for (file, bytes) in world.files() {
        for value in ["Zokpevi", "zokpevi", "sokpevi", "sopevi"] {
            let found = bytes.windows(value.len()).any(|part| part == value.as_bytes());
            assert!(!found, "{value} stands in {file}");
        }
    }
}

/// How often survivors were opened to be found: each building of an index is a reading.
async fn builds(world: &World) -> usize {
    let log = world.host.store.read_log(0, 1_000).await.expect("reads");
    let searched = |payload: &[u8]| String::from_utf8_lossy(payload).contains("\"search\"");
    log.iter().filter(|it| it.event_type == READ_EVENT && searched(&it.payload)).count()
}

#[tokio::test]
async fn an_index_goes_when_nobody_asks_and_when_all_who_searched_locked_their_screens() {
    let world = World::start(On::Sqlite).await;
    open(&mut world.caseworker(), "Afiwa Mensah", "", 1999).await;
    let by = |number: u128| finding(&world, Uuid::from_u128(number), &["caseworker"]);
    search(&mut by(100), named("Afiwa")).await;
    search(&mut by(101), named("Afiwa")).await;
    assert_eq!(builds(&world).await, 1);
    // Nobody asks for a quarter of an hour.
    world.clock.advance(Duration::from_mins(15));
    search(&mut by(102), named("Afiwa")).await;
    assert_eq!(builds(&world).await, 2);
    // One after the other searches and locks; the index of the one before is gone a moment later.
    let mut next = 103;
    while builds(&world).await < 3 {
        let until = world.clock.now().plus(Duration::from_hours(1));
        world.authenticator.revoke(session_of(Uuid::from_u128(next - 1)), until);
        search(&mut by(next), named("Afiwa")).await;
        next += 1;
        assert!(next < 200, "the index never went");
    }
    world.stop().await;
}

#[tokio::test]
async fn the_twenty_first_search_of_an_hour_is_refused_across_restarts() {
    let mut world = World::start(On::Sqlite).await;
    let mut client = finding(&world, AKOUVI, &["caseworker"]);
    for _ in 0..20 {
        search(&mut client, named("Afiwa")).await;
    }
    world.restart().await;
    let mut client = finding(&world, AKOUVI, &["caseworker"]);
    let refused = client.search_cases(named("Afiwa")).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::ResourceExhausted, "TOO_MANY_SEARCHES".to_owned()));
    // A colleague has a quota of her own, and the hour ends.
    search(&mut finding(&world, DEDE, &["caseworker"]), named("Afiwa")).await;
    world.clock.advance(Duration::from_hours(1));
    search(&mut client, named("Afiwa")).await;
    world.stop().await;
}

#[tokio::test]
async fn a_search_that_would_list_the_centre_is_refused_by_its_fields() {
    let world = World::start(On::Sqlite).await;
    let mut client = finding(&world, AKOUVI, &["caseworker"]);
    let too_short = SearchCasesRequest {
        phone: "901".to_owned(),
        survivor_code: "OG1".to_owned(),
        birth_date: Some(Date { year: 2999, month: 1, day: 1 }),
        ..named("A.")
    };
    let refused = client.search_cases(too_short).await.expect_err("refused");
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(fields(&refused), ["survivor_code", "full_name", "phone", "birth_date"]);
    let refused = client.search_cases(named("")).await.expect_err("refused");
    assert_eq!(
        (refused.code(), fields(&refused)),
        (Code::InvalidArgument, vec!["full_name".to_owned()])
    );
    world.stop().await;
}

#[tokio::test]
async fn who_keeps_the_system_or_its_figures_searches_nobody() {
    let world = World::start(On::Sqlite).await;
    let afi = open(&mut world.caseworker(), "Afiwa Mensah", "", 1999).await;
    for (id, role) in [(15, "manager"), (16, "administrator")] {
        let mut client = finding(&world, Uuid::from_u128(id), &[role]);
        let refused = client.search_cases(named("Afiwa")).await.expect_err("refused");
        assert_eq!(refused.code(), Code::PermissionDenied);
    }
    let mut elsewhere =
        FindingServiceClient::new(world.connection(DEDE, "kara-1", &["supervisor"]));
    let refused = elsewhere.search_cases(named("Afiwa")).await.expect_err("refused");
    assert_eq!(refused.code(), Code::PermissionDenied);
    // A colleague's file cannot be compared by who may not read it.
    let mut dede = finding(&world, DEDE, &["caseworker"]);
    let refused = dede.search_duplicates(SearchDuplicatesRequest { name: afi }).await;
    assert_eq!(refused.expect_err("refused").code(), Code::NotFound);
    world.stop().await;
}
