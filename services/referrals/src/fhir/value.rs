//! The small parts that resources are made of. What is not known is left out: FHIR knows no null.

use prost_types::Timestamp;
use sentier_platform::grpc::moment;
use sentier_platform::status::Locale;
use serde_json::{Map, Value, json};

use super::words::Words;

/// The concept of a code, with its meaning for people; null for a code that the list does not have.
pub(super) fn concept(words: Words, code: &str, locale: Locale) -> Value {
    let Some(display) = words.of(code, locale) else { return Value::Null };
    json!({
        "coding": [{ "system": words.system, "code": code, "display": display }],
        "text": display,
    })
}

/// A concept of a code system that HL7 publishes.
pub(super) fn published(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }] })
}

/// A reference to something that has a name here and no resource of its own.
pub(super) fn known_as(kind: &str, system: &str, value: &str) -> Value {
    json!({ "type": kind, "identifier": { "system": system, "value": value } })
}

/// An instant or a date with time, in UTC; null when there is none.
pub(super) fn instant(at: Option<&Timestamp>) -> Value {
    at.and_then(moment).map_or(Value::Null, |at| json!(at.to_string()))
}

/// A text; null when it is empty.
pub(super) fn text(said: &str) -> Value {
    if said.is_empty() { Value::Null } else { json!(said) }
}

/// The fields of two objects; of a name that both have, the second's.
pub(super) fn joined(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut fields), Value::Object(more)) => {
            fields.extend(more);
            Value::Object(fields)
        }
        (_, second) => second,
    }
}

/// Without what is not known: nulls, and lists and objects that are empty without them.
pub(super) fn pruned(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let kept: Vec<Value> =
                items.into_iter().map(pruned).filter(|item| !item.is_null()).collect();
            if kept.is_empty() { Value::Null } else { Value::Array(kept) }
        }
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .map(|(name, field)| (name, pruned(field)))
                .filter(|(_, field)| !field.is_null())
                .collect();
            if kept.is_empty() { Value::Null } else { Value::Object(kept) }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::words::STATE;

    #[test]
    fn what_is_not_known_is_left_out() {
        let whole = json!({ "a": null, "b": [null, { "c": null }], "d": { "e": [1, null] } });
        assert_eq!(pruned(whole), json!({ "d": { "e": [1] } }));
        assert_eq!(pruned(json!({ "a": false, "b": 0 })), json!({ "a": false, "b": 0 }));
    }

    #[test]
    fn a_code_is_said_in_the_readers_language_and_an_unknown_one_is_not() {
        let said = |locale| concept(STATE, "sent", locale)["text"].clone();
        assert_eq!(
            (said(Locale::French), said(Locale::English)),
            (json!("Nouvelle"), json!("New"))
        );
        assert_eq!(concept(STATE, "draft", Locale::French), Value::Null);
    }
}
