//! What the services answer.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use prost_types::Timestamp;
use sentier_kernel::Category;
use sentier_platform::catalogue::Locale;
use sentier_platform::grpc::timestamp;
use sentier_platform::status::to_status;
use sentier_proto::common::v1::{
    AgeBand, ConsentPurpose, Date, FieldGroup, IncidentType, Need, PartOfDay, Sex, Urgency,
};
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};
use sentier_proto::statistics::v1 as statistics;
use sentier_proto::{access::v1 as access, cases::v1 as cases, referrals::v1 as referrals};
use tonic::Status;

use super::facts::*;
use super::{Refusal, Stub, directory};

type Answer<T> = Result<T, Status>;

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

fn case_name() -> String {
    sentier_proto::name::case(CENTRE, CASE)
}

fn agency_name() -> String {
    sentier_proto::name::agency(AGENCY)
}

fn structure_name() -> String {
    sentier_proto::name::structure(AGENCY, STRUCTURE)
}

fn session(stub: &Stub, user: &str, turn: usize) -> access::Session {
    use access::StaffRole;
    let roles: &[StaffRole] = match user {
        "inti" => &[StaffRole::Intake],
        "afi" => &[StaffRole::Caseworker],
        "sena" => &[StaffRole::Supervisor],
        "manu" => &[StaffRole::Manager],
        "ada" => &[StaffRole::Administrator],
        "rosa" => &[StaffRole::Manager, StaffRole::Supervisor],
        _ => &[],
    };
    let officer_roles: &[access::OfficerRole] = match user {
        "kodjo" => &[access::OfficerRole::Administrator, access::OfficerRole::ReferralOfficer],
        "lisa" => &[access::OfficerRole::Reader],
        _ => &[],
    };
    let principal = if ["kodjo", "lisa"].contains(&user) {
        format!("agencies/{AGENCY}/officers/{STAFF}")
    } else {
        sentier_proto::name::staff(CENTRE, STAFF)
    };
    let end = stub.clock.now().plus(std::time::Duration::from_mins(15));
    access::Session {
        access_token: format!("token-{user}-{turn}"),
        access_expire_time: Some(timestamp(end)),
        refresh_token: format!("refresh-{user}-{turn}"),
        principal,
        display_name: format!("Mme {user}"),
        roles: roles.iter().map(|role| i32::from(*role)).collect(),
        officer_roles: officer_roles.iter().map(|role| i32::from(*role)).collect(),
    }
}

pub(super) fn sign_in(stub: &Stub, asked: access::SignInRequest) -> Answer<access::SignInResponse> {
    if asked.password != "right" {
        let wrong = Refusal {
            category: Category::UnknownCaller,
            reason: "SIGN_IN_FAILED",
            violations: Vec::new(),
        };
        return Err(to_status(&wrong, Locale::French));
    }
    Ok(access::SignInResponse { session: Some(session(stub, &asked.user_name, 0)) })
}

pub(super) fn refresh_token(
    stub: &Stub,
    asked: access::RefreshTokenRequest,
) -> Answer<access::RefreshTokenResponse> {
    let mut parts = asked.refresh_token.split('-').skip(1);
    let user = parts.next().unwrap_or_default();
    let turn: usize = parts.next().and_then(|turn| turn.parse().ok()).unwrap_or_default();
    Ok(access::RefreshTokenResponse { session: Some(session(stub, user, turn + 1)) })
}

pub(super) fn list_staff(
    _: &Stub,
    _: access::ListStaffRequest,
) -> Answer<access::ListStaffResponse> {
    let one = |id: &str, user: &str, active| access::Staff {
        name: sentier_proto::name::staff(CENTRE, id),
        user_name: user.to_owned(),
        display_name: format!("Mme {user}"),
        roles: vec![access::StaffRole::Caseworker.into(), access::StaffRole::Manager.into()],
        active,
        ..Default::default()
    };
    Ok(access::ListStaffResponse {
        staff: vec![one(STAFF, "afi", true), one(CASE, "partie", false)],
        next_page_token: "suite".to_owned(),
    })
}

pub(super) fn list_credentials(
    _: &Stub,
    asked: access::ListCredentialsRequest,
) -> Answer<access::ListCredentialsResponse> {
    use access::credential::Kind;
    let one = |id: &str, kind: Kind, revoked: Option<Timestamp>| access::Credential {
        name: format!("{}/credentials/{id}", asked.parent),
        kind: kind.into(),
        display_name: "Logiciel du CHR".to_owned(),
        issue_time: at(YESTERDAY),
        expire_time: at(YESTERDAY + 86_400 * 365),
        revoke_time: revoked,
        ..access::Credential::default()
    };
    Ok(access::ListCredentialsResponse {
        credentials: vec![
            one(CREDENTIAL, Kind::Certificate, None),
            one(CASE, Kind::Token, at(YESTERDAY)),
        ],
        next_page_token: String::new(),
    })
}

pub(super) fn issue_token(
    _: &Stub,
    _: access::IssueAgencyTokenRequest,
) -> Answer<access::IssueAgencyTokenResponse> {
    Ok(access::IssueAgencyTokenResponse { credential: None, token: "jeton-une-fois".to_owned() })
}

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
        referrals: vec![cases::CaseReferral {
            referral: sentier_proto::name::referral(CENTRE, REFERRAL),
            structure: structure_name(),
            need: Need::HealthCare.into(),
            urgency: Urgency::Urgent.into(),
            consent: CONSENT.to_owned(),
            progress: Progress::Accepted.into(),
            request_time: at(YESTERDAY),
            ..cases::CaseReferral::default()
        }],
        onward_proposals: super::onward::on_the_case(),
        referred_in: super::onward::referred_in(),
        erased: false,
        overrides: vec![overriding],
        care: Some(super::care::state()),
        ..cases::Case::default()
    }
}

fn survivor() -> cases::Survivor {
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

fn incident() -> cases::Incident {
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

pub(super) fn open_case(_: &Stub, _: cases::OpenCaseRequest) -> Answer<cases::OpenCaseResponse> {
    Ok(cases::OpenCaseResponse { case: Some(life_cycle()) })
}

pub(super) fn get_case(_: &Stub, asked: cases::GetCaseRequest) -> Answer<cases::GetCaseResponse> {
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
        care: file.then(super::care::file),
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

pub(super) fn list_cases(_: &Stub, _: cases::ListCasesRequest) -> Answer<cases::ListCasesResponse> {
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

pub(super) fn list_readings(
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

pub(super) fn list_review_items(
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

pub(super) fn search_cases(
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

pub(super) fn get_timeline(
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

pub(super) fn record_incident(
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

fn agency() -> referrals::Agency {
    referrals::Agency {
        name: agency_name(),
        version: 1,
        display_name: "CHR Atakpamé".to_owned(),
        active: true,
        takes_cases_over: true,
    }
}

pub(super) fn register_agency(
    _: &Stub,
    _: referrals::RegisterAgencyRequest,
) -> Answer<referrals::RegisterAgencyResponse> {
    Ok(referrals::RegisterAgencyResponse { agency: Some(agency()) })
}

pub(super) fn list_agencies(
    _: &Stub,
    _: referrals::ListAgenciesRequest,
) -> Answer<referrals::ListAgenciesResponse> {
    let other = referrals::Agency {
        name: sentier_proto::name::agency(OTHER_AGENCY),
        display_name: "Commissariat".to_owned(),
        takes_cases_over: false,
        ..agency()
    };
    Ok(referrals::ListAgenciesResponse {
        agencies: vec![agency(), other],
        next_page_token: String::new(),
    })
}

pub(super) fn hospital() -> referrals::Structure {
    referrals::Structure {
        name: structure_name(),
        display_name: "Urgences du CHR".to_owned(),
        services_offered: vec![Need::ClinicalManagementOfRape.into(), Need::HealthCare.into()],
        centres: vec![sentier_proto::name::centre(CENTRE)],
        phone: "24 40 01 01".to_owned(),
        ..directory::details()
    }
}

pub(super) fn list_structures(
    _: &Stub,
    _: referrals::ListStructuresRequest,
) -> Answer<referrals::ListStructuresResponse> {
    let post = referrals::Structure {
        name: sentier_proto::name::structure(OTHER_AGENCY, STRUCTURE),
        display_name: "Poste central".to_owned(),
        services_offered: vec![Need::Police.into()],
        phone: "24 40 01 01".to_owned(),
        ..referrals::Structure::default()
    };
    Ok(referrals::ListStructuresResponse {
        structures: vec![hospital(), post],
        next_page_token: String::new(),
    })
}

fn referral(state: State) -> referrals::Referral {
    let ended = matches!(state, State::Declined | State::Completed | State::Revoked);
    referrals::Referral {
        name: sentier_proto::name::referral(CENTRE, REFERRAL),
        version: 3,
        state: state.into(),
        structure: structure_name(),
        need: Need::ClinicalManagementOfRape.into(),
        urgency: Urgency::Urgent.into(),
        send_time: at(YESTERDAY),
        receive_time: if state == State::Sent { None } else { at(YESTERDAY + 60) },
        answer_time: None,
        end_time: if ended { at(YESTERDAY + 600) } else { None },
        decline_reason: if state == State::Declined {
            DeclineReason::NoCapacity
        } else {
            DeclineReason::Unspecified
        }
        .into(),
        outcome: if state == State::Completed { Outcome::Served } else { Outcome::Unspecified }
            .into(),
        read_until_time: if ended { None } else { at(YESTERDAY + 86_400 * 30) },
        answer_by_time: at(YESTERDAY + 3 * 3_600),
        allowed_actions: allowed(state).iter().map(|code| (*code).to_owned()).collect(),
        onward_proposals: super::onward::on_the_referral(state),
        transfer: state == State::Received,
        ..referrals::Referral::default()
    }
}

/// Both sides see one answer here; each page offers only what is its own.
fn allowed(state: State) -> &'static [&'static str] {
    match state {
        State::Sent => &["acknowledge", "accept", "decline", "request_cancellation"],
        State::Received => &["accept", "decline", "request_cancellation"],
        State::Accepted => &[
            "decline",
            "schedule",
            "attend",
            "start_service",
            "add_note",
            "propose_onward",
            "complete",
        ],
        State::Scheduled => &["schedule", "cancel_appointment", "miss_appointment", "complete"],
        _ => &[],
    }
}

pub(super) fn list_referrals(
    _: &Stub,
    asked: referrals::ListReferralsRequest,
) -> Answer<referrals::ListReferralsResponse> {
    let all = [State::Sent, State::Received, State::Accepted, State::Declined, State::Completed];
    let wanted = |state: &State| asked.state() == State::Unspecified || asked.state() == *state;
    Ok(referrals::ListReferralsResponse {
        referrals: all.into_iter().filter(wanted).map(referral).collect(),
        next_page_token: String::new(),
    })
}

/// The last letter of the id says which state the referral has: `1` sent, `3` accepted, `4` declined.
pub(super) fn get_referral(
    _: &Stub,
    asked: referrals::GetReferralRequest,
) -> Answer<referrals::GetReferralResponse> {
    let digit = asked.name.chars().last().and_then(|letter| letter.to_digit(10)).unwrap_or(1);
    let state = State::try_from(i32::try_from(digit).unwrap()).unwrap_or(State::Sent);
    Ok(referrals::GetReferralResponse { referral: Some(referral(state)) })
}

pub(super) fn get_disclosure(
    _: &Stub,
    _: referrals::GetDisclosureRequest,
) -> Answer<referrals::GetDisclosureResponse> {
    Ok(referrals::GetDisclosureResponse {
        disclosure: Some(cases::Disclosure {
            field_groups: vec![FieldGroup::Identity.into(), FieldGroup::Incident.into()],
            survivor_code: CODE.to_owned(),
            survivor: Some(cases::Survivor {
                phone: String::new(),
                safe_contact: String::new(),
                ..survivor()
            }),
            incidents: vec![cases::Incident { narrative: String::new(), ..incident() }],
        }),
    })
}

pub(super) fn get_figures(
    _: &Stub,
    _: statistics::GetFiguresRequest,
) -> Answer<statistics::GetFiguresResponse> {
    let months = [
        ("2026-06", 12),
        ("2026-07", 17),
        ("2026-08", 9),
        ("2026-09", 22),
        ("2026-10", 15),
        ("2026-11", 19),
    ];
    let case = |(month, opened): &(&str, i64)| statistics::CaseFigure {
        month: (*month).to_owned(),
        opened: *opened,
        closed: 8,
        follow_ups: 30,
    };
    Ok(statistics::GetFiguresResponse {
        cases: months.iter().map(case).collect(),
        incidents: vec![statistics::IncidentFigure {
            month: "2026-11".to_owned(),
            r#type: IncidentType::PhysicalAssault.into(),
            age_band: AgeBand::AgeBand18To24.into(),
            count: 7,
        }],
        referrals: vec![statistics::ReferralFigure {
            month: "2026-11".to_owned(),
            need: Need::HealthCare.into(),
            state: State::Sent.into(),
            count: 5,
        }],
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

pub(super) fn get_draft(_: &Stub, _: cases::GetDraftRequest) -> Answer<cases::GetDraftResponse> {
    let draft = cases::Draft { survivor: Some(survivor()), ..draft() };
    Ok(cases::GetDraftResponse { draft: Some(draft) })
}

pub(super) fn list_drafts(
    _: &Stub,
    _: cases::ListDraftsRequest,
) -> Answer<cases::ListDraftsResponse> {
    Ok(cases::ListDraftsResponse { drafts: vec![draft()], next_page_token: String::new() })
}

/// A count with parts, a share and an average, each with its words.
pub(super) fn list_indicators(
    _: &Stub,
    _: statistics::ListIndicatorsRequest,
) -> Answer<statistics::ListIndicatorsResponse> {
    let indicator = |code: &str, title: &str, unit, parts: &[(&str, &str)]| {
        let part = |(code, label): &(&str, &str)| statistics::IndicatorPart {
            code: (*code).to_owned(),
            label: (*label).to_owned(),
        };
        statistics::Indicator {
            name: format!("indicators/{code}"),
            title: title.to_owned(),
            definition: "Ce que cela dit.".to_owned(),
            parts: parts.iter().map(part).collect(),
            unit,
            family: statistics::indicator::Family::CaseManagement.into(),
            ..Default::default()
        }
    };
    let delays = [("to_3_days", "0 à 3 jours"), ("longer", "4 mois et plus")];
    Ok(statistics::ListIndicatorsResponse {
        indicators: vec![
            indicator("reporting_delay", "Délai de signalement", 1, &delays),
            indicator("case_closure_rate", "Taux de clôture", 2, &[]),
            indicator("average_referrals", "Référencements par dossier", 3, &[]),
        ],
        next_page_token: String::new(),
    })
}

pub(super) fn list_indicator_values(
    _: &Stub,
    asked: statistics::ListIndicatorValuesRequest,
) -> Answer<statistics::ListIndicatorValuesResponse> {
    let value = |code: &str, numerator, denominator| statistics::IndicatorValue {
        indicator: format!("indicators/{code}"),
        month: asked.from_month.clone(),
        numerator,
        denominator,
        ..Default::default()
    };
    let cell = |code: &str, count| statistics::IndicatorCell { code: code.to_owned(), count };
    let cells = vec![cell("to_3_days", Some(9)), cell("longer", None)];
    Ok(statistics::ListIndicatorValuesResponse {
        values: vec![
            statistics::IndicatorValue { cells, ..value("reporting_delay", Some(11), None) },
            value("case_closure_rate", Some(5), Some(12)),
            value("average_referrals", Some(22), Some(10)),
        ],
        week: "2026-11-16".to_owned(),
        ..Default::default()
    })
}

/// A case that is of another survivor: what there is to decide stands open.
pub(super) fn get_duplicates(
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
