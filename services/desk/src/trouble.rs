//! What stops a page, and how it is told: the one reader of `google.rpc.Status`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::words::Words;

/// Why a page cannot be given as asked.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// Nobody is signed in.
    SignIn,
    /// The screen is locked.
    Locked,
    /// The form was not one that this session was given.
    Forged,
    /// There is no such page.
    NoPage,
    /// More was sent than a form can hold.
    TooLarge,
    /// Answers that the desk itself finds wrong: field and the key of a sentence.
    Fields(Vec<(&'static str, &'static str)>),
    /// A service said no, or said nothing.
    Service(Box<Refusal>),
    /// A page could not be drawn.
    Page,
}

/// What a service answered instead.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    code: Code,
    /// The machine-readable reason, for example `CASE_CLOSED`; may be empty.
    reason: String,
    /// What the service says to a person, in her language; may be empty.
    sentence: String,
    /// What it says of single fields.
    fields: Vec<(String, String)>,
}

impl From<Status> for Trouble {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let text = |found: Option<&String>| found.cloned().unwrap_or_default();
        Self::Service(Box::new(Refusal {
            code: status.code(),
            reason: text(details.error_info().map(|info| &info.reason)),
            sentence: text(details.localized_message().map(|said| &said.message)),
            fields: details.bad_request().map_or_else(Vec::new, |request| {
                let violations = request.field_violations.iter();
                violations.map(|one| (one.field.clone(), one.description.clone())).collect()
            }),
        }))
    }
}

impl Trouble {
    /// The sentence for her.
    pub(crate) fn sentence(&self, words: Words) -> String {
        let key = match self {
            Self::SignIn | Self::Locked => "trouble-sign-in",
            Self::Forged => "trouble-forged",
            Self::NoPage => "trouble-no-page",
            Self::TooLarge => "trouble-too-large",
            Self::Fields(_) => "trouble-fields",
            Self::Page => "trouble-internal",
            Self::Service(refusal) if !refusal.sentence.is_empty() => {
                return refusal.sentence.clone();
            }
            Self::Service(refusal) => match refusal.code {
                Code::Unavailable => "trouble-unavailable",
                // Our own deadline shows as a cancelled call.
                Code::DeadlineExceeded | Code::Cancelled => "trouble-deadline",
                Code::ResourceExhausted => "trouble-busy",
                Code::NotFound => "trouble-no-page",
                Code::PermissionDenied => "trouble-denied",
                Code::Unauthenticated => "trouble-sign-in",
                _ => "trouble-internal",
            },
        };
        words.say(key)
    }

    /// The sentences for single fields, by their path.
    pub(crate) fn fields(&self, words: Words) -> Vec<(String, String)> {
        match self {
            Self::Fields(fields) => {
                fields.iter().map(|(name, key)| ((*name).to_owned(), words.say(key))).collect()
            }
            Self::Service(refusal) => refusal.fields.clone(),
            _ => Vec::new(),
        }
    }

    /// The status of the page that tells it.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::SignIn | Self::Locked => StatusCode::UNAUTHORIZED,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::NoPage => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Page => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Service(refusal) => match refusal.code {
                Code::InvalidArgument => StatusCode::UNPROCESSABLE_ENTITY,
                Code::NotFound => StatusCode::NOT_FOUND,
                Code::AlreadyExists | Code::FailedPrecondition | Code::Aborted => {
                    StatusCode::CONFLICT
                }
                Code::PermissionDenied => StatusCode::FORBIDDEN,
                Code::Unauthenticated => StatusCode::UNAUTHORIZED,
                Code::Unavailable | Code::ResourceExhausted => StatusCode::SERVICE_UNAVAILABLE,
                Code::DeadlineExceeded | Code::Cancelled => StatusCode::GATEWAY_TIMEOUT,
                _ => StatusCode::BAD_GATEWAY,
            },
        }
    }

    /// Whether her session is over.
    pub(crate) fn is_signed_out(&self) -> bool {
        match self {
            Self::SignIn | Self::Locked => true,
            // A wrong password is told so too, and ends nothing.
            Self::Service(refusal) => {
                refusal.code == Code::Unauthenticated && refusal.reason != "SIGN_IN_FAILED"
            }
            _ => false,
        }
    }

    /// Whether the service gives this reason.
    pub(crate) fn has_reason(&self, reason: &str) -> bool {
        matches!(self, Self::Service(refusal) if refusal.reason == reason)
    }

    /// Whether somebody changed the thing in the meantime.
    pub(crate) fn is_stale(&self) -> bool {
        matches!(self, Self::Service(refusal) if refusal.code == Code::Aborted)
    }

    /// Whether trying once more may help: a service that restarts, a connection that broke.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Service(refusal) if refusal.code == Code::Unavailable)
    }

    /// Writes it to the log: reason and code, never what was typed.
    pub(crate) fn log(&self, call: &str) {
        if let Self::Service(refusal) = self {
            let (code, reason) = (refusal.code as i32, refusal.reason.as_str());
            tracing::info!(call, code, reason, "a service refused");
        }
    }
}

impl IntoResponse for Trouble {
    /// An empty answer that carries the trouble; `session::layer` draws the page, for it knows the reader.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
