//! Every crate inherits the workspace's lints and versions.

use std::collections::BTreeSet;
use std::fs;

use super::workspace::{packages, root};

/// Lints that tests leave out: a test may stop where it stands, and counts small numbers.
const LEFT_OUT: [&str; 10] = [
    "cast_possible_truncation",
    "cast_possible_wrap",
    "cast_precision_loss",
    "cast_sign_loss",
    "expect_used",
    "indexing_slicing",
    "panic",
    "string_slice",
    "unreachable",
    "unwrap_used",
];

#[test]
fn a_crate_inherits_the_lints() {
    let wrong: Vec<String> = packages()
        .into_iter()
        .filter(|package| package.name != "sentier-tests")
        .filter(|package| {
            let manifest = fs::read_to_string(&package.manifest).expect("a readable manifest");
            !manifest.contains("[lints]\nworkspace = true")
        })
        .map(|package| package.name)
        .collect();
    assert!(wrong.is_empty(), "these do not inherit the lints: {}", wrong.join(", "));
}

#[test]
fn a_crate_states_no_version_of_its_own() {
    let mut wrong = Vec::new();
    for package in packages() {
        let manifest = fs::read_to_string(&package.manifest).expect("a readable manifest");
        for line in manifest.lines().filter(|line| line.contains("version = \"")) {
            wrong.push(format!("{}: {line}", package.name));
        }
    }
    assert!(wrong.is_empty(), "versions stand in the root manifest:\n{}", wrong.join("\n"));
}

/// Each lint of a manifest's tables, with its table: `clippy: panic = "deny"`.
fn lints(manifest: &str, tables: &str) -> BTreeSet<String> {
    let mut table = None;
    let mut found = BTreeSet::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(header) = line.strip_prefix('[') {
            table = header.strip_prefix(tables).and_then(|name| name.strip_suffix(']'));
        } else if let Some(table) = table {
            found.insert(format!("{table}: {line}"));
        }
    }
    assert!(found.len() > 30, "only {} lints in {tables}", found.len());
    found
}

#[test]
fn the_tests_have_the_lints_of_the_house_but_for_those_that_are_named() {
    let read = |file: &str| fs::read_to_string(root().join(file)).expect("a readable manifest");
    let house = lints(&read("Cargo.toml"), "workspace.lints.");
    let tests = lints(&read("tests/Cargo.toml"), "lints.");
    let left_out: Vec<&str> = house
        .difference(&tests)
        .map(|line| line.trim_start_matches("clippy: ").split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(left_out, LEFT_OUT, "left out by the tests, and named as left out");
    let own: Vec<&String> = tests.difference(&house).collect();
    assert!(own.is_empty(), "the house does not have these: {own:?}");
}
