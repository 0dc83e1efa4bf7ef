//! Events of the directory and of pathways, as the golden files hold them; and the old ones, which are
//! still read.

use std::collections::BTreeSet;
use std::fs;

use sentier_eventing::codec::Codec as _;
use sentier_eventing::vault::Opener;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::agency::{
    Capacity, ContactPoint, CostOption, Eligibility, Event, Opening, ServiceOffer, Sex, Structure,
    Weekday,
};
use sentier_referrals_domain::pathway::{Event as PathwayEvent, FieldGroup, Revision, Rule, Step};
use sentier_referrals_domain::value::{AgencyId, Need, StructureId};

use super::AgencyCodec;
use super::golden::{AT, folder, id};

fn structure() -> Structure {
    let rape = ServiceOffer {
        eligibility: Eligibility {
            minimum_age: Some(12),
            maximum_age: Some(60),
            sex: Some(Sex::Female),
        },
        cost_options: vec![CostOption { option: "Consultation".to_owned(), amount: 500 }],
        required_documents: vec!["Carnet de santé".to_owned()],
        ..ServiceOffer::of(Need::ClinicalManagementOfRape)
    };
    let night =
        Opening { weekday: Weekday::Sunday, opens_at: 1_080, closes_at: 420, night_duty: true };
    Structure {
        display_name: "CHR Atakpamé".to_owned(),
        services: vec![rape, ServiceOffer::of(Need::HealthCare)],
        centres: BTreeSet::from(["ogou-1".to_owned()]),
        communes: BTreeSet::from(["Ogou 1".to_owned()]),
        languages: BTreeSet::from(["fr".to_owned(), "ife".to_owned()]),
        phone: "+228 22 22 22 22".to_owned(),
        contacts: vec![ContactPoint {
            title: "Point focal VBG".to_owned(),
            phone: "+228 90 00 00 00".to_owned(),
            email: "vbg@chr.example".to_owned(),
        }],
        openings: vec![night],
        closed_until: Some(AT),
    }
}

pub(super) fn agency_events() -> Vec<Event> {
    let (agency, place) = (AgencyId::from_uuid(id(1)), StructureId::from_uuid(id(2)));
    let counted = Some(Capacity { maximum: 12, load: 3 });
    vec![
        Event::AgencyRegistered { agency, display_name: "Santé Ogou".to_owned() },
        Event::StructureRegistered { id: place, structure: structure() },
        Event::StructureUpdated { id: place, structure: structure() },
        Event::CapacitySet { id: place, need: Need::HealthCare, capacity: counted },
        Event::AgencyActivated,
        Event::AgencyDeactivated,
        Event::TakeoverSet { takes_cases_over: true },
    ]
}

pub(super) fn pathway_events() -> Vec<PathwayEvent> {
    let step = Step {
        agency: AgencyId::from_uuid(id(1)),
        structure: StructureId::from_uuid(id(2)),
        deadline_minutes: 60,
    };
    let rule = Rule {
        steps: vec![step],
        serve_first: BTreeSet::from([Need::PsychosocialSupport]),
        field_groups: BTreeSet::from([FieldGroup::Identity, FieldGroup::Contact]),
    };
    let revision = Revision { number: 2, rule, at: AT };
    vec![PathwayEvent::PathwaySet { need: Need::ClinicalManagementOfRape, revision }]
}

#[test]
fn a_structure_of_the_first_version_is_still_read() {
    let old = fs::read(folder().join("structure_registered.v1.json")).unwrap();
    let opener = Opener::withholding();
    let read = AgencyCodec::decode("structure_registered.v1", &old, &opener).unwrap();
    let needs = [Need::ClinicalManagementOfRape, Need::HealthCare];
    let structure = Structure {
        display_name: "CHR Atakpamé".to_owned(),
        services: needs.map(ServiceOffer::of).into(),
        centres: BTreeSet::from(["ogou-1".to_owned()]),
        phone: "+228 22 22 22 22".to_owned(),
        ..Structure::default()
    };
    let place = StructureId::from_uuid(Uuid::from_u128(2));
    assert_eq!(read, Event::StructureRegistered { id: place, structure });
}
