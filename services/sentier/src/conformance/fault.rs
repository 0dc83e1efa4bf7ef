//! What the sandbox does wrong on purpose, told as the real service would tell it.

use std::time::Duration;

use sentier_kernel::{Category, Explain};
use sentier_platform::status::{Locale, to_status};
use tonic::Status;

/// A refusal of the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// The write is done, and its answer is lost.
    #[error("the answer is lost")]
    Lost,
    /// Nobody can be reached; nothing is done.
    #[error("nobody can be reached")]
    Down,
    /// The agency must wait for so long.
    #[error("the agency calls too fast")]
    Busy(Duration),
    /// The referral's state does not allow it.
    #[error("the referral's state does not allow this")]
    State,
    /// The disclosure may not be read any more.
    #[error("the disclosure may not be read any more")]
    Ended,
    /// No such referral.
    #[error("there is no such referral")]
    NotFound,
    /// The resume token is not one of ours.
    #[error("the resume token is not one of this stream's")]
    ForeignToken,
}

impl Fault {
    /// As a client gets it.
    pub(super) fn status(self) -> Status {
        to_status(&self, Locale::English)
    }
}

impl Explain for Fault {
    fn category(&self) -> Category {
        match self {
            Self::Lost | Self::Down => Category::Down,
            Self::Busy(_) => Category::Busy,
            Self::State | Self::Ended => Category::Refused,
            Self::NotFound => Category::NotFound,
            Self::ForeignToken => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Lost | Self::Down => "UNAVAILABLE",
            Self::Busy(_) => "TOO_MANY_CALLS",
            Self::State => "REFERRAL_STATE",
            Self::Ended => "DISCLOSURE_ENDED",
            Self::NotFound => "NOT_FOUND",
            Self::ForeignToken => "FOREIGN_RESUME_TOKEN",
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Busy(wait) => vec![("retry_after_ms", wait.as_millis().to_string())],
            Self::State => vec![("state", "revoked".to_owned()), ("allowed", String::new())],
            _ => Vec::new(),
        }
    }
}
