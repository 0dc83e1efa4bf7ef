//! Who may do what, as a matrix of principals, calls and relationships.

use std::collections::BTreeSet;
use std::time::Instant;

use cedar_policy::{ValidationMode, Validator};
use prost::Message as _;
use prost_types::FileDescriptorSet;

use super::*;
use crate::principal::{AgencyRole, Role};

const SELF: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

const PUBLIC: [&str; 5] = [
    "access.v1.AccessService/Bootstrap",
    "access.v1.AccessService/SignIn",
    "access.v1.AccessService/RefreshToken",
    "access.v1.AccessService/SignOut",
    "access.v1.AccessService/GetJwks",
];
const READ_CASE: [&str; 8] = [
    "cases.v1.AttachmentService/DownloadAttachment",
    "cases.v1.AttachmentService/ListAttachments",
    "cases.v1.AuditService/ListReadings",
    "cases.v1.CasesService/GetCase",
    "cases.v1.CasesService/GetTimeline",
    "cases.v1.FindingService/SearchDuplicates",
    "cases.v1.MergeService/GetDuplicates",
    "cases.v1.SafeguardService/GetSafeguards",
];
/// What a break-glass opens.
const READ_FILE: [&str; 3] = [
    "cases.v1.CasesService/GetCase",
    "cases.v1.CasesService/GetTimeline",
    "cases.v1.SafeguardService/GetSafeguards",
];
const WORK_CASE: [&str; 33] = [
    "cases.v1.AgencyService/TakeUpOnward",
    "cases.v1.AgencyService/DeclineOnward",
    "cases.v1.AgencyService/RequestAgencyTransfer",
    "cases.v1.AttachmentService/UploadAttachment",
    "cases.v1.AttachmentService/RemoveAttachment",
    "cases.v1.ExportService/ExportIncidentRecorder",
    "cases.v1.ExportService/ExportCase",
    "cases.v1.CorrectionService/CorrectSurvivor",
    "cases.v1.CorrectionService/CorrectIncident",
    "cases.v1.CasesService/RecordIncident",
    "cases.v1.CasesService/GrantConsent",
    "cases.v1.CasesService/WithdrawConsent",
    "cases.v1.CasesService/RequestOverride",
    "cases.v1.CasesService/RequestReferral",
    "cases.v1.DisclosureService/GetDisclosurePreview",
    "cases.v1.CasesService/RecordFollowUp",
    "cases.v1.CasesService/CloseCase",
    "cases.v1.CareService/RecordAssessment",
    "cases.v1.CareService/MakeSafetyPlan",
    "cases.v1.CareService/AgreeActionPlan",
    "cases.v1.CareService/ProgressAction",
    "cases.v1.CareService/RecordService",
    "cases.v1.CareService/AddNote",
    "cases.v1.CareService/RequestTransfer",
    "cases.v1.CareService/RequestApproval",
    "cases.v1.CareService/RequestClosure",
    "cases.v1.CareService/RaiseFlag",
    "cases.v1.CareService/LowerFlag",
    "cases.v1.CareService/RecordConference",
    "cases.v1.CareService/ReopenCase",
    "cases.v1.SafeguardService/ExcludeStaff",
    "cases.v1.SafeguardService/SetSafeContact",
    "cases.v1.SafeguardService/RecordContactAttempt",
];

/// What is about referrals of a case.
const REFERRALS: [&str; 5] = [
    "referrals.v1.OnwardService/",
    "referrals.v1.InboundService/",
    "referrals.v1.ReferralsService/",
    "referrals.v1.LifecycleService/",
    "referrals.v1.MessagesService/",
];

/// What is for the centre alone.
const BY_CENTRE: [&str; 4] =
    ["RequestCancellation", "GetSubmission", "AcceptInboundReferral", "DeclineInboundReferral"];

fn staff(role: Role) -> Principal {
    Principal::Staff { id: SELF, centre: "ogou-1".to_owned(), roles: vec![role] }
}

fn agency(roles: &[AgencyRole]) -> Principal {
    Principal::Agency { agency: SELF, credential: OTHER, roles: roles.to_vec() }
}

fn service(name: &str) -> Principal {
    Principal::Service { name: name.to_owned() }
}

fn everyone() -> Vec<Principal> {
    let mut all: Vec<_> = Role::ALL.iter().copied().map(staff).collect();
    all.extend(["access", "cases", "referrals", "statistics", "desk"].map(service));
    all.extend(AgencyRole::ALL.iter().map(|role| agency(&[*role])));
    all.push(agency(&[]));
    all.push(agency(&[AgencyRole::Administrator, AgencyRole::Reader]));
    all.push(Principal::Analyst { id: SELF });
    all.push(Principal::Anonymous);
    all
}

/// One resource to which the caller has every relation, and others where one is foreign or missing.
fn own() -> Resource {
    Resource::new()
        .centre("ogou-1")
        .caseworker(SELF)
        .successor(SELF)
        .agency(SELF)
        .subject_principal(format!("centres/ogou-1/staff/{SELF}"))
}

/// One to which the caller has no relation but the centre.
fn anothers() -> Resource {
    let name = format!("centres/ogou-1/staff/{OTHER}");
    own().caseworker(OTHER).successor(OTHER).subject_principal(name)
}

fn resources() -> Vec<Resource> {
    vec![
        own(),
        own().centre("kara-2"),
        own().caseworker(OTHER),
        own().successor(OTHER),
        own().caseworker(OTHER).successor(OTHER),
        own().agency(OTHER),
        own().subject_principal(format!("centres/ogou-1/staff/{OTHER}")),
        own().subject_principal(agency(&[]).name()),
        own().agency(OTHER).subject_principal(agency(&[]).name()),
        own().excluded([SELF]),
        own().excluded([OTHER]),
        own().sealed_to([SELF]),
        own().sealed_to([OTHER]),
        own().sealed_to([SELF]).excluded([SELF]),
        anothers().admitted([SELF]),
        anothers().admitted([OTHER]),
        anothers().admitted([SELF]).excluded([SELF]),
        anothers().admitted([SELF]).sealed_to([OTHER]),
        anothers().admitted([SELF]).centre("kara-2"),
        Resource::new().centre("ogou-1"),
        Resource::new(),
    ]
}

/// What who may open a case does with referrals towards the centre.
fn takes_inbound(action: &str, role: Role) -> bool {
    action.starts_with("referrals.v1.InboundService/")
        && !action.ends_with("/SubmitInboundReferral")
        && !action.ends_with("/WithdrawInboundReferral")
        && matches!(role, Role::Intake | Role::Caseworker | Role::Supervisor)
}

/// What a caseworker does with referrals of her cases, and a supervisor with those of the centre.
fn of_referrals(call: &str) -> bool {
    matches!(
        call,
        "GetReferral"
            | "ListReferrals"
            | "SendMessage"
            | "ListMessages"
            | "GetMessage"
            | "RequestCancellation"
    )
}

/// The rules once more, written independently of the policies.
#[expect(clippy::too_many_lines, reason = "one table, read from top to bottom")]
fn expected(principal: &Principal, action: &str, resource: &Resource) -> bool {
    if PUBLIC.contains(&action) {
        return true;
    }
    let call = action.rsplit('/').next().unwrap();
    let directory =
        matches!(call, "GetAgency" | "GetStructure" | "ListAgencies" | "ListStructures");
    match principal {
        Principal::Staff { id, centre, roles } => {
            let here = resource.centre.as_ref() == Some(centre);
            let elsewhere = resource.centre.is_some() && !here;
            if elsewhere {
                return false;
            }
            let domain = action.starts_with("cases.v1.")
                || REFERRALS.iter().any(|service| action.starts_with(service));
            let after_seals =
                matches!(call, "UnsealCase" | "ListSealedCases" | "ListAlarms" | "ReviewAlarm");
            let sealed_out = resource.sealed_to.as_ref().is_some_and(|to| !to.contains(id));
            if domain && (resource.excluded.contains(id) || sealed_out && !after_seals) {
                return false;
            }
            let admitted = here
                && matches!(roles[0], Role::Intake | Role::Caseworker)
                && resource.admitted.contains(id)
                && READ_FILE.contains(&action);
            let breaks = here
                && matches!(roles[0], Role::Intake | Role::Caseworker)
                && matches!(call, "RequestBreakGlass" | "BreakGlass");
            let lets_in = here
                && matches!(roles[0], Role::Supervisor | Role::Manager)
                && call == "ApproveBreakGlass";
            let hers = here && resource.caseworker == Some(*id);
            let opened = here && resource.subject_principal.as_ref() == Some(&principal.name());
            let reads = READ_CASE.contains(&action)
                || matches!(call, "ListCases" | "ListTasks" | "ListHealthClocks");
            let opens = matches!(call, "OpenCase" | "SearchCases");
            let asked = here && resource.successor == Some(*id);
            let anothers = here && resource.caseworker.is_some_and(|worker| worker != *id);
            let works = WORK_CASE.contains(&action);
            let referral = of_referrals(call);
            let takes_inbound = here && takes_inbound(action, roles[0]);
            let own = resource.subject_principal.as_ref() == Some(&principal.name());
            let drafts = action.starts_with("cases.v1.DraftService/") && here && own;
            let outreach = action.starts_with("statistics.v1.OutreachService/") && here;
            let pathway = here && pathway_call(call, roles[0]);
            directory
                || pathway
                || admitted
                || takes_inbound
                || breaks
                || lets_in
                || (outreach
                    && match call {
                        "SetOutreachTargets" => roles[0] == Role::Manager,
                        _ => roles[0] != Role::Administrator,
                    })
                || call == "ListStaff"
                || (call == "ChangePassword" && own)
                || (drafts
                    && matches!(roles[0], Role::Intake | Role::Caseworker | Role::Supervisor))
                || match roles[0] {
                    Role::Intake => {
                        (opens && here)
                            || (reads && opened)
                            || (call == "RecordFeedback" && anothers)
                    }
                    Role::Caseworker => {
                        (opens && here)
                            || ((reads || works || referral) && hers)
                            || (call == "AnswerTransfer" && asked)
                            || (call == "RecordFeedback" && anothers)
                    }
                    Role::Supervisor => {
                        let supervises = matches!(
                            call,
                            "ApproveOverride"
                                | "EraseSurvivor"
                                | "AssignCase"
                                | "AnswerApproval"
                                | "MergeCases"
                                | "UndoMerge"
                                | "MarkDifferent"
                                | "GetErasureCertificate"
                                | "ReadmitStaff"
                                | "SealCase"
                        );
                        (here && (reads || works || referral || opens || supervises))
                            || (call == "AnswerTransfer" && asked)
                            || (call == "RecordFeedback" && anothers)
                    }
                    Role::Manager if matches!(call, "PlantHoneyRecord" | "ListHoneyRecords") => {
                        here
                    }
                    Role::Manager if after_seals => here,
                    Role::Manager => matches!(
                        call,
                        "RegisterAgency"
                            | "RegisterStructure"
                            | "SetAgencyActive"
                            | "SetCaseTakeover"
                            | "UpdateStructure"
                            | "SetCapacity"
                            | "GetFigures"
                            | "ListIndicators"
                            | "ListIndicatorValues"
                            | "ListStructureResponses"
                            | "ApproveSubscription"
                            | "RevokeSubscription"
                            | "ListSubscriptions"
                            | "ListReleases"
                            | "GetRelease"
                            | "DownloadRelease"
                            | "GetReport"
                            | "DownloadReport"
                            | "GetRecordBatch"
                            | "ApproveRecordBatch"
                            | "DownloadRecordBatch"
                            | "GetComparison"
                            | "DownloadComparison"
                            | "DownloadDataValueSet"
                            | "DownloadMappingTemplate"
                            | "ListReviewItems"
                            | "GetFeedbackSummary"
                            | "ListRetentionItems"
                            | "SetHold"
                            | "LiftHold"
                            | "OrderErasure"
                            | "GetErasureSchedule"
                            | "SetErasureSchedule"
                            | "StopErasure"
                            | "GetErasureCertificate"
                            | "CreateOfficer"
                            | "EnrolAgency"
                            | "IssueAgencyToken"
                            | "ListCredentials"
                            | "RevokeCredential"
                            | "SetWebhookActive"
                            | "ListWebhooks"
                            | "ListDeadLetters"
                    ),
                    Role::Administrator => matches!(
                        call,
                        "CreateStaff"
                            | "DisableStaff"
                            | "ChangeRoles"
                            | "EnrolAnalyst"
                            | "ListCredentials"
                            | "RevokeCredential"
                    ),
                }
        }
        Principal::Agency { agency, roles, .. } => {
            resource.agency == Some(*agency)
                && (directory
                    || call == "ChangePassword"
                    || agency_may(action, roles)
                    || (call == "RotateCredential"
                        && roles.contains(&AgencyRole::System)
                        && resource.subject_principal.as_ref() == Some(&principal.name())))
        }
        Principal::Service { name } => match call {
            "ClaimDisclosure" | "GetRelations" => name == "referrals",
            "ListRevocations" => true,
            "GetSealingKey" => matches!(name.as_str(), "cases" | "referrals"),
            "GetPathway" | "ListPathways" | "ListPathwayRevisions" | "ProposePathway" => {
                name == "cases"
            }
            _ => directory && matches!(name.as_str(), "cases" | "referrals" | "access"),
        },
        Principal::Analyst { .. } => analyst_may(action, call),
        Principal::Anonymous => false,
    }
}

/// What speaks for an agency may do with what is its own, by what it is.
fn agency_may(action: &str, roles: &[AgencyRole]) -> bool {
    let call = action.rsplit('/').next().unwrap();
    let has = |wanted: &[AgencyRole]| roles.iter().any(|role| wanted.contains(role));
    let serves = has(&[AgencyRole::System, AgencyRole::ReferralOfficer]);
    match call {
        "ListReferrals"
        | "GetReferral"
        | "WatchReferrals"
        | "ListInboundReferrals"
        | "GetInboundReferral" => true,
        "RestartScenarios" | "ListChecks" => has(&[AgencyRole::System]),
        "UpdateStructure" | "SetCapacity" | "ListWebhooks" | "ListDeadLetters" => {
            serves || has(&[AgencyRole::Administrator])
        }
        "CreateOfficer" | "EnrolAgency" | "IssueAgencyToken" | "ListCredentials"
        | "RevokeCredential" | "RotateCredential" => has(&[AgencyRole::Administrator]),
        _ if action.starts_with("referrals.v1.WebhookService/") => {
            has(&[AgencyRole::System, AgencyRole::Administrator])
        }
        _ if BY_CENTRE.contains(&call) => false,
        _ => serves && REFERRALS.iter().any(|service| action.starts_with(service)),
    }
}

/// What a role may do with the pathway of its own centre.
fn pathway_call(call: &str, role: Role) -> bool {
    match call {
        "GetPathway" | "ListPathways" | "ListPathwayRevisions" => true,
        "SetPathway" => role == Role::Manager,
        "ProposePathway" => !matches!(role, Role::Manager | Role::Administrator),
        _ => false,
    }
}

/// An analyst asks for releases and reads them; who receives them is not hers to say.
fn analyst_may(action: &str, call: &str) -> bool {
    action.starts_with("statistics.v1.ReleaseService/")
        && !matches!(call, "ApproveSubscription" | "RevokeSubscription")
}

fn calls() -> BTreeSet<String> {
    let contract = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).unwrap();
    let mut calls = BTreeSet::new();
    for file in &contract.file {
        for service in &file.service {
            for method in &service.method {
                let package = file.package().trim_start_matches("sentier.");
                calls.insert(format!("{package}.{}/{}", service.name(), method.name()));
            }
        }
    }
    calls
}

#[test]
fn every_call_of_the_contract_is_in_the_table_and_nothing_else() {
    let table: BTreeSet<_> = Rules::read().unwrap().actions.into_keys().collect();
    assert_eq!(table, calls());
}

#[test]
fn the_policies_fit_the_schema() {
    let rules = Rules::read().unwrap();
    let result = Validator::new(rules.schema).validate(&rules.policies, ValidationMode::Strict);
    assert!(result.validation_passed(), "{result}");
}

#[test]
fn the_matrix_of_principals_calls_and_relationships_holds() {
    let authoriser = Authoriser::new().unwrap();
    for call in calls() {
        let call: &'static str = Box::leak(call.into_boxed_str());
        for principal in everyone() {
            for resource in resources() {
                assert_eq!(
                    authoriser.authorise(&principal, call, &resource).is_ok(),
                    expected(&principal, call, &resource),
                    "{principal:?} {call} {resource:?}"
                );
            }
        }
    }
}

#[test]
fn an_administrator_reads_no_case_even_with_another_role() {
    let both = Principal::Staff {
        id: SELF,
        centre: "ogou-1".to_owned(),
        roles: vec![Role::Administrator, Role::Supervisor],
    };
    let authoriser = Authoriser::new().unwrap();
    assert_eq!(authoriser.authorise(&both, READ_CASE[0], &own()), Err(Denied::NotPermitted));
}

#[test]
fn an_unknown_call_is_denied() {
    let authoriser = Authoriser::new().unwrap();
    let nobody = authoriser.authorise(&Principal::Anonymous, "cases.v1.CasesService/Burn", &own());
    assert_eq!(nobody, Err(Denied::Unauthenticated));
    let group = authoriser.authorise(&staff(Role::Supervisor), "read case", &own());
    assert_eq!(group, Err(Denied::NotPermitted));
}

#[test]
fn a_decision_is_remembered() {
    let authoriser = Authoriser::new().unwrap();
    let caller = staff(Role::Caseworker);
    let resource = own();
    assert_eq!(authoriser.authorise(&caller, READ_CASE[0], &resource), Ok(()));
    let begun = Instant::now();
    for _ in 0..1_000 {
        assert_eq!(authoriser.authorise(&caller, READ_CASE[0], &resource), Ok(()));
    }
    // A cold decision takes about a millisecond in this profile; a loaded machine has room here.
    assert!(begun.elapsed().as_millis() < 500, "{:?}", begun.elapsed());
}
