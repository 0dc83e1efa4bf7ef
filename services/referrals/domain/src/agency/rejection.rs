//! Why a wish about an agency is refused.

use sentier_kernel::{Category, Explain, Violation};

/// A refusal of the directory.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such agency.
    #[error("there is no such agency")]
    NotFound,
    /// The id stands for something else already.
    #[error("it exists already with another content")]
    AlreadyExists,
    /// The structure does not serve the need.
    #[error("the structure does not serve the need")]
    ServiceNotOffered,
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::ServiceNotOffered => Category::Refused,
            Self::Invalid(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::ServiceNotOffered => "SERVICE_NOT_OFFERED",
            Self::Invalid(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(violations) => violations.clone(),
            Self::NotFound | Self::AlreadyExists | Self::ServiceNotOffered => Vec::new(),
        }
    }
}
