//! `Consent`: which groups of fields she released to this agency, for how long; inactive once that is over.

use sentier_platform::status::Locale;
use sentier_proto::cases::v1::Disclosure;
use sentier_proto::referrals::v1::Referral;
use serde_json::{Value, json};

use super::{survivor, task};
use crate::fhir::value::{concept, instant, pruned, published};
use crate::fhir::words::FIELD_GROUP;
use crate::fhir::{answer, id};

/// The consent of a referral; with the disclosure while it may be read, which says what is in it.
pub(crate) fn consent(
    referral: &Referral,
    disclosure: Option<&Disclosure>,
    locale: Locale,
) -> Value {
    let Some(id) = id::of_referral(&referral.name) else { return Value::Null };
    let patient = match disclosure {
        Some(_) => survivor::reference(),
        None => survivor::withheld(),
    };
    pruned(json!({
        "resourceType": "Consent",
        "id": id,
        "meta": answer::meta(referral),
        "language": locale.tag(),
        "contained": [disclosure.map(survivor::by_code)],
        "identifier": [task::identifier(referral)],
        "status": if disclosure.is_some() { "active" } else { "inactive" },
        "scope": published("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        // "Privacy consent", of the value set that FHIR names for it.
        "category": [published("http://loinc.org", "59284-0")],
        "patient": patient,
        "dateTime": instant(referral.send_time.as_ref()),
        "organization": [task::requester(referral)],
        "policyRule": published("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"),
        "provision": disclosure.map(|released| provision(referral, released, locale)),
    }))
}

fn provision(referral: &Referral, released: &Disclosure, locale: Locale) -> Value {
    let groups = survivor::field_groups(released);
    let groups = groups.iter().map(|group| concept(FIELD_GROUP, group, locale));
    json!({
        "type": "permit",
        "period": {
            "start": instant(referral.send_time.as_ref()),
            "end": instant(referral.read_until_time.as_ref()),
        },
        "actor": [{
            "role": published("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
            "reference": task::agency(referral),
        }],
        "action": [published("http://terminology.hl7.org/CodeSystem/consentaction", "access")],
        "purpose": [{
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
            "code": "TREAT",
        }],
        "code": groups.collect::<Vec<_>>(),
    })
}
