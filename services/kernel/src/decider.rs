//! The shape of an aggregate: three pure functions over values.

use crate::Moment;

/// An event-sourced aggregate as a pure computation.
///
/// `decide` and `evolve` take state, command, time and ids as values; facts from elsewhere (is this
/// structure active?) arrive inside the command. Neither touches a clock, randomness, the network or
/// a database.
pub trait Decider {
    /// What must be remembered to decide; it never needs a survivor's name.
    type State: Clone + Send + Sync + 'static;
    /// A wish to change, imperative (`CloseCase`).
    type Command;
    /// A fact that a stream stores, past tense (`CaseClosed`).
    type Event: Clone + Send + Sync + 'static;
    /// Why a command is refused.
    type Rejection: crate::Explain;

    /// The state before any event.
    fn initial() -> Self::State;

    /// The events that follow from a command received at `at`.
    ///
    /// An empty vector means "already so": nothing is stored, and the answer is the current state.
    ///
    /// # Errors
    /// The aggregate's rejection when a rule says no.
    fn decide(
        state: &Self::State,
        command: Self::Command,
        at: Moment,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// The state after one more event. Total: history is never refused.
    fn evolve(state: Self::State, event: &Self::Event) -> Self::State;

    /// The state after all of `events`, from the beginning.
    fn fold<'a>(events: impl IntoIterator<Item = &'a Self::Event>) -> Self::State
    where
        Self::Event: 'a,
    {
        events.into_iter().fold(Self::initial(), Self::evolve)
    }
}
