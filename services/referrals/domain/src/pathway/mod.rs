//! The pathway of a centre: for each need, whom to ask first, and whom when that one is closed or silent.
//!
//! One aggregate per centre holds the rules of all needs, because one of its own rules is about all of
//! them: **health never waits for the police** ([`waits_for_police`]). A rule is set whole and numbered;
//! the numbers before it stay readable. What a rule makes of the directory at a moment is [`propose`].

mod command;
mod decide;
mod event;
mod health;
mod limit;
mod propose;
#[cfg(test)]
mod propose_spec;
mod rejection;
mod rule;
#[cfg(test)]
mod spec;

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::Moment;

pub use command::{Command, Known};
pub use event::Event;
pub use health::{HEALTH, POLICE, waits_for_police};
pub use limit::{ClinicalLimit, TimeLeft};
pub use propose::{
    Asked, Candidate, Obstacle, Proposal, Proposed, Reason, SetAside, next, propose,
};
pub use rejection::Rejection;
pub use rule::{FieldGroup, Revision, Rule, Step};

use crate::value::Need;

/// The rules of a centre.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The rule in force for each need that has one.
    pub rules: BTreeMap<Need, Revision>,
}

impl State {
    /// What the centre serves before a need and has not served yet, in the order of the contract: its rule's
    /// "serve first", and what that waits for in turn, without what is `settled`. It tells in which order to
    /// refer; it holds nothing back, and health never waits for the police ([`waits_for_police`]).
    pub fn first_needs(&self, need: Need, settled: &BTreeSet<Need>) -> Vec<Need> {
        let known = self.rules.iter().map(|(need, it)| (*need, it.rule.serve_first.clone()));
        let before = health::served_before(&known.collect(), need);
        before.into_iter().filter(|first| !settled.contains(first)).collect()
    }
}

/// The aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Pathways;

impl sentier_kernel::Decider for Pathways {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        State::default()
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        decide::decide(state, command, at)
    }

    fn evolve(mut state: State, event: &Event) -> State {
        let Event::PathwaySet { need, revision } = event;
        state.rules.insert(*need, revision.clone());
        state
    }
}
