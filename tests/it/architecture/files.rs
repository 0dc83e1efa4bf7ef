//! Every file has one subject: it says which, and is short.

use std::fs;

use super::workspace::{production, root, rust_files};

/// Above this many production lines a file holds a second subject.
const LONGEST: usize = 400;

const TOP_LEVEL: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "deny.toml",
    "deploy",
    "helm",
    "proto",
    "rustfmt.toml",
    "services",
    "target",
    "tests",
];

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_opens_by_saying_what_it_is_for() {
    let wrong: Vec<String> = rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    none(&wrong);
}

#[test]
fn a_file_is_short() {
    let wrong: Vec<String> = rust_files()
        .iter()
        .map(|(name, text)| (name, production(name, text).len()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(name, lines)| format!("{name}: {lines} production lines, {LONGEST} at most"))
        .collect();
    none(&wrong);
}

#[test]
fn a_file_names_no_folder_of_someones_machine() {
    let homes = ["root", "home", "Users"].map(|folder| format!("/{folder}/"));
    let wrong: Vec<String> = rust_files()
        .into_iter()
        .filter(|(_, text)| homes.iter().any(|home| text.contains(home.as_str())))
        .map(|(name, _)| name)
        .collect();
    none(&wrong);
}

#[test]
fn the_top_level_holds_what_the_layout_lists() {
    let wrong: Vec<String> = fs::read_dir(root())
        .expect("a readable root")
        .map(|entry| entry.expect("a readable entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    none(&wrong);
}
