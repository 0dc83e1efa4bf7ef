//! What entries tell in words; none of it prints.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::codes::{Area, Concern};
use crate::clock::HoursSince;
use crate::id::ActionId;
use crate::value::{Aim, Note};

/// What was found in one area.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How grave it is.
    pub concern: Concern,
    /// What it is; may be empty.
    pub note: Note,
    /// Of her health: hours since the incident, where somebody told them because none was recorded yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_since: Option<HoursSince>,
}

/// What an assessment found, area by area.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings(pub BTreeMap<Area, Finding>);

impl Findings {
    /// Whether somebody told how long ago the incident was.
    pub(super) fn tell_hours(&self) -> bool {
        self.0.values().any(|finding| finding.hours_since.is_some())
    }
}

/// A safety plan, in her words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyPlan {
    /// What she fears.
    pub concern: Note,
    /// Who and what helps her.
    pub resources: Note,
    /// What she keeps ready.
    pub preparedness: Note,
    /// What she does when danger comes.
    pub strategies: Note,
    /// What she does after she has left.
    pub after_leaving: Note,
}

/// What each action of a plan is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aims(pub BTreeMap<ActionId, Aim>);

/// PRIVACY: derives nothing, so that no field can reach a log.
macro_rules! unprintable {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
unprintable!(Finding, Findings, SafetyPlan, Aims);
