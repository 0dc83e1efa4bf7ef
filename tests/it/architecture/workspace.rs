//! What the rules look at: the workspace's packages, and its source files.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One member of the workspace, as `cargo metadata` tells it.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) manifest: PathBuf,
    /// Names of the packages that it needs, to run or to be built.
    pub(super) uses: Vec<String>,
    /// Names of the packages that only its tests need.
    pub(super) tests_use: Vec<String>,
}

/// The folder that holds the workspace.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_path_buf()
}

/// Every member of the workspace.
pub(super) fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo answers in JSON");
    let packages: Vec<Package> = array(&metadata, "packages").iter().map(package).collect();
    assert!(packages.len() > 10, "the workspace has more members than {}", packages.len());
    packages
}

fn package(value: &Value) -> Package {
    let dependencies = |of_tests: bool| {
        array(value, "dependencies")
            .iter()
            .filter(|dependency| (dependency["kind"] == "dev") == of_tests)
            .map(|dependency| text(dependency, "name"))
            .collect()
    };
    Package {
        name: text(value, "name"),
        manifest: PathBuf::from(text(value, "manifest_path")),
        uses: dependencies(false),
        tests_use: dependencies(true),
    }
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("an array")
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().expect("a string").to_owned()
}

/// Every Rust file of the workspace, with its path from the root.
pub(super) fn rust_files() -> Vec<(String, String)> {
    sources(&["rs"])
}

/// Every file whose name ends with one of these, as they stand in the code's own folders, with its path from
/// the root.
pub(super) fn sources(ends: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for top in ["deploy", "helm", "proto", "services", "tests"] {
        collect(&root().join(top), ends, &mut found);
    }
    assert!(found.len() > 20, "only {} files were found of {ends:?}", found.len());
    found
}

/// Folders that tools fill.
const FILLED: [&str; 4] = ["target", "node_modules", ".venv", "__pycache__"];

/// The lines before the file's own test module; none of a file that holds only tests.
pub(super) fn production<'a>(name: &str, text: &'a str) -> Vec<&'a str> {
    let only_tests = ["/spec.rs", "/tests.rs"].iter().any(|end| name.ends_with(end))
        || name.contains("/tests/")
        || name.starts_with("tests/it/");
    if only_tests {
        return Vec::new();
    }
    let mut lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| {
        pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{')
    });
    lines.truncate(tests.unwrap_or(lines.len()));
    lines
}

fn collect(folder: &Path, ends: &[&str], found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let named = |names: &[&str], name: Option<&OsStr>| {
            name.and_then(OsStr::to_str).is_some_and(|name| names.contains(&name))
        };
        if path.is_dir() {
            if !named(&FILLED, path.file_name()) {
                collect(&path, ends, found);
            }
        } else if named(ends, path.extension()) {
            let name = path.strip_prefix(root()).expect("below the root").display().to_string();
            found.push((name, fs::read_to_string(&path).expect("UTF-8 text")));
        }
    }
}
