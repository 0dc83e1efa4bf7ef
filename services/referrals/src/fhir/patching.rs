//! JSON Patch (RFC 6902) of a Task: what the caller changes in what this door shows of it.
//!
//! `If-Match` says what it is a patch of; so of its operations those that change something are taken, and
//! `test`, `move` and `copy` are not needed.

use serde_json::Value;

use super::refusal::Refusal;
use super::standing;

/// The Task with a patch applied.
pub(super) fn patched(shown: &Value, body: &[u8]) -> Result<Value, Refusal> {
    let patch: Value = serde_json::from_slice(body).map_err(|_cause| Refusal::Malformed)?;
    let operations = patch.as_array().ok_or(Refusal::Malformed)?;
    let mut task = shown.clone();
    for operation in operations {
        apply(&mut task, operation).ok_or(Refusal::Malformed)?;
    }
    agree(shown, &mut task);
    Ok(task)
}

/// A patch may name one of the two statuses; the other follows.
fn agree(shown: &Value, task: &mut Value) {
    let (status, business) = ("status", "businessStatus");
    let changed = |name: &str| shown[name] != task[name];
    match (changed(status), changed(business)) {
        (true, false) => {
            if let Some(fields) = task.as_object_mut() {
                fields.remove(business);
            }
        }
        (false, true) => {
            let code = task.pointer("/businessStatus/coding/0/code").and_then(Value::as_str);
            if let Some(standing) = code.and_then(standing::from_code) {
                task[status] = Value::from(standing::task_status(standing));
            }
        }
        (true, true) | (false, false) => {}
    }
}

/// Applies one operation; nothing when it cannot be.
fn apply(task: &mut Value, operation: &Value) -> Option<()> {
    let (verb, path) = (operation["op"].as_str()?, operation["path"].as_str()?);
    let (parent, name) = path.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let value = || operation.get("value").cloned();
    match task.pointer_mut(parent)? {
        Value::Object(fields) => match verb {
            "add" => drop(fields.insert(name, value()?)),
            "replace" => *fields.get_mut(&name)? = value()?,
            "remove" => drop(fields.remove(&name)?),
            _ => return None,
        },
        Value::Array(items) => {
            let at = || name.parse::<usize>().ok().filter(|at| *at <= items.len());
            match verb {
                "add" if name == "-" => items.push(value()?),
                "add" => {
                    let at = at()?;
                    items.insert(at, value()?);
                }
                "replace" => {
                    let at = at()?;
                    *items.get_mut(at)? = value()?;
                }
                "remove" => {
                    let at = at().filter(|at| *at < items.len())?;
                    drop(items.remove(at));
                }
                _ => return None,
            }
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fhir::words::STATE;

    fn shown() -> Value {
        json!({
            "status": "requested",
            "businessStatus": { "coding": [{ "system": STATE.system, "code": "sent" }] },
            "input": [1, 2],
        })
    }

    fn apply_all(patch: &Value) -> Result<Value, Refusal> {
        patched(&shown(), patch.to_string().as_bytes())
    }

    #[test]
    fn a_patch_of_one_status_takes_the_other_with_it() {
        let status = json!([{ "op": "replace", "path": "/status", "value": "accepted" }]);
        let task = apply_all(&status).unwrap();
        assert_eq!((&task["status"], task.get("businessStatus")), (&json!("accepted"), None));
        let code = "/businessStatus/coding/0/code";
        let business = json!([{ "op": "replace", "path": code, "value": "attended" }]);
        assert_eq!(apply_all(&business).unwrap()["status"], "in-progress");
    }

    #[test]
    fn elements_are_added_replaced_and_removed() {
        let patch = json!([
            { "op": "add", "path": "/output", "value": [] },
            { "op": "add", "path": "/output/-", "value": "a" },
            { "op": "add", "path": "/output/0", "value": "b" },
            { "op": "replace", "path": "/output/1", "value": "c" },
            { "op": "remove", "path": "/input/0" },
        ]);
        let task = apply_all(&patch).unwrap();
        assert_eq!((&task["output"], &task["input"]), (&json!(["b", "c"]), &json!([2])));
    }

    #[test]
    fn what_cannot_be_applied_is_refused() {
        for wrong in [
            json!({}),
            json!([{ "op": "test", "path": "/status", "value": "requested" }]),
            json!([{ "op": "replace", "path": "/nothing", "value": 1 }]),
            json!([{ "op": "remove", "path": "/input/7" }]),
            json!([{ "op": "remove", "path": "/input/2" }]),
            json!([{ "op": "add", "path": "/input/x", "value": 1 }]),
            json!([{ "op": "replace", "path": "/status" }]),
            json!([{ "op": "replace", "path": "status", "value": 1 }]),
        ] {
            assert_eq!(apply_all(&wrong), Err(Refusal::Malformed), "{wrong}");
        }
    }
}
