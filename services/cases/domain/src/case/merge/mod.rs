//! Two cases of one survivor, found to be one.
//!
//! One of them is *followed*: work goes on there. The other *follows* it: its history, its codes, its
//! consents and its referrals stay where they are, and no work begins on it. A consent covers what it
//! covered before, on the case that it was given for: a merge widens none. A merge can be undone, and two
//! cases can be marked as of different survivors (DHIS2: `OPEN`, `INVALID`, `MERGED`).

mod decide;
#[cfg(test)]
mod spec;

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

pub(super) use decide::decide;

use crate::id::{CaseId, MergeId, StaffId};

/// What a case is with other cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The case that it follows, and by which merge.
    pub follows: Option<Following>,
    /// The cases that follow it, each with its merge.
    pub followers: BTreeMap<CaseId, MergeId>,
    /// Cases that are of other survivors.
    pub different: BTreeSet<CaseId>,
    /// Merges that were undone.
    pub undone: BTreeSet<MergeId>,
}

/// A case follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Following {
    /// The merge.
    pub merge: MergeId,
    /// The case that is followed.
    pub case: CaseId,
}

/// A wish to change what a case is with another. A merge and its end are asked of both cases at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Follow another case.
    Follow {
        /// The merge.
        merge: MergeId,
        /// The case to follow.
        case: CaseId,
        /// Who found it.
        by: StaffId,
    },
    /// Be followed by another case.
    TakeIn {
        /// The merge.
        merge: MergeId,
        /// The case that follows.
        case: CaseId,
        /// Who found it.
        by: StaffId,
    },
    /// Be as before the merge with another case.
    Undo {
        /// The merge.
        merge: MergeId,
        /// Who found that it was wrong.
        by: StaffId,
    },
    /// Be of another survivor than another case.
    MarkDifferent {
        /// The other case.
        case: CaseId,
        /// Who found it.
        by: StaffId,
    },
}

/// What a case became with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The other case.
    pub case: CaseId,
    /// What it became.
    pub fact: Fact,
    /// Who found it.
    pub by: StaffId,
    /// When.
    pub at: Moment,
}

/// What a case became with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It follows the other.
    Followed {
        /// The merge.
        merge: MergeId,
    },
    /// The other follows it.
    TookIn {
        /// The merge.
        merge: MergeId,
    },
    /// It follows the other no more.
    Parted {
        /// The merge that was undone.
        merge: MergeId,
        /// Whether work on it goes on: it had not been closed.
        open: bool,
    },
    /// The other follows it no more.
    Released {
        /// The merge that was undone.
        merge: MergeId,
    },
    /// It is of another survivor than the other.
    MarkedDifferent,
}

/// The state after one more event. Total: history is never refused.
pub(super) fn evolve(state: &mut State, event: &Event) {
    let case = event.case;
    match event.fact {
        Fact::Followed { merge } => state.follows = Some(Following { merge, case }),
        Fact::TookIn { merge } => {
            state.followers.insert(case, merge);
        }
        Fact::Parted { merge, .. } => {
            state.follows = None;
            state.undone.insert(merge);
        }
        Fact::Released { merge } => {
            state.followers.remove(&case);
            state.undone.insert(merge);
        }
        Fact::MarkedDifferent => {
            state.different.insert(case);
        }
    }
}
