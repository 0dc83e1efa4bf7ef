//! Reading the three sources into one section.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Key, Section};

/// Where options come from, weakest first.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The TOML file.
    pub file: Option<PathBuf>,
    /// Variables of the environment; only those that begin with `SENTIER_` are read.
    pub environment: Vec<(String, String)>,
    /// `key=value` flags, the key as in the file.
    pub flags: Vec<(String, String)>,
}

impl Sources {
    /// A file and this process's environment.
    pub fn of_process(file: Option<PathBuf>) -> Self {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("SENTIER_") && name != "SENTIER_CONFIG")
            .collect();
        Self { file, environment, flags: Vec::new() }
    }
}

/// Why a configuration is refused. Values are never quoted.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML; the position is given, the text is not.
    #[error("{path} is not valid TOML near byte {offset}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where.
        offset: usize,
    },
    /// Options that cannot stand, all of them.
    #[error("the configuration has mistakes:\n  {}", .0.join("\n  "))]
    Mistakes(Vec<String>),
}

/// Reads a section from its sources and checks it.
///
/// # Errors
/// When the file cannot be read, a key is unknown, or a value has the wrong type or is out of range;
/// every mistake is named at once.
pub fn load<S: Section>(sources: &Sources) -> Result<S, ConfigError> {
    let keys = S::keys("");
    let mut mistakes = Vec::new();
    let mut merged = defaults::<S>();
    let template = merged.clone();

    if let Some(path) = &sources.file {
        let mut given = Vec::new();
        flatten("", &read(path)?, &mut given);
        for (name, value) in given {
            if known(&keys, &name) {
                put(&mut merged, &name, value);
            } else {
                mistakes.push(unknown(&name, keys.iter().map(|key| key.name.clone())));
            }
        }
    }
    for (name, text) in &sources.environment {
        match keys.iter().find(|key| variable(&key.name) == *name) {
            Some(key) => put(&mut merged, &key.name, typed(&template, &key.name, text)),
            None if name.starts_with("SENTIER_") => {
                mistakes.push(unknown(name, keys.iter().map(|key| variable(&key.name))));
            }
            None => {}
        }
    }
    for (name, text) in &sources.flags {
        if known(&keys, name) {
            put(&mut merged, name, typed(&template, name, text));
        } else {
            mistakes.push(unknown(name, keys.iter().map(|key| key.name.clone())));
        }
    }
    finish(&keys, &template, merged, mistakes)
}

fn finish<S: Section>(
    keys: &[Key],
    template: &Table,
    merged: Table,
    mut mistakes: Vec<String>,
) -> Result<S, ConfigError> {
    // Each option is tried alone on top of the defaults, so that the message names it without
    // repeating what the parser saw.
    for key in keys {
        if let Some(value) = get(&merged, &key.name) {
            let mut alone = template.clone();
            put(&mut alone, &key.name, value.clone());
            if Value::Table(alone).try_into::<S>().is_err() {
                mistakes.push(format!("`{}` must be: {}", key.name, key.unit));
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(ConfigError::Mistakes(mistakes));
    }
    let section: S =
        Value::Table(merged).try_into().map_err(|_quotes_values: toml::de::Error| {
            ConfigError::Mistakes(vec!["unreadable section".to_owned()])
        })?;
    let wrong: Vec<String> = section
        .out_of_range("")
        .into_iter()
        .map(|name| {
            let unit = keys.iter().find(|key| key.name == name).map_or("", |key| key.unit);
            format!("`{name}` is out of range: {unit}")
        })
        .collect();
    if wrong.is_empty() { Ok(section) } else { Err(ConfigError::Mistakes(wrong)) }
}

/// The reference of a section as Markdown, one row per option.
pub fn document<S: Section>() -> String {
    let defaults = defaults::<S>();
    let mut page = String::from(
        "| option | variable | unit, range | default | meaning |\n|---|---|---|---|---|\n",
    );
    for key in S::keys("") {
        let default =
            get(&defaults, &key.name).map_or_else(|| "none".to_owned(), ToString::to_string);
        // Writing to a String cannot fail.
        let _ignored = writeln!(
            page,
            "| `{}` | `{}` | {} | `{}` | {} |",
            key.name,
            variable(&key.name),
            key.unit,
            default,
            key.doc
        );
    }
    page
}

fn read(path: &Path) -> Result<Table, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    text.parse::<Table>().map_err(|error| ConfigError::Syntax {
        path: path.to_owned(),
        offset: error.span().map_or(0, |span| span.start),
    })
}

pub(super) fn defaults<S: Section>() -> Table {
    Table::try_from(S::default()).unwrap_or_default()
}

pub(super) fn flatten(prefix: &str, table: &Table, into: &mut Vec<(String, Value)>) {
    for (name, value) in table {
        let path = format!("{prefix}{name}");
        match value {
            Value::Table(inner) => flatten(&format!("{path}."), inner, into),
            other => into.push((path, other.clone())),
        }
    }
}

pub(super) fn variable(key: &str) -> String {
    format!("SENTIER_{}", key.replace('.', "_").to_uppercase())
}

fn known(keys: &[Key], name: &str) -> bool {
    keys.iter().any(|key| key.name == name)
}

fn unknown(name: &str, candidates: impl Iterator<Item = String>) -> String {
    let nearest = candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, &candidate), candidate))
        .min();
    match nearest {
        Some((distance, candidate)) if distance <= 6 => {
            format!("unknown option `{name}`; did you mean `{candidate}`?")
        }
        _ => format!("unknown option `{name}`"),
    }
}

fn get<'a>(table: &'a Table, name: &str) -> Option<&'a Value> {
    match name.split_once('.') {
        Some((head, rest)) => get(table.get(head)?.as_table()?, rest),
        None => table.get(name),
    }
}

fn put(table: &mut Table, name: &str, value: Value) {
    match name.split_once('.') {
        Some((head, rest)) => {
            let inner = table.entry(head.to_owned()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
        None => {
            table.insert(name.to_owned(), value);
        }
    }
}

/// A text as the type that the option's default has; what cannot be read stays text, and is refused.
fn typed(template: &Table, name: &str, text: &str) -> Value {
    let text_value = || Value::String(text.to_owned());
    match get(template, name) {
        Some(Value::Integer(_)) => text.parse().map_or_else(|_| text_value(), Value::Integer),
        Some(Value::Boolean(_)) => text.parse().map_or_else(|_| text_value(), Value::Boolean),
        _ => text_value(),
    }
}
