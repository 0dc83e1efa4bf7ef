//! What is wrong with a request is told at once, field by field, and nothing is stored.

use prost_types::Timestamp;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::{
    ClaimDisclosureRequest, CloseCaseRequest, EraseSurvivorRequest, GetCaseRequest,
    GetTimelineRequest, GrantConsentRequest, ListCasesRequest, OpenCaseRequest,
    RecordFollowUpRequest, RecordIncidentRequest, RequestReferralRequest, Survivor,
    WithdrawConsentRequest,
};
use sentier_proto::common::v1::{Date, FieldGroup};
use tonic::{Code, Response, Status};

use crate::world::*;

fn wrong<T>(answer: Result<Response<T>, Status>) -> Vec<String> {
    let status = answer.map(drop).expect_err("refused");
    assert_eq!(reason(&status), (Code::InvalidArgument, "INVALID_FIELDS".to_owned()));
    fields(&status)
}

#[tokio::test]
async fn empty_requests_name_every_field_that_is_missing() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let head = world.host.store.read_head().await.expect("a head");
    assert_eq!(
        wrong(akouvi.open_case(OpenCaseRequest::default()).await),
        ["parent", "request_id", "survivor"]
    );
    assert_eq!(wrong(akouvi.get_case(GetCaseRequest::default()).await), ["name", "purpose"]);
    assert_eq!(wrong(akouvi.list_cases(ListCasesRequest::default()).await), ["parent"]);
    assert_eq!(wrong(akouvi.get_timeline(GetTimelineRequest::default()).await), ["name"]);
    assert_eq!(
        wrong(akouvi.record_incident(RecordIncidentRequest::default()).await),
        ["name", "request_id", "date", "answers"]
    );
    assert_eq!(
        wrong(akouvi.grant_consent(GrantConsentRequest::default()).await),
        ["name", "request_id", "purpose", "giving"]
    );
    assert_eq!(
        wrong(akouvi.withdraw_consent(WithdrawConsentRequest::default()).await),
        ["name", "request_id"]
    );
    assert_eq!(
        wrong(akouvi.request_referral(RequestReferralRequest::default()).await),
        ["name", "request_id", "structure", "need", "urgency", "consent", "field_groups"]
    );
    assert_eq!(
        wrong(akouvi.record_follow_up(RecordFollowUpRequest::default()).await),
        ["name", "request_id", "meet_time"]
    );
    assert_eq!(
        wrong(akouvi.close_case(CloseCaseRequest::default()).await),
        ["name", "request_id", "reason"]
    );
    assert_eq!(
        wrong(akouvi.erase_survivor(EraseSurvivorRequest::default()).await),
        ["name", "request_id"]
    );
    let mut referrals = world.service("referrals");
    assert_eq!(
        wrong(referrals.claim_disclosure(ClaimDisclosureRequest::default()).await),
        ["case_name", "referral", "agency"]
    );
    assert_eq!(world.host.store.read_head().await.expect("a head"), head, "nothing was stored");
}

#[tokio::test]
async fn every_wrong_value_of_a_survivor_is_named() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut request = open_case();
    request.request_id = "seven".to_owned();
    request.parent = "centres/".to_owned();
    request.survivor = Some(Survivor {
        full_name: "x".repeat(201),
        sex: 7,
        birth_date: Some(Date { year: 2023, month: 2, day: 29 }),
        phone: "1".repeat(41),
        safe_contact: "bell \u{7}".to_owned(),
        ..Survivor::default()
    });
    let all = [
        "parent",
        "request_id",
        "survivor.full_name",
        "survivor.sex",
        "survivor.birth_date",
        "survivor.phone",
        "survivor.safe_contact",
    ];
    assert_eq!(wrong(akouvi.open_case(request).await), all);
    let mut unborn = open_case();
    let future = Some(Date { year: 2150, month: 1, day: 1 });
    unborn.survivor = Some(Survivor { birth_date: future, ..survivor() });
    assert_eq!(wrong(akouvi.open_case(unborn).await), ["survivor.birth_date"]);
}

#[tokio::test]
async fn wrong_dates_codes_lengths_and_names_are_named() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let mut told = incident(&case);
    told.date = Some(Date { year: 2150, month: 1, day: 1 });
    told.part_of_day = 9;
    told.narrative = "é".repeat(20_001);
    assert_eq!(wrong(akouvi.record_incident(told).await), ["date", "part_of_day", "narrative"]);

    let later = world.clock.now().plus(std::time::Duration::from_mins(1));
    let mut met = follow_up(&case, later);
    met.note = "n".repeat(20_001);
    assert_eq!(wrong(akouvi.record_follow_up(met).await), ["meet_time", "note"]);
    let mut met = follow_up(&case, later);
    met.meet_time = Some(Timestamp { seconds: i64::MAX, nanos: 0 });
    assert_eq!(wrong(akouvi.record_follow_up(met).await), ["meet_time"]);

    let mut grant = services(&case, &[]);
    grant.agency = String::new();
    grant.expire_time = Some(timestamp(world.clock.now()));
    let three = ["agency", "field_groups", "expire_time"];
    assert_eq!(wrong(akouvi.grant_consent(grant).await), three);
    let mut grant = services(&case, &[FieldGroup::Unspecified]);
    grant.agency = "agencies/one".to_owned();
    assert_eq!(wrong(akouvi.grant_consent(grant).await), ["agency", "field_groups"]);
    let mut grant = statistics(&case);
    grant.agency = services(&case, &[]).agency;
    assert_eq!(wrong(akouvi.grant_consent(grant).await), ["agency"]);

    let elsewhere = format!("{}/consents/{}", opened(&mut akouvi).await, request_id());
    let mut asked = refer(&case, &elsewhere, &[FieldGroup::Identity]);
    asked.need = 99;
    asked.structure = "agencies/1/structures/2".to_owned();
    let wrongs = wrong(akouvi.request_referral(asked).await);
    assert_eq!(wrongs, ["structure", "need", "consent"]);

    let mut asked = read(&case);
    asked.purpose = "curiosity".to_owned();
    assert_eq!(wrong(akouvi.get_case(asked).await), ["purpose"]);
    let mut asked = read("centres/ogou-1/cases/one");
    asked.view = 9;
    assert_eq!(wrong(akouvi.get_case(asked).await), ["name", "view"]);
    let asked = ListCasesRequest {
        parent: format!("centres/{CENTRE}"),
        page_size: -1,
        state: 9,
        caseworker: "akouvi".to_owned(),
        ..ListCasesRequest::default()
    };
    assert_eq!(wrong(akouvi.list_cases(asked).await), ["page_size", "state", "caseworker"]);
}

#[tokio::test]
async fn a_refusal_repeats_nothing_that_was_given() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut request = open_case();
    let given = "Afiwa".repeat(60);
    request.survivor = Some(Survivor { full_name: given.clone(), ..survivor() });
    let status = akouvi.open_case(request).await.expect_err("refused");
    let said = format!("{status:?} {}", String::from_utf8_lossy(status.details()));
    for value in [given.as_str(), PHONE, SAFE] {
        assert!(!said.contains(value));
    }
}
