//! What must be remembered of a case's safeguards. PRIVACY: ids and moments; no words.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use crate::id::{EntryId, StaffId};

/// How long a file stays open to who opened it alone (DHIS2's temporary ownership).
pub const ALONE_LASTS: Duration = Duration::from_hours(3);
/// How long it stays open to who was let in by another. Our default.
pub const TOGETHER_LASTS: Duration = Duration::from_hours(24);
/// How long a request waits for its approval: an emergency does not wait longer. Our default.
pub const REQUEST_LASTS: Duration = Duration::from_hours(24);

/// A break-glass, asked for or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glass {
    /// Who.
    pub by: StaffId,
    /// When she asked, or broke it.
    pub at: Moment,
    /// Who let her in; absent while she waits, and when she went alone.
    pub approved_by: Option<StaffId>,
    /// Until when the file is open to her, exclusive; absent while she waits.
    pub expires_at: Option<Moment>,
    /// Whether she went alone.
    pub alone: bool,
    /// Who looked into it, and when.
    pub reviewed: Option<(StaffId, Moment)>,
}

impl Glass {
    /// Whether it still waits for its approval at `at`.
    pub fn waits(&self, at: Moment) -> bool {
        self.expires_at.is_none() && at < self.at.plus(REQUEST_LASTS)
    }

    /// Whether the file is open to her at `at`.
    pub fn admits(&self, at: Moment) -> bool {
        self.expires_at.is_some_and(|end| at < end)
    }

    /// Whether somebody has still to look into it.
    pub const fn is_alarm(&self) -> bool {
        self.alone && self.reviewed.is_none()
    }
}

/// The state of a case's safeguards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Every entry, so that a repeat changes nothing.
    pub entries: BTreeSet<EntryId>,
    /// Who never sees the file, and the entry that says so.
    pub excluded: BTreeMap<StaffId, EntryId>,
    /// For whom alone the case is there.
    pub sealed_to: Option<BTreeSet<StaffId>>,
    /// Every break-glass.
    pub glass: BTreeMap<EntryId, Glass>,
    /// The entry that says how she may be reached.
    pub safe_contact: Option<EntryId>,
}

impl State {
    /// To whom the file is open by a break-glass at `at`.
    pub fn admitted(&self, at: Moment) -> BTreeSet<StaffId> {
        self.glass.values().filter(|glass| glass.admits(at)).map(|glass| glass.by).collect()
    }
}
