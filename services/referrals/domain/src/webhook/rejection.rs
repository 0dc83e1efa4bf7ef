//! Why a wish about a webhook is refused.

use sentier_kernel::{Category, Explain};

/// A refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such webhook of this agency.
    #[error("there is no such webhook")]
    NotFound,
    /// The id stands for another webhook already.
    #[error("the webhook exists already")]
    AlreadyExists,
    /// The agency has as many as it may.
    #[error("the agency has as many webhooks as it may")]
    TooMany,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::TooMany => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::TooMany => "TOO_MANY_WEBHOOKS",
        }
    }
}
