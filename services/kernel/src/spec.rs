//! Given/when/then for aggregates: a specification reads as a sentence.
//!
//! ```ignore
//! given::<Case>([opened()]).when(close(Reason::NeedsMet), at).then([closed()]);
//! given::<Case>([opened(), closed()]).when(close(Reason::NeedsMet), at).then_refused("CASE_CLOSED");
//! ```

use std::fmt::Debug;

use crate::{Decider, Explain as _, Moment};

/// The history that a specification starts from.
#[derive(Debug)]
pub struct Given<D: Decider> {
    state: D::State,
}

/// Starts a specification of `D` from past events.
pub fn given<D: Decider>(events: impl IntoIterator<Item = D::Event>) -> Given<D> {
    let state = events.into_iter().fold(D::initial(), |state, event| D::evolve(state, &event));
    Given { state }
}

impl<D: Decider> Given<D> {
    /// Decides `command` at `at`.
    pub fn when(self, command: D::Command, at: Moment) -> Decided<D> {
        Decided { outcome: D::decide(&self.state, command, at) }
    }
}

/// What a command led to; one of the `then` methods checks it.
#[must_use = "a specification without a `then` checks nothing"]
pub struct Decided<D: Decider> {
    outcome: Result<Vec<D::Event>, D::Rejection>,
}

impl<D: Decider> Debug for Decided<D> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Decided").finish_non_exhaustive()
    }
}

impl<D: Decider> Decided<D>
where
    D::Event: PartialEq + Debug,
{
    /// Exactly these events, in this order.
    ///
    /// # Panics
    /// When the outcome is another.
    pub fn then(self, expected: impl IntoIterator<Item = D::Event>) {
        let expected: Vec<_> = expected.into_iter().collect();
        match self.outcome {
            Ok(events) => assert_eq!(events, expected),
            Err(rejection) => assert_eq!(rejection.reason(), "ACCEPTED", "refused: {rejection}"),
        }
    }

    /// Nothing: it was already so.
    ///
    /// # Panics
    /// When there are events or a rejection.
    pub fn then_nothing(self) {
        self.then([]);
    }

    /// Refused, with this machine-readable reason.
    ///
    /// # Panics
    /// When it was accepted, or refused for another reason.
    pub fn then_refused(self, reason: &str) {
        match self.outcome {
            Ok(events) => assert_eq!(format!("{events:?}"), format!("refused: {reason}")),
            Err(rejection) => assert_eq!(rejection.reason(), reason),
        }
    }
}
