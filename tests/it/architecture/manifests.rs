//! Every crate inherits the workspace's lints and versions.

use std::fs;

use super::workspace::packages;

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
