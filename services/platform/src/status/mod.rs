//! The one place where a rejection or a fault becomes a gRPC status (`google.rpc.Status`).
//!
//! A status never quotes an input value, nor the text of an inner error: it carries the reason, the
//! paths of the fields at fault, codes and numbers, and a sentence of the catalogue.

mod errors;
#[cfg(test)]
mod spec;

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use sentier_kernel::{Category, Explain, Violation};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};

pub use crate::catalogue::Locale;
use crate::catalogue::sentence;
pub use errors::{
    DeadlineExceeded, InvalidFields, NotFound, Overloaded, Unauthenticated, Unavailable,
};

/// `ErrorInfo.domain` of every error of ours.
pub const DOMAIN: &str = "sentier";

/// When to try again, unless the error says so itself (metadata `retry_after_ms`).
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// The status of an error, for a caller who reads `locale`. Writes the log line too.
pub fn to_status(error: &dyn Explain, locale: Locale) -> Status {
    log(error);
    let category = error.category();
    if category == Category::Bug {
        let mut details =
            ErrorDetails::with_error_info(error.reason(), DOMAIN, HashMap::<String, String>::new());
        if let Some(request) = metadata(error, "request_id") {
            details.set_request_info(request, "");
        }
        return Status::with_error_details(Code::Internal, "internal error", details);
    }
    let key = error.sentence();
    let spoken = |locale| {
        sentence(locale, &key)
            .or_else(|| sentence(locale, fallback(category)))
            .unwrap_or_else(|| error.reason().to_owned())
    };
    let details = details(error, locale, spoken(locale));
    Status::with_error_details(code(category), spoken(Locale::English), details)
}

/// The status of a request with these wrong fields.
pub fn invalid(violations: Vec<Violation>, locale: Locale) -> Status {
    to_status(&InvalidFields::new(violations), locale)
}

fn details(error: &dyn Explain, locale: Locale, spoken: String) -> ErrorDetails {
    let info: HashMap<String, String> =
        error.metadata().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let mut details = ErrorDetails::with_error_info(error.reason(), DOMAIN, info);
    let resource = metadata(error, "resource").unwrap_or_default();
    match error.category() {
        Category::Invalid => {
            details.set_bad_request(fields(error, locale));
        }
        Category::NotFound | Category::Exists | Category::Stale => {
            let name = metadata(error, "name").unwrap_or_default();
            details.set_resource_info(resource, name, "", spoken.clone());
        }
        Category::Refused => {
            details.add_precondition_failure_violation(error.reason(), resource, spoken.clone());
        }
        Category::Busy | Category::Down | Category::Late => {
            let wait = metadata(error, "retry_after_ms")
                .and_then(|millis| millis.parse().ok())
                .map_or(RETRY_AFTER, Duration::from_millis);
            details.set_retry_info(Some(wait));
        }
        Category::Denied | Category::UnknownCaller | Category::Bug => {}
    }
    details.set_localized_message(locale.tag(), spoken);
    details
}

fn fields(error: &dyn Explain, locale: Locale) -> Vec<FieldViolation> {
    error
        .violations()
        .into_iter()
        .map(|violation| {
            let said = sentence(locale, violation.sentence)
                .or_else(|| sentence(locale, "violation-invalid"))
                .unwrap_or_default();
            FieldViolation::new(violation.field, said)
        })
        .collect()
}

fn metadata(error: &dyn Explain, key: &str) -> Option<String> {
    error.metadata().into_iter().find_map(|(name, value)| (name == key).then_some(value))
}

const fn code(category: Category) -> Code {
    match category {
        Category::Invalid => Code::InvalidArgument,
        Category::NotFound => Code::NotFound,
        Category::Exists => Code::AlreadyExists,
        Category::Refused => Code::FailedPrecondition,
        Category::Denied => Code::PermissionDenied,
        Category::UnknownCaller => Code::Unauthenticated,
        Category::Stale => Code::Aborted,
        Category::Busy => Code::ResourceExhausted,
        Category::Down => Code::Unavailable,
        Category::Late => Code::DeadlineExceeded,
        Category::Bug => Code::Internal,
    }
}

/// The sentence of a category, for an error whose own key is missing from the catalogue.
const fn fallback(category: Category) -> &'static str {
    match category {
        Category::Invalid => "error-invalid-fields",
        Category::NotFound => "error-not-found",
        Category::Exists => "error-already-exists",
        Category::Refused => "error-unspecified",
        Category::Denied => "error-not-permitted",
        Category::UnknownCaller => "error-unauthenticated",
        Category::Stale => "error-version-behind",
        Category::Busy => "error-overloaded",
        Category::Down => "error-unavailable",
        Category::Late => "error-deadline-exceeded",
        Category::Bug => "error-internal",
    }
}

fn log(error: &dyn Explain) {
    let reason = error.reason();
    match error.category() {
        Category::Invalid
        | Category::NotFound
        | Category::Exists
        | Category::Refused
        | Category::Stale => tracing::info!(reason, "refused"),
        Category::Denied | Category::UnknownCaller | Category::Busy | Category::Late => {
            tracing::warn!(reason, "refused");
        }
        Category::Down | Category::Bug => {
            let chain = chain(error);
            tracing::error!(reason, chain, "failed");
        }
    }
}

fn chain(error: &dyn Explain) -> String {
    let mut text = error.to_string();
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
