//! What is not hers is not there, and what is over is gone.

use std::time::Duration;

use sentier_proto::referrals::v1::referral::State;
use sentier_test_support::wait::until;
use serde_json::{Value, json};

use super::client::{Answer, System, coded, id, outcome, standing};
use crate::lifecycle::stopping;
use crate::messages::writing;
use crate::steps::{Asked, NAME, Place, consented, found, hospital, sent, stored, withdraw};
use crate::world::{CENTRE, World};

/// Tries a referral on every interaction that names one.
async fn try_all(system: &System, asked: Asked) -> Vec<Answer> {
    let mut answers = Vec::new();
    let id = id(asked);
    for address in ["Task", "ServiceRequest", "Consent"] {
        answers.push(system.get(&format!("{address}/{id}")).await);
    }
    answers.push(system.get(&format!("Communication?part-of=Task/{id}")).await);
    let task = json!({ "resourceType": "Task", "id": id, "intent": "order", "status": "accepted" });
    answers.push(system.put(asked, "W/\"1\"", &task).await);
    answers.push(system.write(asked, "message", "k", "Bonjour.").await);
    answers.push(system.write(asked, "interim_note", "n", "Bonjour.").await);
    answers
}

pub(crate) async fn nothing_of_another_agencys_is_found(world: &World) {
    consented(world);
    let (place, other) = (hospital(world, "CHR Atakpamé").await, hospital(world, "Kara").await);
    let asked = sent(world, place).await;
    let stranger = System::of(world, other.agency);
    for refused in try_all(&stranger, asked).await {
        assert_eq!((refused.status, refused.reasons()[0].0.as_str()), (404, "NOT_FOUND"));
    }
    is_read_by_nobody_else(world, (place, asked), &stranger).await;
    for address in ["Task", "ServiceRequest", "Consent", &format!("Task?_id={}", id(asked))] {
        let list = stranger.get(address).await;
        assert_eq!((list.status, list.json().get("entry")), (200, None), "{address}");
    }
    for refused in try_all(&System::of_nobody(world), asked).await {
        assert_eq!((refused.status, refused.reasons()[0].0.as_str()), (401, "UNAUTHENTICATED"));
    }
    // What a member of the centre's staff may not do by gRPC, she may not do here.
    let staff = System::of_staff(world, "supervisor");
    let read = staff.get(&format!("ServiceRequest/{}", id(asked))).await;
    assert_eq!((read.status, read.reasons()[0].0.as_str()), (403, "NOT_PERMITTED"));
    // The right id under another centre's name is nobody's.
    let owner = System::of(world, place.agency);
    let elsewhere = owner.get(&format!("Task/kara-2.{}", asked.referral)).await;
    assert_eq!(elsewhere.status, 404);
    assert_eq!(stored(world, "disclosure_read.v1").await, 0);
    assert_eq!(
        found(&world.partner(place.agency), asked).await.expect("hers").version,
        2,
        "its own message"
    );
    stranger.check_all().await;
}

/// What an agency wrote, asked for by its id.
async fn is_read_by_nobody_else(world: &World, (place, asked): (Place, Asked), stranger: &System) {
    let author = System::of(world, place.agency);
    let written = author.write(asked, "message", "own", "Bonjour.").await;
    let location = written.header("location");
    let message = format!("Communication/{}", location.rsplit('/').next().expect("an id"));
    assert_eq!(stranger.get(&message).await.status, 404);
    assert_eq!(System::of_nobody(world).get(&message).await.status, 401);
}

pub(crate) async fn a_withdrawal_leaves_the_task_and_nothing_of_her(world: &World) {
    consented(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let asked = sent(world, place).await;
    let system = System::of(world, place.agency);
    let written = system.write(asked, "message", "before", "Bonjour.").await;
    assert_eq!(system.get(&format!("ServiceRequest/{}", id(asked))).await.status, 200);
    withdraw(world, asked).await;
    let task = until(async || {
        let task = system.task(asked).await.json();
        (standing(&task).1 == "revoked").then_some(task)
    })
    .await;
    assert_eq!(task["status"], "cancelled");
    assert_eq!(task.get("input"), None, "nothing may be read any more");

    let answers = try_all(&system, asked).await;
    let location = written.header("location");
    let message = location.rsplit('/').next().expect("an id");
    let gone = system.get(&format!("Communication/{message}")).await;
    assert_eq!((gone.status, gone.reasons()[0].0.as_str()), (410, "MESSAGES_ENDED"));
    for (status, found) in [("active", 0), ("inactive", 1)] {
        let consents = system.get(&format!("Consent?status={status}")).await.json();
        let entries = consents["entry"].as_array().map_or(0, Vec::len);
        assert_eq!(entries, found, "{status}");
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 410, 200, 410, 412, 410, 409]);
    assert_eq!(answers[1].reasons()[0].0, "DISCLOSURE_ENDED");
    let consent = answers[2].json();
    assert_eq!((&consent["status"], consent.get("provision")), (&json!("inactive"), None));
    let listed = system.get("ServiceRequest?status=revoked").await;
    assert_eq!(listed.json()["entry"][0]["resource"]["id"], id(asked));
    for answer in answers.iter().chain([&listed]) {
        assert!(!answer.text.contains(NAME) && !answer.text.contains("OG-0001"));
    }
    system.check_all().await;
}

pub(crate) async fn every_other_end_is_a_task_too(world: &World) {
    consented(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let system = System::of(world, place.agency);
    it_is_stopped(world, place, &system).await;
    it_leads_to_little(world, place, &system).await;
    nobody_answers(world, place, &system).await;
    let states = system.get("Task?business-status=cancelled,completed,expired").await.json();
    assert_eq!(states["entry"].as_array().map(Vec::len), Some(3));
    system.check_all().await;
}

async fn it_is_stopped(world: &World, place: Place, system: &System) {
    let mut centre = world.staff_mover(CENTRE, "supervisor");
    let stopped = sent(world, place).await;
    system.move_to(stopped, ("accepted", "accepted"), Value::Null).await;
    centre.request_cancellation(stopping(stopped)).await.expect("asks");
    let asked_to = system.task(stopped).await.json();
    assert_eq!(standing(&asked_to), ("on-hold".to_owned(), "cancel_requested".to_owned()));
    assert!(asked_to["restriction"]["period"]["end"].is_string(), "{asked_to}");
    let confirmed = system.move_to(stopped, ("cancelled", "cancelled"), Value::Null).await;
    assert_eq!((confirmed.status, confirmed.json()["status"].clone()), (200, json!("cancelled")));
}

async fn it_leads_to_little(world: &World, place: Place, system: &System) {
    let partly = sent(world, place).await;
    system.move_to(partly, ("accepted", "accepted"), Value::Null).await;
    let done = outcome("declined_by_survivor");
    let completed = system.move_to(partly, ("completed", "completed"), done).await;
    let led_to = &completed.json()["output"][0]["valueCodeableConcept"]["coding"][0];
    assert_eq!(led_to["code"], "declined_by_survivor");
    let request = system.get(&format!("ServiceRequest/{}", id(partly))).await;
    assert_eq!(request.json()["status"], "completed", "it may be read until its term");
}

async fn nobody_answers(world: &World, place: Place, system: &System) {
    let silent = sent(world, place).await;
    world.clock.advance(Duration::from_hours(3));
    let partner = world.partner(place.agency);
    until(async || {
        let state = found(&partner, silent).await.ok()?.state();
        (state == State::Expired).then_some(())
    })
    .await;
    let expired = system.task(silent).await.json();
    assert_eq!(standing(&expired), ("failed".to_owned(), "expired".to_owned()));
    assert_eq!(expired["businessStatus"]["text"], "Left unanswered");
    // A hospital that has lost its consent to write is told so, by either side's call.
    let mut writer = world.writer(place.agency);
    writer.send_message(writing(silent, "Trop tard.")).await.expect_err("over");
    let late = system.write(silent, "message", "late", "Trop tard.").await;
    assert_eq!((late.status, late.reasons()[0].0.as_str()), (410, "MESSAGES_ENDED"));
    let reason = json!({ "statusReason": coded("decline-reason", "closed") });
    let never = system.move_to(silent, ("rejected", "declined"), reason).await;
    assert_eq!(never.status, 409);
}
