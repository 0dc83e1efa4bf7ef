//! Why a session refuses.

use sentier_kernel::{Category, Explain};

/// Why a command to a session is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It was started before.
    #[error("the session exists already")]
    Exists,
    /// There is no such session, it is over, or the token is not its own: a stranger is not told which.
    #[error("the session is over, or its refresh token was used before")]
    Over,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::Exists => Category::Exists,
            Self::Over => Category::UnknownCaller,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "ALREADY_EXISTS",
            Self::Over => "SESSION_ENDED",
        }
    }
}
