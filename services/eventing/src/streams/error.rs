//! Why a command changed nothing.

use std::borrow::Cow;

use sentier_kernel::{Category, Explain, Violation};

use crate::store::StoreError;

/// Why a command changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum TransactError<R> {
    /// The domain refused.
    #[error("the command was refused")]
    Rejected(R),
    /// The stream moved on from the version that the caller saw, or another writer was faster.
    #[error("the stream has moved on")]
    Stale,
    /// The request id was used for another request.
    #[error("the request id was used for another request")]
    RequestReused,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<R: Explain> Explain for TransactError<R> {
    fn category(&self) -> Category {
        match self {
            Self::Rejected(rejection) => rejection.category(),
            Self::Stale => Category::Stale,
            Self::RequestReused => Category::Invalid,
            Self::Store(error) => error.category(),
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Rejected(rejection) => rejection.reason(),
            Self::Stale => "VERSION_BEHIND",
            Self::RequestReused => "REQUEST_ID_REUSED",
            Self::Store(error) => error.reason(),
        }
    }

    fn sentence(&self) -> Cow<'static, str> {
        match self {
            Self::Rejected(rejection) => rejection.sentence(),
            Self::Stale => Cow::Borrowed("error-version-behind"),
            Self::RequestReused => Cow::Borrowed("error-request-id-reused"),
            Self::Store(error) => error.sentence(),
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Rejected(rejection) => rejection.violations(),
            Self::RequestReused => {
                vec![Violation::new("request_id", "violation-request-id-reused")]
            }
            Self::Stale | Self::Store(_) => Vec::new(),
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rejected(rejection) => rejection.metadata(),
            Self::Stale | Self::RequestReused | Self::Store(_) => Vec::new(),
        }
    }
}
