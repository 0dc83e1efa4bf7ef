//! Every file has one subject: it says which, and is short.

use std::fs;

use super::workspace::{production, root, rust_files, sources};

/// Above this many production lines a file holds a second subject.
const LONGEST: usize = 400;

/// Above this many lines a part of the contract is looked at again.
const LONG_CONTRACT: usize = 400;

/// Above this many it is taken apart.
const LONGEST_CONTRACT: usize = 600;

/// Parts of the contract that were looked at, and why each stays whole: a service's calls stand in one file, for
/// a service of the contract cannot be spread over more.
const LOOKED_AT: [(&str, &str); 4] = [
    ("proto/sentier/cases/v1/care.proto", "what is recorded of the care of one case"),
    ("proto/sentier/cases/v1/care_service.proto", "the calls of one service"),
    ("proto/sentier/cases/v1/cases_service.proto", "the calls of one service"),
    ("proto/sentier/cases/v1/safeguard_service.proto", "the calls of one service"),
];

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
fn a_part_of_the_contract_is_short_or_was_looked_at() {
    let mut wrong = Vec::new();
    for (name, text) in sources(&["proto"]) {
        let lines = text.lines().count();
        let looked_at = LOOKED_AT.iter().any(|(file, _)| *file == name);
        if lines > LONGEST_CONTRACT {
            wrong.push(format!("{name}: {lines} lines, {LONGEST_CONTRACT} at most"));
        } else if lines > LONG_CONTRACT && !looked_at {
            wrong.push(format!("{name}: {lines} lines; look at it again, and say why it is whole"));
        } else if lines <= LONG_CONTRACT && looked_at {
            wrong.push(format!("{name}: {lines} lines; no longer an exception"));
        }
    }
    none(&wrong);
}

/// What is to be done stands where it is planned; a mark in a file is found by nobody.
#[test]
fn nothing_is_marked_to_be_done_later() {
    let kinds = [
        "css", "ftl", "html", "js", "json", "md", "proto", "py", "rs", "sh", "sql", "toml", "ts",
        "yaml", "yml",
    ];
    // In halves, for this file is read too.
    let marks = [["TO", "DO"], ["FIX", "ME"], ["X", "XX"]].map(|halves| halves.concat());
    let marked = |text: &str| {
        let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.any(|word| marks.iter().any(|mark| mark == word))
    };
    let wrong: Vec<String> = sources(&kinds)
        .into_iter()
        .filter(|(_, text)| marked(text))
        .map(|(name, _)| name)
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
