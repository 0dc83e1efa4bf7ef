//! A closed file is ended by its schedule itself, where the centre chose that ([`crate::erasing`]).
//!
//! ```text
//! (nothing) ── announce ──▶ announced ── the notice passes ──▶ erased
//!                            │     │
//!                   a person │     │ opened again, held, merged, opened in an emergency,
//!                      stops │     │ or the centre chose anew: (nothing), and announced from the start
//!                            ▼
//!                         stopped: a person orders it, or nobody does
//! ```
//!
//! PRIVACY: an announcement says when, never why the file is due: for a child that would tell her age.

mod decide;
#[cfg(test)]
mod spec;

use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

use super::{State, care, safeguard};
use crate::erasing::Notice;
use crate::id::{EntryId, ObjectId, StaffId};

pub(super) use decide::{decide, stop};

/// What the schedule wishes; nothing follows from it when a rule says no, for nobody waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Announce that the file will be erased.
    Announce {
        /// The announcement.
        announcement: EntryId,
        /// How long it can be stopped.
        notice: Notice,
        /// When the centre chose that schedules erase: what was announced before is announced anew.
        since: Moment,
    },
    /// Erase what was announced.
    Erase {
        /// The announcement.
        announcement: EntryId,
        /// When the centre chose that schedules erase.
        since: Moment,
        /// Who chose it.
        chosen_by: StaffId,
        /// The ids of the keys that will be destroyed.
        keys: Vec<Uuid>,
    },
}

/// What the schedule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It announced that the file will be erased.
    Announced {
        /// The announcement.
        announcement: EntryId,
        /// From when on it is erased.
        erase_at: Moment,
        /// When.
        at: Moment,
    },
    /// It erased the survivor; her erasure follows in the same append.
    Erased {
        /// The announcement.
        announcement: EntryId,
        /// When that was made.
        announced_at: Moment,
        /// Who chose that schedules erase.
        chosen_by: StaffId,
        /// The ids of the keys that are destroyed.
        keys: Vec<Uuid>,
        /// The objects that are destroyed.
        objects: Vec<ObjectId>,
        /// When.
        at: Moment,
    },
}

/// An announcement that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// The announcement.
    pub announcement: EntryId,
    /// When it was made.
    pub at: Moment,
    /// From when on the file is erased.
    pub erase_at: Moment,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

impl Announced {
    /// Whether it was made since the centre chose that schedules erase: what is older stopped to count when
    /// the choice was changed.
    pub fn stands(&self, since: Moment) -> bool {
        self.at >= since
    }
}

/// Whether an event ends an announcement: somebody needs the file, or forbids its end.
pub const fn is_needed(event: &super::Event) -> bool {
    match event {
        super::Event::Care(event) => matches!(
            event.fact,
            care::Fact::CaseReopened { .. }
                | care::Fact::HoldSet { .. }
                | care::Fact::HoldLifted { .. }
        ),
        super::Event::Safeguard(event) => matches!(
            event.fact,
            safeguard::Fact::GlassBroken { .. } | safeguard::Fact::GlassApproved { .. }
        ),
        super::Event::Merge(_) => true,
        _ => false,
    }
}

/// The state of the case after one more event.
pub(super) fn evolve(state: &mut State, event: &super::Event) {
    match event {
        super::Event::Ending(Event::Announced { announcement, erase_at, at }) => {
            let (announcement, at, erase_at) = (*announcement, *at, *erase_at);
            state.announced = Some(Announced { announcement, at, erase_at, stopped: false });
        }
        super::Event::Care(care::Event { fact: care::Fact::ErasureStopped { .. }, .. }) => {
            if let Some(announced) = &mut state.announced {
                announced.stopped = true;
            }
        }
        event if is_needed(event) => state.announced = None,
        _ => {}
    }
}
