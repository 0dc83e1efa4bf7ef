//! What may be asked of a case's safeguards.

use sentier_kernel::Sensitive;

use super::Fact;
use crate::id::{EntryId, StaffId};
use crate::safe_contact::SafeContactPlan;

/// A wish to record a fact.
#[derive(Clone, Debug)]
pub struct Command {
    /// The entry; follows from the request, whose content the request log compares.
    pub entry: EntryId,
    /// Who asks.
    pub by: StaffId,
    /// What is to be recorded.
    pub fact: Fact,
    /// For a contact: the plan that was read for it, and the entry that made it.
    pub plan: Option<(EntryId, Sensitive<SafeContactPlan>)>,
}
