//! Work on a case, call by call; repeats and versions.

use sentier_proto::cases::v1::case::State;
use sentier_proto::cases::v1::consent;
use sentier_proto::cases::v1::{CloseCaseRequest, GetCaseResponse, OpenCaseRequest};
use sentier_proto::common::v1::{FieldGroup, IncidentType};
use tonic::Code;

use crate::world::*;

async fn a_case_is_worked_on_from_intake_to_closure(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;

    let recorded = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();
    assert_eq!(recorded.r#type(), IncidentType::PhysicalAssault);
    assert_eq!(recorded.deciding_question, 3);
    assert!(recorded.incident.starts_with(&format!("{case}/incidents/")));
    assert_eq!(recorded.case.expect("a case").incident_count, 1);

    let groups = [FieldGroup::Identity, FieldGroup::Incident];
    let granted = akouvi.grant_consent(services(&case, &groups)).await.expect("grants");
    let consent = granted.into_inner().consent;
    let referred = akouvi
        .request_referral(refer(&case, &consent, &groups))
        .await
        .expect("refers")
        .into_inner();
    assert!(referred.referral.starts_with(&format!("centres/{CENTRE}/referrals/")));
    let now = world.clock.now();
    akouvi.record_follow_up(follow_up(&case, now)).await.expect("follows up");

    let mut sena = world.supervisor();
    let unasked = sena.close_case(close(&case)).await.expect_err("nobody asked to close");
    assert_eq!(reason(&unasked).1, "CLOSURE_NOT_APPROVED");
    ask_to_close(&world, &case).await;
    let open = sena.close_case(close(&case)).await.expect_err("a referral is open");
    assert_eq!(reason(&open), (Code::FailedPrecondition, "REFERRALS_OPEN".to_owned()));
    let withdrawn = akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");
    let withdrawn = withdrawn.into_inner().case.expect("a case");
    assert_eq!(withdrawn.consents[0].state(), consent::State::Withdrawn);
    let closed = sena.close_case(close(&case)).await.expect("closes").into_inner();
    let closed = closed.case.expect("a case");
    assert_eq!((closed.state(), closed.version), (State::Closed, 8));

    let read = file(&mut akouvi, &case).await;
    assert_eq!(read.case, Some(closed));
    tells_all(&read);
    world.stop().await;
}

/// What she told stands in her file as she told it.
fn tells_all(read: &GetCaseResponse) {
    assert_eq!(read.survivor, Some(survivor()));
    assert_eq!(read.incidents[0].narrative, STORY);
    assert_eq!(read.follow_ups[0].note, NOTE);
}

#[tokio::test]
async fn a_case_is_worked_on_from_intake_to_closure_on_sqlite() {
    Box::pin(a_case_is_worked_on_from_intake_to_closure(On::Sqlite)).await;
}

#[tokio::test]
async fn a_case_is_worked_on_from_intake_to_closure_on_postgres() {
    Box::pin(a_case_is_worked_on_from_intake_to_closure(On::Postgres)).await;
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_a_reused_id_is_refused() {
    let mut world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let request = open_case();
    let first = akouvi.open_case(request.clone()).await.expect("opens").into_inner();
    let again = akouvi.open_case(request.clone()).await.expect("repeats").into_inner();
    assert_eq!(first, again);
    let case = first.case.clone().expect("a case").name;

    let told = incident(&case);
    let recorded = akouvi.record_incident(told.clone()).await.expect("records").into_inner();
    akouvi.record_follow_up(follow_up(&case, world.clock.now())).await.expect("goes on");
    world.restart().await;
    let mut akouvi = world.caseworker();
    let repeated = akouvi.record_incident(told.clone()).await.expect("repeats").into_inner();
    assert_eq!(recorded, repeated, "the case as it stood then");
    assert_eq!(akouvi.open_case(request.clone()).await.expect("repeats").into_inner(), first);

    let mut other = told;
    other.narrative = "another story".to_owned();
    let reused = akouvi.record_incident(other).await.expect_err("refused");
    assert_eq!(reason(&reused), (Code::InvalidArgument, "REQUEST_ID_REUSED".to_owned()));
    assert_eq!(fields(&reused), ["request_id"]);
    // A repeat by somebody else is no repeat.
    let mut dede = world.staff(DEDE, CENTRE, &["caseworker"]);
    let reused = dede.open_case(request.clone()).await.expect_err("refused");
    assert_eq!(reason(&reused).1, "REQUEST_ID_REUSED");
    let other = OpenCaseRequest { survivor: None, ..request };
    assert_eq!(fields(&akouvi.open_case(other).await.expect_err("refused")), ["survivor"]);
    world.stop().await;
}

#[tokio::test]
async fn whoever_saw_an_older_version_is_told_to_load_again() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let mut stale = incident(&case);
    stale.expected_version = Some(1);
    let behind = akouvi.record_incident(stale.clone()).await.expect_err("behind");
    assert_eq!(reason(&behind), (Code::Aborted, "VERSION_BEHIND".to_owned()));
    stale.expected_version = Some(2);
    akouvi.record_incident(stale).await.expect("the same request id, decided now");
}

#[tokio::test]
async fn rules_of_the_domain_refuse_with_their_reason() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let groups = [FieldGroup::Identity];
    let unknown = format!("{case}/consents/{}", request_id());
    let refused = |refused: Result<_, tonic::Status>| reason(&refused.map(drop).expect_err("no"));

    let none = akouvi.request_referral(refer(&case, &unknown, &groups)).await.map(drop);
    assert_eq!(refused(none), (Code::NotFound, "NO_SUCH_CONSENT".to_owned()));
    let none = akouvi.withdraw_consent(withdraw(&unknown)).await.map(drop);
    assert_eq!(refused(none), (Code::NotFound, "NO_SUCH_CONSENT".to_owned()));

    let granted = akouvi.grant_consent(services(&case, &groups)).await.expect("grants");
    let consent = granted.into_inner().consent;
    let mut elsewhere = refer(&case, &consent, &groups);
    elsewhere.structure = sentier_proto::name::structure(POLICE, WARD);
    let other = akouvi.request_referral(elsewhere).await.map(drop);
    assert_eq!(refused(other).1, "CONSENT_FOR_ANOTHER_AGENCY");
    let more = [FieldGroup::Identity, FieldGroup::Narrative];
    let more = akouvi.request_referral(refer(&case, &consent, &more)).await.map(drop);
    assert_eq!(refused(more), (Code::FailedPrecondition, "NO_CONSENT".to_owned()));
    akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");
    let over = akouvi.request_referral(refer(&case, &consent, &groups)).await.map(drop);
    assert_eq!(refused(over), (Code::FailedPrecondition, "CONSENT_NOT_VALID".to_owned()));

    closes(&world, &case).await;
    for late in [
        akouvi.record_incident(incident(&case)).await.map(drop),
        akouvi.grant_consent(statistics(&case)).await.map(drop),
        akouvi.record_follow_up(follow_up(&case, world.clock.now())).await.map(drop),
        akouvi.close_case(CloseCaseRequest { reason: 5, ..close(&case) }).await.map(drop),
    ] {
        assert_eq!(refused(late), (Code::FailedPrecondition, "CASE_CLOSED".to_owned()));
    }
}

#[tokio::test]
async fn survivor_codes_are_unique_within_a_centre() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let request = open_case();
    // Another survivor of the centre holds the code that this request would have given.
    let opened = {
        let other = World::start(On::Sqlite).await;
        let mut same = other.caseworker();
        same.open_case(request.clone()).await.expect("opens").into_inner().case.expect("a case")
    };
    let held = opened.survivor_code;
    world.hold_code(&held).await;
    let opened = akouvi.open_case(request).await.expect("opens").into_inner();
    let case = opened.case.expect("a case");
    assert_ne!(case.survivor_code, held);
    assert_eq!(case.version, 1);
}
