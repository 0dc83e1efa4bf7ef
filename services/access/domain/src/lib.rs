//! Who is who, as pure rules: the first administrator, accounts and their names, what agencies and
//! analysts authenticate with, and sessions.
//!
//! Nothing here hashes, draws or reads a clock: hashes, ids and moments arrive as values, so that a
//! password or a secret never enters a command, an event or a state.

use std::time::Duration;

pub mod account;
pub mod credential;
pub mod installation;
pub mod session;
pub mod user_name;
pub mod value;

sentier_kernel::typed_id! {
    /// A person who signs in: a member of staff or an agency's officer.
    pub AccountId,
    /// An agency that receives referrals.
    pub AgencyId,
    /// A person or institution that receives releases.
    pub AnalystId,
    /// Something that an agency or an analyst authenticates with.
    pub CredentialId,
    /// One sign-in and its renewals.
    pub SessionId,
}

/// The longest life of an access token; a session renews it.
pub const ACCESS_LIFE: Duration = Duration::from_mins(15);

/// How long the revocation of an access token must be remembered: its longest life, and what clocks of
/// several machines may differ.
pub const REMEMBERED_FOR: Duration = Duration::from_mins(16);
