//! Within a service the arrows point inwards: what a layer's files may import.

use std::collections::BTreeSet;

use super::workspace::{production, rust_files};

const SERVICES: [&str; 4] = ["access", "cases", "referrals", "statistics"];

/// What of the outside belongs to some layers only: the wire, the database, the broker.
const OUTSIDE: [&str; 6] = ["async_nats", "prost", "prost_types", "sqlx", "tonic", "tonic_types"];

/// A layer of a service, and what its files may import beside itself.
struct Layer {
    name: &'static str,
    /// Modules of the same crate: layers, and the rooms of single services beside them.
    inside: &'static [&'static str],
    /// Crates among `OUTSIDE`.
    outside: &'static [&'static str],
}

const LAYERS: [Layer; 8] = [
    Layer {
        name: "application",
        inside: &["config", "contract", "keys", "pathways", "projections", "store", "sums"],
        outside: &[],
    },
    // A crate of its own, which holds nothing but rules.
    Layer { name: "domain", inside: &[], outside: &[] },
    Layer {
        name: "grpc",
        inside: &[
            "application",
            "catalogue",
            "codes",
            "contract",
            "dhis2",
            "dictionary",
            "export",
            "keys",
            "projections",
            "recorder",
            "releasing",
            "reporting",
            "webhooks",
        ],
        outside: &["prost", "prost_types", "tonic", "tonic_types"],
    },
    Layer {
        name: "processes",
        inside: &["application", "projections", "releasing", "sums"],
        outside: &[],
    },
    Layer { name: "projections", inside: &["store", "sums"], outside: &["sqlx"] },
    Layer {
        name: "publish",
        inside: &["codes", "contract", "store"],
        outside: &["prost", "prost_types"],
    },
    Layer {
        name: "reactions",
        inside: &["application", "codes", "contract", "projections", "publish", "releasing"],
        outside: &["prost", "prost_types", "tonic"],
    },
    Layer { name: "store", inside: &[], outside: &["sqlx"] },
];

const ROW: &str = "the query answers in a type that the use case made for it";
const LIST: &str = "the page of a list is a type of the use cases";
const KNOWN: &str = "what may be told depends on more than the event, and a use case reads it";

/// Imports against the table: the file, what it imports, and why it still does.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("services/access/src/grpc/sessions.rs", "crate::store", "a revocation is told as stored"),
    ("services/access/src/projections/credential_list.rs", "crate::application", LIST),
    ("services/access/src/projections/mod.rs", "crate::application", LIST),
    ("services/access/src/projections/revocation_list.rs", "crate::application", LIST),
    ("services/access/src/projections/staff_list.rs", "crate::application", LIST),
    ("services/cases/src/projections/alarm.rs", "crate::application", ROW),
    ("services/cases/src/projections/audit.rs", "crate::application", ROW),
    ("services/cases/src/projections/case_list.rs", "crate::application", ROW),
    ("services/cases/src/projections/honey_record.rs", "crate::application", ROW),
    ("services/cases/src/projections/safeguard.rs", "crate::application", ROW),
    ("services/cases/src/projections/task.rs", "crate::application", ROW),
    ("services/cases/src/publish/care_facts.rs", "crate::application", KNOWN),
    ("services/cases/src/publish/incident_facts.rs", "crate::application", KNOWN),
    ("services/cases/src/publish/mod.rs", "crate::application", KNOWN),
    ("services/cases/src/publish/sealing_key.rs", "tonic", "asks statistics for its public key"),
    ("services/cases/src/publish/survivor_facts.rs", "crate::application", KNOWN),
    (
        "services/statistics/src/application/sealing_keys.rs",
        "prost",
        "what was sealed is opened as a message, whichever it is",
    ),
    ("services/statistics/src/projections/outreach/query.rs", "crate::application", ROW),
    ("services/statistics/src/projections/releases.rs", "crate::application", ROW),
    ("services/statistics/src/publish/releases.rs", "crate::application", "its one name"),
    (
        "services/statistics/src/publish/releases.rs",
        "crate::grpc",
        "a release is published in the very message that the call answers with",
    ),
];

/// The layer that a file belongs to; none when it stands beside them.
fn layer(name: &str) -> Option<&'static Layer> {
    let (service, rest) = name.strip_prefix("services/")?.split_once('/')?;
    if !SERVICES.contains(&service) {
        return None;
    }
    let room = match rest.strip_prefix("src/") {
        Some(within) => within.split(['/', '.']).next()?,
        None => rest.strip_prefix("domain/src/").map(|_| "domain")?,
    };
    LAYERS.iter().find(|layer| layer.name == room)
}

/// How far up a line of a file looks (`super::super::store`), by the module that it reaches when that is the crate's
/// root: then it names a layer as `crate::` does.
fn upwards(name: &str, line: &str) -> Option<String> {
    let (_, within) = name.split_once("/src/")?;
    let steps: Vec<&str> = within.trim_end_matches(".rs").split('/').collect();
    // `mod.rs` and `lib.rs` are the module of their folder.
    let own = steps.last().is_some_and(|last| ["mod", "lib", "main"].contains(last));
    let depth = steps.len() - usize::from(own);
    let code = line.split("//").next().unwrap_or_default();
    let at = code.find("super::")?;
    let mut rest = &code[at..];
    let mut up = 0;
    while let Some(further) = rest.strip_prefix("super::") {
        (rest, up) = (further, up + 1);
    }
    let module: String =
        rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (up == depth).then(|| format!("crate::{module}"))
}

/// What a line names of the crate (`crate::store`) and of the outside (`sqlx`), by path.
fn named(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let between = |letter: char| !letter.is_alphanumeric() && letter != '_';
    let path = |(at, _): (usize, &str)| {
        let (before, after) = (&code[..at], &code[at + 2..]);
        let head = before.rsplit(between).next()?;
        let root = before.strip_suffix(head)?;
        if root.ends_with("::") || root.ends_with('$') {
            return None;
        }
        match head {
            // A group of modules, `crate::{…}`, leaves the name empty, and no layer may import that.
            "crate" => Some(format!("crate::{}", after.split(between).next()?)),
            outside => OUTSIDE.contains(&outside).then(|| outside.to_owned()),
        }
    };
    code.match_indices("::").filter_map(path).collect()
}

impl Layer {
    fn may_import(&self, path: &str) -> bool {
        match path.strip_prefix("crate::") {
            Some(module) => {
                self.name == "domain" || self.name == module || self.inside.contains(&module)
            }
            None => self.outside.contains(&path),
        }
    }
}

#[test]
fn a_layer_imports_only_what_the_table_allows() {
    let mut against = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (name, text) in rust_files() {
        let Some(layer) = layer(&name) else { continue };
        seen.insert(layer.name);
        let paths = |line| named(line).into_iter().chain(upwards(&name, line));
        for path in production(&name, &text).into_iter().flat_map(paths) {
            if !layer.may_import(&path) {
                against.insert((name.clone(), path));
            }
        }
    }
    assert_eq!(seen.len(), LAYERS.len(), "layers with files: {seen:?}");
    let excepted: BTreeSet<(String, String)> =
        EXCEPTIONS.iter().map(|(file, path, _)| ((*file).to_owned(), (*path).to_owned())).collect();
    let new = against.difference(&excepted).map(|(file, path)| format!("{file} imports {path}"));
    let gone = excepted
        .difference(&against)
        .map(|(file, path)| format!("{file} no longer imports {path}: strike the exception"));
    let wrong: Vec<String> = new.chain(gone).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_paths_of_a_line_are_read() {
    assert_eq!(named("use crate::store::Codec; // crate::grpc"), ["crate::store"]);
    assert_eq!(named("use crate::{store, grpc};"), ["crate::"]);
    assert_eq!(named("fn row(it: &sqlx::Row) -> tonic::Status {"), ["sqlx", "tonic"]);
    let grpc = "services/statistics/src/grpc/reports/mod.rs";
    assert_eq!(upwards(grpc, "use super::super::store::Codec;").as_deref(), Some("crate::store"));
    assert_eq!(upwards(grpc, "use super::convert;"), None);
    let flat = "services/cases/src/grpc/work.rs";
    assert_eq!(upwards(flat, "use super::super::store;").as_deref(), Some("crate::store"));
    assert!(named("$crate::store::codec!(); my::sqlx::Row; not_sqlx::Row").is_empty());
}
