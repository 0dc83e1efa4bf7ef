//! What staff ask of the care service: assessments, plans, closures and their approval.

use sentier_kernel::Moment;
use sentier_platform::grpc;
use sentier_platform::ids::new_id;
use sentier_proto::cases::v1 as pb;
use sentier_proto::cases::v1::care_service_client::CareServiceClient;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::common::v1::Need;
use tonic::transport::Channel;

use super::client::{Client, send};
use super::failed::Failed;

/// The areas of an assessment; each gets its grade and no words, which would all be alike.
const AREAS: [pb::AssessmentArea; 5] = [
    pb::AssessmentArea::Safety,
    pb::AssessmentArea::Health,
    pb::AssessmentArea::Psychosocial,
    pb::AssessmentArea::Legal,
    pb::AssessmentArea::Material,
];

impl Client {
    /// Records an assessment.
    ///
    /// # Errors
    /// As all calls.
    pub async fn assess(&self, case: &str, risk: pb::RiskLevel) -> Result<(), Failed> {
        let id = new_id();
        let concern = match risk {
            pb::RiskLevel::High => pb::Concern::Urgent,
            _ => pb::Concern::Present,
        };
        let finding = |area: pb::AssessmentArea| pb::Finding {
            area: area.into(),
            concern: concern.into(),
            note: String::new(),
            hours_since_incident: None,
        };
        let message = pb::RecordAssessmentRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            risk: risk.into(),
            findings: AREAS.map(finding).into(),
            ..Default::default()
        };
        let send = send!(CareServiceClient, self.channels.cases, record_assessment);
        self.change("cases.v1/RecordAssessment", id, message, send).await.map(drop)
    }

    /// Records an action plan, with an action for every need.
    ///
    /// # Errors
    /// As all calls.
    pub async fn agree_plan(&self, case: &str, needs: &[Need], due: Moment) -> Result<(), Failed> {
        let id = new_id();
        let due_day = Some(grpc::date(due.to_datetime().date()));
        let action =
            |need: &Need| pb::PlannedAction { need: (*need).into(), due_day, ..Default::default() };
        let message = pb::AgreeActionPlanRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            actions: needs.iter().map(action).collect(),
            follow_up_day: due_day,
            ..Default::default()
        };
        let send = send!(CareServiceClient, self.channels.cases, agree_action_plan);
        self.change("cases.v1/AgreeActionPlan", id, message, send).await.map(drop)
    }

    /// Asks for the approval of a closure; gives the request's name.
    ///
    /// # Errors
    /// As all calls.
    pub async fn request_closure(&self, case: &str, reason: Reason) -> Result<String, Failed> {
        let id = new_id();
        let message = pb::RequestClosureRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            reason: reason.into(),
            checks: vec![
                pb::ClosureCheck::GoalsReviewed.into(),
                pb::ClosureCheck::SurvivorAgrees.into(),
                pb::ClosureCheck::MayReturn.into(),
            ],
            ..Default::default()
        };
        let send = send!(CareServiceClient, self.channels.cases, request_closure);
        Ok(self.change("cases.v1/RequestClosure", id, message, send).await?.entry)
    }

    /// Approves what was asked for.
    ///
    /// # Errors
    /// As all calls.
    pub async fn approve(&self, case: &str, request: &str) -> Result<(), Failed> {
        let id = new_id();
        let message = pb::AnswerApprovalRequest {
            name: case.to_owned(),
            request_id: id.to_string(),
            request: request.to_owned(),
            approved: true,
            ..Default::default()
        };
        let send = send!(CareServiceClient, self.channels.cases, answer_approval);
        self.change("cases.v1/AnswerApproval", id, message, send).await.map(drop)
    }
}
