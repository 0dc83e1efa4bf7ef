//! Requests of care as the desk makes them, with words that a search finds again.

use sentier_kernel::Moment;
use sentier_platform::grpc::date;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::{Date, Need};
use sentier_proto::name;
use uuid::Uuid;

use crate::world::{CENTRE, Care, HOSPITAL, request_id};

/// Words that must be found nowhere they do not belong.
pub(crate) const FOUND: &str = "the neighbour heard him, word: kokoroko";
pub(crate) const FEAR: &str = "his brother has the key, word: zemidjan";
pub(crate) const AIM: &str = "a lock on the yard door, word: atakpa-lock";
pub(crate) const COMMENT: &str = "speak with her aunt first, word: sodabi";

pub(crate) fn staff(id: Uuid) -> String {
    name::staff(CENTRE, id)
}

/// The day so many days after a moment.
pub(crate) fn after(now: Moment, days: u32) -> Date {
    let then = now.plus(std::time::Duration::from_hours(24) * days);
    date(then.to_datetime().date())
}

pub(crate) fn assessment(case: &str, review: Option<Date>) -> RecordAssessmentRequest {
    use AssessmentArea::*;
    let finding = |area: AssessmentArea| Finding {
        area: area.into(),
        concern: Concern::Present.into(),
        note: if area == Safety { FOUND.to_owned() } else { String::new() },
        hours_since_incident: None,
    };
    RecordAssessmentRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        risk: RiskLevel::High.into(),
        review_day: review,
        findings: [Safety, Health, Psychosocial, Legal, Material].map(finding).into(),
    }
}

pub(crate) fn safety_plan(case: &str) -> MakeSafetyPlanRequest {
    MakeSafetyPlanRequest {
        name: case.to_owned(),
        request_id: request_id(),
        concern: FEAR.to_owned(),
        ..Default::default()
    }
}

pub(crate) fn action(need: Need, responsible: &str, due: Date) -> PlannedAction {
    PlannedAction {
        need: need.into(),
        responsible: responsible.to_owned(),
        due_day: Some(due),
        aim: AIM.to_owned(),
        ..Default::default()
    }
}

/// A plan of two actions, one of the caseworker and one of the hospital.
pub(crate) fn plan(case: &str, due: Date) -> AgreeActionPlanRequest {
    AgreeActionPlanRequest {
        name: case.to_owned(),
        request_id: request_id(),
        actions: vec![
            action(Need::SafetyAndShelter, "", due),
            action(Need::HealthCare, &name::agency(HOSPITAL), due),
        ],
        follow_up_day: Some(due),
        ..Default::default()
    }
}

pub(crate) fn ask(case: &str, subject: ApprovalSubject) -> RequestApprovalRequest {
    RequestApprovalRequest {
        name: case.to_owned(),
        request_id: request_id(),
        subject: subject.into(),
        ..Default::default()
    }
}

pub(crate) fn answer(case: &str, request: &str, approved: bool) -> AnswerApprovalRequest {
    AnswerApprovalRequest {
        name: case.to_owned(),
        request_id: request_id(),
        request: request.to_owned(),
        approved,
        comment: COMMENT.to_owned(),
        ..Default::default()
    }
}

pub(crate) fn ask_closure(case: &str) -> RequestClosureRequest {
    RequestClosureRequest {
        name: case.to_owned(),
        request_id: request_id(),
        reason: Reason::NeedsMet.into(),
        checks: vec![ClosureCheck::SurvivorAgrees.into(), ClosureCheck::MayReturn.into()],
        ..Default::default()
    }
}

pub(crate) fn reopen(case: &str) -> ReopenCaseRequest {
    ReopenCaseRequest {
        name: case.to_owned(),
        request_id: request_id(),
        why: COMMENT.to_owned(),
        ..Default::default()
    }
}

pub(crate) fn transfer(case: &str, to: Uuid) -> RequestTransferRequest {
    RequestTransferRequest {
        name: case.to_owned(),
        request_id: request_id(),
        to: staff(to),
        ..Default::default()
    }
}

pub(crate) fn take(case: &str, request: &str, accepted: bool) -> AnswerTransferRequest {
    AnswerTransferRequest {
        name: case.to_owned(),
        request_id: request_id(),
        request: request.to_owned(),
        accepted,
        ..Default::default()
    }
}

pub(crate) fn assign(case: &str, to: Uuid) -> AssignCaseRequest {
    AssignCaseRequest {
        name: case.to_owned(),
        request_id: request_id(),
        to: staff(to),
        ..Default::default()
    }
}

/// Every task that the caller may see of an urgency, page by page.
pub(crate) async fn tasks(care: &mut Care, urgency: TaskUrgency, owner: &str) -> Vec<Task> {
    let (mut found, mut token) = (Vec::new(), String::new());
    loop {
        let request = ListTasksRequest {
            parent: name::centre(CENTRE),
            page_size: 2,
            page_token: token,
            owner: owner.to_owned(),
            urgency: urgency.into(),
            ..ListTasksRequest::default()
        };
        let page = care.list_tasks(request).await.expect("lists").into_inner();
        assert!(page.tasks.len() <= 2);
        found.extend(page.tasks);
        token = page.next_page_token;
        if token.is_empty() {
            return found;
        }
    }
}
