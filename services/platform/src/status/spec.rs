//! What callers see of our errors.

use sentier_kernel::{Category, Explain, Violation};
use sentier_proto::errors::v1::ErrorReason;
use tonic::Code;
use tonic_types::StatusExt as _;

use super::*;

#[derive(Debug, thiserror::Error)]
#[error("the input was Afi Mensah")]
struct Any(Category);

impl Explain for Any {
    fn category(&self) -> Category {
        self.0
    }
    fn reason(&self) -> &'static str {
        "CASE_CLOSED"
    }
    fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![("resource", "case".to_owned())]
    }
}

const TABLE: [(Category, Code); 11] = [
    (Category::Invalid, Code::InvalidArgument),
    (Category::NotFound, Code::NotFound),
    (Category::Exists, Code::AlreadyExists),
    (Category::Refused, Code::FailedPrecondition),
    (Category::Denied, Code::PermissionDenied),
    (Category::UnknownCaller, Code::Unauthenticated),
    (Category::Stale, Code::Aborted),
    (Category::Busy, Code::ResourceExhausted),
    (Category::Down, Code::Unavailable),
    (Category::Late, Code::DeadlineExceeded),
    (Category::Bug, Code::Internal),
];

#[test]
fn every_category_has_its_code_and_details() {
    for (category, code) in TABLE {
        let status = to_status(&Any(category), Locale::French);
        assert_eq!(status.code(), code);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!((info.domain.as_str(), info.reason.as_str()), ("sentier", "CASE_CLOSED"));
        assert_eq!(details.localized_message().is_some(), category != Category::Bug);
        assert_eq!(details.bad_request().is_some(), category == Category::Invalid);
        assert_eq!(details.precondition_failure().is_some(), category == Category::Refused);
        assert_eq!(
            details.resource_info().is_some(),
            matches!(category, Category::NotFound | Category::Exists | Category::Stale)
        );
        assert_eq!(
            details.retry_info().is_some(),
            matches!(category, Category::Busy | Category::Down | Category::Late)
        );
    }
}

#[test]
fn a_status_never_carries_the_text_of_an_error() {
    for (category, _) in TABLE {
        let status = to_status(&Any(category), Locale::English);
        assert!(!status.message().contains("Afi"));
        assert!(!String::from_utf8_lossy(status.details()).contains("Afi"));
    }
}

#[test]
fn every_violation_is_reported_at_once_in_the_callers_language() {
    let status = invalid(
        vec![Violation::required("survivor.name"), Violation::in_future("incident.date")],
        Locale::French,
    );
    let details = status.get_error_details();
    let fields = &details.bad_request().unwrap().field_violations;
    assert_eq!(fields.len(), 2);
    assert_eq!(fields[0].field, "survivor.name");
    assert_eq!(fields[0].description, "Ce champ est obligatoire.");
    assert_eq!(details.localized_message().unwrap().locale, "fr");
}

#[test]
fn every_reason_has_a_sentence_in_both_languages() {
    for number in 0..200 {
        let Ok(reason) = ErrorReason::try_from(number) else {
            continue;
        };
        let name = reason.as_str_name().trim_start_matches("ERROR_REASON_");
        let key = format!("error-{}", name.to_lowercase().replace('_', "-"));
        assert!(sentence(Locale::French, &key).is_some(), "{key}");
        assert!(sentence(Locale::English, &key).is_some(), "{key}");
    }
}

#[test]
fn ready_made_errors_use_known_reasons() {
    let errors: [&dyn Explain; 6] = [
        &InvalidFields::new(Vec::new()),
        &NotFound::new("case"),
        &Unauthenticated,
        &Overloaded,
        &DeadlineExceeded,
        &Unavailable::new("broker"),
    ];
    for error in errors {
        let name = format!("ERROR_REASON_{}", error.reason());
        assert!(ErrorReason::from_str_name(&name).is_some(), "{name}");
    }
}
