//! `Consent`: which groups of fields she released to this agency, for how long; inactive once that is over.

use sentier_platform::status::Locale;
use sentier_proto::cases::v1::Disclosure;
use sentier_proto::referrals::v1::Referral;
use serde_json::{Value, json};

use super::service_request::subset_tag;
use super::{survivor, task};
use crate::fhir::value::{concept, instant, joined, pruned, published};
use crate::fhir::words::FIELD_GROUP;
use crate::fhir::{answer, id};

/// The consent of a referral; with the disclosure while it may be read, which says what is in it.
pub(crate) fn consent(
    referral: &Referral,
    disclosure: Option<&Disclosure>,
    locale: Locale,
) -> Value {
    let Some(id) = id::of_referral(&referral.name) else { return Value::Null };
    let Some(released) = disclosure else {
        return pruned(written(referral, &id, "inactive", locale));
    };
    let groups = survivor::field_groups(released);
    let groups = groups.iter().map(|group| concept(FIELD_GROUP, group, locale));
    let code = json!({ "code": groups.collect::<Vec<_>>() });
    let released = json!({
        "contained": [survivor::by_code(released)],
        "patient": survivor::reference(),
        "provision": joined(provision(referral), code),
    });
    pruned(joined(written(referral, &id, "active", locale), released))
}

/// The consent of a referral as lists show it: whether it stands and until when. Which groups of fields, only
/// a reading of it says.
pub(crate) fn consent_subset(referral: &Referral, locale: Locale) -> Value {
    let Some(id) = id::of_referral(&referral.name) else { return Value::Null };
    let is_active = referral.read_until_time.is_some();
    let status = if is_active { "active" } else { "inactive" };
    let subset = json!({
        "meta": joined(answer::meta(referral), subset_tag()),
        "provision": is_active.then(|| provision(referral)),
    });
    pruned(joined(written(referral, &id, status, locale), subset))
}

fn written(referral: &Referral, id: &str, status: &str, locale: Locale) -> Value {
    json!({
        "resourceType": "Consent",
        "id": id,
        "meta": answer::meta(referral),
        "language": locale.tag(),
        "identifier": [task::identifier(referral)],
        "status": status,
        "scope": published("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        // "Privacy consent", of the value set that FHIR names for it.
        "category": [published("http://loinc.org", "59284-0")],
        "patient": survivor::withheld(),
        "dateTime": instant(referral.send_time.as_ref()),
        "organization": [task::requester(referral)],
        "policyRule": published("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"),
    })
}

fn provision(referral: &Referral) -> Value {
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
    })
}
