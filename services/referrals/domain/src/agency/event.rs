//! What happened to an agency.

use super::Structure;
use crate::value::{AgencyId, StructureId};

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
    /// Referrals may be sent to it again.
    AgencyActivated,
    /// Referrals may not be sent to it any more.
    AgencyDeactivated,
}
