//! Searches at the FHIR door.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Answer, System, id};
use crate::steps::{Asked, consented, hospital, sent};
use crate::world::World;

/// The ids of what was found.
fn ids(answer: &Answer) -> Vec<String> {
    let found = answer.json()["entry"].as_array().cloned().unwrap_or_default();
    let matches = found.into_iter().filter(|entry| entry["search"]["mode"] == "match");
    matches.map(|it| it["resource"]["id"].as_str().expect("an id").to_owned()).collect()
}

/// The address of another page.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let links = answer.json()["link"].as_array().cloned().unwrap_or_default();
    let found = links.into_iter().find(|link| link["relation"] == relation)?;
    found["url"].as_str().map(str::to_owned)
}

pub(crate) async fn tasks_are_found_page_by_page(world: &World) {
    consented(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let system = System::of(world, place.agency);
    let mut all = Vec::new();
    for _ in 0..3 {
        all.insert(0, sent(world, place).await);
    }
    let expected: Vec<_> = all.iter().map(|asked| id(*asked)).collect();
    let first = system.get("Task?_count=2").await;
    let second = system.get(&link(&first, "next").expect("a next page")).await;
    assert_eq!([ids(&first), ids(&second)].concat(), expected);
    assert_eq!(link(&second, "next"), None);
    assert!(link(&second, "self").is_some_and(|url| url.contains("_count=2&page=")));
    // A page of one search is none of another.
    let next = link(&first, "next").expect("a next page");
    let foreign = system.get(&format!("{next}&status=requested")).await;
    let reasons = foreign.reasons();
    assert_eq!((foreign.status, reasons[0].0.as_str()), (400, "FOREIGN_PAGE_TOKEN"));
    assert_eq!(reasons[0].1, "http.page");

    narrowed(world, &system, all[1], &expected).await;
    system.check_all().await;
}

/// By when they changed, by where they stand, by their names: of three, the second changes.
async fn narrowed(world: &World, system: &System, second: Asked, expected: &[String]) {
    let before = world.clock.now();
    world.clock.advance(Duration::from_secs(5));
    system.move_to(second, ("accepted", "accepted"), Value::Null).await;
    let found = async |query: &str| ids(&system.get(&format!("Task?{query}")).await);
    assert_eq!(found(&format!("_lastUpdated=gt{before}")).await, expected[1..2]);
    let earlier = [expected[0].clone(), expected[2].clone()];
    assert_eq!(found(&format!("_lastUpdated=le{before}")).await, earlier);
    assert_eq!(found("status=requested,received").await, earlier);
    assert_eq!(found("business-status=accepted").await, expected[1..2]);
    assert_eq!(found("status=accepted&business-status=received").await, Vec::<String>::new());
    let named = format!("_id={},{}", expected[2], expected[1]);
    assert_eq!(found(&named).await, [expected[2].clone(), expected[1].clone()]);
    assert_eq!(found(&format!("{named}&status=accepted")).await, expected[1..2]);
    assert_eq!(found(&format!("based-on=ServiceRequest/{}", expected[0])).await, expected[..1]);
    let requests = system.get("ServiceRequest?status=active&_count=1").await;
    assert_eq!(ids(&requests), expected[..1]);
    let tag = &requests.json()["entry"][0]["resource"]["meta"]["tag"][0]["code"];
    assert_eq!(tag, "SUBSETTED");
}

pub(crate) async fn what_cannot_be_searched_for_is_passed_over_or_refused(world: &World) {
    consented(world);
    let place = hospital(world, "CHR Atakpamé").await;
    let system = System::of(world, place.agency);
    let asked = sent(world, place).await;
    // Leniently, and told so; strictly not.
    let lenient = system.get("Task?patient=Akouvi&_sort=-_lastUpdated").await;
    assert_eq!(ids(&lenient), [id(asked)]);
    assert!(!lenient.text.contains("Akouvi"), "what was asked is not repeated");
    let outcome = &lenient.json()["entry"][1]["resource"];
    assert_eq!(
        (&outcome["resourceType"], outcome["issue"].as_array().map(Vec::len)),
        (&json!("OperationOutcome"), Some(2))
    );
    let strict = ["prefer: handling=strict"];
    let refused = system.send("GET", "Task?patient=Akouvi&_sort=status", &strict, None).await;
    let reasons: Vec<_> = refused.reasons();
    assert_eq!(refused.status, 400);
    let places: Vec<_> = reasons.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["http.patient", "http._sort"]);
    let wrong = system.get("Task?status=open&_count=0&_lastUpdated=soon").await;
    let places: Vec<_> = wrong.reasons().into_iter().map(|(_, place)| place).collect();
    assert_eq!(
        (wrong.status, places),
        (
            400,
            vec![
                "http.status".to_owned(),
                "http._count".to_owned(),
                "http._lastUpdated".to_owned(),
            ]
        )
    );
    let whose = system.get("Communication").await;
    assert_eq!((whose.status, whose.reasons()[0].1.as_str()), (400, "http.based-on"));
    system.check_all().await;
}
