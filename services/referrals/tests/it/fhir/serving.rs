//! A hospital does everything with a referral by FHIR.

use std::time::Duration;

use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::{ClaimDisclosureResponse, Disclosure, Incident, Survivor};
use sentier_proto::common::v1::{Date, FieldGroup, IncidentType, PartOfDay, Sex};
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::referral::{Outcome, State};
use serde_json::{Value, json};

use super::client::{Answer, System, appointment, coded, id, outcome, standing};
use crate::messages::{reading, writing};
use crate::steps::{Asked, NAME, PHONE, STORY, found, hospital, sent, stored, until_heard};
use crate::world::{CENTRE, World};

const SAFE: &str = "le matin, par sa tante";

/// From now on claims are answered with everything that a case can release.
fn consented_to_all(world: &World) {
    let survivor = Survivor {
        full_name: NAME.to_owned(),
        sex: Sex::Female.into(),
        birth_date: Some(Date { year: 2004, month: 1, day: 1 }),
        birth_date_estimated: true,
        phone: PHONE.to_owned(),
        safe_contact: SAFE.to_owned(),
        ..Survivor::default()
    };
    let incident = Incident {
        date: Some(Date { year: 2026, month: 11, day: 20 }),
        part_of_day: PartOfDay::EveningNight.into(),
        r#type: IncidentType::Rape.into(),
        narrative: STORY.to_owned(),
        ..Incident::default()
    };
    let groups = [FieldGroup::Identity, FieldGroup::Contact, FieldGroup::Incident];
    let disclosure = Disclosure {
        field_groups: groups.into_iter().chain([FieldGroup::Narrative]).map(i32::from).collect(),
        survivor_code: "OG1-7K3M-QX".to_owned(),
        survivor: Some(survivor),
        incidents: vec![incident, Incident::default()],
    };
    world.claims.give(ClaimDisclosureResponse {
        disclosure: Some(disclosure),
        read_until_time: Some(timestamp(world.clock.now().plus(Duration::from_hours(720)))),
    });
}

pub(crate) async fn a_hospital_serves_a_referral_by_fhir_alone(world: &World) {
    consented_to_all(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let asked = sent(world, place).await;
    let system = System::of(world, place.agency);
    let statement = System::of_nobody(world).get("metadata").await;
    assert_eq!((statement.status, &statement.json()["fhirVersion"]), (200, &json!("4.0.1")));
    system.get("metadata").await;

    let inbox = system.get("Task?status=requested").await.json();
    assert_eq!(inbox["entry"][0]["resource"]["id"], id(asked));
    assert_eq!(standing(&inbox["entry"][0]["resource"]), said("requested", "sent"));
    what_she_released(world, &system, asked).await;
    its_whole_way(world, &system, asked).await;

    let referral = found(&world.partner(place.agency), asked).await.expect("found");
    assert_eq!((referral.state(), referral.outcome()), (State::Completed, Outcome::Served));
    let completed = |fact: &Told| matches!(fact, Told::ReferralCompleted(_)).then_some(());
    until_heard(world, asked, completed).await;
    system.check_all().await;
}

fn said(status: &str, business: &str) -> (String, String) {
    (status.to_owned(), business.to_owned())
}

/// Only a request or a consent that is read by itself says what she released, and each reading is kept.
async fn what_she_released(world: &World, system: &System, asked: Asked) {
    for address in ["Task", "ServiceRequest", &format!("Task/{}", id(asked))] {
        let shown = system.get(address).await;
        for secret in [NAME, PHONE, STORY, SAFE, "OG1-7K3M-QX"] {
            assert!(!shown.text.contains(secret), "{address} tells {secret}");
        }
    }
    assert_eq!(stored(world, "disclosure_read.v1").await, 0);

    let address = format!("ServiceRequest/{}", id(asked));
    let read = system.get(&address).await;
    let request = read.json();
    assert_eq!((read.status, &request["status"]), (200, &json!("active")));
    let her = &request["contained"][0];
    assert_eq!((&her["name"][0]["text"], &her["birthDate"]), (&json!(NAME), &json!("2004")));
    assert_eq!((&her["telecom"][0]["value"], &her["gender"]), (&json!(PHONE), &json!("female")));
    assert_eq!(request["contained"][1]["onsetDateTime"], "2026-11-20");
    assert_eq!(request["contained"][1]["note"][0]["text"], STORY);
    assert!(request["note"][0]["text"].as_str().is_some_and(|note| note.contains(SAFE)));
    assert_eq!(request["code"]["coding"][0]["code"], "health_care");
    assert_eq!(stored(world, "disclosure_read.v1").await, 1);

    // Who has this version already is not told again, and nothing is read for it.
    let seen = format!("if-none-match: {}", read.header("etag"));
    let again = system.send("GET", &address, &[&seen], None).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    assert_eq!(stored(world, "disclosure_read.v1").await, 1);

    what_she_agreed_to(world, system, asked).await;
}

/// A consent says which groups of fields, until when, and nothing of her.
async fn what_she_agreed_to(world: &World, system: &System, asked: Asked) {
    let consent = system.get(&format!("Consent/{}", id(asked))).await.json();
    let groups = consent["provision"]["code"].as_array().expect("groups").iter();
    let groups: Vec<_> = groups.map(|group| group["coding"][0]["code"].clone()).collect();
    assert_eq!(groups, ["identity", "contact", "incident", "narrative"]);
    assert!(consent["provision"]["period"]["end"].is_string() && consent["status"] == "active");
    assert!(!consent.to_string().contains(NAME), "a consent says what, and not her");
    assert_eq!(stored(world, "disclosure_read.v1").await, 2);
    // A search says that it stands, and not for what.
    let found = system.get("Consent?status=active").await.json();
    let listed = &found["entry"][0]["resource"];
    assert_eq!((&listed["id"], &listed["status"]), (&json!(id(asked)), &json!("active")));
    assert_eq!(listed["provision"]["period"], consent["provision"]["period"]);
    assert_eq!(listed["provision"].get("code"), None);
    assert_eq!(listed["meta"]["versionId"], consent["meta"]["versionId"]);
    let none = system.get(&format!("Consent?_id={}&status=inactive", id(asked))).await.json();
    assert_eq!(none.get("entry"), None);
    assert_eq!(stored(world, "disclosure_read.v1").await, 2);
}

/// Every step that an agency can make, each a Task that shall stand elsewhere.
async fn its_whole_way(world: &World, system: &System, asked: Asked) {
    let tomorrow = world.clock.now().plus(Duration::from_hours(24)).to_string();
    let visit = || appointment(&tomorrow, "porte 3, demander la sage-femme");
    let way: [(&str, &str, Value); 11] = [
        ("received", "received", Value::Null),
        ("accepted", "accepted", Value::Null),
        ("in-progress", "scheduled", visit()),
        ("in-progress", "scheduled", visit()),
        ("accepted", "accepted", Value::Null),
        ("in-progress", "scheduled", visit()),
        ("on-hold", "no_show", Value::Null),
        ("in-progress", "scheduled", visit()),
        ("in-progress", "attended", Value::Null),
        ("in-progress", "in_service", Value::Null),
        ("completed", "completed", outcome("served")),
    ];
    for (status, business, more) in way {
        let moved = system.move_to(asked, (status, business), more).await;
        assert_eq!(moved.status, 200, "to {business}: {}", moved.text);
        assert_eq!(standing(&moved.json()), said(status, business));
        // When she is expected is hers: it is read with what was written.
        assert!(!moved.text.contains("porte 3"), "{}", moved.text);
    }
    assert_eq!(stored(world, "referral_scheduled.v1").await, 4);
    let done = system.task(asked).await.json();
    let led_to = &done["output"][0]["valueCodeableConcept"];
    assert_eq!(led_to["coding"][0]["code"], "served");
    assert_eq!(led_to["text"], "The service was given");
    assert!(done["executionPeriod"]["start"].is_string());
}

pub(crate) async fn what_is_written_is_read_by_both_sides(world: &World) {
    consented_to_all(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let asked = sent(world, place).await;
    let system = System::of(world, place.agency);
    system.move_to(asked, ("accepted", "accepted"), Value::Null).await;
    let tomorrow = world.clock.now().plus(Duration::from_hours(24)).to_string();
    let visit = appointment(&tomorrow, "porte 3");
    system.move_to(asked, ("in-progress", "scheduled"), visit).await;

    let mut centre = world.staff_writer(CENTRE, "supervisor");
    centre.send_message(writing(asked, "Elle arrive.")).await.expect("writes");
    let written = wrote_once(&system, asked).await;
    assert_eq!(system.write(asked, "interim_note", "k2", "Première séance.").await.status, 201);

    let address = format!("Communication?based-on=ServiceRequest/{}&_count=3", id(asked));
    let first = system.get(&address).await.json();
    let next = first["link"][1]["url"].as_str().expect("a next page").to_owned();
    let second = system.get(&next).await.json();
    let entries = [&first, &second].map(|page| page["entry"].as_array().cloned().expect("some"));
    let told: Vec<_> =
        entries.concat().into_iter().map(|entry| entry["resource"].clone()).collect();
    let texts: Vec<_> = told.iter().map(|it| it["payload"][0]["contentString"].clone()).collect();
    assert_eq!(texts, ["Première séance.", "Merci.", "Elle arrive.", "porte 3"]);
    assert_eq!(told[3]["extension"][0]["valueDateTime"], tomorrow);
    assert_eq!(told[2]["sender"]["identifier"]["value"], format!("centres/{CENTRE}"));
    assert_eq!(told[0]["category"][0], told_as("interim_note", "Interim note"));
    assert!(written.header("location").ends_with(told[1]["id"].as_str().expect("an id")));
    let read = centre.list_messages(reading(asked)).await.expect("reads").into_inner();
    assert_eq!(read.messages.len(), 4);
    // By itself it is the same, and the reading is entered.
    let before = stored(world, "personal_data_read.v1").await;
    let one = system.get(&written.header("location")).await;
    assert_eq!((one.status, &one.json()), (200, &told[1]));
    assert_eq!(stored(world, "personal_data_read.v1").await, before + 1);
    system.check_all().await;
}

/// A message that came twice, and another under its key, which is refused.
async fn wrote_once(system: &System, asked: Asked) -> Answer {
    let written = system.write(asked, "message", "k1", "Merci.").await;
    assert_eq!((written.status, written.text.as_str()), (201, ""));
    let again = system.write(asked, "message", "k1", "Merci.").await;
    assert_eq!((again.status, again.header("location")), (201, written.header("location")));
    let other = system.write(asked, "message", "k1", "Autre chose.").await;
    assert_eq!((other.status, other.reasons()[0].0.as_str()), (400, "REQUEST_ID_REUSED"));
    written
}

fn told_as(code: &str, display: &str) -> Value {
    let mut concept = coded("message-kind", code);
    concept["coding"][0]["display"] = json!(display);
    concept["text"] = json!(display);
    concept
}
