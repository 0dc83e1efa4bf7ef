//! Errors that any service may answer with, ready made.

use sentier_kernel::{Category, Explain, Violation};

/// A request with wrong fields, all of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} field(s) of the request are wrong", violations.len())]
pub struct InvalidFields {
    violations: Vec<Violation>,
}

impl InvalidFields {
    /// The error of these violations.
    pub const fn new(violations: Vec<Violation>) -> Self {
        Self { violations }
    }
}

impl Explain for InvalidFields {
    fn category(&self) -> Category {
        Category::Invalid
    }
    fn reason(&self) -> &'static str {
        "INVALID_FIELDS"
    }
    fn violations(&self) -> Vec<Violation> {
        self.violations.clone()
    }
}

/// No such resource, or none that the caller may know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such {resource}")]
pub struct NotFound {
    resource: &'static str,
}

impl NotFound {
    /// No such `resource` (its kind, for example `case`).
    pub const fn new(resource: &'static str) -> Self {
        Self { resource }
    }
}

impl Explain for NotFound {
    fn category(&self) -> Category {
        Category::NotFound
    }
    fn reason(&self) -> &'static str {
        "NOT_FOUND"
    }
    fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![("resource", self.resource.to_owned())]
    }
}

/// No valid credential was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no valid credential was given")]
pub struct Unauthenticated;

impl Explain for Unauthenticated {
    fn category(&self) -> Category {
        Category::UnknownCaller
    }
    fn reason(&self) -> &'static str {
        "UNAUTHENTICATED"
    }
}

/// Too many calls at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many calls at once")]
pub struct Overloaded;

impl Explain for Overloaded {
    fn category(&self) -> Category {
        Category::Busy
    }
    fn reason(&self) -> &'static str {
        "OVERLOADED"
    }
}

/// The call's deadline passed before its answer began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the call's deadline passed")]
pub struct DeadlineExceeded;

impl Explain for DeadlineExceeded {
    fn category(&self) -> Category {
        Category::Late
    }
    fn reason(&self) -> &'static str {
        "DEADLINE_EXCEEDED"
    }
}

/// Something that the service leans on cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} cannot be reached")]
pub struct Unavailable {
    what: &'static str,
}

impl Unavailable {
    /// `what` (for example `broker`) cannot be reached.
    pub const fn new(what: &'static str) -> Self {
        Self { what }
    }
}

impl Explain for Unavailable {
    fn category(&self) -> Category {
        Category::Down
    }
    fn reason(&self) -> &'static str {
        "UNAVAILABLE"
    }
}
