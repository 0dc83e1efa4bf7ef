//! What a verification found.

use std::fmt;

use crate::ledger::Hash;

/// What is wrong at a place of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The event is not the one that was stored.
    Changed,
    /// There is no event.
    Missing,
    /// An event stands behind the last one that the store wrote.
    Added,
    /// The event's version does not follow the one before it in its stream.
    Version,
    /// The tree's edge, beside the head, is not that of the stored events.
    Edge,
    /// The stored events are not those that were signed; from this position on, or later.
    Rewritten,
    /// The checkpoint at this size is not signed by the log's key.
    Unsigned,
    /// The stored events are not those that the witness saw; from this position on, or later.
    Witness,
}

impl Fault {
    /// Whether its position is the wrong one, and not only the first that may be.
    pub(super) const fn is_exact(self) -> bool {
        matches!(self, Self::Changed | Self::Missing | Self::Added | Self::Version)
    }

    /// Its name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Added => "added",
            Self::Version => "version",
            Self::Edge => "edge",
            Self::Rewritten => "rewritten",
            Self::Unsigned => "unsigned",
            Self::Witness => "witness",
        }
    }
}

/// One fault with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The position in the log (the size, for a checkpoint).
    pub position: i64,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} at position {}", self.fault.name(), self.position)
    }
}

/// The answer of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many events were read.
    pub events: u64,
    /// The root over them.
    pub root: Hash,
    /// How many signed checkpoints hold.
    pub checkpoints: u64,
    /// Up to which size the events are those that were signed.
    pub signed: u64,
    /// What is wrong, by position; at most [`Report::MOST`].
    pub findings: Vec<Finding>,
}

impl Report {
    /// Findings that are listed, at most: a store that is wrong in more places is wrong.
    pub const MOST: usize = 100;

    /// Whether nothing is wrong.
    pub const fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    /// The first wrong place.
    pub fn first(&self) -> Option<&Finding> {
        self.findings.first()
    }
}
