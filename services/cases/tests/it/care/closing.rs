//! Approvals, people, closure and reopening.

use sentier_proto::cases::v1::case::State;
use sentier_proto::cases::v1::*;
use tonic::Code;

use super::*;
use crate::world::*;

fn refused<T>(answer: Result<T, tonic::Status>) -> (Code, String) {
    reason(&answer.map(drop).expect_err("refused"))
}

fn no(reason: &str) -> (Code, String) {
    (Code::FailedPrecondition, reason.to_owned())
}

#[tokio::test]
async fn a_supervisor_approves_what_another_wrote_and_never_her_own() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let mut sena = world.care(SENA, "supervisor");
    let case = opened(&mut akouvi).await;
    let none = care.request_approval(ask(&case, ApprovalSubject::Assessment)).await;
    assert_eq!(refused(none), no("NOTHING_TO_APPROVE"));
    sena.record_assessment(assessment(&case, None)).await.expect("assesses herself");
    let asked = care.request_approval(ask(&case, ApprovalSubject::Assessment)).await;
    let request = asked.expect("asks").into_inner().entry;
    let own = sena.answer_approval(answer(&case, &request, true)).await;
    assert_eq!(refused(own), no("OWN_REQUEST"));
    let mut other = world.care(DEDE, "supervisor");
    let approved = other.answer_approval(answer(&case, &request, true)).await;
    let state = approved.expect("approves").into_inner().case.expect("a case").care.expect("care");
    assert_eq!(state.approvals[0].state(), ApprovalState::Approved);
    let again = other.answer_approval(answer(&case, &request, false)).await;
    assert_eq!(refused(again), (Code::NotFound, "NO_SUCH_ENTRY".to_owned()));
    let read = file(&mut akouvi, &case).await.care.expect("the file");
    assert_eq!(read.notes[0].text, COMMENT);
}

#[tokio::test]
async fn a_case_closes_with_its_checklist_and_a_supervisor_s_approval_and_opens_again() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let mut sena = world.care(SENA, "supervisor");
    let case = opened(&mut akouvi).await;
    assert_eq!(refused(akouvi.close_case(close(&case)).await), no("CLOSURE_NOT_APPROVED"));
    assert_eq!(refused(care.reopen_case(reopen(&case)).await), no("CASE_OPEN"));
    let asked = care.request_closure(ask_closure(&case)).await.expect("asks").into_inner();
    assert_eq!(refused(akouvi.close_case(close(&case)).await), no("CLOSURE_NOT_APPROVED"));
    let state = asked.case.expect("a case").care.expect("care");
    assert_eq!(state.closure_checks.len(), 2);
    sena.answer_approval(answer(&case, &asked.entry, true)).await.expect("approves");
    let closed = akouvi.close_case(close(&case)).await.expect("closes").into_inner();
    assert_eq!(closed.case.expect("a case").state(), State::Closed);

    assert_eq!(refused(care.record_assessment(assessment(&case, None)).await), no("CASE_CLOSED"));
    let reopened = care.reopen_case(reopen(&case)).await.expect("reopens").into_inner();
    let reopened = reopened.case.expect("a case");
    assert_eq!((reopened.state(), reopened.close_time), (State::Open, None));
    let list = ListCasesRequest {
        parent: format!("centres/{CENTRE}"),
        state: State::Open.into(),
        ..Default::default()
    };
    let listed = akouvi.list_cases(list).await.expect("lists").into_inner().cases;
    assert_eq!((listed[0].name.as_str(), listed[0].close_time), (case.as_str(), None));
    assert_eq!(refused(akouvi.close_case(close(&case)).await), no("CLOSURE_NOT_APPROVED"));
}

#[tokio::test]
async fn a_supervisor_s_own_case_closes_with_its_checklist_and_by_another_supervisor() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut sena = world.care(SENA, "supervisor");
    sena.assign_case(assign(&case, SENA)).await.expect("takes it");
    let mut hers = world.supervisor();
    assert_eq!(refused(hers.close_case(close(&case)).await), no("CLOSURE_NOT_APPROVED"));
    let unchecked = RequestClosureRequest { checks: Vec::new(), ..ask_closure(&case) };
    let unchecked = refused(sena.request_closure(unchecked).await);
    assert_eq!(unchecked, (Code::InvalidArgument, "INVALID_FIELDS".to_owned()));
    let asked = sena.request_closure(ask_closure(&case)).await.expect("asks").into_inner();
    assert_eq!(refused(hers.close_case(close(&case)).await), no("OWN_REQUEST"));
    let own = sena.answer_approval(answer(&case, &asked.entry, true)).await;
    assert_eq!(refused(own), no("OWN_REQUEST"));
    let mut other = world.staff(DEDE, CENTRE, &["supervisor"]);
    let closed = other.close_case(close(&case)).await.expect("closes").into_inner();
    assert_eq!(closed.case.expect("a case").state(), State::Closed);
}

#[tokio::test]
async fn a_case_goes_to_who_accepts_it_and_its_former_caseworker_reaches_it_no_more() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let (mut dede, mut hers) =
        (world.staff(DEDE, CENTRE, &["caseworker"]), world.care(DEDE, "caseworker"));
    let case = opened(&mut akouvi).await;
    let asked = care.request_transfer(transfer(&case, DEDE)).await.expect("asks").into_inner();
    assert_eq!(refused(dede.get_case(read(&case)).await).0, Code::NotFound, "not hers yet");
    let own = care.answer_transfer(take(&case, &asked.entry, true)).await;
    assert_eq!(refused(own).0, Code::NotFound, "only who was asked");
    let taken = hers.answer_transfer(take(&case, &asked.entry, true)).await.expect("takes it");
    assert_eq!(taken.into_inner().case.expect("a case").caseworker, staff(DEDE));
    dede.get_case(read(&case)).await.expect("hers now");
    assert_eq!(refused(akouvi.get_case(read(&case)).await).0, Code::NotFound);
    let list = ListCasesRequest { parent: format!("centres/{CENTRE}"), ..Default::default() };
    let listed = dede.list_cases(list.clone()).await.expect("lists").into_inner().cases;
    assert_eq!(listed[0].name, case);
    assert!(akouvi.list_cases(list).await.expect("lists").into_inner().cases.is_empty());

    let mut sena = world.care(SENA, "supervisor");
    sena.assign_case(assign(&case, AKOUVI)).await.expect("gives it back");
    akouvi.get_case(read(&case)).await.expect("hers again");
    assert_eq!(refused(dede.get_case(read(&case)).await).0, Code::NotFound);
}
