//! What referrals stand on: a consent, or a case whose survivor may be erased.
//!
//! Kept so that a request and the withdrawal of its consent may arrive in either order, or at two
//! processes at once, and still nothing is disclosed: who puts a referral in an inbox looks here
//! before and after, who ends a basis looks for referrals after. It holds no more than an opaque id.

use sentier_kernel::{Category, Decider, Explain, Moment};

/// Whether the basis has ended, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Set once the consent was withdrawn or the survivor erased.
    pub ended_at: Option<Moment>,
}

/// A wish about a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The consent was withdrawn, or the survivor erased.
    End,
}

/// A stored fact about a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It has ended, for good.
    BasisEnded {
        /// When this context learnt of it.
        at: Moment,
    },
}

/// No wish about a basis is ever refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match *self {}
    }

    fn reason(&self) -> &'static str {
        match *self {}
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Bases;

impl Decider for Bases {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, Command::End: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        Ok(match state.ended_at {
            Some(_) => Vec::new(),
            None => vec![Event::BasisEnded { at }],
        })
    }

    fn evolve(_state: State, event: &Event) -> State {
        let Event::BasisEnded { at } = event;
        State { ended_at: Some(*at) }
    }
}

#[cfg(test)]
mod spec {
    use sentier_kernel::Moment;
    use sentier_kernel::spec::given;

    use super::{Bases, Command, Event};

    #[test]
    fn a_basis_ends_once() {
        let at = Moment::from_micros(7);
        let ended = Event::BasisEnded { at };
        given::<Bases>([]).when(Command::End, at).then([ended]);
        given::<Bases>([ended]).when(Command::End, Moment::from_micros(9)).then_nothing();
    }
}
