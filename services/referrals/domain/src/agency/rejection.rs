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
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::Invalid(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::Invalid(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(violations) => violations.clone(),
            Self::NotFound | Self::AlreadyExists => Vec::new(),
        }
    }
}
