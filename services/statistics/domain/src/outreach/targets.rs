//! What a centre means to reach in a year.

use std::collections::BTreeSet;

use sentier_kernel::{Category, Decider, Explain, Moment, Violation};
use serde::{Deserialize, Serialize};

use super::ActivityKind;

const MOST_ACTIVITIES: u32 = 10_000;
const MOST_PEOPLE: u32 = 10_000_000;

/// What one kind of activity shall reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The kind.
    pub kind: ActivityKind,
    /// How many activities.
    pub activities: u32,
    /// How many people.
    pub people: u32,
}

/// The aggregate: the targets of one centre and year.
#[derive(Clone, Copy, Debug)]
pub struct Targets;

/// A wish about a year's targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetsCommand {
    /// Set them all; a kind that is absent has none.
    SetTargets {
        /// The year, 2000 to 2200.
        year: i32,
        /// The targets.
        targets: Vec<Target>,
    },
}

/// A stored fact about a year's targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetsEvent {
    /// These are in force from now on.
    TargetsSet {
        /// The year.
        year: i32,
        /// The targets.
        targets: Vec<Target>,
    },
}

/// Why targets are not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetsRejection {
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(Vec<Violation>),
}

impl Explain for TargetsRejection {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "INVALID_FIELDS"
    }

    fn violations(&self) -> Vec<Violation> {
        let Self::Invalid(violations) = self;
        violations.clone()
    }
}

impl Decider for Targets {
    type State = Vec<Target>;
    type Command = TargetsCommand;
    type Event = TargetsEvent;
    type Rejection = TargetsRejection;

    fn initial() -> Vec<Target> {
        Vec::new()
    }

    fn decide(
        state: &Vec<Target>,
        command: TargetsCommand,
        _at: Moment,
    ) -> Result<Vec<TargetsEvent>, TargetsRejection> {
        let TargetsCommand::SetTargets { year, targets } = command;
        let mut wrong = Vec::new();
        if !(2000..=2200).contains(&year) {
            wrong.push(Violation::new("year", "violation-out-of-range"));
        }
        let kinds: BTreeSet<_> = targets.iter().map(|one| one.kind).collect();
        if kinds.len() < targets.len() {
            wrong.push(Violation::new("targets", "violation-too-many"));
        }
        let beyond = |one: &Target| one.activities > MOST_ACTIVITIES || one.people > MOST_PEOPLE;
        if targets.iter().any(beyond) {
            wrong.push(Violation::new("targets", "violation-out-of-range"));
        }
        match (wrong.is_empty(), *state == targets) {
            (false, _) => Err(TargetsRejection::Invalid(wrong)),
            (true, true) => Ok(Vec::new()),
            (true, false) => Ok(vec![TargetsEvent::TargetsSet { year, targets }]),
        }
    }

    fn evolve(_state: Vec<Target>, event: &TargetsEvent) -> Vec<Target> {
        let TargetsEvent::TargetsSet { targets, .. } = event;
        targets.clone()
    }
}
