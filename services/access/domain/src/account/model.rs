//! Commands, events and state of an account.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_kernel::{Moment, Sensitive};

use crate::value::{CentreCode, OfficerRole, PasswordHash, Role, UserName};
use crate::{AgencyId, CredentialId};

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
        /// The credential that stands for her among the agency's.
        credential: CredentialId,
        /// What she may do there, at least one.
        roles: BTreeSet<OfficerRole>,
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
        /// Whether the account is the caller's own.
        own: bool,
    },
    /// Replaces the password.
    ChangePassword {
        /// The new password's hash.
        password: PasswordHash,
    },
    /// Ends the account's use.
    Disable {
        /// Whether the account is the caller's own.
        own: bool,
    },
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
        /// Access tokens issued before this moment are refused.
        not_before: Moment,
    },
    /// The password is another now.
    PasswordChanged {
        /// Its hash.
        password: PasswordHash,
        /// Sessions begun and access tokens issued before this moment are refused.
        not_before: Moment,
    },
    /// The account cannot be used any more.
    Disabled {
        /// Access tokens issued before this moment are refused.
        not_before: Moment,
    },
    /// A sign-in failed.
    SignInFailed {
        /// Until when the account is locked, when this failure was one too many.
        locked_until: Option<Moment>,
    },
    /// A sign-in succeeded, and forgets the failures before it.
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
    /// Access tokens issued before this moment are refused.
    pub tokens_from: Option<Moment>,
    /// Sessions begun before this moment are refused.
    pub sessions_from: Option<Moment>,
}

impl Open {
    /// Whether a sign-in is refused at `at`, whatever the password.
    pub fn is_shut(&self, at: Moment) -> bool {
        !self.active || self.locked_until.is_some_and(|until| at < until)
    }

    /// Whether a session that began at `begun` may go on.
    ///
    /// A lock stops guessing, not the work of someone who is signed in already.
    pub fn honours_session(&self, begun: Moment) -> bool {
        self.active && self.sessions_from.is_none_or(|from| from <= begun)
    }

    /// When a session that signs in at `at` counts as begun: never before the account's last change,
    /// so that it is not taken for an older one.
    pub fn session_begins(&self, at: Moment) -> Moment {
        self.sessions_from.map_or(at, |from| from.max(at))
    }

    /// When an access token made at `at` counts as issued: whole seconds, and never before the
    /// account's last change, so that a token made just after it is not taken for an older one.
    pub fn token_issued(&self, at: Moment) -> Moment {
        let second = at.minus(Duration::from_micros(
            u64::try_from(at.as_micros().rem_euclid(1_000_000)).unwrap_or(0),
        ));
        self.tokens_from.map_or(second, |from| from.max(second))
    }
}
