//! Refusals and faults that explain themselves to the person who reads them.

use std::borrow::Cow;
use std::error::Error;

/// What kind of "no" an error is; decides the gRPC code, the details and the log level, in one place
/// (`platform::status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// The request itself is malformed: correct the named fields.
    Invalid,
    /// No such thing, or none that the caller may know of.
    NotFound,
    /// It exists already.
    Exists,
    /// A rule says no in the present state: change the state first.
    Refused,
    /// This principal may not do this.
    Denied,
    /// Nobody we know.
    UnknownCaller,
    /// The caller's expected version is behind: reload and decide again.
    Stale,
    /// A quota or a queue is full: wait.
    Busy,
    /// Database or broker cannot be reached: retry with the same request id.
    Down,
    /// The call's deadline passed: retry with the same request id.
    Late,
    /// Our own fault.
    Bug,
}

/// One field that is wrong, and what is wrong with it. Never quotes the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Field path as in the proto, for example `incident.occurred.date`.
    pub field: Cow<'static, str>,
    /// A key of the sentence catalogue, for example `violation-required`.
    pub sentence: &'static str,
}

impl Violation {
    /// A violation of `field`, explained by the catalogue's `sentence`.
    pub fn new(field: impl Into<Cow<'static, str>>, sentence: &'static str) -> Self {
        Self { field: field.into(), sentence }
    }

    /// A field that must be given and was not.
    pub fn required(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(field, "violation-required")
    }

    /// A coded value that is not one of the known codes, or is `…_UNSPECIFIED`.
    pub fn unknown_code(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(field, "violation-unknown-code")
    }

    /// A value that cannot be read as what the field is (an id, a date).
    pub fn malformed(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(field, "violation-malformed")
    }

    /// A text longer than the field allows.
    pub fn too_long(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(field, "violation-too-long")
    }

    /// A time that lies in the future where only the past makes sense.
    pub fn in_future(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(field, "violation-in-future")
    }
}

/// What every rejection and fault can say of itself. `platform::status` is the only reader.
pub trait Explain: Error + Send + Sync + 'static {
    /// What kind of "no" this is.
    fn category(&self) -> Category;

    /// The machine-readable reason: the name of a value of `sentier.errors.v1.ErrorReason` without its
    /// prefix, for example `CASE_CLOSED`.
    fn reason(&self) -> &'static str;

    /// The key of the sentence, in the catalogue `services/platform/locales`, that tells a person what
    /// was wrong and what to do. By default the reason in kebab case with the prefix `error-`.
    fn sentence(&self) -> Cow<'static, str> {
        Cow::Owned(format!("error-{}", self.reason().to_lowercase().replace('_', "-")))
    }

    /// The fields at fault, all of them at once.
    fn violations(&self) -> Vec<Violation> {
        Vec::new()
    }

    /// Codes and numbers that help the caller; never personal data, never an input value.
    fn metadata(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
