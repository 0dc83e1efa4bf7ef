//! Why a credential refuses.

use sentier_kernel::{Category, Explain};

/// Why a command to a credential is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It was issued before.
    #[error("the credential exists already")]
    Exists,
    /// There is no such credential.
    #[error("no such credential")]
    NotFound,
    /// It was revoked.
    #[error("the credential was revoked")]
    Ended,
    /// Another took its place already.
    #[error("the credential was replaced already")]
    Replaced,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::Exists => Category::Exists,
            Self::NotFound => Category::NotFound,
            Self::Ended | Self::Replaced => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "ALREADY_EXISTS",
            Self::NotFound => "NOT_FOUND",
            Self::Ended => "CREDENTIAL_REVOKED",
            Self::Replaced => "CREDENTIAL_REPLACED",
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![("resource", "credential".to_owned())]
    }
}
