//! Why an account refuses.

use sentier_kernel::{Category, Explain, Violation};

/// Why a command to an account is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The account was created before.
    #[error("the account exists already")]
    Exists,
    /// There is no such account.
    #[error("no such account")]
    NotFound,
    /// Everybody has at least one role; those of staff and of officers are not the same.
    #[error("the roles do not fit the account")]
    Roles,
    /// The account is disabled.
    #[error("the account is disabled")]
    Disabled,
    /// Nobody disables her own account or takes the administrator's role from herself.
    #[error("another administrator must do this")]
    Own,
    /// No such account, disabled or locked: a stranger is not told which.
    #[error("the user name or the password is wrong, or the account is locked")]
    SignIn,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::Exists => Category::Exists,
            Self::NotFound => Category::NotFound,
            Self::Roles => Category::Invalid,
            Self::Disabled | Self::Own => Category::Refused,
            Self::SignIn => Category::UnknownCaller,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "ALREADY_EXISTS",
            Self::NotFound => "NOT_FOUND",
            Self::Roles => "INVALID_FIELDS",
            Self::Disabled => "CREDENTIAL_REVOKED",
            Self::Own => "OWN_ACCOUNT",
            Self::SignIn => "SIGN_IN_FAILED",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Roles => vec![Violation::required("roles")],
            Self::Exists | Self::NotFound | Self::Disabled | Self::Own | Self::SignIn => Vec::new(),
        }
    }
}
