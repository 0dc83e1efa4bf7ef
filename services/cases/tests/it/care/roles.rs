//! Which role may call what of the care service, each call of the contract by everyone.

use sentier_proto::cases::v1::*;
use sentier_proto::name;
use tonic::{Code, Status};

use super::*;
use crate::world::*;

/// What a caller may do to a case: work on it, supervise it, take it over, list tasks, give feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Codes {
    work: Code,
    supervise: Code,
    take_over: Code,
    list: Code,
    feedback: Code,
}

const NONE: Code = Code::Ok;
const NO: Code = Code::PermissionDenied;
const HIDDEN: Code = Code::NotFound;

/// A request that only lacks its name and id is refused as wrong after it was permitted; so who is
/// permitted gets something else than `NotFound` and `PermissionDenied` here.
fn code<T>(answer: Result<T, Status>) -> Code {
    match answer {
        Ok(_) => NONE,
        Err(status) if matches!(status.code(), Code::FailedPrecondition) => NONE,
        Err(status) if reason(&status).1 == "NO_SUCH_ENTRY" => NONE,
        Err(status) if reason(&status).1 == "NO_SUCH_ACTION" => NONE,
        Err(status) => status.code(),
    }
}

/// All calls that are permitted alike answer alike.
fn one(codes: &[Code]) -> Code {
    assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    codes[0]
}

async fn work(care: &mut Care, case: &str, now: sentier_kernel::Moment) -> Code {
    use sentier_platform::grpc::timestamp;
    let (name, id) = (case.to_owned(), request_id);
    let entry = format!("{case}/entries/{}", id());
    let progress = ProgressActionRequest {
        name: name.clone(),
        request_id: id(),
        action: format!("{case}/actions/{}", id()),
        status: ActionStatus::Done.into(),
        ..Default::default()
    };
    let service = RecordServiceRequest {
        name: name.clone(),
        request_id: id(),
        need: 1,
        give_time: Some(timestamp(now)),
        ..Default::default()
    };
    let note = AddNoteRequest {
        name: name.clone(),
        request_id: id(),
        note: "x".to_owned(),
        ..Default::default()
    };
    let raise = RaiseFlagRequest {
        name: name.clone(),
        request_id: id(),
        message: "x".to_owned(),
        ..Default::default()
    };
    let lower = LowerFlagRequest {
        name: name.clone(),
        request_id: id(),
        flag: entry,
        ..Default::default()
    };
    let conference = RecordConferenceRequest {
        name,
        request_id: id(),
        hold_time: Some(timestamp(now)),
        parties: vec![1],
        decisions: "x".to_owned(),
        ..Default::default()
    };
    one(&[
        code(care.record_assessment(assessment(case, None)).await),
        code(care.make_safety_plan(safety_plan(case)).await),
        code(care.agree_action_plan(plan(case, after(now, 3))).await),
        code(care.progress_action(progress).await),
        code(care.record_service(service).await),
        code(care.add_note(note).await),
        code(care.request_transfer(transfer(case, SENA)).await),
        code(care.request_approval(ask(case, ApprovalSubject::ActionPlan)).await),
        code(care.request_closure(ask_closure(case)).await),
        code(care.raise_flag(raise).await),
        code(care.lower_flag(lower).await),
        code(care.record_conference(conference).await),
        code(care.reopen_case(reopen(case)).await),
    ])
}

async fn codes(care: &mut Care, case: &str, now: sentier_kernel::Moment) -> Codes {
    let entry = format!("{case}/entries/{}", request_id());
    let list = ListTasksRequest { parent: name::centre(CENTRE), ..Default::default() };
    let feedback = RecordFeedbackRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        caseworker: staff(AKOUVI),
        scores: vec![FeedbackScore { question: 1, score: 5 }],
    };
    Codes {
        supervise: one(&[
            code(care.answer_approval(answer(case, &entry, true)).await),
            code(care.assign_case(assign(case, AKOUVI)).await),
        ]),
        take_over: code(care.answer_transfer(take(case, &entry, true)).await),
        list: code(care.list_tasks(list).await),
        feedback: code(care.record_feedback(feedback).await),
        work: work(care, case, now).await,
    }
}

#[tokio::test]
async fn each_role_does_what_its_policy_names_and_nothing_else() {
    let world = World::start(On::Sqlite).await;
    let now = world.clock.now();
    let case = opened(&mut world.caseworker()).await;
    let row = |work, supervise, take_over, list, feedback| Codes {
        work,
        supervise,
        take_over,
        list,
        feedback,
    };
    let staff = |id: u128, centre: &str, roles: &[&str]| {
        let kind = sentier_platform::auth::token::Kind::Staff;
        let id = uuid::Uuid::from_u128(id);
        world.care_as(None, Some(world.token(id, kind, Some(centre.to_owned()), roles)))
    };
    let none = Code::Unauthenticated;
    let table = [
        ("her own", world.care(AKOUVI, "caseworker"), row(NONE, NO, HIDDEN, NONE, NO)),
        ("another caseworker", world.care(DEDE, "caseworker"), row(HIDDEN, NO, HIDDEN, NONE, NONE)),
        ("intake of another", staff(14, CENTRE, &["intake"]), row(NO, NO, NO, NONE, NONE)),
        ("a manager", staff(15, CENTRE, &["manager"]), row(NO, NO, NO, NO, NO)),
        ("an administrator", staff(16, CENTRE, &["administrator"]), row(NO, NO, NO, NO, NO)),
        (
            "an administrator who supervises",
            staff(17, CENTRE, &["administrator", "supervisor"]),
            row(NO, NO, NO, NO, NO),
        ),
        (
            "another centre's supervisor",
            staff(18, "kara-1", &["supervisor"]),
            row(NO, NO, NO, NO, NO),
        ),
        ("statistics", world.care_as(Some("statistics"), None), row(NO, NO, NO, NO, NO)),
        ("referrals", world.care_as(Some("referrals"), None), row(NO, NO, NO, NO, NO)),
        ("nobody", world.care_as(None, None), row(none, none, none, none, none)),
        // She was asked to take it over by the first row.
        ("the supervisor", world.care(SENA, "supervisor"), row(NONE, NONE, NONE, NONE, NONE)),
    ];
    for (who, mut care, expected) in table {
        assert_eq!(codes(&mut care, &case, now).await, expected, "{who}");
    }
}
