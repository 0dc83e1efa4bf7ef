//! What cases answers: a case, what is told of it, and what was begun.

use sentier_proto::cases::v1 as cases;
use sentier_proto::common::v1::{
    ConsentPurpose, Date, FieldGroup, IncidentType, Need, PartOfDay, Sex, Urgency,
};

use super::{Answer, agency_name, at, case_name, structure_name};
use crate::stub::Stub;
use crate::stub::facts::*;

fn life_cycle() -> cases::Case {
    use cases::case_referral::Progress;
    let consent =
        |id: &str, purpose: ConsentPurpose, state: cases::consent::State| cases::Consent {
            name: format!("{}/consents/{id}", case_name()),
            purpose: purpose.into(),
            agency: if purpose == ConsentPurpose::Services { agency_name() } else { String::new() },
            field_groups: if purpose == ConsentPurpose::Services {
                vec![FieldGroup::Identity.into(), FieldGroup::Incident.into()]
            } else {
                Vec::new()
            },
            grant_time: at(YESTERDAY),
            expire_time: None,
            state: state.into(),
            ..cases::Consent::default()
        };
    let overriding = cases::ConsentOverride {
        name: format!("{}/overrides/{CONSENT}", case_name()),
        agency: agency_name(),
        field_groups: vec![FieldGroup::Identity.into()],
        ground: cases::consent_override::Ground::ImminentDanger.into(),
        state: cases::consent_override::State::Requested.into(),
        request_time: at(YESTERDAY),
        ..cases::ConsentOverride::default()
    };
    cases::Case {
        name: case_name(),
        version: 7,
        state: cases::case::State::Open.into(),
        survivor_code: CODE.to_owned(),
        caseworker: sentier_proto::name::staff(CENTRE, STAFF),
        open_time: at(YESTERDAY),
        close_time: None,
        incident_count: 1,
        consents: vec![
            consent(CONSENT, ConsentPurpose::Services, cases::consent::State::Granted),
            consent(CASE, ConsentPurpose::Statistics, cases::consent::State::Withdrawn),
        ],
        referrals: super::super::endings::with_those_that_ended(&cases::CaseReferral {
            referral: sentier_proto::name::referral(CENTRE, REFERRAL),
            structure: structure_name(),
            need: Need::HealthCare.into(),
            urgency: Urgency::Urgent.into(),
            consent: CONSENT.to_owned(),
            progress: Progress::Accepted.into(),
            request_time: at(YESTERDAY),
            ..cases::CaseReferral::default()
        }),
        onward_proposals: super::super::onward::on_the_case(),
        referred_in: super::super::onward::referred_in(),
        erased: false,
        overrides: vec![overriding],
        care: Some(super::super::care::state()),
        ..cases::Case::default()
    }
}

pub(super) fn survivor() -> cases::Survivor {
    cases::Survivor {
        full_name: NAME.to_owned(),
        sex: Sex::Female.into(),
        birth_date: Some(Date { year: 2004, month: 1, day: 1 }),
        birth_date_estimated: true,
        phone: PHONE.to_owned(),
        safe_contact: SAFE.to_owned(),
        profile: Some(cases::SurvivorProfile {
            marital_status: cases::MaritalStatus::Widowed.into(),
            occupation: "couturière".to_owned(),
            child: Some(cases::ChildSurvivor {
                lives_alone: cases::YesNo::No.into(),
                ..cases::ChildSurvivor::default()
            }),
            ..cases::SurvivorProfile::default()
        }),
    }
}

pub(super) fn incident() -> cases::Incident {
    cases::Incident {
        name: format!("{}/incidents/{CASE}", case_name()),
        date: Some(Date { year: 2026, month: 11, day: 23 }),
        date_estimated: false,
        part_of_day: PartOfDay::EveningNight.into(),
        r#type: IncidentType::PhysicalAssault.into(),
        deciding_question: 3,
        narrative: STORY.to_owned(),
        record_time: at(YESTERDAY),
        circumstances: Some(cases::Circumstances {
            time: Some(cases::TimeOfDay { hours: 22, minutes: 5 }),
            place_type: cases::PlaceType::Streamside.into(),
            perpetrators: vec![cases::Perpetrator {
                relationship: cases::Relationship::IntimatePartner.into(),
                secondary: true,
                ..cases::Perpetrator::default()
            }],
            sectors: vec![cases::SectorOutcome {
                sector: cases::Sector::Health.into(),
                status: cases::SectorStatus::Referred.into(),
            }],
            sector_details: vec![cases::SectorDetail {
                sector: cases::Sector::Health.into(),
                date: Some(Date { year: 2026, month: 11, day: 26 }),
                time: Some(cases::TimeOfDay { hours: 9, minutes: 30 }),
                provider: "CHR Atakpamé".to_owned(),
                ..cases::SectorDetail::default()
            }],
            earlier_reports: vec![cases::EarlierReport {
                provider_type: cases::ReferralSource::PoliceSecurity.into(),
                provider: "Poste d'Agbonou".to_owned(),
            }],
            ..cases::Circumstances::default()
        }),
        contexts: vec![cases::IncidentContext::IntimatePartnerViolence.into()],
        clocks: vec![cases::Clock {
            limit: cases::clock::Limit::PostExposureProphylaxis.into(),
            deadline: at(YESTERDAY),
            standing: cases::clock::Standing::Running.into(),
            certainty: cases::clock::Certainty::PartOfDay.into(),
            time_left: Some(prost_types::Duration { seconds: 3_660, nanos: 0 }),
            ..cases::Clock::default()
        }],
        hours_since: Some(cases::HoursSince { least: 10, most: 34, told: false }),
        missing_fields: Vec::new(),
    }
}

/// How the stub's consent was given.
fn given() -> cases::GivenConsent {
    use cases::consent_giving::{Age, By, How};
    let giving = cases::ConsentGiving {
        how: How::Thumbprint.into(),
        by: By::Survivor.into(),
        age: Age::Adult.into(),
        limits: "Rien à mon oncle".to_owned(),
        ..cases::ConsentGiving::default()
    };
    cases::GivenConsent { consent: CONSENT.to_owned(), giving: Some(giving) }
}

pub(in crate::stub) fn open_case(
    _: &Stub,
    _: cases::OpenCaseRequest,
) -> Answer<cases::OpenCaseResponse> {
    Ok(cases::OpenCaseResponse { case: Some(life_cycle()) })
}

pub(in crate::stub) fn get_case(
    _: &Stub,
    asked: cases::GetCaseRequest,
) -> Answer<cases::GetCaseResponse> {
    let file = asked.view() != cases::get_case_request::View::LifeCycle;
    let follow_up =
        cases::FollowUp { meet_time: at(YESTERDAY), note: NOTE.to_owned(), ..Default::default() };
    Ok(cases::GetCaseResponse {
        case: Some(life_cycle()),
        survivor: file.then(survivor),
        incidents: if file { vec![incident()] } else { Vec::new() },
        follow_ups: if file { vec![follow_up] } else { Vec::new() },
        given_consents: if file { vec![given()] } else { Vec::new() },
        override_reasons: Vec::new(),
        corrections: if file { vec![correction()] } else { Vec::new() },
        care: file.then(super::super::care::file),
    })
}

fn correction() -> cases::Correction {
    cases::Correction {
        correct_time: at(YESTERDAY),
        staff: sentier_proto::name::staff(CENTRE, CASE),
        fields: vec!["answers".to_owned(), "circumstances.place_type".to_owned()],
        former_survivor: None,
        former_incident: Some(cases::Incident {
            r#type: IncidentType::ForcedMarriage.into(),
            ..incident()
        }),
    }
}

pub(in crate::stub) fn list_cases(
    _: &Stub,
    _: cases::ListCasesRequest,
) -> Answer<cases::ListCasesResponse> {
    let closed = cases::Case {
        state: cases::case::State::Closed.into(),
        survivor_code: "OG1-0000-AA".to_owned(),
        erased: true,
        risk: cases::RiskLevel::High.into(),
        flag_count: 1,
        ..life_cycle()
    };
    Ok(cases::ListCasesResponse {
        cases: vec![life_cycle(), closed],
        next_page_token: "suite".to_owned(),
    })
}

pub(in crate::stub) fn list_readings(
    _: &Stub,
    _: cases::ListReadingsRequest,
) -> Answer<cases::ListReadingsResponse> {
    let reading = |principal: String, purpose: &str| cases::Reading {
        read_time: at(YESTERDAY),
        principal,
        purpose: purpose.to_owned(),
    };
    let colleague = sentier_proto::name::staff(CENTRE, CASE);
    Ok(cases::ListReadingsResponse {
        readings: vec![reading(colleague, "supervision"), reading(agency_name(), "disclosure")],
        next_page_token: "suite".to_owned(),
    })
}

pub(in crate::stub) fn list_review_items(
    _: &Stub,
    _: cases::ListReviewItemsRequest,
) -> Answer<cases::ListReviewItemsResponse> {
    use cases::review_item::Concern;
    let item = cases::ReviewItem {
        time: at(YESTERDAY),
        principal: sentier_proto::name::staff(CENTRE, CASE),
        case: case_name(),
        purpose: "direct_care".to_owned(),
        concerns: vec![Concern::NotOwn.into(), Concern::AtNight.into()],
        survivor_code: CODE.to_owned(),
    };
    Ok(cases::ListReviewItemsResponse { items: vec![item], next_page_token: String::new() })
}

pub(in crate::stub) fn search_cases(
    _: &Stub,
    _: cases::SearchCasesRequest,
) -> Answer<cases::SearchCasesResponse> {
    use cases::case_match::Criterion;
    let found = cases::CaseMatch {
        case: Some(life_cycle()),
        score: 934,
        matched_on: vec![Criterion::FullName.into(), Criterion::Phone.into()],
    };
    Ok(cases::SearchCasesResponse { matches: vec![found] })
}

pub(in crate::stub) fn get_timeline(
    _: &Stub,
    _: cases::GetTimelineRequest,
) -> Answer<cases::GetTimelineResponse> {
    let line = |version: i64, kind: &str, principal: String, detail: &str| cases::TimelineEntry {
        version,
        occur_time: at(YESTERDAY + version),
        kind: kind.to_owned(),
        principal,
        subject: String::new(),
        detail: detail.to_owned(),
        read_groups: Vec::new(),
        fields: Vec::new(),
    };
    let staff = || sentier_proto::name::staff(CENTRE, STAFF);
    Ok(cases::GetTimelineResponse {
        entries: vec![
            line(1, "case_opened", staff(), ""),
            line(2, "incident_recorded", sentier_proto::name::staff(CENTRE, CASE), ""),
            line(3, "consent_granted", staff(), "CHR Atakpamé"),
            line(4, "referral_progressed", agency_name(), "accepted"),
            line(5, "something_new", "services/cases".to_owned(), ""),
            cases::TimelineEntry {
                read_groups: vec!["identity".to_owned(), "narrative".to_owned()],
                ..line(6, "personal_data_read", staff(), "direct_care")
            },
        ],
        next_page_token: String::new(),
    })
}

pub(in crate::stub) fn record_incident(
    _: &Stub,
    asked: cases::RecordIncidentRequest,
) -> Answer<cases::RecordIncidentResponse> {
    let rape = asked.answers.is_some_and(|answers| answers.penetration);
    let kind = if rape { IncidentType::Rape } else { IncidentType::PhysicalAssault };
    Ok(cases::RecordIncidentResponse {
        case: Some(life_cycle()),
        incident: incident().name,
        r#type: kind.into(),
        deciding_question: if rape { 1 } else { 3 },
    })
}

fn draft() -> cases::Draft {
    cases::Draft {
        name: format!("centres/{CENTRE}/drafts/{CASE}"),
        save_time: at(YESTERDAY),
        expire_time: at(YESTERDAY),
        ..cases::Draft::default()
    }
}

pub(in crate::stub) fn get_draft(
    _: &Stub,
    _: cases::GetDraftRequest,
) -> Answer<cases::GetDraftResponse> {
    let draft = cases::Draft { survivor: Some(survivor()), ..draft() };
    Ok(cases::GetDraftResponse { draft: Some(draft) })
}

pub(in crate::stub) fn list_drafts(
    _: &Stub,
    _: cases::ListDraftsRequest,
) -> Answer<cases::ListDraftsResponse> {
    Ok(cases::ListDraftsResponse { drafts: vec![draft()], next_page_token: String::new() })
}

/// A case that is of another survivor: what there is to decide stands open.
pub(in crate::stub) fn get_duplicates(
    _: &Stub,
    _: cases::GetDuplicatesRequest,
) -> Answer<cases::GetDuplicatesResponse> {
    let different = cases::Duplicate {
        case: format!("centres/ogou-1/cases/{OTHER_CASE}"),
        state: cases::duplicate::State::Different.into(),
    };
    Ok(cases::GetDuplicatesResponse { duplicates: vec![different] })
}

/// What stands before an exported file.
pub(crate) fn export_header() -> cases::ExportHeader {
    cases::ExportHeader {
        file_name: "export-2026-11-26.zip".to_owned(),
        passphrase: "abcde-fghjk-mnpqr-stvwx-yz012".to_owned(),
        count: 3,
    }
}
