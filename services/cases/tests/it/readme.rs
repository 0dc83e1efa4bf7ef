//! The table that people read names every call of the contract, and tests that are there.

use std::collections::BTreeSet;
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
