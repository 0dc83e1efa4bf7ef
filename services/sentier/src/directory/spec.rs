//! The directory in and out: what goes out comes in as it was, and bad rows are named.

use proptest::prelude::*;
use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::name;
use sentier_proto::referrals::v1::{
    Capacity, ContactPoint, CostOption, Eligibility, Opening, ServiceOffer, Structure,
};
use uuid::Uuid;

use super::from_hsds::structure;
use super::hsds::{Attribute, Organization};
use super::plan::{Agency, KnownAgency, Plan, Step};
use super::tables;
use super::to_hsds::organization;

const AGENCY: Uuid = Uuid::from_u128(1);

fn text() -> impl Strategy<Value = String> {
    "[A-Za-zéèà' ]{2,30}[a-z]"
}

fn offers() -> impl Strategy<Value = Vec<ServiceOffer>> {
    let sex = prop::sample::select(vec![Sex::Unspecified, Sex::Female, Sex::Male]);
    let age = || prop::option::of(0..=120_i32);
    let costs = prop::collection::vec((text(), 0..=100_000_000_i64), 0..3);
    let capacity = prop::option::of((0..=100_000_i32, 0..=100_000_i32));
    let one = (age(), age(), sex, costs, prop::collection::vec(text(), 0..3), capacity);
    let needs = prop::sample::subsequence((1..=8_i32).collect::<Vec<_>>(), 1..=4);
    (needs, prop::collection::vec(one, 4)).prop_map(|(needs, conditions)| {
        let offer = |(need, (least, most, sex, costs, documents, capacity)): (i32, _)| {
            let costs: Vec<(String, i64)> = costs;
            let capacity: Option<(i32, i32)> = capacity;
            let who = Eligibility { minimum_age: least, maximum_age: most, sex: i32::from(sex) };
            ServiceOffer {
                need,
                eligibility: (who != Eligibility::default()).then_some(who),
                cost_options: costs
                    .into_iter()
                    .map(|(option, amount)| CostOption { option, amount })
                    .collect(),
                required_documents: documents,
                capacity: capacity.map(|(maximum, load)| Capacity { maximum, load }),
            }
        };
        needs.into_iter().zip(conditions).map(offer).collect()
    })
}

/// A structure as the service answers it: sets in order, needs twice.
fn structures() -> impl Strategy<Value = Structure> {
    let sets = || prop::collection::btree_set(text(), 0..4);
    let languages = prop::collection::btree_set("[a-z]{2,3}", 0..4);
    let time = || (0..24_u8, 0..60_u8).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
    let opening = (1..=7_i32, time(), time(), any::<bool>()).prop_map(
        |(weekday, opens_at, closes_at, night_duty)| Opening {
            weekday,
            opens_at,
            closes_at,
            night_duty,
        },
    );
    let contact = (text(), "[0-9 +]{0,12}[0-9]", prop::option::of("[a-z]{1,8}@[a-z]{1,8}"));
    let contact = contact.prop_map(|(title, phone, email)| ContactPoint {
        title,
        phone,
        email: email.unwrap_or_default(),
    });
    let closed = prop::option::of(0..4_000_000_000_000_000_i64);
    let lists = (prop::collection::vec(opening, 0..5), prop::collection::vec(contact, 0..3));
    (any::<u128>(), text(), offers(), sets(), languages, lists, closed).prop_map(
        |(id, display_name, services, communes, languages, (openings, contacts), closed)| {
            Structure {
                name: name::structure(AGENCY, Uuid::from_u128(id)),
                display_name,
                services_offered: services.iter().map(|offer| offer.need).collect(),
                centres: vec![name::centre("ogou-1")],
                phone: "+228 22 00 00 00".to_owned(),
                services,
                communes: communes.into_iter().collect(),
                languages: languages.into_iter().collect(),
                contacts,
                openings,
                closed_until_time: closed.map(|at| timestamp(Moment::from_micros(at))),
            }
        },
    )
}

fn agency(structures: Vec<Structure>) -> KnownAgency {
    let display_name = "Santé Ogou".to_owned();
    KnownAgency { name: name::agency(AGENCY), display_name, structures }
}

proptest! {
    /// Out and in again, through the text of a file, it is what it was.
    #[test]
    fn a_structure_survives_the_round_trip(known in structures()) {
        let written = serde_json::to_string(&[organization(&agency(vec![known.clone()]))]).unwrap();
        let read: Vec<Organization> = serde_json::from_str(&written).unwrap();
        let back = structure("[0].locations[0]", &read[0], &read[0].locations[0]).unwrap();
        prop_assert_eq!(Structure { name: known.name.clone(), ..back }, known);
    }

    /// As tables it is the same: every row finds its way back.
    #[test]
    fn tables_say_what_the_file_says(known in structures()) {
        let file = [organization(&agency(vec![known]))];
        let folder = tempfile::tempdir().unwrap();
        tables::write(&folder.path().join("hsds"), &file).unwrap();
        prop_assert_eq!(tables::read(&folder.path().join("hsds")).unwrap(), file);
    }

    /// What was exported changes nothing where it came from.
    #[test]
    fn an_export_is_imported_without_a_change(known in prop::collection::vec(structures(), 0..4)) {
        let known = [agency(known)];
        let file: Vec<Organization> = known.iter().map(organization).collect();
        prop_assert_eq!(Plan::of(&file, &known), Plan::default());
    }

    /// A change of one field is a change of that field alone.
    #[test]
    fn only_what_differs_is_written(known in structures(), phone in "[0-9]{8}") {
        let changed = Structure { phone, ..known.clone() };
        let file = [organization(&agency(vec![changed.clone()]))];
        let plan = Plan::of(&file, &[agency(vec![known])]);
        let step = Step::UpdateStructure { structure: Box::new(changed), fields: vec!["phone"] };
        prop_assert_eq!(plan, Plan { steps: vec![step], bad: Vec::new() });
    }
}

fn shelter() -> Structure {
    Structure {
        name: name::structure(AGENCY, Uuid::from_u128(2)),
        display_name: "Foyer".to_owned(),
        services_offered: vec![Need::SafetyAndShelter.into()],
        services: vec![ServiceOffer {
            need: Need::SafetyAndShelter.into(),
            capacity: Some(Capacity { maximum: 12, load: 3 }),
            ..ServiceOffer::default()
        }],
        centres: vec![name::centre("ogou-1")],
        ..Structure::default()
    }
}

#[test]
fn what_is_not_known_is_registered_under_ids_that_follow_from_the_files() {
    let file = [organization(&agency(vec![shelter()]))];
    let plan = Plan::of(&file, &[]);
    assert_eq!(plan, Plan::of(&file, &[]), "the same file names the same ones");
    let [Step::RegisterAgency { .. }, Step::RegisterStructure { agency: place, structure, .. }] =
        plan.steps.as_slice()
    else {
        panic!("two registrations: {:?}", plan.steps)
    };
    assert_eq!(*place, Agency::New(0));
    assert_eq!(**structure, Structure { name: String::new(), ..shelter() });
    // Elsewhere they have ids of their own, and are known by their names.
    let elsewhere = KnownAgency {
        name: name::agency(Uuid::from_u128(77)),
        display_name: "Santé Ogou".to_owned(),
        structures: vec![Structure {
            name: name::structure(Uuid::from_u128(77), Uuid::from_u128(78)),
            ..shelter()
        }],
    };
    assert_eq!(Plan::of(&file, &[elsewhere]), Plan::default());
}

#[test]
fn a_count_that_differs_is_counted_and_nothing_else() {
    let known = agency(vec![shelter()]);
    let mut changed = shelter();
    changed.services[0].capacity = Some(Capacity { maximum: 12, load: 14 });
    let file = [organization(&agency(vec![changed]))];
    let step = Step::SetCapacity {
        structure: shelter().name,
        need: Need::SafetyAndShelter,
        capacity: Some(Capacity { maximum: 12, load: 14 }),
    };
    assert_eq!(Plan::of(&file, &[known]).steps, [step]);
}

#[test]
fn bad_rows_are_named_and_the_others_are_taken() {
    let mut other = shelter();
    other.name = name::structure(AGENCY, Uuid::from_u128(3));
    other.display_name = "Foyer 2".to_owned();
    let mut file = [organization(&agency(vec![shelter(), other])), Organization::default()];
    file[0].services[0].attributes = vec![Attribute {
        label: "sentier:need".to_owned(),
        value: "dowry".to_owned(),
        ..Attribute::default()
    }];
    file[0].locations[0].schedules = serde_json::from_str(
        r#"[{"byday": "XX", "opens_at": "08:00", "closes_at": "17:00"},
            {"byday": "MO", "opens_at": "8h", "closes_at": "17:00"},
            {"freq": "MONTHLY", "byday": "MO", "opens_at": "08:00", "closes_at": "17:00"}]"#,
    )
    .unwrap();
    let plan = Plan::of(&file, &[]);
    let paths: Vec<&str> = plan.bad.iter().map(|bad| bad.path.as_str()).collect();
    let expected = [
        "[0].services[0].attributes",
        "[0].locations[0].schedules[0]",
        "[0].locations[0].schedules[1]",
        "[0].locations[0].schedules[2]",
        "[1].name",
    ];
    assert_eq!(paths, expected);
    let taken = plan.steps.iter().filter(|step| matches!(step, Step::RegisterStructure { .. }));
    assert_eq!(taken.count(), 1);
}

#[test]
fn a_file_of_another_directory_is_read_as_far_as_it_goes() {
    let file: Vec<Organization> = serde_json::from_str(
        r#"[{"id": "o1", "name": "Clinique", "website": "https://clinique.example",
            "services": [{"id": "s1", "name": "Soins", "status": "active", "minimum_age": 15,
              "service_at_locations": [{"id": "x", "location": {"id": "l1", "name": "Clinique"}}],
              "attributes": [{"label": "sentier:need", "value": "health_care"}]}],
            "locations": [{"id": "l1", "name": "Clinique", "latitude": 7.5,
              "schedules": [{"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "08:00:00Z",
                "closes_at": "17:00:00Z"}],
              "attributes": [{"label": "sentier:centre", "value": "centres/ogou-1"}]}]}]"#,
    )
    .unwrap();
    let plan = Plan::of(&file, &[]);
    assert!(plan.bad.is_empty(), "{:?}", plan.bad);
    let Some(Step::RegisterStructure { structure, .. }) = plan.steps.last() else {
        panic!("a structure: {:?}", plan.steps)
    };
    assert_eq!(structure.openings.len(), 2);
    assert_eq!(structure.openings[1].opens_at, "08:00");
    assert_eq!(structure.services[0].eligibility.unwrap().minimum_age, Some(15));
    assert_eq!(structure.centres, ["centres/ogou-1"]);
}
