//! A good message of every call of the contract, by the call's name: for those who make bad ones of them,
//! and for those who only ask whether a caller may.

use std::collections::BTreeMap;

use prost::Message as _;
use sentier_kernel::Moment;
use sentier_platform::grpc::{date, timestamp};
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::{FieldGroup, Need};
use sentier_proto::name;
use uuid::Uuid;

use crate::care::requests as care;
use crate::safeguards as guard;
use crate::world::*;

/// A good message of each call about a case; ids of its parts are made up. `draft` belongs to the caller.
pub(crate) fn good(case: &str, draft: &str, now: Moment) -> BTreeMap<&'static str, Vec<u8>> {
    let mut all = of_cases(case, now);
    all.extend(of_care(case, now));
    all.extend(of_lists(case, draft, now));
    all.extend(of_safeguards(case));
    all.extend(of_files(case));
    all.extend(of_exports(case));
    all.extend(of_merges(case));
    all.extend(of_agencies(case));
    all
}

fn of_cases(case: &str, now: Moment) -> BTreeMap<&'static str, Vec<u8>> {
    let consent = format!("{case}/consents/{}", Uuid::now_v7());
    let overriding = format!("{case}/overrides/{}", Uuid::now_v7());
    let groups = [FieldGroup::Identity];
    let timeline = GetTimelineRequest { name: case.to_owned(), ..<_>::default() };
    let ask = RequestOverrideRequest {
        name: case.to_owned(),
        request_id: request_id(),
        agency: name::agency(HOSPITAL),
        field_groups: vec![FieldGroup::Identity.into()],
        ground: consent_override::Ground::ImminentDanger.into(),
        reason: "a reason".to_owned(),
        ..<_>::default()
    };
    let approve = ApproveOverrideRequest {
        name: overriding,
        request_id: request_id(),
        expected_version: None,
    };
    let claim = ClaimDisclosureRequest {
        case_name: case.to_owned(),
        referral: format!("centres/{CENTRE}/referrals/{}", Uuid::now_v7()),
        agency: name::agency(HOSPITAL),
        limit: None,
    };
    let preview = GetDisclosurePreviewRequest {
        name: case.to_owned(),
        structure: name::structure(HOSPITAL, Uuid::now_v7()),
        consent: format!("{case}/consents/{}", Uuid::now_v7()),
        field_groups: vec![FieldGroup::Identity.into()],
        limits_only: false,
        need: Need::HealthCare.into(),
    };
    let relations = GetRelationsRequest {
        staff: name::staff(CENTRE, Uuid::now_v7()),
        cases: vec![case.to_owned()],
    };
    BTreeMap::from([
        ("GetDisclosurePreview", preview.encode_to_vec()),
        ("GetRelations", relations.encode_to_vec()),
        ("OpenCase", open_case().encode_to_vec()),
        ("GetCase", read(case).encode_to_vec()),
        ("GetTimeline", timeline.encode_to_vec()),
        ("RecordIncident", incident(case).encode_to_vec()),
        ("GrantConsent", services(case, &groups).encode_to_vec()),
        ("WithdrawConsent", withdraw(&consent).encode_to_vec()),
        ("RequestReferral", refer(case, &consent, &groups).encode_to_vec()),
        ("RecordFollowUp", follow_up(case, now).encode_to_vec()),
        ("CloseCase", close(case).encode_to_vec()),
        ("EraseSurvivor", erase(case).encode_to_vec()),
        ("RequestOverride", ask.encode_to_vec()),
        ("ApproveOverride", approve.encode_to_vec()),
        ("ClaimDisclosure", claim.encode_to_vec()),
    ])
}

fn of_care(case: &str, now: Moment) -> BTreeMap<&'static str, Vec<u8>> {
    let (name, entry) = (case.to_owned(), format!("{case}/entries/{}", Uuid::now_v7()));
    let progress = ProgressActionRequest {
        name: name.clone(),
        request_id: request_id(),
        action: format!("{case}/actions/{}", Uuid::now_v7()),
        status: ActionStatus::Done.into(),
        ..<_>::default()
    };
    let service = RecordServiceRequest {
        name: name.clone(),
        request_id: request_id(),
        need: 1,
        give_time: Some(timestamp(now)),
        ..<_>::default()
    };
    let note = AddNoteRequest {
        name: name.clone(),
        request_id: request_id(),
        note: "x".to_owned(),
        ..<_>::default()
    };
    let raise = RaiseFlagRequest {
        name: name.clone(),
        request_id: request_id(),
        message: "x".to_owned(),
        ..<_>::default()
    };
    let lower = LowerFlagRequest {
        name: name.clone(),
        request_id: request_id(),
        flag: entry.clone(),
        ..<_>::default()
    };
    let conference = RecordConferenceRequest {
        name,
        request_id: request_id(),
        hold_time: Some(timestamp(now)),
        parties: vec![1],
        decisions: "x".to_owned(),
        ..<_>::default()
    };
    BTreeMap::from([
        ("RecordAssessment", care::assessment(case, None).encode_to_vec()),
        ("MakeSafetyPlan", care::safety_plan(case).encode_to_vec()),
        ("AgreeActionPlan", care::plan(case, care::after(now, 3)).encode_to_vec()),
        ("ProgressAction", progress.encode_to_vec()),
        ("RecordService", service.encode_to_vec()),
        ("AddNote", note.encode_to_vec()),
        ("AssignCase", care::assign(case, AKOUVI).encode_to_vec()),
        ("RequestTransfer", care::transfer(case, guard::RITA).encode_to_vec()),
        ("AnswerTransfer", care::take(case, &entry, true).encode_to_vec()),
        ("RequestApproval", care::ask(case, ApprovalSubject::ActionPlan).encode_to_vec()),
        ("RequestClosure", care::ask_closure(case).encode_to_vec()),
        ("AnswerApproval", care::answer(case, &entry, true).encode_to_vec()),
        ("RaiseFlag", raise.encode_to_vec()),
        ("LowerFlag", lower.encode_to_vec()),
        ("RecordConference", conference.encode_to_vec()),
        ("ReopenCase", care::reopen(case).encode_to_vec()),
    ])
}

fn of_lists(case: &str, draft: &str, now: Moment) -> BTreeMap<&'static str, Vec<u8>> {
    let parent = name::centre(CENTRE);
    let list = ListCasesRequest { parent: parent.clone(), ..<_>::default() };
    let tasks = ListTasksRequest { parent: parent.clone(), ..<_>::default() };
    let clocks = ListHealthClocksRequest {
        parent: parent.clone(),
        purpose: "direct_care".to_owned(),
        ..<_>::default()
    };
    let feedback = RecordFeedbackRequest {
        parent: parent.clone(),
        request_id: request_id(),
        caseworker: care::staff(AKOUVI),
        scores: vec![FeedbackScore { question: 1, score: 5 }],
    };
    let said = GetFeedbackSummaryRequest { parent: parent.clone(), year: 2024, quarter: 1 };
    let search = SearchCasesRequest {
        parent: parent.clone(),
        full_name: FULL_NAME.to_owned(),
        ..<_>::default()
    };
    let readings = ListReadingsRequest { parent: case.to_owned(), ..<_>::default() };
    let today = Some(date(now.to_datetime().date()));
    let review = ListReviewItemsRequest {
        parent: parent.clone(),
        start_date: today,
        end_date: today,
        ..<_>::default()
    };
    let save = SaveDraftRequest {
        parent: parent.clone(),
        request_id: request_id(),
        survivor: Some(Survivor { full_name: FULL_NAME.to_owned(), ..<_>::default() }),
        ..<_>::default()
    };
    let drafts = ListDraftsRequest { parent, ..<_>::default() };
    let discard = DiscardDraftRequest { name: draft.to_owned(), request_id: request_id() };
    BTreeMap::from([
        ("ListCases", list.encode_to_vec()),
        ("ListTasks", tasks.encode_to_vec()),
        ("ListHealthClocks", clocks.encode_to_vec()),
        ("RecordFeedback", feedback.encode_to_vec()),
        ("GetFeedbackSummary", said.encode_to_vec()),
        ("SearchCases", search.encode_to_vec()),
        ("SearchDuplicates", SearchDuplicatesRequest { name: case.to_owned() }.encode_to_vec()),
        ("ListReadings", readings.encode_to_vec()),
        ("ListReviewItems", review.encode_to_vec()),
        ("SaveDraft", save.encode_to_vec()),
        ("GetDraft", GetDraftRequest { name: draft.to_owned() }.encode_to_vec()),
        ("ListDrafts", drafts.encode_to_vec()),
        ("DiscardDraft", discard.encode_to_vec()),
    ])
}

fn of_safeguards(case: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let entry = format!("{case}/entries/{}", Uuid::now_v7());
    let alarm = format!("{case}/alarms/{}", Uuid::now_v7());
    let parent = name::centre(CENTRE);
    let sealed = ListSealedCasesRequest { parent: parent.clone(), ..<_>::default() };
    let honey = ListHoneyRecordsRequest { parent, ..<_>::default() };
    let contact = guard::set_contact(case, guard::called(0, 23));
    BTreeMap::from([
        ("ExcludeStaff", guard::exclude(case, guard::GONE).encode_to_vec()),
        ("ReadmitStaff", guard::readmit(case, guard::GONE).encode_to_vec()),
        ("SealCase", guard::seal(case, &[AKOUVI, SENA]).encode_to_vec()),
        ("UnsealCase", guard::unseal(case).encode_to_vec()),
        ("ListSealedCases", sealed.encode_to_vec()),
        ("RequestBreakGlass", guard::ask_in(case).encode_to_vec()),
        ("ApproveBreakGlass", guard::let_in(&entry).encode_to_vec()),
        ("BreakGlass", guard::break_in(case).encode_to_vec()),
        ("GetSafeguards", guard::guards(case).encode_to_vec()),
        ("SetSafeContact", contact.encode_to_vec()),
        ("RecordContactAttempt", guard::call(case).encode_to_vec()),
        ("PlantHoneyRecord", guard::plant().encode_to_vec()),
        ("ListHoneyRecords", honey.encode_to_vec()),
        ("ListAlarms", guard::alarms().encode_to_vec()),
        ("ReviewAlarm", guard::review(&alarm).encode_to_vec()),
    ])
}

/// Good messages of the calls about files and about the end of a file.
fn of_files(case: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let (name, purpose, why) = (case.to_owned(), "direct_care".to_owned(), "a reason".to_owned());
    let attachment = format!("{case}/attachments/{}", Uuid::now_v7());
    let upload = UploadAttachmentRequest {
        parent: name.clone(),
        request_id: request_id(),
        file_name: "a.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 10,
        ..UploadAttachmentRequest::default()
    };
    let download =
        DownloadAttachmentRequest { name: attachment.clone(), purpose: purpose.clone(), offset: 0 };
    let list = ListAttachmentsRequest { parent: name.clone(), purpose, ..<_>::default() };
    let remove = RemoveAttachmentRequest { name: attachment, request_id: request_id() };
    let hold = format!("{case}/entries/{}", Uuid::now_v7());
    let set = SetHoldRequest { name: name.clone(), request_id: request_id(), why: why.clone() };
    let lift = LiftHoldRequest { name: name.clone(), request_id: request_id(), hold, why };
    let ground = ErasureGround::LegalOrder.into();
    let order = OrderErasureRequest { name: name.clone(), request_id: request_id(), ground };
    let parent = name::centre(CENTRE);
    let look = GetErasureScheduleRequest { parent: parent.clone() };
    let choose = SetErasureScheduleRequest { parent, request_id: request_id(), ..<_>::default() };
    let why = "a reason".to_owned();
    let stop = StopErasureRequest { name: name.clone(), request_id: request_id(), why };
    let due = ListRetentionItemsRequest { parent: name::centre(CENTRE), ..<_>::default() };
    BTreeMap::from([
        ("UploadAttachment", upload.encode_to_vec()),
        ("DownloadAttachment", download.encode_to_vec()),
        ("ListAttachments", list.encode_to_vec()),
        ("RemoveAttachment", remove.encode_to_vec()),
        ("SetHold", set.encode_to_vec()),
        ("LiftHold", lift.encode_to_vec()),
        ("OrderErasure", order.encode_to_vec()),
        ("ListRetentionItems", due.encode_to_vec()),
        ("GetErasureSchedule", look.encode_to_vec()),
        ("SetErasureSchedule", choose.encode_to_vec()),
        ("StopErasure", stop.encode_to_vec()),
        ("GetErasureCertificate", GetErasureCertificateRequest { name }.encode_to_vec()),
    ])
}

/// Good messages of the calls that correct and that export.
fn of_exports(case: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let recorder = ExportIncidentRecorderRequest {
        parent: name::centre(CENTRE),
        format: 1,
        purpose: ExportPurpose::Reporting.into(),
    };
    let whole = ExportCaseRequest {
        name: case.to_owned(),
        format: 1,
        purpose: ExportPurpose::Legal.into(),
    };
    let incident = format!("{case}/incidents/{}", Uuid::now_v7());
    BTreeMap::from([
        ("ExportIncidentRecorder", recorder.encode_to_vec()),
        ("ExportCase", whole.encode_to_vec()),
        ("CorrectSurvivor", correct_survivor(case, survivor(), &["*"]).encode_to_vec()),
        ("CorrectIncident", correct_incident(&incident, &["*"]).encode_to_vec()),
    ])
}

/// Good messages of the calls about duplicates; a case is none of itself.
fn of_merges(case: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let (name, other) = (case.to_owned(), case.to_owned());
    let merge =
        MergeCasesRequest { name: name.clone(), request_id: request_id(), other: other.clone() };
    let undo =
        UndoMergeRequest { name: name.clone(), request_id: request_id(), other: other.clone() };
    let mark = MarkDifferentRequest { name: name.clone(), request_id: request_id(), other };
    BTreeMap::from([
        ("MergeCases", merge.encode_to_vec()),
        ("UndoMerge", undo.encode_to_vec()),
        ("MarkDifferent", mark.encode_to_vec()),
        ("GetDuplicates", GetDuplicatesRequest { name }.encode_to_vec()),
    ])
}

/// Good messages of the calls about what agencies propose and take over.
fn of_agencies(case: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let consent = format!("{case}/consents/{}", Uuid::now_v7());
    let RequestReferralRequest { name, request_id: key, structure, need, urgency, consent, .. } =
        refer(case, &consent, &[FieldGroup::Identity]);
    let (proposal, field_groups) = (Uuid::now_v7().to_string(), vec![FieldGroup::Identity.into()]);
    let take_up = TakeUpOnwardRequest {
        name: name.clone(),
        request_id: request_id(),
        expected_version: None,
        proposal: proposal.clone(),
        structure: structure.clone(),
        consent: consent.clone(),
        field_groups: field_groups.clone(),
    };
    let decline = DeclineOnwardRequest {
        name: name.clone(),
        request_id: request_id(),
        expected_version: None,
        proposal,
        reason: onward_proposal::Refusal::SurvivorDeclines.into(),
    };
    let transfer = RequestAgencyTransferRequest {
        name,
        request_id: key,
        expected_version: None,
        structure,
        need,
        urgency,
        consent,
        field_groups,
    };
    BTreeMap::from([
        ("TakeUpOnward", take_up.encode_to_vec()),
        ("DeclineOnward", decline.encode_to_vec()),
        ("RequestAgencyTransfer", transfer.encode_to_vec()),
    ])
}
