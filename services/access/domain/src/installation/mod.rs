//! The installation's first administrator.
//!
//! `empty → prepared (a one-time secret waits) → bootstrapped`, and never again. Preparing anew
//! before that replaces a secret that was lost.

use sentier_kernel::{Category, Decider, Explain, Moment};

use crate::AccountId;
use crate::value::{CentreCode, SecretHash};

#[cfg(test)]
mod spec;

/// The one installation.
#[derive(Debug)]
pub struct Installation;

/// What may be wished of an installation.
#[derive(Clone, Debug)]
pub enum Command {
    /// Lets one administrator be created by whoever knows the secret.
    Prepare {
        /// The secret's hash.
        secret: SecretHash,
    },
    /// Creates the administrator.
    Bootstrap {
        /// The hash of the secret that was presented.
        secret: SecretHash,
        /// The administrator's account.
        administrator: AccountId,
        /// The first centre.
        centre: CentreCode,
    },
}

/// What happened to an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A one-time secret waits.
    Prepared {
        /// The secret's hash.
        secret: SecretHash,
    },
    /// The administrator exists; the secret is spent.
    Bootstrapped {
        /// The administrator's account.
        administrator: AccountId,
        /// The first centre.
        centre: CentreCode,
    },
}

/// How far the installation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was prepared.
    Empty,
    /// A secret waits.
    Prepared(SecretHash),
    /// The administrator exists.
    Bootstrapped,
}

/// Why an installation refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is an administrator already.
    #[error("the installation already has its administrator")]
    AlreadyBootstrapped,
    /// The secret is not the one that waits.
    #[error("the one-time secret is wrong or used")]
    WrongSecret,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::AlreadyBootstrapped => Category::Refused,
            Self::WrongSecret => Category::Denied,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::AlreadyBootstrapped => "ALREADY_BOOTSTRAPPED",
            Self::WrongSecret => "BOOTSTRAP_SECRET",
        }
    }
}

impl Decider for Installation {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::Empty
    }

    fn decide(state: &State, command: Command, _at: Moment) -> Result<Vec<Event>, Rejection> {
        match (state, command) {
            (State::Bootstrapped, _) => Err(Rejection::AlreadyBootstrapped),
            (State::Prepared(known), Command::Prepare { secret }) if *known == secret => {
                Ok(Vec::new())
            }
            (_, Command::Prepare { secret }) => Ok(vec![Event::Prepared { secret }]),
            (State::Prepared(known), Command::Bootstrap { secret, administrator, centre })
                if *known == secret =>
            {
                Ok(vec![Event::Bootstrapped { administrator, centre }])
            }
            (_, Command::Bootstrap { .. }) => Err(Rejection::WrongSecret),
        }
    }

    fn evolve(_state: State, event: &Event) -> State {
        match event {
            Event::Prepared { secret } => State::Prepared(*secret),
            Event::Bootstrapped { .. } => State::Bootstrapped,
        }
    }
}
