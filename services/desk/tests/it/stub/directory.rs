//! Structures with their conditions, a pathway, and what it proposes.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use prost_types::{Duration, Timestamp};
use sentier_proto::common::v1::{FieldGroup, Need, Sex};
use sentier_proto::referrals::v1::clinical_time::Limit;
use sentier_proto::referrals::v1::opening::Weekday;
use sentier_proto::referrals::v1::proposed_structure::Reason;
use sentier_proto::referrals::v1::structure_set_aside::Obstacle;
use sentier_proto::referrals::v1::{
    Capacity, ClinicalTime, ContactPoint, CostOption, Eligibility, GetStructureRequest,
    GetStructureResponse, ListPathwayRevisionsRequest, ListPathwayRevisionsResponse,
    ListPathwaysRequest, ListPathwaysResponse, Opening, Pathway, PathwayStep,
    ProposePathwayRequest, ProposePathwayResponse, ProposedStructure, ServiceOffer, Structure,
    StructureSetAside,
};
use tonic::Status;

use super::Stub;
use super::answers::hospital;
use super::facts::*;

type Answer<T> = Result<T, Status>;

/// What a structure says beyond its name, its needs and its phone.
pub(super) fn details() -> Structure {
    let (opens_at, closes_at) = ("18:00".to_owned(), "07:00".to_owned());
    let night = Opening { weekday: Weekday::Monday.into(), opens_at, closes_at, night_duty: true };
    Structure {
        services: vec![
            ServiceOffer {
                need: Need::ClinicalManagementOfRape.into(),
                eligibility: Some(Eligibility {
                    minimum_age: Some(12),
                    maximum_age: None,
                    sex: Sex::Female.into(),
                }),
                cost_options: vec![CostOption { option: "Consultation".to_owned(), amount: 500 }],
                required_documents: vec!["Carnet de santé".to_owned()],
                capacity: Some(Capacity { maximum: 4, load: 4 }),
            },
            ServiceOffer { need: Need::HealthCare.into(), ..ServiceOffer::default() },
        ],
        communes: vec!["Ogou 1".to_owned()],
        languages: vec!["fr".to_owned(), "ife".to_owned()],
        contacts: vec![
            ContactPoint {
                title: "Point focal VBG".to_owned(),
                phone: "24 40 01 02".to_owned(),
                email: String::new(),
            },
            ContactPoint {
                title: "Surveillant général".to_owned(),
                phone: "24 40 01 03".to_owned(),
                email: String::new(),
            },
        ],
        openings: vec![night],
        closed_until_time: Some(Timestamp { seconds: YESTERDAY + 86_400, nanos: 0 }),
        ..Structure::default()
    }
}

pub(super) fn get_structure(_: &Stub, _: GetStructureRequest) -> Answer<GetStructureResponse> {
    Ok(GetStructureResponse { structure: Some(hospital()) })
}

fn rule(revision: i64) -> Pathway {
    Pathway {
        name: sentier_proto::name::pathway(CENTRE, "clinical_management_of_rape"),
        revision,
        set_time: Some(Timestamp { seconds: YESTERDAY, nanos: 0 }),
        steps: vec![PathwayStep { structure: hospital().name, deadline_minutes: 60 }],
        serve_first: vec![Need::PsychosocialSupport.into()],
        field_groups: vec![FieldGroup::Contact.into(), FieldGroup::Incident.into()],
    }
}

pub(super) fn list_pathways(_: &Stub, _: ListPathwaysRequest) -> Answer<ListPathwaysResponse> {
    Ok(ListPathwaysResponse { pathways: vec![rule(2)], next_page_token: String::new() })
}

pub(super) fn list_pathway_revisions(
    _: &Stub,
    _: ListPathwayRevisionsRequest,
) -> Answer<ListPathwayRevisionsResponse> {
    let pathways = vec![rule(2), rule(1)];
    Ok(ListPathwayRevisionsResponse { pathways, next_page_token: String::new() })
}

pub(super) fn propose_pathway(
    _: &Stub,
    asked: ProposePathwayRequest,
) -> Answer<ProposePathwayResponse> {
    let answer_by_time = Some(Timestamp { seconds: YESTERDAY + 3_600, nanos: 0 });
    let rape = asked.need() == Need::ClinicalManagementOfRape;
    let hospital = ProposedStructure {
        structure: Some(hospital()),
        reasons: vec![Reason::FirstOnPathway.into(), Reason::NightDuty.into()],
        answer_by_time,
        open_time: None,
    };
    let post = ProposedStructure {
        structure: Some(Structure {
            name: sentier_proto::name::structure(OTHER_AGENCY, STRUCTURE),
            display_name: "Poste central".to_owned(),
            services_offered: vec![Need::Police.into()],
            ..Structure::default()
        }),
        reasons: vec![Reason::NotOnPathway.into(), Reason::OutOfHours.into()],
        answer_by_time,
        open_time: answer_by_time,
    };
    let full = StructureSetAside {
        structure: Some(Structure { display_name: "Clinique".to_owned(), ..Structure::default() }),
        obstacles: vec![Obstacle::Full.into()],
    };
    let time = |limit: Limit, seconds| ClinicalTime {
        limit: limit.into(),
        deadline: answer_by_time,
        time_left: Some(Duration { seconds, nanos: 0 }),
    };
    let told = asked.hours_since_incident.is_some();
    let times =
        [time(Limit::PostExposureProphylaxis, 3_660), time(Limit::EmergencyContraception, 0)];
    Ok(ProposePathwayResponse {
        proposals: vec![hospital, post],
        set_aside: vec![full],
        clinical_times: if told { times.into() } else { Vec::new() },
        pathway: rape.then(|| rule(2)),
        next_structure: String::new(),
        next_answer_by_time: None,
        first_needs: if rape { rule(2).serve_first } else { Vec::new() },
    })
}
