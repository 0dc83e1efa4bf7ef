//! What may be wished of a pathway.

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;
use crate::value::{Need, StructureId};

/// What the directory knows of a structure that a rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The needs that it serves.
    pub needs: BTreeSet<Need>,
    /// Whether its agency is active and it takes referrals of this centre.
    pub open_to_centre: bool,
}

/// A wish to change the pathway of a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Set the rule of a need.
    SetPathway {
        /// The need.
        need: Need,
        /// The rule, whole.
        rule: Rule,
        /// The structures that it names, as far as the directory knows them.
        known: BTreeMap<StructureId, Known>,
        /// The number that the caller saw, 0 for none; absent when she does not care.
        seen: Option<i64>,
    },
}
