//! Structures are kept up to date by their own agencies.

use prost_types::FieldMask;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::name;
use sentier_proto::referrals::v1::opening::Weekday;
use sentier_proto::referrals::v1::{
    Capacity, ContactPoint, CostOption, Eligibility, GetStructureRequest, ListStructuresRequest,
    Opening, ServiceOffer, SetAgencyActiveRequest, SetCapacityRequest, Structure,
    UpdateStructureRequest,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::steps::{Place, hospital, key, reason, stored};
use crate::world::{Keeper, World};

fn named(place: Place) -> String {
    name::structure(place.agency, place.structure)
}

fn update(structure: Structure, fields: &[&str]) -> UpdateStructureRequest {
    UpdateStructureRequest {
        request_id: key(),
        structure: Some(structure),
        update_mask: Some(FieldMask { paths: fields.iter().map(|it| (*it).to_owned()).collect() }),
    }
}

fn count(place: Place, need: Need, maximum: i32, load: i32) -> SetCapacityRequest {
    SetCapacityRequest {
        name: named(place),
        request_id: key(),
        need: need.into(),
        capacity: Some(Capacity { maximum, load }),
    }
}

fn conditions() -> Structure {
    Structure {
        services: vec![ServiceOffer {
            need: Need::HealthCare.into(),
            eligibility: Some(Eligibility {
                minimum_age: Some(12),
                maximum_age: None,
                sex: Sex::Female.into(),
            }),
            cost_options: vec![CostOption { option: "Consultation".to_owned(), amount: 500 }],
            required_documents: vec!["Carnet de santé".to_owned()],
            capacity: None,
        }],
        services_offered: vec![Need::HealthCare.into(), Need::PsychosocialSupport.into()],
        languages: vec!["fr".to_owned(), "ewe".to_owned()],
        contacts: vec![ContactPoint {
            title: "Point focal VBG".to_owned(),
            phone: "+228 90 00 00 00".to_owned(),
            email: String::new(),
        }],
        ..Structure::default()
    }
}

async fn read(keeper: &mut Keeper, place: Place) -> Structure {
    let found = keeper.get_structure(GetStructureRequest { name: named(place) }).await;
    found.expect("found").into_inner().structure.expect("a structure")
}

fn is_denied(answer: Result<impl Sized, Status>) -> bool {
    answer.is_err_and(|refused| refused.code() == Code::PermissionDenied)
}

pub(crate) async fn an_agency_keeps_its_own_structures_up_to_date_and_no_others(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let other = hospital(world, "Kara").await;
    let mut officer = world.reader(place.agency);
    let given = Structure { name: named(place), ..conditions() };
    let fields = ["services", "languages", "contacts"];
    let updated = officer.update_structure(update(given.clone(), &fields)).await;
    let updated = updated.expect("updates").into_inner().structure.expect("a structure");
    assert_eq!(updated.services[0], given.services[0]);
    assert_eq!(updated.services_offered.len(), 2, "a need without conditions is offered too");
    assert_eq!(updated.contacts, given.contacts);
    assert_eq!(updated.communes, ["Ogou 1"], "what is not named stays");
    officer.set_capacity(count(place, Need::HealthCare, 20, 7)).await.expect("counts");
    let kept = read(&mut world.keeper("intake"), place).await;
    assert_eq!(kept.services[0].capacity, Some(Capacity { maximum: 20, load: 7 }));
    // A change of conditions does not undo a count.
    officer.update_structure(update(given.clone(), &["services"])).await.expect("the same");
    assert_eq!(read(&mut officer, place).await, kept);
    others_may_not(world, place, other).await;
}

async fn others_may_not(world: &World, place: Place, other: Place) {
    let mut officer = world.reader(place.agency);
    let given = Structure { name: named(place), ..conditions() };
    let fields = ["services", "languages", "contacts"];
    // Another agency's structure, by its own credential or with its own structure's words.
    let theirs = Structure { name: named(other), ..conditions() };
    assert!(is_denied(officer.update_structure(update(theirs, &fields)).await));
    assert!(is_denied(officer.set_capacity(count(other, Need::HealthCare, 1, 1)).await));
    // Which centres may refer to it is not for the agency to say.
    let mut centres = given.clone();
    centres.centres = vec![name::centre("kara-2")];
    assert!(is_denied(officer.update_structure(update(centres.clone(), &["centres"])).await));
    let mut manager = world.keeper("manager");
    let moved = manager.update_structure(update(centres, &["centres"])).await.expect("moves");
    assert_eq!(moved.into_inner().structure.expect("one").centres, [name::centre("kara-2")]);
    for role in ["supervisor", "caseworker", "intake", "administrator"] {
        let mut staff = world.keeper(role);
        assert!(is_denied(staff.update_structure(update(given.clone(), &fields)).await), "{role}");
        let counted = staff.set_capacity(count(place, Need::HealthCare, 1, 1)).await;
        assert!(is_denied(counted), "{role}");
    }
}

/// Open for the whole of a day of the week, `ahead` days from today.
pub(crate) fn all_day(world: &World, ahead: usize) -> Vec<Opening> {
    let days = world.clock.now().as_micros() / (24 * 3_600 * 1_000_000);
    // The first of January 1970 was a Thursday.
    let day = (usize::try_from(days).expect("after 1970") + 3 + ahead) % 7;
    let weekday = Weekday::try_from(i32::try_from(day + 1).expect("1 to 7")).expect("a day");
    let (opens_at, closes_at) = ("00:00".to_owned(), "24:00".to_owned());
    vec![Opening { weekday: weekday.into(), opens_at, closes_at, night_duty: false }]
}

async fn listed(world: &World, request: ListStructuresRequest) -> Vec<String> {
    let page = world.keeper("caseworker").list_structures(request).await.expect("lists");
    let structures = page.into_inner().structures;
    structures.into_iter().map(|structure| structure.display_name).collect()
}

pub(crate) async fn structures_are_listed_by_commune_hour_place_and_agency(world: &World) {
    let (one, two) = (hospital(world, "Amou").await, hospital(world, "Ogou").await);
    let mut officer = world.reader(one.agency);
    let change = |structure: Structure, field: &'static str| {
        update(Structure { name: named(one), ..structure }, &[field])
    };
    let here = Structure { communes: vec!["Amou 2".to_owned()], ..Structure::default() };
    officer.update_structure(change(here, "communes")).await.expect("moves");
    let commune = |commune: &str| ListStructuresRequest {
        commune: commune.to_owned(),
        ..ListStructuresRequest::default()
    };
    assert_eq!(listed(world, commune("amou 2")).await, ["Amou, hôpital"]);
    assert_eq!(listed(world, commune("OGOU 1")).await, ["Ogou, hôpital"]);
    let everywhere = Structure::default();
    officer.update_structure(change(everywhere, "communes")).await.expect("takes everybody");
    assert_eq!(listed(world, commune("Ogou 1")).await.len(), 2);

    who_is_open_now(world, one).await;
    // One agency's own structures, also when no referrals go to it.
    let off =
        SetAgencyActiveRequest { name: name::agency(two.agency), request_id: key(), active: false };
    world.keeper("manager").set_agency_active(off).await.expect("switches off");
    let own = ListStructuresRequest {
        agency: name::agency(two.agency),
        ..ListStructuresRequest::default()
    };
    assert_eq!(listed(world, own).await, ["Ogou, hôpital"]);
    assert_eq!(listed(world, ListStructuresRequest::default()).await, ["Amou, hôpital"]);
}

/// Open by its hours, not full and not closed.
async fn who_is_open_now(world: &World, one: Place) {
    let mut officer = world.reader(one.agency);
    let change = |structure: Structure, field: &'static str| {
        update(Structure { name: named(one), ..structure }, &[field])
    };
    let now = || ListStructuresRequest {
        open_now: true,
        agency: name::agency(one.agency),
        need: Need::HealthCare.into(),
        ..ListStructuresRequest::default()
    };
    let shut = Structure { openings: all_day(world, 2), ..Structure::default() };
    officer.update_structure(change(shut, "openings")).await.expect("shuts");
    assert!(listed(world, now()).await.is_empty());
    let open = Structure { openings: all_day(world, 0), ..Structure::default() };
    officer.update_structure(change(open, "openings")).await.expect("opens");
    assert_eq!(listed(world, now()).await, ["Amou, hôpital"]);
    officer.set_capacity(count(one, Need::HealthCare, 4, 4)).await.expect("fills up");
    assert!(listed(world, now()).await.is_empty());
    officer.set_capacity(count(one, Need::HealthCare, 4, 3)).await.expect("has a place");
    assert_eq!(listed(world, now()).await.len(), 1);
    let until = world.clock.now().plus(std::time::Duration::from_hours(1));
    let closed = Structure { closed_until_time: Some(timestamp(until)), ..Structure::default() };
    officer.update_structure(change(closed, "closed_until_time")).await.expect("closes");
    assert!(listed(world, now()).await.is_empty());
    officer
        .update_structure(change(Structure::default(), "closed_until_time"))
        .await
        .expect("opens");
    assert_eq!(listed(world, now()).await.len(), 1);
}

pub(crate) async fn everything_wrong_with_an_update_is_said_at_once(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let mut officer = world.reader(place.agency);
    let wrong = UpdateStructureRequest {
        request_id: "seven".to_owned(),
        structure: Some(Structure {
            name: "structures/1".to_owned(),
            services: vec![ServiceOffer { need: 99, ..ServiceOffer::default() }],
            openings: vec![Opening { opens_at: "8h".to_owned(), ..Opening::default() }],
            ..Structure::default()
        }),
        update_mask: Some(FieldMask {
            paths: ["services", "openings", "colour"].map(str::to_owned).into(),
        }),
    };
    let refused = officer.update_structure(wrong).await.expect_err("wrong");
    let fields: Vec<String> = refused
        .get_details_bad_request()
        .expect("details")
        .field_violations
        .into_iter()
        .map(|violation| violation.field)
        .collect();
    let expected = [
        "structure.name",
        "request_id",
        "structure.services[0].need",
        "structure.openings[0].weekday",
        "structure.openings[0].opens_at",
        "structure.openings[0].closes_at",
        "update_mask",
    ];
    assert_eq!(fields, expected);
    // Nothing is changed when something is wrong with the whole.
    let empty = Structure { name: named(place), ..Structure::default() };
    let refused = officer.update_structure(update(empty.clone(), &["services", "phone"])).await;
    assert_eq!(reason(&refused.expect_err("offers nothing")), "INVALID_FIELDS");
    let nothing = officer.update_structure(update(empty, &[])).await.expect_err("no mask");
    assert_eq!(reason(&nothing), "INVALID_FIELDS");
    let police = officer.set_capacity(count(place, Need::Police, 1, 0)).await.expect_err("none");
    assert_eq!(
        (police.code(), reason(&police)),
        (Code::FailedPrecondition, "SERVICE_NOT_OFFERED".to_owned())
    );
    assert_eq!(stored(world, "structure_updated.v1").await, 0);
}

pub(crate) async fn a_repeated_update_changes_nothing(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let mut officer = world.reader(place.agency);
    let given = Structure { name: named(place), ..conditions() };
    let request = update(given, &["services", "languages"]);
    let first = officer.update_structure(request.clone()).await.expect("updates").into_inner();
    let again = officer.update_structure(request.clone()).await.expect("repeats").into_inner();
    assert_eq!(first, again);
    assert_eq!(stored(world, "structure_updated.v1").await, 1);
    // The same key with other words is another wish, and refused.
    let mut other = request;
    other.update_mask = Some(FieldMask { paths: vec!["phone".to_owned()] });
    let refused = officer.update_structure(other).await.expect_err("another wish");
    assert_eq!(reason(&refused), "REQUEST_ID_REUSED");
    let counted = count(place, Need::HealthCare, 9, 1);
    officer.set_capacity(counted.clone()).await.expect("counts");
    officer.set_capacity(counted).await.expect("repeats");
    assert_eq!(stored(world, "capacity_set.v1").await, 1);
}
