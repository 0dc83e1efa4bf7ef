//! What every service of a process shares: its clock, its end and its policies.

use crate::authorise::{Authoriser, PolicyError};
use crate::clock::Clock;
use crate::shutdown::Shutdown;

/// One process's surroundings. Cheap to clone; clones share the clock's hand and the end.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Where moments come from.
    pub clock: Clock,
    /// How the process ends.
    pub shutdown: Shutdown,
    /// Who may do what.
    pub authoriser: Authoriser,
}

impl Environment {
    /// The surroundings of a real process.
    ///
    /// # Errors
    /// When the embedded policies cannot be read.
    pub fn system() -> Result<Self, PolicyError> {
        Ok(Self {
            clock: Clock::system(),
            shutdown: Shutdown::new(),
            authoriser: Authoriser::new()?,
        })
    }
}
