//! Lists and timelines: paged, filtered, without personal data.

use prost::Message as _;
use sentier_eventing::projection::compare;
use sentier_proto::cases::v1::case::State;
use sentier_proto::cases::v1::{
    Case, GetTimelineRequest, ListCasesRequest, LowerFlagRequest, RaiseFlagRequest, TimelineEntry,
};
use sentier_proto::common::v1::FieldGroup;
use tonic::Code;

use crate::care::requests as care;
use crate::world::*;

fn list() -> ListCasesRequest {
    ListCasesRequest {
        parent: format!("centres/{CENTRE}"),
        page_size: 2,
        ..ListCasesRequest::default()
    }
}

/// Every page of a list, and how many there were.
async fn pages(client: &mut Client, mut request: ListCasesRequest) -> (Vec<Case>, usize) {
    let (mut cases, mut count) = (Vec::new(), 0);
    loop {
        let page = client.list_cases(request.clone()).await.expect("lists").into_inner();
        assert!(page.cases.len() <= 2);
        cases.extend(page.cases);
        count += 1;
        if page.next_page_token.is_empty() {
            return (cases, count);
        }
        request.page_token = page.next_page_token;
    }
}

fn names(cases: &[Case]) -> Vec<&str> {
    cases.iter().map(|case| case.name.as_str()).collect()
}

async fn a_list_is_paged_newest_first_and_shows_each_what_is_hers(on: On) {
    let world = World::start(on).await;
    let (mut akouvi, mut dede) = (world.caseworker(), world.staff(DEDE, CENTRE, &["caseworker"]));
    let mut hers = Vec::new();
    for _ in 0..5 {
        hers.push(opened(&mut akouvi).await);
    }
    let other = opened(&mut dede).await;
    akouvi.record_incident(incident(&hers[0])).await.expect("records");
    closes(&world, &hers[0]).await;

    let (listed, count) = pages(&mut akouvi, list()).await;
    let newest_first: Vec<&str> = hers.iter().rev().map(String::as_str).collect();
    assert_eq!((names(&listed), count), (newest_first, 3));
    let closed = listed.last().expect("the oldest");
    assert_eq!((closed.state(), closed.incident_count, closed.version), (State::Closed, 1, 4));
    assert!(closed.close_time.is_some() && closed.survivor_code.starts_with("OG1-"));

    let mut supervisor = world.supervisor();
    assert_eq!(pages(&mut supervisor, list()).await.0.len(), 6);
    let of_dede =
        ListCasesRequest { caseworker: format!("centres/{CENTRE}/staff/{DEDE}"), ..list() };
    assert_eq!(names(&pages(&mut supervisor, of_dede.clone()).await.0), [other.as_str()]);
    assert_eq!(names(&pages(&mut akouvi, of_dede).await.0), Vec::<&str>::new());
    let only = |state: State| ListCasesRequest { state: state.into(), ..list() };
    assert_eq!(names(&pages(&mut supervisor, only(State::Closed)).await.0), [hers[0].as_str()]);
    assert_eq!(pages(&mut supervisor, only(State::Open)).await.0.len(), 5);

    // No page of a list, and no timeline, holds anything of hers.
    let bytes: Vec<u8> = listed.iter().flat_map(Case::encode_to_vec).collect();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    for value in [survivor().full_name.as_str(), PHONE, SAFE, STORY, TOWN, ETHNICITY, LIMITS] {
        assert!(!text.contains(value));
    }
    world.stop().await;
}

#[tokio::test]
async fn a_list_is_paged_newest_first_and_shows_each_what_is_hers_on_sqlite() {
    a_list_is_paged_newest_first_and_shows_each_what_is_hers(On::Sqlite).await;
}

#[tokio::test]
async fn a_list_is_paged_newest_first_and_shows_each_what_is_hers_on_postgres() {
    a_list_is_paged_newest_first_and_shows_each_what_is_hers(On::Postgres).await;
}

#[tokio::test]
async fn a_list_finds_who_is_in_danger_and_what_the_team_was_told() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let (high, flagged) = (opened(&mut akouvi).await, opened(&mut akouvi).await);
    let plain = opened(&mut akouvi).await;
    let mut hers = world.care(AKOUVI, "caseworker");
    let assessed = care::assessment(&high, None);
    let risk = assessed.risk;
    hers.record_assessment(assessed).await.expect("assesses");
    let raise = RaiseFlagRequest {
        name: flagged.clone(),
        request_id: request_id(),
        message: NOTE.to_owned(),
        ..RaiseFlagRequest::default()
    };
    let flag = hers.raise_flag(raise).await.expect("raises").into_inner().entry;

    let of_risk = |risk| ListCasesRequest { risk, ..list() };
    let found = pages(&mut akouvi, of_risk(risk)).await.0;
    assert_eq!((names(&found), i32::from(found[0].risk())), (vec![high.as_str()], risk));
    let other = if risk == 1 { 2 } else { 1 };
    assert_eq!(names(&pages(&mut akouvi, of_risk(other)).await.0), Vec::<&str>::new());
    let refused = akouvi.list_cases(of_risk(99)).await.expect_err("no such risk");
    assert_eq!(fields(&refused), ["risk"]);

    let told = || ListCasesRequest { flagged: true, ..list() };
    let found = pages(&mut akouvi, told()).await.0;
    assert_eq!((names(&found), found[0].flag_count), (vec![flagged.as_str()], 1));
    let lower = LowerFlagRequest {
        name: flagged.clone(),
        request_id: request_id(),
        flag,
        ..LowerFlagRequest::default()
    };
    hers.lower_flag(lower).await.expect("lowers");
    assert_eq!(names(&pages(&mut akouvi, told()).await.0), Vec::<&str>::new());
    let all = pages(&mut akouvi, list()).await.0;
    assert_eq!(names(&all), [plain.as_str(), flagged.as_str(), high.as_str()]);

    // Of an erased survivor no risk is left.
    world.supervisor().erase_survivor(erase(&high)).await.expect("erases");
    assert_eq!(names(&pages(&mut akouvi, of_risk(risk)).await.0), Vec::<&str>::new());
}

#[tokio::test]
async fn a_page_token_serves_its_own_query_only() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    for _ in 0..3 {
        opened(&mut akouvi).await;
    }
    let page = akouvi.list_cases(list()).await.expect("lists").into_inner();
    let foreign = [
        ListCasesRequest { state: 1, page_token: page.next_page_token.clone(), ..list() },
        ListCasesRequest { page_token: "seven".to_owned(), ..list() },
    ];
    for request in foreign {
        let refused = akouvi.list_cases(request).await.expect_err("refused");
        assert_eq!(reason(&refused), (Code::InvalidArgument, "FOREIGN_PAGE_TOKEN".to_owned()));
        assert_eq!(fields(&refused), ["page_token"]);
    }
    let case = opened(&mut akouvi).await;
    let timeline = GetTimelineRequest {
        name: case,
        page_token: page.next_page_token,
        ..GetTimelineRequest::default()
    };
    let refused = akouvi.get_timeline(timeline).await.expect_err("refused");
    assert_eq!(reason(&refused).1, "FOREIGN_PAGE_TOKEN");
}

async fn timeline(client: &mut Client, case: &str, page_size: i32) -> Vec<TimelineEntry> {
    let mut request =
        GetTimelineRequest { name: case.to_owned(), page_size, ..GetTimelineRequest::default() };
    let mut entries = Vec::new();
    loop {
        let page = client.get_timeline(request.clone()).await.expect("tells").into_inner();
        entries.extend(page.entries);
        if page.next_page_token.is_empty() {
            return entries;
        }
        request.page_token = page.next_page_token;
    }
}

#[tokio::test]
async fn a_timeline_tells_what_happened_and_who_read() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    file(&mut akouvi, &case).await;
    let groups = [FieldGroup::Identity];
    let granted = akouvi.grant_consent(services(&case, &groups)).await.expect("grants");
    let consent = granted.into_inner().consent;
    let mut reading = read(&case);
    reading.purpose = "supervision".to_owned();
    world.supervisor().get_case(reading).await.expect("reads");
    akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");

    let told = timeline(&mut akouvi, &case, 0).await;
    let kinds: Vec<(&str, i64, &str)> = told
        .iter()
        .map(|entry| (entry.kind.as_str(), entry.version, entry.detail.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("case_opened", 1, ""),
            ("incident_recorded", 2, ""),
            ("personal_data_read", 2, "direct_care"),
            // Her age decides who may consent.
            ("personal_data_read", 2, "direct_care"),
            ("consent_granted", 3, "services"),
            ("personal_data_read", 3, "supervision"),
            ("consent_withdrawn", 4, ""),
        ]
    );
    assert_eq!(told[2].principal, format!("centres/{CENTRE}/staff/{AKOUVI}"));
    assert_eq!(told[3].read_groups, ["birth_date"]);
    assert_eq!(told[5].principal, format!("centres/{CENTRE}/staff/{SENA}"));
    assert_eq!(told[4].subject, consent);
    for size in 1..5 {
        assert_eq!(timeline(&mut akouvi, &case, size).await, told, "pages of {size}");
    }
    let text = format!("{told:?}");
    assert!(!text.contains(STORY) && !text.contains(&survivor().full_name));
}

#[tokio::test]
async fn a_rebuilt_list_equals_the_one_that_was_kept_up() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    for _ in 0..3 {
        let case = opened(&mut akouvi).await;
        akouvi.record_incident(incident(&case)).await.expect("records");
    }
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    let case = opened(&mut akouvi).await;
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    pages(&mut akouvi, list()).await;
    for projection in sentier_cases::projections() {
        let compared = compare(&world.host.store, projection.as_ref()).await.expect("rebuilds");
        let compared = compared.expect("it was built");
        assert!(compared.is_equal(), "{compared:?}");
        let rows: Vec<i64> = compared.tables.iter().map(|table| table.rows).collect();
        // Cases, who can be sought, erasures, centres whose schedule erases by itself, cases that follow
        // another, uploads, files, objects to destroy,
        // how long each case is kept, tasks, incidents that wait for a consent, consents to statistics,
        // drafts, readings (of her birth date, when she consented), whose each case is; and nothing that safeguards a case.
        let expected = [5, 5, 1, 0, 0, 0, 0, 0, 5, 14, 3, 1, 0, 0, 1, 5, 0, 0, 0, 0, 0];
        assert_eq!(rows, expected);
    }
}
