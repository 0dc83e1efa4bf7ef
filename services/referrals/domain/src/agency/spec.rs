//! The directory, specified.

use std::collections::BTreeSet;

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment};

use super::{Agencies, Command, Event, ServiceOffer, State, Structure, Unsuited};
use crate::value::{AgencyId, Need, StructureId};

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));
const HOSPITAL: StructureId = StructureId::from_uuid(Uuid::from_u128(2));

fn hospital() -> Structure {
    Structure {
        display_name: "CHR Atakpamé".to_owned(),
        services: vec![ServiceOffer::of(Need::HealthCare)],
        centres: BTreeSet::from(["ogou-1".to_owned()]),
        ..Structure::default()
    }
}

fn registered() -> Event {
    Event::AgencyRegistered { agency: AGENCY, display_name: "Santé Ogou".to_owned() }
}

fn with_hospital() -> Event {
    Event::StructureRegistered { id: HOSPITAL, structure: hospital() }
}

fn register(name: &str) -> Command {
    Command::RegisterAgency { agency: AGENCY, display_name: name.to_owned() }
}

fn register_structure(structure: Structure) -> Command {
    Command::RegisterStructure { id: HOSPITAL, structure }
}

#[test]
fn an_agency_is_registered_once() {
    given::<Agencies>([]).when(register("Santé Ogou"), AT).then([registered()]);
    given::<Agencies>([registered()]).when(register("Santé Ogou"), AT).then_nothing();
    given::<Agencies>([registered()]).when(register("Another"), AT).then_refused("ALREADY_EXISTS");
}

#[test]
fn a_name_has_two_to_120_characters() {
    given::<Agencies>([]).when(register(" x "), AT).then_refused("INVALID_FIELDS");
    given::<Agencies>([]).when(register(&"x".repeat(121)), AT).then_refused("INVALID_FIELDS");
}

#[test]
fn a_structure_belongs_to_a_registered_agency() {
    given::<Agencies>([]).when(register_structure(hospital()), AT).then_refused("NOT_FOUND");
    given::<Agencies>([registered()])
        .when(register_structure(hospital()), AT)
        .then([with_hospital()]);
    given::<Agencies>([registered(), with_hospital()])
        .when(register_structure(hospital()), AT)
        .then_nothing();
}

#[test]
fn a_structure_without_services_or_centres_is_refused_for_both() {
    let empty = Structure { services: Vec::new(), centres: BTreeSet::new(), ..hospital() };
    let refusal =
        Agencies::decide(&fold(&[registered()]), register_structure(empty), AT).unwrap_err();
    assert_eq!(sentier_kernel::Explain::violations(&refusal).len(), 2);
}

#[test]
fn an_agency_is_switched_off_and_on() {
    given::<Agencies>([registered()])
        .when(Command::SetActive { active: false }, AT)
        .then([Event::AgencyDeactivated]);
    given::<Agencies>([registered()]).when(Command::SetActive { active: true }, AT).then_nothing();
    given::<Agencies>([registered(), Event::AgencyDeactivated])
        .when(Command::SetActive { active: true }, AT)
        .then([Event::AgencyActivated]);
}

#[test]
fn a_structure_suits_its_needs_and_centres_while_the_agency_is_active() {
    let open = fold(&[registered(), with_hospital()]);
    assert_eq!(open.suits(HOSPITAL, Need::HealthCare, "ogou-1"), Ok(()));
    assert_eq!(open.suits(HOSPITAL, Need::Police, "ogou-1"), Err(Unsuited::ServiceNotOffered));
    assert_eq!(open.suits(HOSPITAL, Need::HealthCare, "kara-1"), Err(Unsuited::ServiceNotOffered));
    let shut = Agencies::evolve(open, &Event::AgencyDeactivated);
    assert_eq!(shut.suits(HOSPITAL, Need::HealthCare, "ogou-1"), Err(Unsuited::AgencyNotActive));
}

fn fold(events: &[Event]) -> State {
    Agencies::fold(events)
}

#[test]
fn a_case_is_handed_over_to_nobody_until_a_manager_says_so() {
    let takes = |takes_cases_over| Command::SetTakeover { takes_cases_over };
    let set = |takes_cases_over| Event::TakeoverSet { takes_cases_over };
    let known = Agencies::fold(&[registered()]).agency.unwrap();
    assert!(!known.takes_cases_over);
    given::<Agencies>([registered()]).when(takes(true), AT).then([set(true)]);
    given::<Agencies>([registered(), set(true)]).when(takes(true), AT).then_nothing();
    given::<Agencies>([registered(), set(true)]).when(takes(false), AT).then([set(false)]);
    given::<Agencies>([]).when(takes(true), AT).then_refused("NOT_FOUND");
}
