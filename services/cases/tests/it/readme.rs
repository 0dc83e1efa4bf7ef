//! The table that people read names every call of the contract, and tests that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use prost::Message as _;
use prost_types::FileDescriptorSet;

const README: &str = include_str!("../../README.md");

/// What stands in backquotes in the rows of tables.
fn quoted() -> Vec<&'static str> {
    let rows = README.lines().filter(|line| line.starts_with('|'));
    rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_call_of_the_contract_stands_in_the_table() {
    let set = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).expect("descriptors");
    let files = set.file.iter().filter(|file| file.package() == "sentier.cases.v1");
    let services = files.flat_map(|file| &file.service);
    let calls: BTreeSet<&str> = services
        .flat_map(|service| &service.method)
        .map(prost_types::MethodDescriptorProto::name)
        .collect();
    let named: BTreeSet<&str> = quoted().into_iter().collect();
    let missing: Vec<_> = calls.difference(&named).collect();
    assert!(calls.len() > 70 && missing.is_empty(), "{missing:?}");
}

/// Every feature of case work of the domain's table (1a), and the row that answers it: with the call that does
/// it, or with why none does.
const DOMAIN: [(&str, &str); 28] = [
    ("Record kinds", "Record kinds"),
    ("Intake", "Intake"),
    ("Consent: for services", "Consent for services, statistics, research"),
    ("Consent: statistics", "Consent for services, statistics, research"),
    ("Consent: per sector, per partner", "Consent per partner and field group"),
    ("Consent: withdrawal", "Consent withdrawal, expiry"),
    ("Consent override", "Consent override"),
    ("Incident classification", "Incident classification"),
    ("Derived case context", "Derived case context"),
    ("Assessment", "Assessment"),
    ("Safety plan", "Safety plan"),
    ("Case or action plan", "Case action plan"),
    ("Services", "Services given by the centre"),
    ("Follow-ups", "Follow-ups"),
    ("Closure", "Closure"),
    ("Reopen", "Reopening"),
    ("Client satisfaction", "Client feedback"),
    ("Flags", "Flags"),
    ("Alerts (in-record badges)", "Alerts on the record"),
    ("Tasks, reminders", "Tasks"),
    ("Supervisor approvals", "Supervisor approvals"),
    ("Family, relationships", "Family and relationships"),
    ("Code-to-case linking", "Codes that lead to a case"),
    ("Duplicates", "Duplicates"),
    ("Search", "Search"),
    ("Attachments", "Attachments"),
    ("Print, PDF", "Export: one case"),
    ("Help line, hotline", "Help line"),
];

#[test]
fn every_feature_of_the_domain_has_a_row_that_names_a_call_or_says_why_none() {
    let rows: BTreeMap<&str, &str> =
        README.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | ")).collect();
    let set = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).expect("descriptors");
    let methods = set.file.iter().flat_map(|file| &file.service).flat_map(|one| &one.method);
    let calls: BTreeSet<&str> = methods.map(prost_types::MethodDescriptorProto::name).collect();
    let answered = |row: &str| {
        let told = rows.get(row).copied().unwrap_or_default();
        told.split('`').any(|word| calls.contains(word)) || told.starts_with("not a row of ours")
    };
    let missing: Vec<_> = DOMAIN.iter().filter(|(_, row)| !answered(row)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_test_that_the_table_names_is_there() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // Where a path of the table begins, from the folder of services.
    let begins = [
        ".",
        "cases",
        "cases/src",
        "cases/domain/src",
        "cases/tests/it",
        "platform",
        "eventing/src",
        "eventing/tests/it",
        "desk/tests/it",
        "../tests/it",
        "..",
    ];
    let is_path = |text: &&str| {
        let file = Path::new(text).extension().is_some_and(|ending| ending == "rs");
        file || text.ends_with('/')
    };
    let named: BTreeSet<&str> = quoted().into_iter().filter(is_path).collect();
    let lost: Vec<_> = named
        .iter()
        .filter(|path| !begins.iter().any(|from| services.join(from).join(path).exists()))
        .collect();
    assert!(named.len() > 40 && lost.is_empty(), "{lost:?}");
}
