//! Dependencies point one way: executable, services, eventing, platform, kernel.

use super::workspace::{Package, packages};

const SERVICES: [&str; 4] = ["access", "cases", "referrals", "statistics"];

/// The crates of this workspace that `name` may use.
fn allowed(name: &str) -> Vec<String> {
    let list = |names: &[&str]| names.iter().map(|name| format!("sentier-{name}")).collect();
    let short = name.strip_prefix("sentier-").unwrap_or(name);
    if short.ends_with("-domain") {
        return list(&["kernel"]);
    }
    match short {
        "kernel" | "proto" => Vec::new(),
        "platform" => list(&["kernel", "proto"]),
        "eventing" | "desk" => list(&["kernel", "proto", "platform"]),
        _ if SERVICES.contains(&short) => {
            list(&["kernel", "proto", "platform", "eventing", &format!("{short}-domain")])
        }
        "sentier" => {
            list(&[&["kernel", "proto", "platform", "eventing", "desk"][..], &SERVICES].concat())
        }
        // What integration tests stand on; no crate may use it but for its tests.
        "test-support" => list(&["kernel", "platform", "eventing"]),
        other => panic!("{other} has no row in the table of dependencies: add one"),
    }
}

fn ours(name: &str) -> bool {
    name == "sentier" || name.starts_with("sentier-")
}

fn of_the_house() -> impl Iterator<Item = Package> {
    packages().into_iter().filter(|package| package.name != "sentier-tests")
}

#[test]
fn a_crate_uses_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for package in of_the_house() {
        let allowed = allowed(&package.name);
        for used in package.uses.iter().filter(|used| ours(used)) {
            if !allowed.contains(used) {
                wrong.push(format!("{} may not use {used}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_domain_is_pure() {
    let values = ["serde", "thiserror", "time", "unicode-normalization", "uuid"];
    // The kernel computes as well: page tokens, the ids that follow from others, and what is wiped.
    let computing = ["base64", "sha2", "zeroize"];
    let kernel = |package: &Package| package.name == "sentier-kernel";
    let pure = |package: &Package| kernel(package) || package.name.ends_with("-domain");
    let mut wrong = Vec::new();
    for package in of_the_house().filter(pure) {
        for used in package.uses.iter().filter(|used| !ours(used)) {
            let computes = kernel(&package) && computing.contains(&used.as_str());
            if !values.contains(&used.as_str()) && !computes {
                wrong.push(format!("{} may not use {used}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A crate of the outside that only some rooms may use, even in their tests.
fn reserved(outside: &str, rooms: &[&str]) {
    let wrong: Vec<String> = of_the_house()
        .filter(|package| package.uses.iter().chain(&package.tests_use).any(|used| used == outside))
        .map(|package| package.name)
        .filter(|name| !rooms.contains(&name.as_str()))
        .collect();
    assert!(wrong.is_empty(), "{outside} is not for {}", wrong.join(", "));
}

#[test]
fn only_eventing_speaks_to_the_broker() {
    // The executable supervises the local broker, and checks that it answers.
    reserved("async-nats", &["sentier-eventing", "sentier", "sentier-statistics"]);
    // The tests of statistics listen as an analyst's own client does; the service itself does not.
    let mut statistics = of_the_house().filter(|package| package.name == "sentier-statistics");
    let spoken = statistics.next().map(|it| it.uses.iter().any(|used| used == "async-nats"));
    assert_eq!(spoken, Some(false));
}

#[test]
fn only_eventing_puts_objects_away() {
    reserved("object_store", &["sentier-eventing"]);
}

#[test]
fn only_eventing_and_the_services_know_a_database() {
    reserved(
        "sqlx",
        &[
            "sentier-eventing",
            "sentier-access",
            "sentier-cases",
            "sentier-referrals",
            "sentier-statistics",
        ],
    );
}
