//! One rule of a pathway.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

use crate::value::{AgencyId, Need, StructureId};

codes! {
    /// A group of fields of a case (`sentier.common.v1.FieldGroup`).
    FieldGroup {
        /// Name, sex, date of birth.
        Identity = "identity",
        /// Phone and how to reach her safely.
        Contact = "contact",
        /// Incident type, date and part of day.
        Incident = "incident",
        /// Her account in words.
        Narrative = "narrative",
    }
}

/// What holds for one need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Whom to ask, in this order: the next one when one is closed, full or silent. At least one, at
    /// most 20, no structure twice.
    pub steps: Vec<Step>,
    /// Needs that are served before this one. Health waits for none that waits for the police.
    pub serve_first: BTreeSet<Need>,
    /// What this need may ask of a case; whatever was consented beyond it stays in the file.
    pub field_groups: BTreeSet<FieldGroup>,
}

/// One structure of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The agency that runs it.
    pub agency: AgencyId,
    /// The structure.
    pub structure: StructureId,
    /// Minutes until it has answered, 5 to 43 200 (30 days); silent for longer, the next one is asked.
    pub deadline_minutes: u32,
}

/// A rule as it was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// From 1, one more with each setting of the need's rule.
    pub number: i64,
    /// The rule.
    pub rule: Rule,
    /// When it was set.
    pub at: Moment,
}

impl Rule {
    /// Where a structure stands in it, from 0.
    pub fn place(&self, structure: StructureId) -> Option<usize> {
        self.steps.iter().position(|step| step.structure == structure)
    }
}
