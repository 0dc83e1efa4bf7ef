//! The registry that keeps user names unique: one stream per name.
//!
//! `free → claimed`. The stream is keyed by the name's hash and appended together with the account's
//! own stream, so two accounts cannot take one name. A name is never given to another person.

use sentier_kernel::{Category, Decider, Explain, Moment};

use crate::AccountId;

#[cfg(test)]
mod spec;

/// One user name.
#[derive(Debug)]
pub struct Registry;

/// Takes the name for an account.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// For whom.
    pub account: AccountId,
}

/// The name was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// By whom.
    pub account: AccountId,
}

/// Another account has the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the user name is taken")]
pub struct Taken;

impl Explain for Taken {
    fn category(&self) -> Category {
        Category::Exists
    }

    fn reason(&self) -> &'static str {
        "USER_NAME_TAKEN"
    }
}

impl Decider for Registry {
    type State = Option<AccountId>;
    type Command = Claim;
    type Event = Claimed;
    type Rejection = Taken;

    fn initial() -> Self::State {
        None
    }

    fn decide(state: &Self::State, command: Claim, _at: Moment) -> Result<Vec<Claimed>, Taken> {
        match state {
            None => Ok(vec![Claimed { account: command.account }]),
            Some(holder) if *holder == command.account => Ok(Vec::new()),
            Some(_) => Err(Taken),
        }
    }

    fn evolve(_state: Self::State, event: &Claimed) -> Self::State {
        Some(event.account)
    }
}
