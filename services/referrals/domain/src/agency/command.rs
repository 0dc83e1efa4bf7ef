//! What may be wished of an agency.

use super::{Capacity, Change, Structure};
use crate::value::{AgencyId, Need, StructureId};

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
    /// Bring a structure up to date.
    UpdateStructure {
        /// Which.
        id: StructureId,
        /// What changes.
        change: Box<Change>,
    },
    /// Count the places of one of its services.
    SetCapacity {
        /// Which structure.
        id: StructureId,
        /// Which of its services.
        need: Need,
        /// The count; absent when it does not count any more.
        capacity: Option<Capacity>,
    },
    /// Say whether a centre may hand a whole case over to it.
    SetTakeover {
        /// Whether it may.
        takes_cases_over: bool,
    },
    /// Stop or resume sending referrals to the agency.
    SetActive {
        /// Whether referrals may be sent.
        active: bool,
    },
}
