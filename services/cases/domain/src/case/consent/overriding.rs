//! An override as the case knows it.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use crate::codes::FieldGroup;
use crate::consent::LegalGround;
use crate::id::{AgencyId, StaffId};

/// How long an approved override permits. What is still needed afterwards needs her consent, or two
/// people again.
pub const OVERRIDE_LASTS: Duration = Duration::from_hours(72);

/// How long a request waits for its approval: imminent danger does not wait longer.
pub const REQUEST_LASTS: Duration = Duration::from_hours(24);

/// What is asked for without a consent. Not personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The agency.
    pub agency: AgencyId,
    /// The field groups.
    pub field_groups: BTreeSet<FieldGroup>,
    /// The legal ground.
    pub ground: LegalGround,
    /// Whether the survivor was told; where telling her would put somebody in danger, she was not.
    pub survivor_told: bool,
}

/// A requested or approved override. Not personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// What is asked for.
    pub wanted: Wanted,
    /// Who asked.
    pub requested_by: StaffId,
    /// When.
    pub requested_at: Moment,
    /// Who approved, and when.
    pub approved: Option<(StaffId, Moment)>,
}

impl Override {
    /// Whether it still waits for its approval at `at`.
    pub fn waits(&self, at: Moment) -> bool {
        self.approved.is_none() && at < self.requested_at.plus(REQUEST_LASTS)
    }
}
