//! `CapabilityStatement`: what this door can do, and what it deliberately cannot.

use serde_json::{Value, json};

use crate::fhir::answer;
use crate::fhir::value::{pruned, published};

/// When what is said here last changed.
const CHANGED: &str = "2026-11-26";

/// What holds for all of it.
const DOCUMENTATION: &str = "Referrals of listening centres to an agency. Each agency sees its own, by its \
    certificate (mutual TLS) or its token. Task, ServiceRequest and Consent of one id are sides of one referral \
    and share a version. Nothing can be searched for by a survivor's name or any other personal value: addresses \
    are written into logs. Reading a ServiceRequest, a Consent or Communications by themselves is recorded and \
    shown to the centre; lists and Tasks hold nothing personal. A write is repeated safely: with the same \
    Idempotency-Key, or, for an update, with the same If-Match and content.";

const TASK: &str = "Where a referral stands. status and businessStatus lead to exactly one state of its life; \
    an update or patch moves it, as the table of transitions allows (else 409, with what is allowed). If-Match is \
    required. A rejection needs statusReason, a completion output of type outcome, an appointment (businessStatus \
    scheduled) output of type appointment. When input of type read_until is gone or past, delete what you copied.";

const SERVICE_REQUEST: &str = "What is asked for her. Read by itself it holds what she released (contained \
    Patient and Conditions), and the reading is recorded; in a searchset it is SUBSETTED and holds nothing of \
    her. 410 when it may not be read any more.";

const CONSENT: &str = "Which groups of fields she released to the agency, and until when. Reading an active one \
    by itself is recorded as a reading of what she released; in a searchset it is SUBSETTED and does not say \
    which groups. Active ones are what may be kept now; copies of what an inactive one covered are to be deleted.";

const COMMUNICATION: &str = "What agency and centre write to each other on a referral. A search needs based-on \
    or part-of; its reading is recorded, as is that of one by its id. A creation needs Idempotency-Key; category message (the default) or \
    interim_note.";

/// What can be done here, at this address.
pub(crate) fn capability_statement(base: &str) -> Value {
    pruned(json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": CHANGED,
        "kind": "instance",
        "software": { "name": "Sentier", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": "Referrals of a listening centre", "url": base },
        "fhirVersion": "4.0.1",
        "format": [answer::JSON],
        "patchFormat": ["application/json-patch+json"],
        "rest": [{
            "mode": "server",
            "documentation": DOCUMENTATION,
            "security": {
                "cors": false,
                "service": [published(
                    "http://terminology.hl7.org/CodeSystem/restful-security-service",
                    "Certificates",
                )],
                "description": "A client certificate of the centre's authority, or a bearer token.",
            },
            "resource": resources(),
        }],
    }))
}

/// What can be done with each kind.
fn resources() -> Value {
    let read = json!({ "code": "read" });
    let search = json!({ "code": "search-type" });
    let last = parameter("_lastUpdated", "date", "When it last changed: eq, ge, gt, le, lt");
    let id = parameter("_id", "token", "One or several, separated by commas");
    json!([
        {
            "type": "Task",
            "documentation": TASK,
            "interaction": [read, search, { "code": "update" }, { "code": "patch" }],
            "versioning": "versioned-update",
            "updateCreate": false,
            "searchParam": [
                id,
                last,
                parameter("status", "token", "One or several, separated by commas"),
                parameter("business-status", "token", "One or several, separated by commas"),
                parameter("based-on", "reference", "ServiceRequest/{id}"),
                parameter("focus", "reference", "ServiceRequest/{id}"),
            ],
        },
        {
            "type": "ServiceRequest",
            "documentation": SERVICE_REQUEST,
            "interaction": [read, search],
            "versioning": "versioned",
            "searchParam": [
                id,
                last,
                parameter("status", "token", "One or several, separated by commas"),
            ],
        },
        {
            "type": "Consent",
            "documentation": CONSENT,
            "interaction": [read, search],
            "versioning": "versioned",
            "searchParam": [
                id,
                last,
                parameter("status", "token", "active, inactive"),
            ],
        },
        {
            "type": "Communication",
            "documentation": COMMUNICATION,
            "interaction": [read, search, { "code": "create" }],
            "versioning": "no-version",
            "searchParam": [
                parameter("based-on", "reference", "ServiceRequest/{id}"),
                parameter("part-of", "reference", "Task/{id}"),
            ],
        },
    ])
}

fn parameter(name: &str, kind: &str, documentation: &str) -> Value {
    json!({ "name": name, "type": kind, "documentation": documentation })
}
