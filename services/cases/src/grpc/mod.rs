//! The contract's edge: request → convert (every violation at once) → authorise → application → answer.

mod agency;
mod answer;
mod attachments;
mod audit;
mod care;
mod convert;
mod correcting;
mod disclose;
mod drafts;
mod erasing;
mod exporting;
mod fields;
mod finding;
mod gate;
mod giving;
mod merging;
mod minimum;
mod opening;
mod overriding;
mod paging;
mod pathway;
mod previewing;
mod reading;
mod relations;
mod retention;
mod safeguard;
mod work;

use sentier_kernel::Explain;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::status::{Locale, to_status};
use sentier_proto::cases::v1::audit_service_server::AuditService;
use sentier_proto::cases::v1::cases_service_server::CasesService;
use sentier_proto::cases::v1::correction_service_server::CorrectionService;
use sentier_proto::cases::v1::draft_service_server::DraftService;
use sentier_proto::cases::v1::retention_service_server::RetentionService;
use sentier_proto::cases::v1::safeguard_service_server::SafeguardService;
use sentier_proto::cases::v1::{
    ApproveBreakGlassRequest, ApproveBreakGlassResponse, BreakGlassRequest, BreakGlassResponse,
    ExcludeStaffRequest, ExcludeStaffResponse, GetSafeguardsRequest, GetSafeguardsResponse,
    ListAlarmsRequest, ListAlarmsResponse, ListHoneyRecordsRequest, ListHoneyRecordsResponse,
    ListSealedCasesRequest, ListSealedCasesResponse, PlantHoneyRecordRequest,
    PlantHoneyRecordResponse, ReadmitStaffRequest, ReadmitStaffResponse,
    RecordContactAttemptRequest, RecordContactAttemptResponse, RequestBreakGlassRequest,
    RequestBreakGlassResponse, ReviewAlarmRequest, ReviewAlarmResponse, SealCaseRequest,
    SealCaseResponse, SetSafeContactRequest, SetSafeContactResponse, UnsealCaseRequest,
    UnsealCaseResponse,
};
use sentier_proto::cases::v1::{
    ApproveOverrideRequest, ApproveOverrideResponse, ClaimDisclosureRequest,
    ClaimDisclosureResponse, CloseCaseRequest, CloseCaseResponse, CorrectIncidentRequest,
    CorrectIncidentResponse, CorrectSurvivorRequest, CorrectSurvivorResponse, DiscardDraftRequest,
    DiscardDraftResponse, EraseSurvivorRequest, EraseSurvivorResponse, GetCaseRequest,
    GetCaseResponse, GetDraftRequest, GetDraftResponse, GetErasureCertificateRequest,
    GetErasureCertificateResponse, GetTimelineRequest, GetTimelineResponse, GrantConsentRequest,
    GrantConsentResponse, LiftHoldRequest, LiftHoldResponse, ListCasesRequest, ListCasesResponse,
    ListDraftsRequest, ListDraftsResponse, ListReadingsRequest, ListReadingsResponse,
    ListRetentionItemsRequest, ListRetentionItemsResponse, ListReviewItemsRequest,
    ListReviewItemsResponse, OpenCaseRequest, OpenCaseResponse, OrderErasureRequest,
    OrderErasureResponse, RecordFollowUpRequest, RecordFollowUpResponse, RecordIncidentRequest,
    RecordIncidentResponse, RequestOverrideRequest, RequestOverrideResponse,
    RequestReferralRequest, RequestReferralResponse, SaveDraftRequest, SaveDraftResponse,
    SetHoldRequest, SetHoldResponse, WithdrawConsentRequest, WithdrawConsentResponse,
};
use sentier_proto::cases::v1::{
    GetErasureScheduleRequest, GetErasureScheduleResponse, SetErasureScheduleRequest,
    SetErasureScheduleResponse, StopErasureRequest, StopErasureResponse,
};
use tonic::{Request, Response, Status};

use crate::application::Cases;

/// The gRPC services of the context. Cheap to clone.
#[derive(Clone)]
pub(crate) struct CasesGrpc {
    cases: Cases,
}

impl CasesGrpc {
    pub(crate) const fn new(cases: Cases) -> Self {
        Self { cases }
    }
}

/// Why a call has no answer: whatever explains itself.
struct Refusal(Box<dyn Explain>);

impl<E: Explain> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl Refusal {
    fn status(&self, locale: Locale) -> Status {
        to_status(self.0.as_ref(), locale)
    }
}

/// One line per call of a service of the contract: its messages, and the function that answers it.
macro_rules! calls {
    ($service:ident: $($call:ident($asked:ident) -> $answered:ident by $on:ident),+ $(,)?) => {
        #[tonic::async_trait]
        impl $service for CasesGrpc {
            $(async fn $call(
                &self,
                request: Request<$asked>,
            ) -> Result<Response<$answered>, Status> {
                let locale = locale(&request);
                let principal = principal_of(&request)?.clone();
                let answer = self.$on(&principal, request.into_inner()).await;
                answer.map(Response::new).map_err(|refusal| refusal.status(locale))
            })+
        }
    };
}
use calls;

calls! { CasesService:
    open_case(OpenCaseRequest) -> OpenCaseResponse by on_open_case,
    get_case(GetCaseRequest) -> GetCaseResponse by on_get_case,
    list_cases(ListCasesRequest) -> ListCasesResponse by on_list_cases,
    get_timeline(GetTimelineRequest) -> GetTimelineResponse by on_get_timeline,
    record_incident(RecordIncidentRequest) -> RecordIncidentResponse by on_record_incident,
    grant_consent(GrantConsentRequest) -> GrantConsentResponse by on_grant_consent,
    withdraw_consent(WithdrawConsentRequest) -> WithdrawConsentResponse by on_withdraw_consent,
    request_override(RequestOverrideRequest) -> RequestOverrideResponse by on_request_override,
    approve_override(ApproveOverrideRequest) -> ApproveOverrideResponse by on_approve_override,
    request_referral(RequestReferralRequest) -> RequestReferralResponse by on_request_referral,
    record_follow_up(RecordFollowUpRequest) -> RecordFollowUpResponse by on_record_follow_up,
    close_case(CloseCaseRequest) -> CloseCaseResponse by on_close_case,
    erase_survivor(EraseSurvivorRequest) -> EraseSurvivorResponse by on_erase_survivor,
    claim_disclosure(ClaimDisclosureRequest) -> ClaimDisclosureResponse by on_claim_disclosure,
}

calls! { CorrectionService:
    correct_survivor(CorrectSurvivorRequest) -> CorrectSurvivorResponse by on_correct_survivor,
    correct_incident(CorrectIncidentRequest) -> CorrectIncidentResponse by on_correct_incident,
}

calls! { AuditService:
    list_readings(ListReadingsRequest) -> ListReadingsResponse by on_list_readings,
    list_review_items(ListReviewItemsRequest) -> ListReviewItemsResponse by on_list_review_items,
}

calls! { RetentionService:
    list_retention_items(ListRetentionItemsRequest) -> ListRetentionItemsResponse
        by on_list_retention_items,
    set_hold(SetHoldRequest) -> SetHoldResponse by on_set_hold,
    lift_hold(LiftHoldRequest) -> LiftHoldResponse by on_lift_hold,
    order_erasure(OrderErasureRequest) -> OrderErasureResponse by on_order_erasure,
    get_erasure_certificate(GetErasureCertificateRequest) -> GetErasureCertificateResponse
        by on_get_erasure_certificate,
    get_erasure_schedule(GetErasureScheduleRequest) -> GetErasureScheduleResponse
        by on_get_erasure_schedule,
    set_erasure_schedule(SetErasureScheduleRequest) -> SetErasureScheduleResponse
        by on_set_erasure_schedule,
    stop_erasure(StopErasureRequest) -> StopErasureResponse by on_stop_erasure,
}

calls! { DraftService:
    save_draft(SaveDraftRequest) -> SaveDraftResponse by on_save_draft,
    get_draft(GetDraftRequest) -> GetDraftResponse by on_get_draft,
    list_drafts(ListDraftsRequest) -> ListDraftsResponse by on_list_drafts,
    discard_draft(DiscardDraftRequest) -> DiscardDraftResponse by on_discard_draft,
}

calls! { SafeguardService:
    exclude_staff(ExcludeStaffRequest) -> ExcludeStaffResponse by on_exclude_staff,
    readmit_staff(ReadmitStaffRequest) -> ReadmitStaffResponse by on_readmit_staff,
    seal_case(SealCaseRequest) -> SealCaseResponse by on_seal_case,
    unseal_case(UnsealCaseRequest) -> UnsealCaseResponse by on_unseal_case,
    list_sealed_cases(ListSealedCasesRequest) -> ListSealedCasesResponse by on_list_sealed_cases,
    request_break_glass(RequestBreakGlassRequest) -> RequestBreakGlassResponse
        by on_request_break_glass,
    approve_break_glass(ApproveBreakGlassRequest) -> ApproveBreakGlassResponse
        by on_approve_break_glass,
    break_glass(BreakGlassRequest) -> BreakGlassResponse by on_break_glass,
    get_safeguards(GetSafeguardsRequest) -> GetSafeguardsResponse by on_get_safeguards,
    set_safe_contact(SetSafeContactRequest) -> SetSafeContactResponse by on_set_safe_contact,
    record_contact_attempt(RecordContactAttemptRequest) -> RecordContactAttemptResponse
        by on_record_contact_attempt,
    plant_honey_record(PlantHoneyRecordRequest) -> PlantHoneyRecordResponse
        by on_plant_honey_record,
    list_honey_records(ListHoneyRecordsRequest) -> ListHoneyRecordsResponse
        by on_list_honey_records,
    list_alarms(ListAlarmsRequest) -> ListAlarmsResponse by on_list_alarms,
    review_alarm(ReviewAlarmRequest) -> ReviewAlarmResponse by on_review_alarm,
}
