//! What an agency wishes with a Task that it sends: where it shall stand, and what that needs.

use prost_types::Timestamp;
use sentier_kernel::{Moment, Violation};
use sentier_platform::grpc::timestamp;
use sentier_referrals_domain::referral::Standing;
use sentier_referrals_domain::value::{DeclineReason, Outcome};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::fhir::refusal::Refusal;
use crate::fhir::standing;
use crate::fhir::words::{DECLINE_REASON, OUTCOME, STATE, TASK_FIELD, Words};

/// What may stand in a Task that is sent: what this door puts there itself. Anything else would be lost, and
/// is refused.
const ELEMENTS: [&str; 23] = [
    "resourceType",
    "id",
    "meta",
    "language",
    "text",
    "identifier",
    "basedOn",
    "status",
    "statusReason",
    "businessStatus",
    "intent",
    "priority",
    "code",
    "focus",
    "for",
    "executionPeriod",
    "authoredOn",
    "lastModified",
    "requester",
    "owner",
    "restriction",
    "input",
    "output",
];

/// Where a Task shall stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wish {
    /// The state.
    pub(crate) target: Standing,
    /// Why, of a Task that shall be rejected.
    pub(crate) reason: Option<DeclineReason>,
    /// What it led to, of a Task that shall be completed.
    pub(crate) outcome: Option<Outcome>,
    /// PRIVACY: when she is expected, and where; of a Task that shall be scheduled.
    pub(crate) appointment: Option<(Timestamp, String)>,
}

/// Reads a Task that was sent to the address of `id`, or everything that is wrong with it.
pub(crate) fn wish(task: &Value, id: &str) -> Result<Wish, Refusal> {
    let fields = task.as_object().ok_or(Refusal::Malformed)?;
    if fields.get("resourceType").and_then(Value::as_str) != Some("Task") {
        return Err(Refusal::Malformed);
    }
    let mut wrong = Vec::new();
    if fields.get("id").and_then(Value::as_str) != Some(id) {
        wrong.push(Violation::malformed("Task.id"));
    }
    wrong.extend(stray("Task", fields, &ELEMENTS));
    let target = target(task).map_err(|violation| wrong.push(violation)).ok();
    let read = Wish {
        target: target.unwrap_or(Standing::Sent),
        reason: coded(
            &task["statusReason"],
            DECLINE_REASON,
            DeclineReason::ALL,
            DeclineReason::code,
        ),
        outcome: output(task, "outcome").and_then(|it| {
            coded(&it["valueCodeableConcept"], OUTCOME, Outcome::ALL, Outcome::code)
        }),
        appointment: appointment(task).map_err(|violation| wrong.push(violation)).ok().flatten(),
    };
    match target {
        Some(Standing::Declined) if read.reason.is_none() => {
            wrong.push(Violation::unknown_code("Task.statusReason"));
        }
        Some(Standing::Completed) if read.outcome.is_none() => {
            wrong.push(Violation::unknown_code("Task.output"));
        }
        _ => {}
    }
    if wrong.is_empty() { Ok(read) } else { Err(Refusal::Unprocessable(wrong)) }
}

/// The elements of a resource that are not among those that may stand there.
pub(super) fn stray(kind: &str, fields: &Map<String, Value>, may: &[&str]) -> Vec<Violation> {
    // The name of an element is the caller's text: only those of FHIR are repeated.
    const KNOWN: [&str; 9] = [
        "note",
        "contained",
        "extension",
        "modifierExtension",
        "description",
        "encounter",
        "subject",
        "about",
        "reasonCode",
    ];
    let strays = fields.keys().filter(|name| !may.contains(&name.as_str()));
    let mut wrong: Vec<Violation> = strays
        .map(|stray| {
            let known = KNOWN.into_iter().find(|known| known == stray);
            let field = known.map_or_else(|| kind.to_owned(), |known| format!("{kind}.{known}"));
            Violation::new(field, "violation-not-allowed")
        })
        .collect();
    wrong.sort_by(|one, other| one.field.cmp(&other.field));
    wrong
}

/// Where it shall stand: as both statuses say, which agree; or as one of them says.
fn target(task: &Value) -> Result<Standing, Violation> {
    let status = task["status"].as_str().ok_or_else(|| Violation::required("Task.status"))?;
    if standing::with_task_status(status).is_empty() {
        return Err(Violation::unknown_code("Task.status"));
    }
    if task["businessStatus"].is_null() {
        let meant = standing::meant_by(status);
        return meant.ok_or_else(|| Violation::required("Task.businessStatus"));
    }
    let business = code_of(&task["businessStatus"], STATE).and_then(standing::from_code);
    let business = business.ok_or_else(|| Violation::unknown_code("Task.businessStatus"))?;
    if standing::task_status(business) == status {
        Ok(business)
    } else {
        Err(Violation::new("Task.businessStatus", "violation-invalid"))
    }
}

/// When she is expected, and where.
fn appointment(task: &Value) -> Result<Option<(Timestamp, String)>, Violation> {
    const FIELD: &str = "Task.output";
    let Some(given) = output(task, "appointment") else { return Ok(None) };
    let at = given["valueDateTime"].as_str().ok_or_else(|| Violation::required(FIELD))?;
    let at = OffsetDateTime::parse(at, &Rfc3339).map_err(|_cause| Violation::malformed(FIELD))?;
    let note = output(task, "appointment_note");
    let note = note.and_then(|note| note["valueString"].as_str()).unwrap_or_default();
    Ok(Some((timestamp(Moment::from_datetime(at)), note.to_owned())))
}

/// The output of this kind.
fn output<'a>(task: &'a Value, kind: &str) -> Option<&'a Value> {
    let outputs = task["output"].as_array()?;
    outputs.iter().find(|output| code_of(&output["type"], TASK_FIELD) == Some(kind))
}

/// The code of a list in a concept.
pub(super) fn code_of(concept: &Value, words: Words) -> Option<&str> {
    let codings = concept["coding"].as_array()?;
    let ours = codings.iter().find(|coding| coding["system"].as_str() == Some(words.system))?;
    ours["code"].as_str()
}

fn coded<T: Copy>(
    concept: &Value,
    words: Words,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Option<T> {
    let given = code_of(concept, words)?;
    all.iter().copied().find(|one| code(*one) == given)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ID: &str = "ogou-1.0190b0a6-0000-7000-8000-000000000001";

    fn read(more: Value) -> Result<Wish, Refusal> {
        let mut task = json!({ "resourceType": "Task", "id": ID, "intent": "order" });
        for (name, value) in serde_json::from_value::<Map<String, Value>>(more).unwrap() {
            task[name] = value;
        }
        wish(&task, ID)
    }

    fn wrong(more: Value) -> Vec<String> {
        match read(more) {
            Err(Refusal::Unprocessable(wrong)) => {
                wrong.into_iter().map(|violation| violation.field.into_owned()).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn coding(words: Words, code: &str) -> Value {
        json!({ "coding": [{ "system": words.system, "code": code }] })
    }

    #[test]
    fn both_statuses_say_where_it_shall_stand_and_agree() {
        let both = |status: &str, business: &str| json!({ "status": status, "businessStatus": coding(STATE, business) });
        let target = |more| read(more).map(|wish| wish.target);
        assert_eq!(target(both("in-progress", "attended")), Ok(Standing::Attended));
        assert_eq!(target(json!({ "status": "accepted" })), Ok(Standing::Accepted));
        assert_eq!(wrong(both("accepted", "received")), ["Task.businessStatus"]);
        assert_eq!(wrong(both("accepted", "draft")), ["Task.businessStatus"]);
        assert_eq!(wrong(json!({ "status": "draft" })), ["Task.status"]);
        assert_eq!(wrong(json!({ "status": "failed" })), ["Task.businessStatus"]);
        assert_eq!(wrong(json!({})), ["Task.status"]);
    }

    #[test]
    fn an_end_needs_its_reason_or_outcome() {
        assert_eq!(wrong(json!({ "status": "rejected" })), ["Task.statusReason"]);
        assert_eq!(wrong(json!({ "status": "completed" })), ["Task.output"]);
        let reason = coding(DECLINE_REASON, "no_capacity");
        let rejected = read(json!({ "status": "rejected", "statusReason": reason })).unwrap();
        assert_eq!(rejected.reason, Some(DeclineReason::NoCapacity));
        let output = json!([{
            "type": coding(TASK_FIELD, "outcome"),
            "valueCodeableConcept": coding(OUTCOME, "partly_served"),
        }]);
        let completed = read(json!({ "status": "completed", "output": output })).unwrap();
        assert_eq!(completed.outcome, Some(Outcome::PartlyServed));
    }

    #[test]
    fn an_appointment_has_a_time() {
        let output = |value: Value| {
            json!({
                "status": "in-progress",
                "businessStatus": coding(STATE, "scheduled"),
                "output": [value, {
                    "type": coding(TASK_FIELD, "appointment_note"),
                    "valueString": "porte 3",
                }],
            })
        };
        let kind = coding(TASK_FIELD, "appointment");
        let given = json!({ "type": kind, "valueDateTime": "2026-12-01T09:00:00+01:00" });
        let (at, note) = read(output(given)).unwrap().appointment.unwrap();
        assert_eq!((at.seconds, note.as_str()), (1_796_112_000, "porte 3"));
        assert_eq!(wrong(output(json!({ "type": kind }))), ["Task.output"]);
        let day = json!({ "type": kind, "valueDateTime": "2026-12-01" });
        assert_eq!(wrong(output(day)), ["Task.output"]);
    }

    #[test]
    fn what_would_be_lost_is_refused_with_all_that_is_wrong() {
        let more =
            json!({ "id": "other", "note": [{ "text": "Afi" }], "Afi": 1, "status": "ready" });
        assert_eq!(wrong(more), ["Task.id", "Task", "Task.note", "Task.status"]);
        assert_eq!(wish(&json!({}), ID), Err(Refusal::Malformed));
        assert_eq!(wish(&json!([]), ID), Err(Refusal::Malformed));
    }
}
