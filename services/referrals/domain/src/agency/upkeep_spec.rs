//! A structure kept up to date, specified: its conditions, its hours, its places.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Explain as _, Moment};

use super::schedule::minute_of_week;
use super::{
    Agencies, Capacity, Change, Command, ContactPoint, CostOption, Eligibility, Event, Hours,
    Opening, Rejection, ServiceOffer, Sex, Structure, Weekday,
};
use crate::value::{AgencyId, Need, StructureId};

const AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));
const SHELTER: StructureId = StructureId::from_uuid(Uuid::from_u128(2));
/// Tuesday, 24 November 2026, 00:00 UTC.
const TUESDAY: Moment = Moment::from_micros(1_795_478_400_000_000);

fn shelter() -> Structure {
    Structure {
        display_name: "Foyer d'Atakpamé".to_owned(),
        services: vec![ServiceOffer::of(Need::SafetyAndShelter)],
        centres: BTreeSet::from(["ogou-1".to_owned()]),
        ..Structure::default()
    }
}

fn history(structure: Structure) -> [Event; 2] {
    let registered = Event::AgencyRegistered { agency: AGENCY, display_name: "Foyer".to_owned() };
    [registered, Event::StructureRegistered { id: SHELTER, structure }]
}

fn update(change: Change) -> Command {
    Command::UpdateStructure { id: SHELTER, change: Box::new(change) }
}

fn count(maximum: u32, load: u32) -> Command {
    let capacity = Some(Capacity { maximum, load });
    Command::SetCapacity { id: SHELTER, need: Need::SafetyAndShelter, capacity }
}

fn opening(weekday: Weekday, opens_at: u16, closes_at: u16) -> Opening {
    Opening { weekday, opens_at, closes_at, night_duty: false }
}

fn at(hours: u64, minutes: u64) -> Moment {
    TUESDAY.plus(Duration::from_mins(hours * 60 + minutes))
}

#[test]
fn a_change_replaces_what_it_names_and_nothing_else() {
    let phone = Change { phone: Some("+228 22 00 00 00".to_owned()), ..Change::default() };
    let structure = Structure { phone: "+228 22 00 00 00".to_owned(), ..shelter() };
    given::<Agencies>(history(shelter()))
        .when(update(phone.clone()), TUESDAY)
        .then([Event::StructureUpdated { id: SHELTER, structure: structure.clone() }]);
    given::<Agencies>(history(structure)).when(update(phone), TUESDAY).then_nothing();
    given::<Agencies>([]).when(update(Change::default()), TUESDAY).then_refused("NOT_FOUND");
}

#[test]
fn a_change_of_conditions_keeps_the_count() {
    let counted = Event::CapacitySet {
        id: SHELTER,
        need: Need::SafetyAndShelter,
        capacity: Some(Capacity { maximum: 12, load: 3 }),
    };
    let eligibility = Eligibility { sex: Some(Sex::Female), ..Eligibility::default() };
    let offer = ServiceOffer { eligibility, ..ServiceOffer::of(Need::SafetyAndShelter) };
    let change = Change { services: Some(vec![offer]), ..Change::default() };
    let events = history(shelter()).into_iter().chain([counted]).collect::<Vec<_>>();
    let decided = Agencies::decide(&Agencies::fold(&events), update(change), TUESDAY).unwrap();
    let [Event::StructureUpdated { structure, .. }] = decided.as_slice() else {
        panic!("one change: {decided:?}")
    };
    assert_eq!(structure.services[0].capacity, Some(Capacity { maximum: 12, load: 3 }));
    assert_eq!(structure.services[0].eligibility.sex, Some(Sex::Female));
}

#[test]
fn places_are_counted_for_a_service_that_is_offered() {
    let set = Event::CapacitySet {
        id: SHELTER,
        need: Need::SafetyAndShelter,
        capacity: Some(Capacity { maximum: 12, load: 12 }),
    };
    given::<Agencies>(history(shelter())).when(count(12, 12), TUESDAY).then([set.clone()]);
    let events = history(shelter()).into_iter().chain([set]).collect::<Vec<_>>();
    given::<Agencies>(events.clone()).when(count(12, 12), TUESDAY).then_nothing();
    let agency = Agencies::fold(&events).agency.unwrap();
    assert!(agency.structures[&SHELTER].services[0].is_full());
    let police = Command::SetCapacity { id: SHELTER, need: Need::Police, capacity: None };
    given::<Agencies>(events.clone()).when(police, TUESDAY).then_refused("SERVICE_NOT_OFFERED");
    given::<Agencies>(events).when(count(100_001, 0), TUESDAY).then_refused("INVALID_FIELDS");
}

#[test]
fn everything_wrong_with_a_structure_is_said_at_once() {
    let offer = ServiceOffer {
        eligibility: Eligibility {
            minimum_age: Some(18),
            maximum_age: Some(12),
            sex: Some(Sex::Female),
        },
        cost_options: vec![CostOption { option: String::new(), amount: 100_000_001 }],
        required_documents: vec!["x".to_owned()],
        ..ServiceOffer::of(Need::LegalAid)
    };
    let change = Change {
        services: Some(vec![offer.clone(), offer]),
        communes: Some(BTreeSet::from(["x".to_owned()])),
        languages: Some(BTreeSet::from(["Ewe".to_owned()])),
        contacts: Some(vec![ContactPoint {
            title: "Point focal".to_owned(),
            phone: String::new(),
            email: "nobody".to_owned(),
        }]),
        openings: Some(vec![opening(Weekday::Monday, 1_440, 0)]),
        ..Change::default()
    };
    let state = Agencies::fold(&history(shelter()));
    let refused = Agencies::decide(&state, update(change), TUESDAY).unwrap_err();
    assert!(matches!(refused, Rejection::Invalid(_)));
    let fields: Vec<_> = refused.violations().into_iter().map(|it| it.field).collect();
    for field in [
        "structure.services[0].eligibility.maximum_age",
        "structure.services[0].cost_options[0].option",
        "structure.services[0].cost_options[0].amount",
        "structure.services[0].required_documents[0]",
        "structure.services[1].need",
        "structure.communes",
        "structure.languages",
        "structure.contacts[0].email",
        "structure.openings[0].opens_at",
        "structure.openings[0].closes_at",
    ] {
        assert!(fields.iter().any(|known| known == field), "{field} is not in {fields:?}");
    }
}

#[test]
fn whoever_does_not_say_her_age_or_sex_is_not_turned_away() {
    let only = Eligibility { minimum_age: Some(12), maximum_age: Some(17), sex: Some(Sex::Female) };
    assert!(only.takes_age(None) && only.takes_sex(None));
    assert!(only.takes_age(Some(12)) && only.takes_age(Some(17)));
    assert!(!only.takes_age(Some(11)) && !only.takes_age(Some(18)));
    assert!(only.takes_sex(Some(Sex::Female)) && !only.takes_sex(Some(Sex::Male)));
}

#[test]
fn the_week_says_when_it_is_open_and_when_next() {
    let place = |openings| Structure { openings, ..shelter() };
    assert_eq!(minute_of_week(TUESDAY), 1_440);
    assert_eq!(shelter().hours(TUESDAY), Hours::Unknown);
    let office = place(vec![opening(Weekday::Tuesday, 480, 1_020)]);
    assert_eq!(office.hours(at(8, 0)), Hours::Open { night_duty: false });
    assert_eq!(office.hours(at(16, 59)), Hours::Open { night_duty: false });
    assert_eq!(office.hours(at(7, 59)), Hours::Closed { opens: at(8, 0) });
    assert_eq!(office.hours(at(17, 0)), Hours::Closed { opens: at(7 * 24 + 8, 0) });
}

#[test]
fn a_night_on_duty_runs_into_the_next_day_and_the_next_week() {
    let night = Opening { night_duty: true, ..opening(Weekday::Sunday, 1_080, 420) };
    let place = Structure { openings: vec![night], ..shelter() };
    // Sunday evening, and Monday before dawn.
    assert_eq!(place.hours(at(5 * 24 + 18, 0)), Hours::Open { night_duty: true });
    assert_eq!(place.hours(at(6 * 24 + 6, 59)), Hours::Open { night_duty: true });
    assert!(matches!(place.hours(at(6 * 24 + 7, 0)), Hours::Closed { .. }));
    assert_eq!(night.spans(), [(6 * 1_440 + 1_080, 7 * 1_440), (0, 420)]);
}

#[test]
fn a_structure_that_names_no_commune_takes_everybody() {
    assert!(shelter().covers("Ogou 1"));
    let only = Structure { communes: BTreeSet::from(["Ogou 1".to_owned()]), ..shelter() };
    assert!(only.covers(" ogou 1 ") && !only.covers("Amou 2"));
}

fn openings() -> impl Strategy<Value = Vec<Opening>> {
    let one = (0..7_usize, 0..1_440_u16, 1..=1_440_u16, any::<bool>());
    let one = one.prop_map(|(day, opens_at, closes_at, night_duty)| Opening {
        weekday: Weekday::ALL[day],
        opens_at,
        closes_at,
        night_duty,
    });
    prop::collection::vec(one, 1..8)
}

proptest! {
    /// What a list asks of the database (spans of the week) and what the domain says are one answer.
    #[test]
    fn spans_and_hours_agree(openings in openings(), minute in 0..20_160_u64) {
        let moment = TUESDAY.plus(Duration::from_mins(minute));
        let now = minute_of_week(moment);
        let spanned = openings.iter().flat_map(|one| one.spans());
        let spanned = spanned.into_iter().any(|(from, until)| (from..until).contains(&now));
        let hours = Structure { openings, ..shelter() }.hours(moment);
        prop_assert_eq!(spanned, matches!(hours, Hours::Open { .. }));
    }

    /// It opens when it said it would, and not a minute before.
    #[test]
    fn it_opens_when_it_says(openings in openings(), minute in 0..20_160_u64) {
        let place = Structure { openings, ..shelter() };
        let moment = TUESDAY.plus(Duration::from_mins(minute));
        if let Hours::Closed { opens } = place.hours(moment) {
            prop_assert!(opens > moment);
            let is_open = matches!(place.hours(opens), Hours::Open { .. });
            prop_assert!(is_open);
            let before = place.hours(opens.minus(Duration::from_mins(1)));
            let is_closed = matches!(before, Hours::Closed { .. });
            prop_assert!(is_closed);
        }
    }
}
