//! The contract's traits, each call noted and then answered from `answers`.

use std::pin::Pin;

use futures_util::Stream;
use sentier_proto::access::v1::access_service_server::AccessService;
use sentier_proto::cases::v1::agency_service_server::AgencyService;
use sentier_proto::cases::v1::attachment_service_server::AttachmentService;
use sentier_proto::cases::v1::audit_service_server::AuditService;
use sentier_proto::cases::v1::care_service_server::CareService;
use sentier_proto::cases::v1::cases_service_server::CasesService;
use sentier_proto::cases::v1::correction_service_server::CorrectionService;
use sentier_proto::cases::v1::disclosure_service_server::DisclosureService;
use sentier_proto::cases::v1::draft_service_server::DraftService;
use sentier_proto::cases::v1::export_service_server::ExportService;
use sentier_proto::cases::v1::finding_service_server::FindingService;
use sentier_proto::cases::v1::merge_service_server::MergeService;
use sentier_proto::cases::v1::retention_service_server::RetentionService;
use sentier_proto::cases::v1::safeguard_service_server::SafeguardService;
use sentier_proto::referrals::v1::directory_service_server::DirectoryService;
use sentier_proto::referrals::v1::inbound_service_server::InboundService;
use sentier_proto::referrals::v1::lifecycle_service_server::LifecycleService;
use sentier_proto::referrals::v1::messages_service_server::MessagesService;
use sentier_proto::referrals::v1::onward_service_server::OnwardService;
use sentier_proto::referrals::v1::pathway_service_server::PathwayService;
use sentier_proto::referrals::v1::referrals_service_server::ReferralsService;
use sentier_proto::referrals::v1::webhook_service_server::WebhookService;
use sentier_proto::statistics::v1 as statistics;
use sentier_proto::statistics::v1::indicator_service_server::IndicatorService;
use sentier_proto::statistics::v1::outreach_service_server::OutreachService;
use sentier_proto::statistics::v1::record_service_server::RecordService;
use sentier_proto::statistics::v1::release_service_server::ReleaseService;
use sentier_proto::statistics::v1::report_service_server::ReportService;
use sentier_proto::statistics::v1::response_service_server::ResponseService;
use sentier_proto::statistics::v1::statistics_service_server::StatisticsService;
use sentier_proto::{access::v1 as access, cases::v1 as cases, referrals::v1 as referrals};
use tonic::{Request, Response, Status, Streaming};

use super::{
    Stub, answers, attachments, care, directory, outreach, referrals as of_referrals, releases,
    reports, responses, retention, safeguards, webhooks,
};

/// A service whose calls are noted and answered by a function each; the last in the list of a call is
/// its answer.
macro_rules! service {
    ($service:ident $({ $($extra:tt)* })?: $($method:ident($request:ty) -> $response:ty = $answer:expr;)*) => {
        #[tonic::async_trait]
        impl $service for Stub {
            $($($extra)*)?
            $(async fn $method(&self, request: Request<$request>) -> Result<Response<$response>, Status> {
                self.note(stringify!($method), &request)?;
                let answer: fn(&Stub, $request) -> Result<$response, Status> = $answer;
                answer(self, request.into_inner()).map(Response::new)
            })*
        }
    };
}

service! { AccessService:
    bootstrap(access::BootstrapRequest) -> access::BootstrapResponse = |_, _| Ok(<_>::default());
    sign_in(access::SignInRequest) -> access::SignInResponse = answers::sign_in;
    refresh_token(access::RefreshTokenRequest) -> access::RefreshTokenResponse = answers::refresh_token;
    sign_out(access::SignOutRequest) -> access::SignOutResponse = |_, _| Ok(<_>::default());
    create_staff(access::CreateStaffRequest) -> access::CreateStaffResponse = |_, _| Ok(<_>::default());
    list_staff(access::ListStaffRequest) -> access::ListStaffResponse = answers::list_staff;
    disable_staff(access::DisableStaffRequest) -> access::DisableStaffResponse = |_, _| Ok(<_>::default());
    change_roles(access::ChangeRolesRequest) -> access::ChangeRolesResponse = |_, _| Ok(<_>::default());
    change_password(access::ChangePasswordRequest) -> access::ChangePasswordResponse = |_, _| Ok(<_>::default());
    create_officer(access::CreateOfficerRequest) -> access::CreateOfficerResponse = |_, _| Ok(<_>::default());
    enrol_agency(access::EnrolAgencyRequest) -> access::EnrolAgencyResponse = |_, _| Ok(<_>::default());
    issue_agency_token(access::IssueAgencyTokenRequest) -> access::IssueAgencyTokenResponse = answers::issue_token;
    enrol_analyst(access::EnrolAnalystRequest) -> access::EnrolAnalystResponse = |_, _| Ok(<_>::default());
    list_credentials(access::ListCredentialsRequest) -> access::ListCredentialsResponse = answers::list_credentials;
    revoke_credential(access::RevokeCredentialRequest) -> access::RevokeCredentialResponse = |_, _| Ok(<_>::default());
    get_jwks(access::GetJwksRequest) -> access::GetJwksResponse = |_, _| Ok(<_>::default());
    list_revocations(access::ListRevocationsRequest) -> access::ListRevocationsResponse = |_, _| Ok(<_>::default());
}

service! { CasesService:
    open_case(cases::OpenCaseRequest) -> cases::OpenCaseResponse = answers::open_case;
    get_case(cases::GetCaseRequest) -> cases::GetCaseResponse = answers::get_case;
    list_cases(cases::ListCasesRequest) -> cases::ListCasesResponse = answers::list_cases;
    get_timeline(cases::GetTimelineRequest) -> cases::GetTimelineResponse = answers::get_timeline;
    record_incident(cases::RecordIncidentRequest) -> cases::RecordIncidentResponse = answers::record_incident;
    grant_consent(cases::GrantConsentRequest) -> cases::GrantConsentResponse = |_, _| Ok(<_>::default());
    withdraw_consent(cases::WithdrawConsentRequest) -> cases::WithdrawConsentResponse = |_, _| Ok(<_>::default());
    request_override(cases::RequestOverrideRequest) -> cases::RequestOverrideResponse = |_, _| Ok(<_>::default());
    approve_override(cases::ApproveOverrideRequest) -> cases::ApproveOverrideResponse = |_, _| Ok(<_>::default());
    request_referral(cases::RequestReferralRequest) -> cases::RequestReferralResponse = |_, _| Ok(<_>::default());
    record_follow_up(cases::RecordFollowUpRequest) -> cases::RecordFollowUpResponse = |_, _| Ok(<_>::default());
    close_case(cases::CloseCaseRequest) -> cases::CloseCaseResponse = |_, _| Ok(<_>::default());
    erase_survivor(cases::EraseSurvivorRequest) -> cases::EraseSurvivorResponse = |_, _| Ok(<_>::default());
    claim_disclosure(cases::ClaimDisclosureRequest) -> cases::ClaimDisclosureResponse = |_, _| Ok(<_>::default());
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl AttachmentService for Stub {
    type UploadAttachmentStream = Answers<cases::UploadAttachmentResponse>;
    type DownloadAttachmentStream = Answers<cases::DownloadAttachmentResponse>;

    async fn upload_attachment(
        &self,
        request: Request<Streaming<cases::UploadAttachmentRequest>>,
    ) -> Result<Response<Self::UploadAttachmentStream>, Status> {
        attachments::upload(self, request).await
    }

    async fn download_attachment(
        &self,
        request: Request<cases::DownloadAttachmentRequest>,
    ) -> Result<Response<Self::DownloadAttachmentStream>, Status> {
        self.note("download_attachment", &request)?;
        Ok(Response::new(Box::pin(tokio_stream::iter(attachments::pieces()))))
    }

    async fn list_attachments(
        &self,
        request: Request<cases::ListAttachmentsRequest>,
    ) -> Result<Response<cases::ListAttachmentsResponse>, Status> {
        self.note("list_attachments", &request)?;
        let attachments = vec![attachments::attachment()];
        let next_page_token = String::new();
        Ok(Response::new(cases::ListAttachmentsResponse { attachments, next_page_token }))
    }

    async fn remove_attachment(
        &self,
        request: Request<cases::RemoveAttachmentRequest>,
    ) -> Result<Response<cases::RemoveAttachmentResponse>, Status> {
        self.note("remove_attachment", &request)?;
        Ok(Response::new(cases::RemoveAttachmentResponse {}))
    }
}

service! { AuditService:
    list_readings(cases::ListReadingsRequest) -> cases::ListReadingsResponse = answers::list_readings;
    list_review_items(cases::ListReviewItemsRequest) -> cases::ListReviewItemsResponse = answers::list_review_items;
}

service! { RetentionService:
    list_retention_items(cases::ListRetentionItemsRequest) -> cases::ListRetentionItemsResponse = retention::list;
    set_hold(cases::SetHoldRequest) -> cases::SetHoldResponse = |_, _| Ok(<_>::default());
    lift_hold(cases::LiftHoldRequest) -> cases::LiftHoldResponse = |_, _| Ok(<_>::default());
    order_erasure(cases::OrderErasureRequest) -> cases::OrderErasureResponse = |_, _| Ok(<_>::default());
    get_erasure_certificate(cases::GetErasureCertificateRequest) -> cases::GetErasureCertificateResponse = retention::certificate;
    get_erasure_schedule(cases::GetErasureScheduleRequest) -> cases::GetErasureScheduleResponse = retention::schedule;
    set_erasure_schedule(cases::SetErasureScheduleRequest) -> cases::SetErasureScheduleResponse = |_, _| Ok(<_>::default());
    stop_erasure(cases::StopErasureRequest) -> cases::StopErasureResponse = |_, _| Ok(<_>::default());
}

service! { DraftService:
    save_draft(cases::SaveDraftRequest) -> cases::SaveDraftResponse = |_, _| Ok(<_>::default());
    get_draft(cases::GetDraftRequest) -> cases::GetDraftResponse = answers::get_draft;
    list_drafts(cases::ListDraftsRequest) -> cases::ListDraftsResponse = answers::list_drafts;
    discard_draft(cases::DiscardDraftRequest) -> cases::DiscardDraftResponse = |_, _| Ok(<_>::default());
}

service! { CorrectionService:
    correct_survivor(cases::CorrectSurvivorRequest) -> cases::CorrectSurvivorResponse = |_, _| Ok(<_>::default());
    correct_incident(cases::CorrectIncidentRequest) -> cases::CorrectIncidentResponse = |_, _| Ok(<_>::default());
}

service! { ExportService {
        type ExportIncidentRecorderStream = Pin<Box<dyn Stream<Item = Result<cases::ExportIncidentRecorderResponse, Status>> + Send>>;
        async fn export_incident_recorder(
            &self,
            request: Request<cases::ExportIncidentRecorderRequest>,
        ) -> Result<Response<Self::ExportIncidentRecorderStream>, Status> {
            use cases::export_incident_recorder_response::Part;
            self.note("export_incident_recorder", &request)?;
            let part = |part| Ok(cases::ExportIncidentRecorderResponse { part: Some(part) });
            let parts = [part(Part::Header(answers::export_header())), part(Part::Chunk(b"bytes".to_vec()))];
            Ok(Response::new(Box::pin(tokio_stream::iter(parts))))
        }
        type ExportCaseStream = Pin<Box<dyn Stream<Item = Result<cases::ExportCaseResponse, Status>> + Send>>;
        async fn export_case(
            &self,
            request: Request<cases::ExportCaseRequest>,
        ) -> Result<Response<Self::ExportCaseStream>, Status> {
            use cases::export_case_response::Part;
            self.note("export_case", &request)?;
            let part = |part| Ok(cases::ExportCaseResponse { part: Some(part) });
            let parts = [part(Part::Header(answers::export_header())), part(Part::Chunk(b"bytes".to_vec()))];
            Ok(Response::new(Box::pin(tokio_stream::iter(parts))))
        }
    }:
}

service! { FindingService:
    search_cases(cases::SearchCasesRequest) -> cases::SearchCasesResponse = answers::search_cases;
    search_duplicates(cases::SearchDuplicatesRequest) -> cases::SearchDuplicatesResponse = |_, _| Ok(<_>::default());
}

service! { MergeService:
    merge_cases(cases::MergeCasesRequest) -> cases::MergeCasesResponse = |_, _| Ok(<_>::default());
    undo_merge(cases::UndoMergeRequest) -> cases::UndoMergeResponse = |_, _| Ok(<_>::default());
    mark_different(cases::MarkDifferentRequest) -> cases::MarkDifferentResponse = |_, _| Ok(<_>::default());
    get_duplicates(cases::GetDuplicatesRequest) -> cases::GetDuplicatesResponse = answers::get_duplicates;
}

service! { CareService:
    record_assessment(cases::RecordAssessmentRequest) -> cases::RecordAssessmentResponse = |_, _| Ok(<_>::default());
    make_safety_plan(cases::MakeSafetyPlanRequest) -> cases::MakeSafetyPlanResponse = |_, _| Ok(<_>::default());
    agree_action_plan(cases::AgreeActionPlanRequest) -> cases::AgreeActionPlanResponse = |_, _| Ok(<_>::default());
    progress_action(cases::ProgressActionRequest) -> cases::ProgressActionResponse = |_, _| Ok(<_>::default());
    record_service(cases::RecordServiceRequest) -> cases::RecordServiceResponse = |_, _| Ok(<_>::default());
    add_note(cases::AddNoteRequest) -> cases::AddNoteResponse = |_, _| Ok(<_>::default());
    assign_case(cases::AssignCaseRequest) -> cases::AssignCaseResponse = |_, _| Ok(<_>::default());
    request_transfer(cases::RequestTransferRequest) -> cases::RequestTransferResponse = |_, _| Ok(<_>::default());
    answer_transfer(cases::AnswerTransferRequest) -> cases::AnswerTransferResponse = |_, _| Ok(<_>::default());
    request_approval(cases::RequestApprovalRequest) -> cases::RequestApprovalResponse = |_, _| Ok(<_>::default());
    request_closure(cases::RequestClosureRequest) -> cases::RequestClosureResponse = |_, _| Ok(<_>::default());
    answer_approval(cases::AnswerApprovalRequest) -> cases::AnswerApprovalResponse = |_, _| Ok(<_>::default());
    raise_flag(cases::RaiseFlagRequest) -> cases::RaiseFlagResponse = |_, _| Ok(<_>::default());
    lower_flag(cases::LowerFlagRequest) -> cases::LowerFlagResponse = |_, _| Ok(<_>::default());
    record_conference(cases::RecordConferenceRequest) -> cases::RecordConferenceResponse = |_, _| Ok(<_>::default());
    reopen_case(cases::ReopenCaseRequest) -> cases::ReopenCaseResponse = |_, _| Ok(<_>::default());
    record_feedback(cases::RecordFeedbackRequest) -> cases::RecordFeedbackResponse = |_, _| Ok(<_>::default());
    get_feedback_summary(cases::GetFeedbackSummaryRequest) -> cases::GetFeedbackSummaryResponse = care::feedback_summary;
    list_tasks(cases::ListTasksRequest) -> cases::ListTasksResponse = care::list_tasks;
    list_health_clocks(cases::ListHealthClocksRequest) -> cases::ListHealthClocksResponse = care::list_health_clocks;
}

service! { SafeguardService:
    exclude_staff(cases::ExcludeStaffRequest) -> cases::ExcludeStaffResponse = |_, _| Ok(<_>::default());
    readmit_staff(cases::ReadmitStaffRequest) -> cases::ReadmitStaffResponse = |_, _| Ok(<_>::default());
    seal_case(cases::SealCaseRequest) -> cases::SealCaseResponse = |_, _| Ok(<_>::default());
    unseal_case(cases::UnsealCaseRequest) -> cases::UnsealCaseResponse = |_, _| Ok(<_>::default());
    list_sealed_cases(cases::ListSealedCasesRequest) -> cases::ListSealedCasesResponse = safeguards::list_sealed_cases;
    request_break_glass(cases::RequestBreakGlassRequest) -> cases::RequestBreakGlassResponse = safeguards::request_break_glass;
    approve_break_glass(cases::ApproveBreakGlassRequest) -> cases::ApproveBreakGlassResponse = |_, _| Ok(<_>::default());
    break_glass(cases::BreakGlassRequest) -> cases::BreakGlassResponse = safeguards::break_glass;
    get_safeguards(cases::GetSafeguardsRequest) -> cases::GetSafeguardsResponse = safeguards::get_safeguards;
    set_safe_contact(cases::SetSafeContactRequest) -> cases::SetSafeContactResponse = |_, _| Ok(<_>::default());
    record_contact_attempt(cases::RecordContactAttemptRequest) -> cases::RecordContactAttemptResponse = |_, _| Ok(<_>::default());
    plant_honey_record(cases::PlantHoneyRecordRequest) -> cases::PlantHoneyRecordResponse = |_, _| Ok(<_>::default());
    list_honey_records(cases::ListHoneyRecordsRequest) -> cases::ListHoneyRecordsResponse = safeguards::list_honey_records;
    list_alarms(cases::ListAlarmsRequest) -> cases::ListAlarmsResponse = safeguards::list_alarms;
    review_alarm(cases::ReviewAlarmRequest) -> cases::ReviewAlarmResponse = |_, _| Ok(<_>::default());
}

service! { AgencyService:
    take_up_onward(cases::TakeUpOnwardRequest) -> cases::TakeUpOnwardResponse = |_, _| Ok(<_>::default());
    decline_onward(cases::DeclineOnwardRequest) -> cases::DeclineOnwardResponse = |_, _| Ok(<_>::default());
    request_agency_transfer(cases::RequestAgencyTransferRequest) -> cases::RequestAgencyTransferResponse = |_, _| Ok(<_>::default());
}

service! { OnwardService:
    submit_onward_proposal(referrals::SubmitOnwardProposalRequest) -> referrals::SubmitOnwardProposalResponse = |_, _| Ok(<_>::default());
    withdraw_onward_proposal(referrals::WithdrawOnwardProposalRequest) -> referrals::WithdrawOnwardProposalResponse = |_, _| Ok(<_>::default());
}

service! { DirectoryService:
    set_case_takeover(referrals::SetCaseTakeoverRequest) -> referrals::SetCaseTakeoverResponse = |_, _| Ok(<_>::default());
    register_agency(referrals::RegisterAgencyRequest) -> referrals::RegisterAgencyResponse = answers::register_agency;
    register_structure(referrals::RegisterStructureRequest) -> referrals::RegisterStructureResponse = |_, _| Ok(<_>::default());
    set_agency_active(referrals::SetAgencyActiveRequest) -> referrals::SetAgencyActiveResponse = |_, _| Ok(<_>::default());
    get_agency(referrals::GetAgencyRequest) -> referrals::GetAgencyResponse = |_, _| Ok(<_>::default());
    get_structure(referrals::GetStructureRequest) -> referrals::GetStructureResponse = directory::get_structure;
    update_structure(referrals::UpdateStructureRequest) -> referrals::UpdateStructureResponse = |_, _| Ok(<_>::default());
    set_capacity(referrals::SetCapacityRequest) -> referrals::SetCapacityResponse = |_, _| Ok(<_>::default());
    list_agencies(referrals::ListAgenciesRequest) -> referrals::ListAgenciesResponse = answers::list_agencies;
    list_structures(referrals::ListStructuresRequest) -> referrals::ListStructuresResponse = answers::list_structures;
}

service! { PathwayService:
    set_pathway(referrals::SetPathwayRequest) -> referrals::SetPathwayResponse = |_, _| Ok(<_>::default());
    get_pathway(referrals::GetPathwayRequest) -> referrals::GetPathwayResponse = |_, _| Ok(<_>::default());
    list_pathways(referrals::ListPathwaysRequest) -> referrals::ListPathwaysResponse = directory::list_pathways;
    list_pathway_revisions(referrals::ListPathwayRevisionsRequest) -> referrals::ListPathwayRevisionsResponse = directory::list_pathway_revisions;
    propose_pathway(referrals::ProposePathwayRequest) -> referrals::ProposePathwayResponse = directory::propose_pathway;
}

service! { ReferralsService {
        type WatchReferralsStream = Pin<Box<dyn Stream<Item = Result<referrals::WatchReferralsResponse, Status>> + Send>>;
        async fn watch_referrals(
            &self,
            _request: Request<referrals::WatchReferralsRequest>,
        ) -> Result<Response<Self::WatchReferralsStream>, Status> {
            Ok(Response::new(Box::pin(tokio_stream::empty())))
        }
    }:
    list_referrals(referrals::ListReferralsRequest) -> referrals::ListReferralsResponse = answers::list_referrals;
    get_referral(referrals::GetReferralRequest) -> referrals::GetReferralResponse = answers::get_referral;
    get_disclosure(referrals::GetDisclosureRequest) -> referrals::GetDisclosureResponse = answers::get_disclosure;
    acknowledge_referral(referrals::AcknowledgeReferralRequest) -> referrals::AcknowledgeReferralResponse = |_, _| Ok(<_>::default());
    accept_referral(referrals::AcceptReferralRequest) -> referrals::AcceptReferralResponse = |_, _| Ok(<_>::default());
    decline_referral(referrals::DeclineReferralRequest) -> referrals::DeclineReferralResponse = |_, _| Ok(<_>::default());
    complete_referral(referrals::CompleteReferralRequest) -> referrals::CompleteReferralResponse = |_, _| Ok(<_>::default());
    batch_acknowledge_referrals(referrals::BatchAcknowledgeReferralsRequest) -> referrals::BatchAcknowledgeReferralsResponse = |_, _| Ok(<_>::default());
}

service! { IndicatorService:
    list_indicators(statistics::ListIndicatorsRequest) -> statistics::ListIndicatorsResponse = answers::list_indicators;
    list_indicator_values(statistics::ListIndicatorValuesRequest) -> statistics::ListIndicatorValuesResponse = answers::list_indicator_values;
}

service! { ResponseService:
    list_structure_responses(statistics::ListStructureResponsesRequest) -> statistics::ListStructureResponsesResponse = responses::list_structure_responses;
}

service! { ReportService:
    get_report(statistics::GetReportRequest) -> statistics::GetReportResponse = reports::get_report;
    download_report(statistics::DownloadReportRequest) -> statistics::DownloadReportResponse = reports::download_report;
    get_comparison(statistics::GetComparisonRequest) -> statistics::GetComparisonResponse = reports::get_comparison;
    download_comparison(statistics::DownloadComparisonRequest) -> statistics::DownloadComparisonResponse = |_, _| Ok(<_>::default());
}

service! { OutreachService:
    plan_activity(statistics::PlanActivityRequest) -> statistics::PlanActivityResponse = outreach::plan_activity;
    revise_plan(statistics::RevisePlanRequest) -> statistics::RevisePlanResponse = |_, _| Ok(<_>::default());
    record_activity(statistics::RecordActivityRequest) -> statistics::RecordActivityResponse = |_, _| Ok(<_>::default());
    correct_activity(statistics::CorrectActivityRequest) -> statistics::CorrectActivityResponse = |_, _| Ok(<_>::default());
    cancel_activity(statistics::CancelActivityRequest) -> statistics::CancelActivityResponse = |_, _| Ok(<_>::default());
    get_activity(statistics::GetActivityRequest) -> statistics::GetActivityResponse = outreach::get_activity;
    list_activities(statistics::ListActivitiesRequest) -> statistics::ListActivitiesResponse = outreach::list_activities;
    set_outreach_targets(statistics::SetOutreachTargetsRequest) -> statistics::SetOutreachTargetsResponse = |_, _| Ok(<_>::default());
    get_outreach(statistics::GetOutreachRequest) -> statistics::GetOutreachResponse = outreach::get_outreach;
}

service! { RecordService:
    get_record_batch(statistics::GetRecordBatchRequest) -> statistics::GetRecordBatchResponse = releases::get_record_batch;
    approve_record_batch(statistics::ApproveRecordBatchRequest) -> statistics::ApproveRecordBatchResponse = |_, _| Ok(<_>::default());
    download_record_batch(statistics::DownloadRecordBatchRequest) -> statistics::DownloadRecordBatchResponse = releases::download_record_batch;
}

service! { ReleaseService {
        type DownloadReleaseStream = Pin<Box<dyn Stream<Item = Result<statistics::DownloadReleaseResponse, Status>> + Send>>;
        type SubscribeReleasesStream = Pin<Box<dyn Stream<Item = Result<statistics::SubscribeReleasesResponse, Status>> + Send>>;
        async fn download_release(&self, request: Request<statistics::DownloadReleaseRequest>) -> Result<Response<Self::DownloadReleaseStream>, Status> {
            self.note("download_release", &request)?;
            Ok(Response::new(Box::pin(tokio_stream::iter(releases::pieces()))))
        }
        async fn subscribe_releases(&self, _request: Request<statistics::SubscribeReleasesRequest>) -> Result<Response<Self::SubscribeReleasesStream>, Status> {
            Ok(Response::new(Box::pin(tokio_stream::empty())))
        }
    }:
    request_subscription(statistics::RequestSubscriptionRequest) -> statistics::RequestSubscriptionResponse = |_, _| Ok(<_>::default());
    approve_subscription(statistics::ApproveSubscriptionRequest) -> statistics::ApproveSubscriptionResponse = |_, _| Ok(<_>::default());
    revoke_subscription(statistics::RevokeSubscriptionRequest) -> statistics::RevokeSubscriptionResponse = |_, _| Ok(<_>::default());
    list_subscriptions(statistics::ListSubscriptionsRequest) -> statistics::ListSubscriptionsResponse = releases::list_subscriptions;
    list_releases(statistics::ListReleasesRequest) -> statistics::ListReleasesResponse = releases::list_releases;
    get_release(statistics::GetReleaseRequest) -> statistics::GetReleaseResponse = releases::get_release;
}

service! { StatisticsService:
    get_figures(statistics::GetFiguresRequest) -> statistics::GetFiguresResponse = answers::get_figures;
    get_sealing_key(statistics::GetSealingKeyRequest) -> statistics::GetSealingKeyResponse = |_, _| Ok(<_>::default());
}

service! { LifecycleService:
    schedule_referral(referrals::ScheduleReferralRequest) -> referrals::ScheduleReferralResponse = |_, _| Ok(<_>::default());
    cancel_appointment(referrals::CancelAppointmentRequest) -> referrals::CancelAppointmentResponse = |_, _| Ok(<_>::default());
    record_attendance(referrals::RecordAttendanceRequest) -> referrals::RecordAttendanceResponse = |_, _| Ok(<_>::default());
    start_service(referrals::StartServiceRequest) -> referrals::StartServiceResponse = |_, _| Ok(<_>::default());
    add_interim_note(referrals::AddInterimNoteRequest) -> referrals::AddInterimNoteResponse = |_, _| Ok(<_>::default());
    request_cancellation(referrals::RequestCancellationRequest) -> referrals::RequestCancellationResponse = |_, _| Ok(<_>::default());
    confirm_cancellation(referrals::ConfirmCancellationRequest) -> referrals::ConfirmCancellationResponse = |_, _| Ok(<_>::default());
}

service! { MessagesService:
    send_message(referrals::SendMessageRequest) -> referrals::SendMessageResponse = |_, _| Ok(<_>::default());
    list_messages(referrals::ListMessagesRequest) -> referrals::ListMessagesResponse = of_referrals::list_messages;
    get_message(referrals::GetMessageRequest) -> referrals::GetMessageResponse = |_, _| Ok(<_>::default());
}

service! { DisclosureService:
    get_disclosure_preview(cases::GetDisclosurePreviewRequest) -> cases::GetDisclosurePreviewResponse = of_referrals::preview;
}

service! { InboundService:
    submit_inbound_referral(referrals::SubmitInboundReferralRequest) -> referrals::SubmitInboundReferralResponse = |_, _| Ok(<_>::default());
    list_inbound_referrals(referrals::ListInboundReferralsRequest) -> referrals::ListInboundReferralsResponse = of_referrals::list_inbound;
    get_inbound_referral(referrals::GetInboundReferralRequest) -> referrals::GetInboundReferralResponse = of_referrals::get_inbound;
    get_submission(referrals::GetSubmissionRequest) -> referrals::GetSubmissionResponse = of_referrals::submission;
    accept_inbound_referral(referrals::AcceptInboundReferralRequest) -> referrals::AcceptInboundReferralResponse = |_, _| Ok(<_>::default());
    decline_inbound_referral(referrals::DeclineInboundReferralRequest) -> referrals::DeclineInboundReferralResponse = |_, _| Ok(<_>::default());
    withdraw_inbound_referral(referrals::WithdrawInboundReferralRequest) -> referrals::WithdrawInboundReferralResponse = |_, _| Ok(<_>::default());
}

service! { WebhookService:
    register_webhook(referrals::RegisterWebhookRequest) -> referrals::RegisterWebhookResponse = webhooks::register;
    list_webhooks(referrals::ListWebhooksRequest) -> referrals::ListWebhooksResponse = webhooks::list;
    rotate_webhook_secret(referrals::RotateWebhookSecretRequest) -> referrals::RotateWebhookSecretResponse = webhooks::rotate;
    set_webhook_active(referrals::SetWebhookActiveRequest) -> referrals::SetWebhookActiveResponse = |_, _| Ok(<_>::default());
    remove_webhook(referrals::RemoveWebhookRequest) -> referrals::RemoveWebhookResponse = |_, _| Ok(<_>::default());
    list_dead_letters(referrals::ListDeadLettersRequest) -> referrals::ListDeadLettersResponse = webhooks::dead_letters;
    replay_dead_letters(referrals::ReplayDeadLettersRequest) -> referrals::ReplayDeadLettersResponse = |_, _| Ok(<_>::default());
}
