//! The care service: requests that record an entry, all in one way, and the lists beside them.

mod answer;
mod clocks;
mod facts;
mod feedback;
mod tasks;
pub(super) mod told;

use sentier_cases_domain::id::StaffId;
use sentier_platform::authorise::Denied;
use sentier_platform::grpc::{locale, principal_of, request_id};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::care_service_server::CareService;
use sentier_proto::cases::v1::{self as pb, Case};
use tonic::{Request, Response, Status};

pub(super) use answer::{detail, entry_name, file, goals, hours, state};
use told::Told;

use super::fields::{self, Fields};
use super::gate::{Write, print};
use super::{CasesGrpc, Refusal};
use crate::application::Noted;

/// What every request that records an entry has.
pub(super) struct Head<'a> {
    pub name: &'a str,
    pub request_id: &'a str,
    pub expected_version: Option<i64>,
}

impl CasesGrpc {
    /// Converts, authorises, decides; answers with the case and the entry.
    pub(super) async fn enter<R: prost::Message, F: Into<Noted>>(
        &self,
        principal: &Principal,
        action: &'static str,
        request: &R,
        head: Head<'_>,
        fact: fn(&R, &mut Told) -> Option<F>,
    ) -> Result<(Case, String), Refusal> {
        let mut fields = Fields::default();
        let name = fields.keep(fields::case("name", head.name));
        let id = fields.keep(request_id(head.request_id));
        let mut told = Told { fields, case: name.clone(), request_id: id };
        let fact = fact(request, &mut told);
        let ((name, request_id), fact) = told.fields.built(name.zip(id).zip(fact))?;
        let known = self.permitted(principal, action, &name).await?;
        let by = StaffId::from_uuid(principal.staff_id().ok_or(Denied::NotPermitted)?);
        let expected_version = head.expected_version;
        let fingerprint = print(principal, request);
        let write = Write { request_id, expected_version, fingerprint };
        let call = self.call(principal, &known.centre, write);
        let (changed, entry) = self.cases.record_entry(call, &known, by, fact).await?;
        Ok((
            super::answer::case(&changed, self.now()),
            entry_name(&known.centre, known.case, entry),
        ))
    }
}

/// One line per call: its messages, its name in the authorisation table, and what it tells; then the
/// calls that record no entry.
macro_rules! calls {
    (
        entries { $($call:ident($asked:ident) -> $answered:ident as $name:literal;)+ }
        others { $($other:ident($other_asked:ident) -> $other_answered:ident by $on:ident;)+ }
    ) => {
        #[tonic::async_trait]
        impl CareService for CasesGrpc {
            $(async fn $call(
                &self,
                request: Request<pb::$asked>,
            ) -> Result<Response<pb::$answered>, Status> {
                const ACTION: &str = concat!("cases.v1.CareService/", $name);
                let locale = locale(&request);
                let principal = principal_of(&request)?.clone();
                let request = request.into_inner();
                let head = Head {
                    name: &request.name,
                    request_id: &request.request_id,
                    expected_version: request.expected_version,
                };
                let entered = self.enter(&principal, ACTION, &request, head, facts::$call).await;
                let (case, entry) = entered.map_err(|refusal| refusal.status(locale))?;
                Ok(Response::new(pb::$answered { case: Some(case), entry }))
            })+

            $(async fn $other(
                &self,
                request: Request<pb::$other_asked>,
            ) -> Result<Response<pb::$other_answered>, Status> {
                let locale = locale(&request);
                let principal = principal_of(&request)?.clone();
                let answer = self.$on(&principal, request.into_inner()).await;
                answer.map(Response::new).map_err(|refusal| refusal.status(locale))
            })+
        }
    };
}

calls! {
    entries {
        record_assessment(RecordAssessmentRequest) -> RecordAssessmentResponse as "RecordAssessment";
        make_safety_plan(MakeSafetyPlanRequest) -> MakeSafetyPlanResponse as "MakeSafetyPlan";
        agree_action_plan(AgreeActionPlanRequest) -> AgreeActionPlanResponse as "AgreeActionPlan";
        progress_action(ProgressActionRequest) -> ProgressActionResponse as "ProgressAction";
        record_service(RecordServiceRequest) -> RecordServiceResponse as "RecordService";
        add_note(AddNoteRequest) -> AddNoteResponse as "AddNote";
        assign_case(AssignCaseRequest) -> AssignCaseResponse as "AssignCase";
        request_transfer(RequestTransferRequest) -> RequestTransferResponse as "RequestTransfer";
        answer_transfer(AnswerTransferRequest) -> AnswerTransferResponse as "AnswerTransfer";
        request_approval(RequestApprovalRequest) -> RequestApprovalResponse as "RequestApproval";
        request_closure(RequestClosureRequest) -> RequestClosureResponse as "RequestClosure";
        answer_approval(AnswerApprovalRequest) -> AnswerApprovalResponse as "AnswerApproval";
        raise_flag(RaiseFlagRequest) -> RaiseFlagResponse as "RaiseFlag";
        lower_flag(LowerFlagRequest) -> LowerFlagResponse as "LowerFlag";
        record_conference(RecordConferenceRequest) -> RecordConferenceResponse as "RecordConference";
        reopen_case(ReopenCaseRequest) -> ReopenCaseResponse as "ReopenCase";
    }
    others {
        list_tasks(ListTasksRequest) -> ListTasksResponse by on_list_tasks;
        list_health_clocks(ListHealthClocksRequest) -> ListHealthClocksResponse
            by on_list_health_clocks;
        record_feedback(RecordFeedbackRequest) -> RecordFeedbackResponse by on_record_feedback;
        get_feedback_summary(GetFeedbackSummaryRequest) -> GetFeedbackSummaryResponse
            by on_get_feedback_summary;
    }
}
