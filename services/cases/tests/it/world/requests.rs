//! Requests as the desk makes them, with values that a search finds again.

use prost_types::FieldMask;
use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::{
    Abduction, ChildSurvivor, Circumstances, CloseCaseRequest, ClosureCheck, ConsentGiving,
    CorrectIncidentRequest, CorrectSurvivorRequest, Disability, DisplacementStage,
    DisplacementStatus, EraseSurvivorRequest, GetCaseRequest, GetCaseResponse, GrantConsentRequest,
    HarmfulPractice, IncidentAnswers, LegalAction, MaritalStatus, OpenCaseRequest, Perpetrator,
    PerpetratorAgeGroup, PerpetratorCount, PerpetratorSex, PlaceType, RecordFollowUpRequest,
    RecordIncidentRequest, ReferralSource, Relationship, ReportedElsewhere, RequestClosureRequest,
    RequestReferralRequest, Sector, SectorOutcome, SectorStatus, Survivor, SurvivorProfile,
    WithdrawConsentRequest, YesNo, close_case_request, consent_giving,
};
use sentier_proto::common::v1::{ConsentPurpose, Date, FieldGroup, Need, PartOfDay, Sex, Urgency};
use sentier_proto::name;
use uuid::Uuid;

use super::{CENTRE, Client, DEDE, World};

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
pub(crate) const TOWN: &str = "Quartier Zongodovi";
pub(crate) const ETHNICITY: &str = "Akposso of Badovi";
pub(crate) const LIMITS: &str = "Tell nothing to my uncle Kodzovi";
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
        profile: Some(profile()),
    }
}

/// What an adult is asked.
pub(crate) fn profile() -> SurvivorProfile {
    SurvivorProfile {
        ethnicity: ETHNICITY.to_owned(),
        nationality: "Togo".to_owned(),
        dependant_count: Some(2),
        marital_status: MaritalStatus::Widowed.into(),
        displacement_status: DisplacementStatus::Resident.into(),
        disability: Disability::None.into(),
        ..SurvivorProfile::default()
    }
}

/// Circumstances that are whole.
pub(crate) fn circumstances() -> Circumstances {
    Circumstances {
        displacement_stage: DisplacementStage::NotDisplaced.into(),
        place_type: PlaceType::Road.into(),
        town: TOWN.to_owned(),
        harmful_practice: HarmfulPractice::None.into(),
        goods_exchanged: YesNo::No.into(),
        abduction: Abduction::None.into(),
        previous_incidents: YesNo::Yes.into(),
        reported_elsewhere: ReportedElsewhere::No.into(),
        perpetrator_count: PerpetratorCount::Two.into(),
        perpetrators: vec![
            perpetrator(Relationship::IntimatePartner),
            perpetrator(Relationship::OtherFamily),
        ],
        referred_from: ReferralSource::Health.into(),
        sectors: vec![SectorOutcome {
            sector: Sector::Legal.into(),
            status: SectorStatus::DeclinedBySurvivor.into(),
        }],
        legal_action: LegalAction::Undecided.into(),
        ..Circumstances::default()
    }
}

pub(crate) fn perpetrator(relationship: Relationship) -> Perpetrator {
    Perpetrator {
        sex: PerpetratorSex::Male.into(),
        age_group: PerpetratorAgeGroup::PerpetratorAgeGroup26To40.into(),
        relationship: relationship.into(),
        former: YesNo::Yes.into(),
        ..Perpetrator::default()
    }
}

/// An adult's own consent.
pub(crate) fn giving() -> ConsentGiving {
    ConsentGiving {
        how: consent_giving::How::Thumbprint.into(),
        by: consent_giving::By::Survivor.into(),
        age: consent_giving::Age::Adult.into(),
        limits: LIMITS.to_owned(),
        ..ConsentGiving::default()
    }
}

pub(crate) fn open_case() -> OpenCaseRequest {
    OpenCaseRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        survivor: Some(survivor()),
        statistics_giving: None,
        draft: String::new(),
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
        circumstances: Some(circumstances()),
    }
}

pub(crate) fn correct_survivor(
    case: &str,
    survivor: Survivor,
    paths: &[&str],
) -> CorrectSurvivorRequest {
    CorrectSurvivorRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        survivor: Some(survivor),
        update_mask: Some(mask(paths)),
    }
}

/// An incident, with the values that [`incident`] gives it.
pub(crate) fn correct_incident(incident_name: &str, paths: &[&str]) -> CorrectIncidentRequest {
    let told = incident("");
    CorrectIncidentRequest {
        name: incident_name.to_owned(),
        request_id: request_id(),
        expected_version: None,
        date: told.date,
        date_estimated: told.date_estimated,
        part_of_day: told.part_of_day,
        answers: told.answers,
        narrative: told.narrative,
        circumstances: told.circumstances,
        update_mask: Some(mask(paths)),
    }
}

fn mask(paths: &[&str]) -> FieldMask {
    FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
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
        giving: Some(giving()),
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
        ..RecordFollowUpRequest::default()
    }
}

/// DEDE, who supervises too, asks to close a case with the checklist; gives the request's name.
pub(crate) async fn ask_to_close(world: &World, case: &str) -> String {
    ask_to_close_for(world, case, close_case_request::Reason::NeedsMet).await
}

/// As [`ask_to_close`], for another reason.
pub(crate) async fn ask_to_close_for(
    world: &World,
    case: &str,
    reason: close_case_request::Reason,
) -> String {
    let asked = RequestClosureRequest {
        name: case.to_owned(),
        request_id: request_id(),
        reason: reason.into(),
        checks: vec![ClosureCheck::SurvivorAgrees.into(), ClosureCheck::MayReturn.into()],
        ..RequestClosureRequest::default()
    };
    let answer = world.care(DEDE, "supervisor").request_closure(asked).await;
    answer.expect("asks to close").into_inner().entry
}

/// What DEDE asked to close SENA closes.
pub(crate) async fn closes(world: &World, case: &str) {
    ask_to_close(world, case).await;
    world.supervisor().close_case(close(case)).await.expect("closes");
}

/// What must be told of somebody born in a year.
pub(crate) fn little_of(born: i32) -> Option<SurvivorProfile> {
    let lives_alone = YesNo::Unknown.into();
    let child = ChildSurvivor { lives_alone, ..ChildSurvivor::default() };
    // The clock of these tests stands in 2026.
    (born > 2007).then(|| SurvivorProfile { child: Some(child), ..SurvivorProfile::default() })
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
