//! What is refused at the FHIR door, and how.

use sentier_test_support::wait::until;
use serde_json::{Value, json};

use super::client::{Answer, System, coded, id, standing};
use crate::steps::{Asked, NAME, consented, hospital, sent, stored};
use crate::world::World;

/// A bad request, with the code and the reason of its refusal.
type Bad<'a> = (&'a str, &'a str, Vec<&'a str>, Option<&'a str>, u16, &'a str);

async fn ready(world: &World) -> (System, Asked) {
    consented(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let asked = sent(world, place).await;
    (System::of(world, place.agency), asked)
}

fn diagnostics(answer: &Answer) -> String {
    answer.json()["issue"][0]["diagnostics"].as_str().unwrap_or_default().to_owned()
}

pub(crate) async fn what_the_table_does_not_allow_is_refused_with_what_it_allows(world: &World) {
    let (system, asked) = ready(world).await;
    // By the service's table, and by what no agency does at all.
    let wishes = [
        ("in-progress", "in_service"),
        ("on-hold", "no_show"),
        ("cancelled", "cancelled"),
        ("cancelled", "revoked"),
        ("failed", "expired"),
        ("on-hold", "cancel_requested"),
    ];
    for (status, business) in wishes {
        let refused = system.move_to(asked, (status, business), Value::Null).await;
        assert_eq!(refused.status, 409, "{business}: {}", refused.text);
        assert_eq!(refused.reasons(), [("REFERRAL_STATE".to_owned(), String::new())]);
        assert_eq!(diagnostics(&refused), "state: sent; allowed: received, accepted, declined");
    }
    nothing_has_moved(&system, asked).await;
    // By a patch as by all of it.
    let seen = format!("if-match: {}", system.task(asked).await.header("etag"));
    let patch = json!([
        { "op": "replace", "path": "/status", "value": "rejected" },
        { "op": "add", "path": "/statusReason", "value": coded("decline-reason", "no_capacity") },
    ]);
    let headers = ["content-type: application/json-patch+json", seen.as_str()];
    let (address, patch) = (format!("Task/{}", id(asked)), patch.to_string());
    let declined = system.send("PATCH", &address, &headers, Some(&patch)).await;
    let again = system.send("PATCH", &address, &headers, Some(&patch)).await;
    assert_eq!((again.status, again.header("etag")), (200, declined.header("etag")));
    assert_eq!((declined.status, standing(&declined.json()).1.as_str()), (200, "declined"));
    assert_eq!(declined.json()["statusReason"]["text"], "No capacity now");
    // The end of its key is nothing that anybody sees: what was read before it is not behind.
    until(async || (stored(world, "disclosure_destroyed.v1").await == 1).then_some(())).await;
    assert_eq!(system.task(asked).await.header("etag"), declined.header("etag"));
    let mut task = declined.json();
    task["status"] = json!("accepted");
    task["businessStatus"] = coded("referral-state", "accepted");
    let late = system.put(asked, &declined.header("etag"), &task).await;
    assert_eq!((late.status, diagnostics(&late).as_str()), (409, "state: declined; allowed: "));
    system.check_all().await;
}

async fn nothing_has_moved(system: &System, asked: Asked) {
    assert_eq!(standing(&system.task(asked).await.json()).1, "sent");
    // What shall stand where it stands is no move.
    let same = system.move_to(asked, ("requested", "sent"), Value::Null).await;
    assert_eq!(same.status, 200);
    let unsaid = system.move_to(asked, ("rejected", "declined"), Value::Null).await;
    assert_eq!((unsaid.status, unsaid.reasons()[0].1.as_str()), (422, "Task.statusReason"));
}

pub(crate) async fn a_repeated_update_is_done_once_and_one_that_is_behind_is_refused(
    world: &World,
) {
    let (system, asked) = ready(world).await;
    let read = system.task(asked).await;
    let mut task = read.json();
    task["status"] = json!("accepted");
    task.as_object_mut().expect("an object").remove("businessStatus");
    let first = system.put(asked, &read.header("etag"), &task).await;
    assert_eq!((first.status, standing(&first.json()).1.as_str()), (200, "accepted"));
    // The answer was lost: the same again is the same, also when the referral has gone on.
    let again = system.put(asked, &read.header("etag"), &task).await;
    assert_eq!((again.status, again.header("etag")), (200, first.header("etag")));
    system.move_to(asked, ("in-progress", "in_service"), Value::Null).await;
    let late = system.put(asked, &read.header("etag"), &task).await;
    assert_eq!((late.status, standing(&late.json()).1.as_str()), (200, "accepted"));
    assert_eq!(stored(world, "referral_accepted.v1").await, 1);

    // Another wish that is made of an old version is refused, and none is made of no version.
    task["status"] = json!("completed");
    task["output"] = super::client::outcome("served")["output"].clone();
    let behind = system.put(asked, &first.header("etag"), &task).await;
    assert_eq!((behind.status, behind.reasons()[0].0.as_str()), (412, "VERSION_BEHIND"));
    let json = ["content-type: application/fhir+json"];
    let address = format!("Task/{}", id(asked));
    let blind = system.send("PUT", &address, &json, Some(&task.to_string())).await;
    assert_eq!((blind.status, blind.reasons()[0].0.as_str()), (428, "FHIR_VERSION_REQUIRED"));
    assert_eq!(standing(&system.task(asked).await.json()).1, "in_service");

    with_a_key(world, &system, asked, task).await;
    system.check_all().await;
}

/// With a key of the caller's own, little is told when little is wished.
async fn with_a_key(world: &World, system: &System, asked: Asked, mut task: Value) {
    let json = "content-type: application/fhir+json";
    let address = format!("Task/{}", id(asked));
    let seen = format!("if-match: {}", system.task(asked).await.header("etag"));
    let headers = [json, &seen, "idempotency-key: 7", "prefer: return=minimal"];
    for _twice in 0..2 {
        let done = system.send("PUT", &address, &headers, Some(&task.to_string())).await;
        assert_eq!((done.status, done.text.as_str()), (200, ""));
    }
    task["output"] = super::client::outcome("partly_served")["output"].clone();
    let reused = system.send("PUT", &address, &headers, Some(&task.to_string())).await;
    assert_eq!((reused.status, reused.reasons()[0].0.as_str()), (400, "REQUEST_ID_REUSED"));
    assert_eq!(stored(world, "referral_completed.v1").await, 1);
}

pub(crate) async fn what_is_no_good_request_is_refused_and_never_repeated(world: &World) {
    let (system, asked) = ready(world).await;
    let address = format!("Task/{}", id(asked));
    let json = "content-type: application/fhir+json";
    let seen = "if-match: W/\"1\"";
    let bad = json!({ "resourceType": "Task", "id": NAME, "note": [{ "text": NAME }], NAME: 1 });
    let bad = bad.to_string();
    let large = format!("{{\"resourceType\": \"Task\", \"id\": \"{}\"}}", "a".repeat(70_000));
    let cases: [Bad<'_>; 10] = [
        ("PUT", &address, vec![json, seen], Some("[]"), 400, "FHIR_MALFORMED"),
        ("PUT", &address, vec![json, seen], Some(&large), 413, "FHIR_TOO_LARGE"),
        (
            "PUT",
            &address,
            vec!["content-type: text/xml", seen],
            Some("<Task/>"),
            415,
            "FHIR_MEDIA_TYPE",
        ),
        ("GET", &address, vec!["accept: application/fhir+xml"], None, 406, "FHIR_NOT_ACCEPTABLE"),
        ("GET", "Task?_format=xml", vec![], None, 406, "FHIR_NOT_ACCEPTABLE"),
        ("GET", "Patient/1", vec![], None, 404, "FHIR_NOT_SUPPORTED"),
        ("DELETE", &address, vec![], None, 405, "FHIR_NOT_SUPPORTED"),
        ("GET", "Task/1", vec![], None, 404, "NOT_FOUND"),
        ("POST", "Communication", vec![json], Some("{}"), 428, "FHIR_KEY_REQUIRED"),
        (
            "POST",
            "Communication",
            vec![json, "idempotency-key: 1"],
            Some("{}"),
            400,
            "FHIR_MALFORMED",
        ),
    ];
    for (method, address, headers, body, status, reason) in cases {
        let refused = system.send(method, address, &headers, body).await;
        let reasons = refused.reasons();
        assert_eq!((refused.status, reasons[0].0.as_str()), (status, reason), "{method} {address}");
    }
    let refused = system.send("PUT", &address, &[json, seen], Some(&bad)).await;
    assert_eq!(refused.status, 422);
    let places: Vec<_> = refused.reasons().into_iter().map(|(_, place)| place).collect();
    assert_eq!(places, ["Task.id", "Task", "Task.note", "Task.status"]);
    assert!(!refused.text.contains(NAME), "what was sent is not repeated: {}", refused.text);
    assert_eq!(stored(world, "referral_received.v1").await, 0);
    system.check_all().await;
}
