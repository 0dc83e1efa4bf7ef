//! A refusal as HTTP and FHIR say it: a status code, and an `OperationOutcome` with the reason, the sentence
//! and the elements at fault. It holds codes and numbers, and never what was sent.

use std::collections::HashMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use super::answer;
use super::standing;
use super::value::pruned;

/// Why it was refused, as every call of ours says it.
pub(super) const REASON: &str = "urn:sentier:error-reason";

/// What a code and reason are in HTTP.
fn http(code: Code, reason: &str) -> StatusCode {
    match reason {
        "FHIR_TOO_LARGE" => return StatusCode::PAYLOAD_TOO_LARGE,
        "FHIR_MEDIA_TYPE" => return StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "FHIR_NOT_ACCEPTABLE" => return StatusCode::NOT_ACCEPTABLE,
        "FHIR_NOT_SUPPORTED" => return StatusCode::NOT_FOUND,
        "FHIR_VERSION_REQUIRED" | "FHIR_KEY_REQUIRED" => return StatusCode::PRECONDITION_REQUIRED,
        "FHIR_UNPROCESSABLE" => return StatusCode::UNPROCESSABLE_ENTITY,
        "DISCLOSURE_ENDED" | "MESSAGES_ENDED" => return StatusCode::GONE,
        _ => {}
    }
    match code {
        Code::InvalidArgument | Code::OutOfRange => StatusCode::BAD_REQUEST,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::FailedPrecondition => StatusCode::CONFLICT,
        Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Aborted => StatusCode::PRECONDITION_FAILED,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::DeadlineExceeded | Code::Cancelled => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The code of the value set `issue-type`.
const fn issue_type(http: StatusCode) -> &'static str {
    match http {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::GONE => "deleted",
        StatusCode::CONFLICT => "business-rule",
        StatusCode::PRECONDITION_FAILED => "conflict",
        StatusCode::PRECONDITION_REQUIRED => "required",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::UNAUTHORIZED => "login",
        StatusCode::TOO_MANY_REQUESTS => "throttled",
        StatusCode::SERVICE_UNAVAILABLE => "transient",
        StatusCode::GATEWAY_TIMEOUT => "timeout",
        StatusCode::PAYLOAD_TOO_LARGE => "too-long",
        StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::NOT_ACCEPTABLE
        | StatusCode::METHOD_NOT_ALLOWED => "not-supported",
        StatusCode::UNPROCESSABLE_ENTITY => "value",
        StatusCode::INTERNAL_SERVER_ERROR => "exception",
        _ => "invalid",
    }
}

/// The element of a resource that a field of a call was read from.
fn element(field: &str) -> &str {
    match field {
        "name" | "parent" => "Resource.id",
        "expected_version" => "http.If-Match",
        "request_id" => "http.Idempotency-Key",
        "reason" => "Task.statusReason",
        "outcome" | "appointment_time" => "Task.output",
        "text" => "Communication.payload",
        "page_token" => "http.page",
        "page_size" => "http._count",
        other => other,
    }
}

/// Which states a Task may be moved to, by what the service allows where it stands.
fn allowed(details: &HashMap<String, String>) -> Option<String> {
    let (state, actions) = (details.get("state")?, details.get("allowed")?);
    let from = standing::from_code(state)?;
    let mut ends: Vec<&str> = Vec::new();
    for end in actions.split(',').filter_map(|action| standing::end(from, action)) {
        if !ends.contains(&end.code()) {
            ends.push(end.code());
        }
    }
    Some(format!("state: {state}; allowed: {}", ends.join(", ")))
}

/// The refusal as an answer.
pub(super) fn refused(status: &Status) -> Response {
    let details = status.get_error_details();
    let info = details.error_info();
    let reason = info.map(|info| info.reason.as_str()).unwrap_or_default();
    let code = http(status.code(), reason);
    let diagnostics = info.and_then(|info| allowed(&info.metadata));
    let body = json!({
        "resourceType": "OperationOutcome",
        "issue": issues(&details, reason, issue_type(code), diagnostics.as_deref()),
    });
    let mut response = answer::json(code, &pruned(body));
    if let Some(wait) = details.retry_info().and_then(|info| info.retry_delay) {
        // Whole seconds, rounded up: earlier would be refused again.
        let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// One issue for each element at fault, or one for all of it.
fn issues(
    details: &ErrorDetails,
    reason: &str,
    kind: &str,
    diagnostics: Option<&str>,
) -> Vec<Value> {
    let coding = json!([{ "system": REASON, "code": reason }]);
    let coding = if reason.is_empty() { Value::Null } else { coding };
    let issue = |said: Option<&str>, expression: Option<&str>| {
        json!({
            "severity": "error",
            "code": kind,
            "details": { "coding": coding, "text": said },
            "diagnostics": diagnostics,
            "expression": expression.map(|one| [one]),
        })
    };
    let sentence = details.localized_message().map(|said| said.message.as_str());
    let wrong = details.bad_request().map(|wrong| wrong.field_violations.as_slice());
    match wrong.unwrap_or_default() {
        [] => vec![issue(sentence, None)],
        fields => fields
            .iter()
            .map(|one| issue(Some(&one.description), Some(element(&one.field))))
            .collect(),
    }
}

/// An outcome that tells of parameters that were passed over, for a searchset.
pub(super) fn passed_over(parameters: &[String], said: &str) -> Value {
    let issue = |parameter: &String| {
        json!({
            "severity": "warning",
            "code": "not-supported",
            "details": { "text": said },
            "expression": [format!("http.{parameter}")],
        })
    };
    json!({
        "resourceType": "OperationOutcome",
        "issue": parameters.iter().map(issue).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use sentier_kernel::Violation;
    use sentier_platform::status::{Locale, to_status};
    use sentier_referrals_domain::referral::Standing;

    use super::*;
    use crate::fhir::refusal::Refusal;

    fn code(refusal: &Refusal) -> u16 {
        refused(&to_status(refusal, Locale::English)).status().as_u16()
    }

    #[test]
    fn each_refusal_has_its_code_of_http() {
        let field = || vec![Violation::required("Task.status")];
        let codes = [
            (Refusal::Malformed, 400),
            (Refusal::TooLarge, 413),
            (Refusal::MediaType, 415),
            (Refusal::NotAcceptable, 406),
            (Refusal::NotSupported, 404),
            (Refusal::Parameters(field()), 400),
            (Refusal::VersionRequired, 428),
            (Refusal::KeyRequired, 428),
            (Refusal::Unprocessable(field()), 422),
            (Refusal::NotFound, 404),
            (Refusal::TooSlow, 504),
        ];
        for (refusal, expected) in codes {
            assert_eq!(code(&refusal), expected, "{refusal:?}");
        }
    }

    #[test]
    fn an_illegal_transition_names_the_state_and_where_it_may_go() {
        let metadata = |allowed: &str| {
            HashMap::from([
                ("state".to_owned(), "scheduled".to_owned()),
                ("allowed".to_owned(), allowed.to_owned()),
            ])
        };
        let said = allowed(&metadata("decline,schedule,cancel_appointment,attend,add_note"));
        let expected = "state: scheduled; allowed: declined, scheduled, accepted, attended";
        assert_eq!(said.as_deref(), Some(expected));
        assert_eq!(allowed(&metadata("")).as_deref(), Some("state: scheduled; allowed: "));
        let state = Refusal::State { standing: Standing::Sent, allowed: "accept".to_owned() };
        assert_eq!(code(&state), 409);
    }
}
