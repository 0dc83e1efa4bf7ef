//! Why a wish about an activity is refused.

use sentier_kernel::{Category, Explain, Violation};

/// A refusal of outreach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such activity.
    #[error("there is no such activity")]
    NotFound,
    /// The id stands for another plan already.
    #[error("it exists already with another content")]
    AlreadyExists,
    /// It was held or cancelled, or was not held yet.
    #[error("the activity's state does not allow this")]
    State {
        /// Where it stands.
        state: &'static str,
    },
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::State { .. } => Category::Refused,
            Self::Invalid(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::State { .. } => "ACTIVITY_STATE",
            Self::Invalid(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(violations) => violations.clone(),
            Self::NotFound | Self::AlreadyExists | Self::State { .. } => Vec::new(),
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::State { state } => vec![("state", (*state).to_owned())],
            Self::NotFound | Self::AlreadyExists | Self::Invalid(_) => Vec::new(),
        }
    }
}
