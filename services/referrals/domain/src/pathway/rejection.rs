//! Why a wish about a pathway is refused.

use sentier_kernel::{Category, Explain, Violation};

/// A refusal of the pathway.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Health would wait for the police.
    #[error("health would wait for the police")]
    HealthWaits,
    /// The rule was set anew meanwhile.
    #[error("the rule was set anew meanwhile")]
    Behind,
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::HealthWaits => Category::Refused,
            Self::Behind => Category::Stale,
            Self::Invalid(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::HealthWaits => "HEALTH_WAITS_FOR_POLICE",
            Self::Behind => "VERSION_BEHIND",
            Self::Invalid(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(violations) => violations.clone(),
            Self::HealthWaits | Self::Behind => Vec::new(),
        }
    }
}
