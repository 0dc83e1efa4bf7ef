//! Commands, events and state of an account.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Sensitive};

use crate::AgencyId;
use crate::value::{CentreCode, PasswordHash, Role, UserName};

/// For whom the person works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A centre's staff.
    Staff {
        /// The centre.
        centre: CentreCode,
        /// What she may be, at least one.
        roles: BTreeSet<Role>,
    },
    /// An officer of an agency.
    Officer {
        /// The agency.
        agency: AgencyId,
    },
}

/// What may be wished of an account.
#[derive(Clone, Debug)]
pub enum Command {
    /// Creates the account.
    Create {
        /// For whom the person works.
        holder: Holder,
        /// The name she signs in with.
        user_name: UserName,
        /// The name shown on pages.
        display_name: String,
        /// Her first password's hash.
        password: PasswordHash,
    },
    /// Replaces the roles of a member of staff.
    ChangeRoles {
        /// The new roles, at least one.
        roles: BTreeSet<Role>,
    },
    /// Replaces the password.
    ChangePassword {
        /// The new password's hash.
        password: PasswordHash,
    },
    /// Ends the account's use.
    Disable,
    /// The password was wrong.
    FailSignIn,
    /// The password was right.
    SucceedSignIn,
}

/// What happened to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The account exists.
    Created {
        /// For whom the person works.
        holder: Holder,
        /// The name she signs in with.
        user_name: Sensitive<UserName>,
        /// The name shown on pages.
        display_name: Sensitive<String>,
        /// Her password's hash.
        password: PasswordHash,
    },
    /// The roles are these now.
    RolesChanged {
        /// The roles.
        roles: BTreeSet<Role>,
    },
    /// The password is another now.
    PasswordChanged {
        /// Its hash.
        password: PasswordHash,
    },
    /// The account cannot be used any more.
    Disabled,
    /// A sign-in failed.
    SignInFailed {
        /// Until when the account is locked, when this failure was one too many.
        locked_until: Option<Moment>,
    },
    /// A sign-in succeeded.
    SignInSucceeded,
}

/// What is remembered of an account; `None` before it exists.
pub type State = Option<Open>;

/// An account that was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// For whom the person works.
    pub holder: Holder,
    /// The password's hash, for the verifier.
    pub password: PasswordHash,
    /// Whether it can be used.
    pub active: bool,
    /// Failed sign-ins since the last success or lock.
    pub failures: u32,
    /// Until when it is locked.
    pub locked_until: Option<Moment>,
}

impl Open {
    /// Whether a sign-in is refused at `at`, whatever the password.
    pub fn is_shut(&self, at: Moment) -> bool {
        !self.active || self.locked_until.is_some_and(|until| at < until)
    }
}
