//! What the care service answers.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use prost_types::Timestamp;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::{Date, Need};
use sentier_proto::name;
use tonic::Status;

use super::Stub;
use super::facts::*;

pub(super) fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

fn part(kind: &str, id: &str) -> String {
    format!("{}/{kind}/{id}", name::case(CENTRE, CASE))
}

fn day() -> Option<Date> {
    Some(Date { year: 2026, month: 12, day: 1 })
}

fn action(status: ActionStatus, aim: &str) -> PlannedAction {
    PlannedAction {
        name: part("actions", ACTION),
        need: Need::LegalAid.into(),
        responsible: String::new(),
        due_day: day(),
        status: status.into(),
        aim: aim.to_owned(),
    }
}

/// Where the care of the case stands: something of every kind.
pub(super) fn state() -> CareState {
    let waits = |subject: ApprovalSubject, state: ApprovalState| Approval {
        subject: subject.into(),
        state: state.into(),
        request: part("entries", ENTRY),
        requester: name::staff(CENTRE, OTHER_STAFF),
    };
    CareState {
        assess_time: at(YESTERDAY),
        risk: RiskLevel::High.into(),
        safety_plan_time: at(YESTERDAY),
        action_plan_time: at(YESTERDAY),
        actions: vec![action(ActionStatus::Planned, ""), action(ActionStatus::Done, "")],
        service_count: 2,
        goals: vec![GoalState { goal: Goal::Safety.into(), progress: GoalProgress::Met.into() }],
        approvals: vec![
            waits(ApprovalSubject::Assessment, ApprovalState::Approved),
            waits(ApprovalSubject::ActionPlan, ApprovalState::Requested),
            waits(ApprovalSubject::Closure, ApprovalState::Rejected),
        ],
        closure_checks: vec![ClosureCheck::MayReturn.into()],
        transfer: Some(PendingTransfer {
            request: part("entries", ENTRY),
            to: name::staff(CENTRE, STAFF),
            request_time: at(YESTERDAY),
        }),
        flags: vec![Flag { name: part("entries", ENTRY), day: day(), raise_time: at(YESTERDAY) }],
    }
}

/// What it tells.
pub(super) fn file() -> CareFile {
    let (name, recorder) = (part("entries", ENTRY), name::staff(CENTRE, STAFF));
    CareFile {
        assessments: vec![Assessment {
            name: name.clone(),
            record_time: at(YESTERDAY),
            recorder: recorder.clone(),
            risk: RiskLevel::High.into(),
            review_day: day(),
            findings: vec![
                Finding {
                    area: AssessmentArea::Safety.into(),
                    concern: Concern::Urgent.into(),
                    note: FEAR.to_owned(),
                    hours_since_incident: None,
                },
                Finding {
                    area: AssessmentArea::Health.into(),
                    concern: Concern::Present.into(),
                    note: String::new(),
                    hours_since_incident: Some(HoursSince { least: 20, most: 20, told: true }),
                },
            ],
        }],
        safety_plans: vec![SafetyPlan {
            name: name.clone(),
            record_time: at(YESTERDAY),
            recorder: recorder.clone(),
            review_day: None,
            concern: FEAR.to_owned(),
            ..Default::default()
        }],
        actions: vec![action(ActionStatus::Planned, NOTE)],
        services: vec![GivenService {
            name: name.clone(),
            give_time: at(YESTERDAY),
            recorder: recorder.clone(),
            need: Need::PsychosocialSupport.into(),
            action: String::new(),
            note: NOTE.to_owned(),
        }],
        notes: vec![CareNote {
            name,
            record_time: at(YESTERDAY),
            recorder,
            kind: "conference_held".to_owned(),
            text: NOTE.to_owned(),
        }],
    }
}

/// Her own are one that is referred; the centre's are one more that is not.
pub(super) fn list_health_clocks(
    _: &Stub,
    asked: ListHealthClocksRequest,
) -> Result<ListHealthClocksResponse, Status> {
    let clocks = |limit: clock::Limit, referred: bool| HealthClocks {
        case: name::case(CENTRE, CASE),
        survivor_code: CODE.to_owned(),
        incident: part("incidents", CASE),
        clocks: vec![Clock {
            limit: limit.into(),
            deadline: at(YESTERDAY),
            standing: clock::Standing::Running.into(),
            certainty: clock::Certainty::Exact.into(),
            time_left: Some(prost_types::Duration { seconds: 7_260, nanos: 0 }),
            ..Clock::default()
        }],
        referred,
    };
    let mut health_clocks = vec![clocks(clock::Limit::PostExposureProphylaxis, true)];
    if asked.caseworker.is_empty() {
        health_clocks.push(clocks(clock::Limit::EmergencyContraception, false));
    }
    Ok(ListHealthClocksResponse { health_clocks, next_page_token: String::new() })
}

pub(super) fn list_tasks(_: &Stub, _: ListTasksRequest) -> Result<ListTasksResponse, Status> {
    let task = |kind: TaskKind, owner: String, urgency: TaskUrgency| Task {
        case: name::case(CENTRE, CASE),
        survivor_code: CODE.to_owned(),
        kind: kind.into(),
        subject: part("entries", ENTRY),
        due_time: at(YESTERDAY),
        urgency: urgency.into(),
        owner,
    };
    Ok(ListTasksResponse {
        tasks: vec![
            task(TaskKind::Transfer, name::staff(CENTRE, STAFF), TaskUrgency::Overdue),
            task(TaskKind::Approval, String::new(), TaskUrgency::Due),
            task(TaskKind::Health, name::staff(CENTRE, OTHER_STAFF), TaskUrgency::Due),
            task(TaskKind::FollowUp, name::staff(CENTRE, OTHER_STAFF), TaskUrgency::Upcoming),
        ],
        next_page_token: String::new(),
    })
}

/// Enough voices on one question, and too few on another.
pub(super) fn feedback_summary(
    _: &Stub,
    _: GetFeedbackSummaryRequest,
) -> Result<GetFeedbackSummaryResponse, Status> {
    let told = FeedbackAverage {
        question: FeedbackQuestion::Listened.into(),
        answer_count: Some(7),
        average_tenths: Some(43),
    };
    let withheld = FeedbackAverage {
        question: FeedbackQuestion::FollowedUp.into(),
        ..FeedbackAverage::default()
    };
    let averages = vec![told, withheld];
    Ok(GetFeedbackSummaryResponse { feedback_count: Some(8), averages })
}
