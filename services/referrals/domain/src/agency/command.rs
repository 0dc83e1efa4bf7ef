//! What may be wished of an agency.

use super::Structure;
use crate::value::{AgencyId, StructureId};

/// A wish to change the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Enter an agency in the directory.
    RegisterAgency {
        /// Its new id.
        agency: AgencyId,
        /// Public name.
        display_name: String,
    },
    /// Enter a structure of the agency.
    RegisterStructure {
        /// Its new id.
        id: StructureId,
        /// What it is.
        structure: Structure,
    },
    /// Stop or resume sending referrals to the agency.
    SetActive {
        /// Whether referrals may be sent.
        active: bool,
    },
}
