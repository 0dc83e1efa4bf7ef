//! What a row becomes: the calls, each with a request id that says which row it came from.
//!
//! The id follows from the centre, the agency's code, the incident's number and the step. So the same
//! row asks under the same ids, in whatever file and however often it comes, and the second time changes
//! nothing; a row whose content was edited since asks for something else under the same id, and is
//! refused instead of becoming a second case.

use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::cases::v1::{
    Circumstances, CloseCaseRequest, ClosureCheck, GrantConsentRequest, IncidentAnswers,
    OpenCaseRequest, RecordIncidentRequest, RecorderReference, RequestClosureRequest, Survivor,
};
use sentier_proto::common::v1::{ConsentPurpose, IncidentType};
use sentier_proto::name;
use time::Date;
use uuid::Uuid;

use super::day::on_wire;
use super::record::Record;

/// The namespace of the importer's request ids.
const NAMESPACE: Uuid = Uuid::from_u128(0x1d3f_8d4a_6c0b_5f27_9a51_70be_02c4_9e68);

/// One call, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Open,
    Record,
    Consent,
    Close,
}

impl Step {
    const fn label(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Record => "record",
            Self::Consent => "consent",
            Self::Close => "close",
        }
    }
}

/// The calls that a row leads to; cases of interviews before `close_before` are closed.
pub(super) fn steps(record: &Record, close_before: Option<Date>) -> Vec<Step> {
    let mut steps = vec![Step::Open, Step::Record];
    if record.consent {
        steps.push(Step::Consent);
    }
    let seen = record.interviewed.unwrap_or(record.happened.date);
    if close_before.is_some_and(|limit| seen < limit) {
        steps.push(Step::Close);
    }
    steps
}

/// Whether the figures count the row: with consent, and not where another GBVIMS organisation counts it.
/// Her consent is recorded all the same, for she gave it, and the row comes back in an export; that it is
/// counted elsewhere stands with the incident, and the statistics leave it out by that.
pub(super) fn counts(record: &Record) -> bool {
    record.consent && !record.counted_elsewhere
}

/// The request id of one step of a row.
pub(super) fn request_id(centre: &str, record: &Record, step: Step) -> Uuid {
    // No part holds a line feed, so no two rows share a name.
    let parts = [centre, &record.agency, &record.incident, step.label()].join("\n");
    Uuid::new_v5(&NAMESPACE, parts.as_bytes())
}

pub(super) fn open_case(centre: &str, record: &Record) -> OpenCaseRequest {
    OpenCaseRequest {
        parent: name::centre(centre),
        request_id: request_id(centre, record, Step::Open).to_string(),
        survivor: Some(Survivor {
            sex: record.sex.into(),
            birth_date: record.born.map(|born| on_wire(born.date)),
            birth_date_estimated: record.born.is_some_and(|born| born.estimated),
            profile: Some(record.profile.clone()),
            ..Survivor::default()
        }),
        // The row's own consent follows, under its own request id.
        statistics_giving: None,
        draft: String::new(),
    }
}

pub(super) fn record_incident(centre: &str, case: &str, record: &Record) -> RecordIncidentRequest {
    RecordIncidentRequest {
        name: case.to_owned(),
        request_id: request_id(centre, record, Step::Record).to_string(),
        expected_version: None,
        date: Some(on_wire(record.happened.date)),
        date_estimated: record.happened.estimated,
        part_of_day: record.part_of_day.into(),
        answers: Some(answers(record.kind)),
        // The form has no account in words.
        narrative: String::new(),
        circumstances: Some(Circumstances {
            recorder: Some(reference(record)),
            ..record.circumstances.clone()
        }),
    }
}

pub(super) fn grant_consent(centre: &str, case: &str, record: &Record) -> GrantConsentRequest {
    GrantConsentRequest {
        name: case.to_owned(),
        request_id: request_id(centre, record, Step::Consent).to_string(),
        purpose: ConsentPurpose::Statistics.into(),
        giving: Some(record.giving.clone()),
        ..GrantConsentRequest::default()
    }
}

pub(super) fn close_case(centre: &str, case: &str, record: &Record) -> CloseCaseRequest {
    CloseCaseRequest {
        name: case.to_owned(),
        request_id: request_id(centre, record, Step::Close).to_string(),
        expected_version: None,
        reason: Reason::Other.into(),
    }
}

pub(super) fn request_closure(centre: &str, case: &str, record: &Record) -> RequestClosureRequest {
    let parts = [centre, &record.agency, &record.incident, "request closure"].join("\n");
    RequestClosureRequest {
        name: case.to_owned(),
        request_id: Uuid::new_v5(&NAMESPACE, parts.as_bytes()).to_string(),
        reason: Reason::Other.into(),
        // The register knows of no referral through this system.
        checks: vec![ClosureCheck::ReferralsSettled.into()],
        ..RequestClosureRequest::default()
    }
}

/// The answers that lead the decision sequence to the recorded type.
fn answers(kind: IncidentType) -> IncidentAnswers {
    let yes = |wanted| kind == wanted;
    IncidentAnswers {
        penetration: yes(IncidentType::Rape),
        sexual_contact: yes(IncidentType::SexualAssault),
        physical_assault: yes(IncidentType::PhysicalAssault),
        forced_marriage: yes(IncidentType::ForcedMarriage),
        denial_of_resources: yes(IncidentType::DenialOfResources),
        psychological_abuse: yes(IncidentType::PsychologicalAbuse),
        gender_based: !yes(IncidentType::NonGbv),
    }
}

/// How the paper file is found again, and how an export names the incident.
fn reference(record: &Record) -> RecorderReference {
    RecorderReference {
        incident_id: record.incident.clone(),
        survivor_code: record.survivor_code.clone(),
        caseworker_code: record.case_manager.clone(),
        agency_code: record.agency.clone(),
    }
}
