//! Commands, events and state of a session.

use std::collections::VecDeque;
use std::time::Duration;

use sentier_kernel::Moment;

use crate::AccountId;
use crate::value::SecretHash;

/// What may be wished of a session.
#[derive(Clone, Copy, Debug)]
pub enum Command {
    /// Begins it, after a sign-in.
    Start {
        /// Whose it is.
        account: AccountId,
        /// The hash of its first refresh token.
        refresh: SecretHash,
        /// How long it may last.
        longest: Duration,
        /// How long it may go without renewal.
        idle: Duration,
    },
    /// Renews it.
    Refresh {
        /// The hash of the token that was presented.
        presented: SecretHash,
        /// The hash of the next one.
        next: SecretHash,
    },
    /// Ends it by its holder's wish.
    SignOut {
        /// The hash of the token that was presented.
        presented: SecretHash,
    },
    /// Ends it because its account may not go on.
    Stop,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its holder signed out.
    SignedOut,
    /// A refresh token came a second time.
    Reused,
    /// The account was disabled, or its password changed.
    AccountStopped,
}

/// What happened to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It began.
    Started {
        /// Whose it is.
        account: AccountId,
        /// The hash of its first refresh token.
        refresh: SecretHash,
        /// When.
        at: Moment,
        /// When it ends at the latest.
        ends: Moment,
        /// How long it may go without renewal.
        idle: Duration,
    },
    /// It was renewed.
    Refreshed {
        /// The hash of the refresh token from now on.
        refresh: SecretHash,
        /// When.
        at: Moment,
    },
    /// It is over.
    Ended {
        /// Why.
        why: Ending,
        /// Until when access tokens that carry its id could have been used.
        forget: Moment,
    },
}

/// What is remembered of a session; `None` before it began.
pub type State = Option<Open>;

/// A session that began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Whose it is.
    pub account: AccountId,
    /// When it began.
    pub begun: Moment,
    /// The hash of the refresh token that is good.
    pub refresh: SecretHash,
    /// Hashes of those that were used, the latest last.
    pub spent: VecDeque<SecretHash>,
    /// When it was last renewed.
    pub renewed: Moment,
    /// When it ends at the latest.
    pub ends: Moment,
    /// How long it may go without renewal.
    pub idle: Duration,
    /// Why it ended, if it did.
    pub ended: Option<Ending>,
}

impl Open {
    /// Whether it can be renewed at `at`.
    pub fn is_alive(&self, at: Moment) -> bool {
        self.ended.is_none() && at < self.ends && at < self.renewed.plus(self.idle)
    }
}
