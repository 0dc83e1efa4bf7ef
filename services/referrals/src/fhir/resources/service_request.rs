//! `ServiceRequest`: what is asked for her; and, when it is read by itself, what she released for it.

use sentier_platform::status::Locale;
use sentier_proto::cases::v1::Disclosure;
use sentier_proto::referrals::v1::Referral;
use serde_json::{Value, json};

use super::{survivor, task};
use crate::contract::read_need;
use crate::fhir::value::{concept, instant, joined, pruned};
use crate::fhir::words::NEED;
use crate::fhir::{answer, id, standing};

/// The request of a referral, with what she released. PERSONAL.
pub(crate) fn service_request(
    referral: &Referral,
    disclosure: &Disclosure,
    locale: Locale,
) -> Value {
    let Some(id) = id::of_referral(&referral.name) else { return Value::Null };
    let mut parts = vec![survivor::patient(disclosure)];
    parts.extend(survivor::incidents(disclosure, locale));
    let released = json!({
        "contained": parts,
        "subject": survivor::reference(),
        "reasonReference": survivor::incident_references(disclosure),
        "note": [survivor::safe_contact(disclosure, locale)],
    });
    pruned(joined(asked(referral, &id, locale), released))
}

/// The request of a referral without her: as lists show it, for which nothing is read of her.
pub(crate) fn subsetted(referral: &Referral, locale: Locale) -> Value {
    let Some(id) = id::of_referral(&referral.name) else { return Value::Null };
    let withheld = json!({
        "meta": joined(answer::meta(referral), subset_tag()),
        "subject": survivor::withheld(),
    });
    pruned(joined(asked(referral, &id, locale), withheld))
}

/// What `meta` says of a resource that is not whole.
pub(super) fn subset_tag() -> Value {
    json!({ "tag": [{
        "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
        "code": "SUBSETTED",
    }]})
}

fn asked(referral: &Referral, id: &str, locale: Locale) -> Value {
    json!({
        "resourceType": "ServiceRequest",
        "id": id,
        "meta": answer::meta(referral),
        "language": locale.tag(),
        "identifier": [task::identifier(referral)],
        "status": standing::of(referral).map(standing::request_status),
        "intent": "order",
        "priority": task::priority(referral),
        "code": read_need(referral.need).map(|need| concept(NEED, need.code(), locale)),
        "authoredOn": instant(referral.send_time.as_ref()),
        "requester": task::requester(referral),
        "performer": [task::owner(referral)],
        "supportingInfo": [{ "reference": format!("Consent/{id}"), "type": "Consent" }],
    })
}
