//! A case for machines. `case.v1.schema.json` beside this file documents it; a change that is not an
//! addition is a new version.

use serde_json::{Map, Value as Json, json};

use super::document::{Entries, Value};

/// The schema's name and version.
const SCHEMA: &str = "sentier.case";
const VERSION: u32 = 1;

/// The bytes of a document.
pub(crate) fn json(document: &Entries) -> Vec<u8> {
    let mut whole = Map::new();
    whole.insert("schema".to_owned(), json!(SCHEMA));
    whole.insert("version".to_owned(), json!(VERSION));
    whole.extend(object(document));
    format!("{:#}\n", Json::Object(whole)).into_bytes()
}

fn object(entries: &Entries) -> Map<String, Json> {
    entries.0.iter().map(|(key, value)| ((*key).to_owned(), written(value))).collect()
}

fn written(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Code(code) => json!(code),
        Value::Codes(codes) => json!(codes),
        Value::Flag(flag) => json!(flag),
        Value::Number(number) => json!(number),
        Value::Day(day) => json!(format!("{}-{:02}-{:02}", day.year(), day.month(), day.day())),
        Value::Time(at) => json!(at.to_string()),
        Value::One(entries) => Json::Object(object(entries)),
        Value::Many(many) => many.iter().map(|one| Json::Object(object(one))).collect(),
    }
}
