//! `Task`: where a referral stands. Nothing in it is personal.

use sentier_platform::status::Locale;
use sentier_proto::name;
use sentier_proto::referrals::v1::Referral;
use sentier_referrals_domain::referral::Standing;
use sentier_referrals_domain::value::Urgency;
use serde_json::{Value, json};

use crate::contract::{read_outcome, read_reason, read_urgency};
use crate::fhir::value::{concept, instant, known_as, pruned, published};
use crate::fhir::words::{DECLINE_REASON, OUTCOME, STATE, TASK_FIELD};
use crate::fhir::{answer, id, standing};

/// The Task of a referral; null for one that has no name.
pub(crate) fn task(referral: &Referral, locale: Locale) -> Value {
    let Some(id) = id::of_referral(&referral.name) else { return Value::Null };
    let standing = standing::of(referral);
    let request = format!("ServiceRequest/{id}");
    let reason = read_reason(referral.decline_reason);
    pruned(json!({
        "resourceType": "Task",
        "id": id,
        "meta": answer::meta(referral),
        "language": locale.tag(),
        "identifier": [identifier(referral)],
        "basedOn": [{ "reference": request }],
        "status": standing.map(standing::task_status),
        "statusReason": reason.map(|reason| concept(DECLINE_REASON, reason.code(), locale)),
        "businessStatus": standing.map(|it| concept(STATE, it.code(), locale)),
        "intent": "order",
        "priority": priority(referral),
        "code": published("http://hl7.org/fhir/CodeSystem/task-code", "fulfill"),
        "focus": { "reference": request },
        "executionPeriod": period(referral),
        "authoredOn": instant(referral.send_time.as_ref()),
        "lastModified": instant(referral.update_time.as_ref()),
        "requester": requester(referral),
        "owner": owner(referral),
        "restriction": { "period": { "end": answer_by(referral, standing) } },
        "input": [read_until(referral, locale)],
        "output": [outcome(referral, locale)],
    }))
}

/// The referral as the other calls name it.
pub(super) fn identifier(referral: &Referral) -> Value {
    json!({ "system": "urn:sentier:referral", "value": referral.name })
}

/// The centre that asked.
pub(super) fn requester(referral: &Referral) -> Value {
    let centre = name::parse::<2>("centres/*/referrals/*", &referral.name);
    centre.map_or(Value::Null, |[centre, _]| {
        known_as("Organization", "urn:sentier:centre", &name::centre(centre))
    })
}

/// The structure that is asked.
pub(super) fn owner(referral: &Referral) -> Value {
    known_as("HealthcareService", "urn:sentier:structure", &referral.structure)
}

/// The agency that runs it.
pub(super) fn agency(referral: &Referral) -> Value {
    let agency = referral.structure.split_once("/structures/").map_or("", |(agency, _)| agency);
    known_as("Organization", "urn:sentier:agency", agency)
}

/// As FHIR calls urgency.
pub(super) fn priority(referral: &Referral) -> Option<&'static str> {
    read_urgency(referral.urgency).map(Urgency::code)
}

/// When she was served; an end without a beginning is no time of service.
fn period(referral: &Referral) -> Value {
    let Some(begun) = referral.serve_time.as_ref() else { return Value::Null };
    json!({ "start": instant(Some(begun)), "end": instant(referral.end_time.as_ref()) })
}

/// Until when the agency's word is waited for.
fn answer_by(referral: &Referral, standing: Option<Standing>) -> Value {
    match standing {
        Some(Standing::Sent | Standing::Received) => instant(referral.answer_by_time.as_ref()),
        Some(Standing::CancelRequested) => instant(referral.confirm_by_time.as_ref()),
        _ => Value::Null,
    }
}

/// Until when what she released may be read; without it, copies are to be deleted.
fn read_until(referral: &Referral, locale: Locale) -> Value {
    let Some(until) = referral.read_until_time.as_ref() else { return Value::Null };
    json!({
        "type": concept(TASK_FIELD, "read_until", locale),
        "valueDateTime": instant(Some(until)),
    })
}

fn outcome(referral: &Referral, locale: Locale) -> Value {
    let Some(outcome) = read_outcome(referral.outcome) else { return Value::Null };
    json!({
        "type": concept(TASK_FIELD, "outcome", locale),
        "valueCodeableConcept": concept(OUTCOME, outcome.code(), locale),
    })
}

#[cfg(test)]
mod tests {
    use prost_types::Timestamp;
    use sentier_referrals_domain::referral::{Mover, allowed};

    use super::*;
    use crate::contract;

    /// A referral at a state.
    fn referral(standing: Standing) -> Referral {
        Referral {
            name: "centres/ogou-1/referrals/0190b0a6-0000-7000-8000-000000000001".to_owned(),
            version: 3,
            state: contract::state(standing),
            structure: "agencies/a/structures/b".to_owned(),
            urgency: 2,
            send_time: Some(Timestamp { seconds: 1_795_478_400, nanos: 0 }),
            ..Referral::default()
        }
    }

    #[test]
    fn every_state_of_the_published_table_is_a_task() {
        let page = include_str!("../../../LIFECYCLE.md");
        let rows: Vec<&str> = page
            .lines()
            .skip_while(|line| !line.starts_with("| state |"))
            .skip(2)
            .map_while(|line| line.strip_prefix("| ")?.split(" |").next())
            .collect();
        assert_eq!(rows.len(), Standing::ALL.len(), "{rows:?}");
        for state in rows {
            let standing = standing::from_code(state).expect("a state of the table");
            let shown = task(&referral(standing), Locale::French);
            assert_eq!(shown["businessStatus"]["coding"][0]["code"], state);
            assert_eq!(shown["status"], standing::task_status(standing));
            assert_eq!(shown["id"], "ogou-1.0190b0a6-0000-7000-8000-000000000001");
            // What the agency may do from there is a Task that stands elsewhere.
            for action in allowed(standing, Mover::Agency) {
                let moves = standing::end(standing, action.code()).is_some();
                assert_eq!(
                    moves,
                    !["add_note", "propose_onward"].contains(&action.code()),
                    "{state}: {}",
                    action.code()
                );
            }
        }
    }

    #[test]
    fn a_task_says_until_when_and_nothing_of_what_is_over() {
        let at = |seconds| Some(Timestamp { seconds, nanos: 0 });
        let sent = Referral { answer_by_time: at(0), ..referral(Standing::Sent) };
        let until = |referral: &Referral| {
            task(referral, Locale::French)["restriction"]["period"]["end"].clone()
        };
        assert_eq!(until(&sent), "1970-01-01T00:00:00Z");
        let taken = Referral { answer_by_time: at(0), ..referral(Standing::Accepted) };
        assert_eq!(until(&taken), Value::Null);
        let held = Referral { read_until_time: at(0), ..taken.clone() };
        assert_eq!(task(&held, Locale::English)["input"][0]["type"]["text"], "May be read until");
        assert_eq!(task(&taken, Locale::English).get("input"), None);
    }
}
