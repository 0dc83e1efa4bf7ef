//! What may be asked of a case's care.

use super::Fact;
use crate::id::{EntryId, StaffId};

/// A wish to record a fact.
#[derive(Clone, Debug)]
pub struct Command {
    /// The entry; follows from the request, whose content the request log compares.
    pub entry: EntryId,
    /// Who asks.
    pub by: StaffId,
    /// What is to be recorded.
    pub fact: Fact,
}
