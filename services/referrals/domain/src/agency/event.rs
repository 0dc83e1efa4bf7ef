//! What happened to an agency.

use super::{Capacity, Structure};
use crate::value::{AgencyId, Need, StructureId};

/// A stored fact about an agency; nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The agency was entered; it is active.
    AgencyRegistered {
        /// Its id.
        agency: AgencyId,
        /// Public name.
        display_name: String,
    },
    /// A structure was entered.
    StructureRegistered {
        /// Its id.
        id: StructureId,
        /// What it is.
        structure: Structure,
    },
    /// A structure was brought up to date.
    StructureUpdated {
        /// Its id.
        id: StructureId,
        /// What it is now, whole.
        structure: Structure,
    },
    /// The places of a service were counted.
    CapacitySet {
        /// The structure.
        id: StructureId,
        /// Its service.
        need: Need,
        /// The count; absent when it does not count any more.
        capacity: Option<Capacity>,
    },
    /// Referrals may be sent to it again.
    AgencyActivated,
    /// Referrals may not be sent to it any more.
    AgencyDeactivated,
    /// It takes whole cases over from centres, or does not any more.
    TakeoverSet {
        /// Whether it does.
        takes_cases_over: bool,
    },
}
