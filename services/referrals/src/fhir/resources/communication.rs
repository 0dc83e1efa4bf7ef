//! `Communication`: what agency and centre write to each other on a referral. PERSONAL.

use sentier_kernel::Violation;
use sentier_platform::status::Locale;
use sentier_proto::referrals::v1::Message;
use sentier_proto::referrals::v1::Referral;
use sentier_proto::referrals::v1::message::{Author, Kind};
use serde_json::{Value, json};

use super::task;
use super::wish::{code_of, stray};
use crate::fhir::id;
use crate::fhir::refusal::Refusal;
use crate::fhir::value::{concept, instant, pruned, text};
use crate::fhir::words::KIND;

/// What may stand in a Communication that is sent; anything else would be lost, and is refused.
const ELEMENTS: [&str; 12] = [
    "resourceType",
    "meta",
    "language",
    "identifier",
    "basedOn",
    "partOf",
    "status",
    "category",
    "sent",
    "sender",
    "recipient",
    "payload",
];

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The referral's name.
    pub(crate) referral: String,
    /// Whether it tells how it goes, instead of speaking to the centre.
    pub(crate) is_note: bool,
    /// PRIVACY: the words.
    pub(crate) text: String,
}

/// What stands in a message.
pub(crate) fn communication(referral: &Referral, message: &Message, locale: Locale) -> Value {
    let Some(of) = id::of_referral(&referral.name) else { return Value::Null };
    let kind = match message.kind() {
        Kind::Message => "message",
        Kind::InterimNote => "interim_note",
        Kind::Appointment => "appointment",
        Kind::Unspecified => "",
    };
    let (agency, centre) = (task::agency(referral), task::requester(referral));
    let (sender, recipient) = match message.author() {
        Author::Agency => (agency, centre),
        Author::Centre => (centre, agency),
        Author::Unspecified => (Value::Null, Value::Null),
    };
    let expected = message.appointment_time.as_ref();
    let expected = expected.map(
        |at| json!({ "url": "urn:sentier:appointment-time", "valueDateTime": instant(Some(at)) }),
    );
    pruned(json!({
        "resourceType": "Communication",
        "id": id::last(&message.name),
        "meta": { "lastUpdated": instant(message.write_time.as_ref()) },
        "language": locale.tag(),
        "extension": [expected],
        "identifier": [{ "system": "urn:sentier:message", "value": message.name }],
        "basedOn": [{ "reference": format!("ServiceRequest/{of}") }],
        "partOf": [{ "reference": format!("Task/{of}") }],
        "status": "completed",
        "category": [concept(KIND, kind, locale)],
        "sent": instant(message.write_time.as_ref()),
        "sender": sender,
        "recipient": [recipient],
        "payload": [{ "contentString": text(&message.text) }],
    }))
}

/// Reads what shall be written, or everything that is wrong with it.
pub(crate) fn written(body: &[u8]) -> Result<Written, Refusal> {
    let sent: Value = serde_json::from_slice(body).map_err(|_cause| Refusal::Malformed)?;
    read(&sent)
}

fn read(sent: &Value) -> Result<Written, Refusal> {
    let fields = sent.as_object().ok_or(Refusal::Malformed)?;
    if sent["resourceType"].as_str() != Some("Communication") {
        return Err(Refusal::Malformed);
    }
    let mut wrong = stray("Communication", fields, &ELEMENTS);
    let referral = about(sent);
    if referral.is_none() {
        wrong.push(Violation::malformed("Communication.basedOn"));
    }
    if sent["status"].as_str() != Some("completed") {
        wrong.push(Violation::unknown_code("Communication.status"));
    }
    let kind = sent["category"].as_array().and_then(|all| {
        let [one] = all.as_slice() else { return None };
        code_of(one, KIND)
    });
    let is_note = match (kind, &sent["category"]) {
        (Some("message"), _) | (None, Value::Null) => false,
        (Some("interim_note"), _) => true,
        // An appointment moves the referral: it is given with the Task.
        _ => {
            wrong.push(Violation::unknown_code("Communication.category"));
            false
        }
    };
    let payload = sent["payload"].as_array().and_then(|all| match all.as_slice() {
        [one] => one["contentString"].as_str(),
        _ => None,
    });
    if payload.is_none() {
        wrong.push(Violation::required("Communication.payload"));
    }
    match (referral, payload) {
        (Some(referral), Some(text)) if wrong.is_empty() => {
            Ok(Written { referral, is_note, text: text.to_owned() })
        }
        _ => Err(Refusal::Unprocessable(wrong)),
    }
}

/// The one referral that it is about.
fn about(sent: &Value) -> Option<String> {
    let references = |field: &str, kinds: &[&str]| {
        let listed = sent[field].as_array().map(Vec::as_slice).unwrap_or_default();
        let followed = |it: &Value| id::referred(it["reference"].as_str()?, kinds);
        listed.iter().map(followed).collect::<Vec<_>>()
    };
    let mut all = references("basedOn", &["ServiceRequest", "Task"]);
    all.extend(references("partOf", &["Task", "ServiceRequest"]));
    let first = all.first().cloned().flatten()?;
    all.iter().all(|one| one.as_ref() == Some(&first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    const ID: &str = "ogou-1.0190b0a6-0000-7000-8000-000000000001";

    fn sent(more: Value) -> Result<Written, Refusal> {
        let mut sent = json!({
            "resourceType": "Communication",
            "status": "completed",
            "basedOn": [{ "reference": format!("ServiceRequest/{ID}") }],
            "payload": [{ "contentString": "Elle est arrivée." }],
        });
        for (name, value) in serde_json::from_value::<Map<String, Value>>(more).unwrap() {
            sent[name] = value;
        }
        written(sent.to_string().as_bytes())
    }

    fn wrong(more: Value) -> Vec<String> {
        match sent(more) {
            Err(Refusal::Unprocessable(wrong)) => {
                wrong.into_iter().map(|violation| violation.field.into_owned()).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_message_or_a_note_is_written_on_one_referral() {
        let read = sent(json!({})).unwrap();
        assert!(!read.is_note && read.text == "Elle est arrivée.");
        assert_eq!(read.referral, "centres/ogou-1/referrals/0190b0a6-0000-7000-8000-000000000001");
        let category = |code| json!([{ "coding": [{ "system": KIND.system, "code": code }] }]);
        assert!(sent(json!({ "category": category("interim_note") })).unwrap().is_note);
        let two = json!({ "partOf": [{ "reference": "Task/ogou-2.7" }] });
        assert_eq!(wrong(two), ["Communication.basedOn"]);
        assert_eq!(
            wrong(json!({ "category": category("appointment") })),
            ["Communication.category"]
        );
    }

    #[test]
    fn everything_wrong_with_it_is_said_at_once() {
        let more = json!({ "note": [], "basedOn": [], "status": "preparation", "payload": [] });
        let expected = [
            "Communication.note",
            "Communication.basedOn",
            "Communication.status",
            "Communication.payload",
        ];
        assert_eq!(wrong(more), expected);
        assert_eq!(written(b"{}"), Err(Refusal::Malformed));
    }
}
