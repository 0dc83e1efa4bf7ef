//! What is wrong with a request of care is told at once, field by field, and nothing is stored.

use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::{Date, Need};
use tonic::{Code, Response, Status};

use super::*;
use crate::world::*;

fn wrong<T>(answer: Result<Response<T>, Status>) -> Vec<String> {
    let status = answer.map(drop).expect_err("refused");
    assert_eq!(reason(&status), (Code::InvalidArgument, "INVALID_FIELDS".to_owned()));
    fields(&status)
}

#[tokio::test]
async fn empty_requests_name_every_field_that_is_missing() {
    let world = World::start(On::Sqlite).await;
    let mut care = world.care(SENA, "supervisor");
    let head = world.host.store.read_head().await.expect("a head");
    let mut told = Vec::new();
    macro_rules! ask {
        ($($call:ident($asked:ident),)+) => {$(
            told.push((stringify!($call), wrong(care.$call($asked::default()).await)));
        )+};
    }
    ask! {
        record_assessment(RecordAssessmentRequest),
        make_safety_plan(MakeSafetyPlanRequest),
        agree_action_plan(AgreeActionPlanRequest),
        progress_action(ProgressActionRequest),
        record_service(RecordServiceRequest),
        add_note(AddNoteRequest),
        assign_case(AssignCaseRequest),
        request_transfer(RequestTransferRequest),
        answer_transfer(AnswerTransferRequest),
        request_approval(RequestApprovalRequest),
        request_closure(RequestClosureRequest),
        answer_approval(AnswerApprovalRequest),
        raise_flag(RaiseFlagRequest),
        lower_flag(LowerFlagRequest),
        record_conference(RecordConferenceRequest),
        reopen_case(ReopenCaseRequest),
    }
    let told: Vec<_> = told
        .iter()
        .map(|(call, fields)| {
            assert_eq!(fields[..2], ["name", "request_id"], "{call}");
            (*call, fields[2..].join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("record_assessment", "risk findings".to_owned()),
            ("make_safety_plan", "concern".to_owned()),
            ("agree_action_plan", "actions".to_owned()),
            ("progress_action", "action status".to_owned()),
            ("record_service", "need give_time".to_owned()),
            ("add_note", "note".to_owned()),
            ("assign_case", "to".to_owned()),
            ("request_transfer", "to".to_owned()),
            ("answer_transfer", "request".to_owned()),
            ("request_approval", "subject".to_owned()),
            ("request_closure", "reason checks".to_owned()),
            ("answer_approval", "request".to_owned()),
            ("raise_flag", "message".to_owned()),
            ("lower_flag", "flag".to_owned()),
            ("record_conference", "hold_time parties decisions".to_owned()),
            ("reopen_case", "why".to_owned()),
        ]
    );
    assert_eq!(world.host.store.read_head().await.expect("a head"), head, "nothing was stored");
}

#[tokio::test]
async fn empty_requests_beside_the_entries_name_what_is_missing_too() {
    let world = World::start(On::Sqlite).await;
    let mut care = world.care(SENA, "supervisor");
    assert_eq!(wrong(care.list_tasks(ListTasksRequest::default()).await), ["parent"]);
    assert_eq!(
        wrong(care.record_feedback(RecordFeedbackRequest::default()).await),
        ["parent", "request_id", "caseworker", "scores"]
    );
}

#[tokio::test]
async fn a_wrong_item_of_a_list_is_named_by_its_place() {
    let world = World::start(On::Sqlite).await;
    let mut care = world.care(AKOUVI, "caseworker");
    let case = opened(&mut world.caseworker()).await;
    let now = world.clock.now();
    let mut planned = plan(&case, after(now, 3));
    planned.actions[1] = PlannedAction {
        responsible: "agencies/none".to_owned(),
        aim: "x".repeat(2_001),
        due_day: Some(Date { year: 2026, month: 2, day: 30 }),
        ..action(Need::Unspecified, "", after(now, 3))
    };
    assert_eq!(
        wrong(care.agree_action_plan(planned).await),
        ["actions[1].need", "actions[1].responsible", "actions[1].due_day", "actions[1].aim"]
    );
    let mut assessed = assessment(&case, Some(Date { year: 2020, month: 1, day: 1 }));
    assert_eq!(wrong(care.record_assessment(assessed.clone()).await), ["review_day"]);
    assessed.findings[4].area = assessed.findings[0].area;
    assert_eq!(wrong(care.record_assessment(assessed).await), ["findings"]);
}

#[tokio::test]
async fn another_case_s_parts_and_another_centre_s_staff_are_none_of_this_case_s() {
    let world = World::start(On::Sqlite).await;
    let mut care = world.care(SENA, "supervisor");
    let mut akouvi = world.caseworker();
    let (case, other) = (opened(&mut akouvi).await, opened(&mut akouvi).await);
    let planned = plan(&other, after(world.clock.now(), 3));
    let planned = care.agree_action_plan(planned).await.expect("plans").into_inner();
    let action = planned.case.expect("a case").care.expect("care").actions[0].name.clone();
    let progress = ProgressActionRequest {
        name: case.clone(),
        request_id: request_id(),
        action,
        status: ActionStatus::Done.into(),
        ..Default::default()
    };
    assert_eq!(wrong(care.progress_action(progress).await), ["action"]);
    let mut elsewhere = assign(&case, DEDE);
    elsewhere.to = elsewhere.to.replace(CENTRE, "kara-1");
    assert_eq!(wrong(care.assign_case(elsewhere).await), ["to"]);
}
