//! Requests as the desk makes them, with values that a search finds again.

use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::{
    CloseCaseRequest, EraseSurvivorRequest, GetCaseRequest, GetCaseResponse, GrantConsentRequest,
    IncidentAnswers, OpenCaseRequest, RecordFollowUpRequest, RecordIncidentRequest,
    RequestReferralRequest, Survivor, WithdrawConsentRequest, close_case_request,
};
use sentier_proto::common::v1::{ConsentPurpose, Date, FieldGroup, Need, PartOfDay, Sex, Urgency};
use sentier_proto::name;
use uuid::Uuid;

use super::{CENTRE, Client};

/// The agency that serves her, and one of its structures.
pub(crate) const HOSPITAL: Uuid = Uuid::from_u128(0x7001);
pub(crate) const WARD: Uuid = Uuid::from_u128(0x7002);
/// Another agency.
pub(crate) const POLICE: Uuid = Uuid::from_u128(0x7003);

/// Personal values that must be found nowhere they do not belong.
pub(crate) const FULL_NAME: &str = "Afiwa Xolanyo-Test";
pub(crate) const PHONE: &str = "+228 90 77 66 55";
pub(crate) const SAFE: &str = "only her sister, after six, word: mango-moon";
pub(crate) const STORY: &str = "He came back on the Sunday of the yam feast";
pub(crate) const NOTE: &str = "She sleeps again, said the word kpedevi";

pub(crate) fn request_id() -> String {
    Uuid::now_v7().to_string()
}

pub(crate) fn survivor() -> Survivor {
    Survivor {
        full_name: FULL_NAME.to_owned(),
        sex: Sex::Female.into(),
        birth_date: Some(Date { year: 1999, month: 4, day: 17 }),
        birth_date_estimated: false,
        phone: PHONE.to_owned(),
        safe_contact: SAFE.to_owned(),
    }
}

pub(crate) fn open_case() -> OpenCaseRequest {
    OpenCaseRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        survivor: Some(survivor()),
    }
}

/// Opens a case and gives its resource name.
pub(crate) async fn opened(client: &mut Client) -> String {
    client.open_case(open_case()).await.expect("opens").into_inner().case.expect("a case").name
}

pub(crate) fn incident(case: &str) -> RecordIncidentRequest {
    RecordIncidentRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        date: Some(Date { year: 2024, month: 2, day: 29 }),
        date_estimated: false,
        part_of_day: PartOfDay::EveningNight.into(),
        answers: Some(IncidentAnswers {
            physical_assault: true,
            gender_based: true,
            ..IncidentAnswers::default()
        }),
        narrative: STORY.to_owned(),
    }
}

pub(crate) fn services(case: &str, groups: &[FieldGroup]) -> GrantConsentRequest {
    GrantConsentRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        purpose: ConsentPurpose::Services.into(),
        agency: name::agency(HOSPITAL),
        field_groups: groups.iter().map(|group| i32::from(*group)).collect(),
        expire_time: None,
    }
}

pub(crate) fn statistics(case: &str) -> GrantConsentRequest {
    GrantConsentRequest {
        purpose: ConsentPurpose::Statistics.into(),
        agency: String::new(),
        field_groups: Vec::new(),
        ..services(case, &[])
    }
}

pub(crate) fn withdraw(consent: &str) -> WithdrawConsentRequest {
    WithdrawConsentRequest {
        name: consent.to_owned(),
        request_id: request_id(),
        expected_version: None,
    }
}

pub(crate) fn refer(case: &str, consent: &str, groups: &[FieldGroup]) -> RequestReferralRequest {
    RequestReferralRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        structure: name::structure(HOSPITAL, WARD),
        need: Need::HealthCare.into(),
        urgency: Urgency::Urgent.into(),
        consent: consent.to_owned(),
        field_groups: groups.iter().map(|group| i32::from(*group)).collect(),
    }
}

pub(crate) fn follow_up(case: &str, at: Moment) -> RecordFollowUpRequest {
    RecordFollowUpRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        meet_time: Some(timestamp(at)),
        note: NOTE.to_owned(),
    }
}

pub(crate) fn close(case: &str) -> CloseCaseRequest {
    CloseCaseRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        reason: close_case_request::Reason::NeedsMet.into(),
    }
}

pub(crate) fn erase(case: &str) -> EraseSurvivorRequest {
    EraseSurvivorRequest { name: case.to_owned(), request_id: request_id() }
}

pub(crate) fn read(case: &str) -> GetCaseRequest {
    GetCaseRequest {
        name: case.to_owned(),
        purpose: "direct_care".to_owned(),
        ..GetCaseRequest::default()
    }
}

pub(crate) async fn file(client: &mut Client, case: &str) -> GetCaseResponse {
    client.get_case(read(case)).await.expect("reads").into_inner()
}
