//! What happened to a case's safeguards. What is told in words is `Sensitive`.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Sensitive};

use crate::id::{EntryId, StaffId};
use crate::safe_contact::{Answerer, Channel, SafeContactPlan};
use crate::value::Note;

/// A fact, who recorded it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The entry that it made.
    pub entry: EntryId,
    /// Who recorded it.
    pub by: StaffId,
    /// When.
    pub at: Moment,
    /// What.
    pub fact: Fact,
}

/// What can be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Somebody of the staff has a conflict of interest: she never sees the file.
    StaffExcluded {
        /// Who.
        staff: StaffId,
        /// Why.
        why: Sensitive<Note>,
    },
    /// Her conflict of interest ended, or was none.
    StaffReadmitted {
        /// Who.
        staff: StaffId,
        /// Why.
        why: Sensitive<Note>,
    },
    /// The case is there for named staff only; a new seal takes the place of the one before.
    CaseSealed {
        /// To whom.
        to: BTreeSet<StaffId>,
        /// Why.
        why: Sensitive<Note>,
    },
    /// The seal was taken off.
    CaseUnsealed {
        /// Why.
        why: Sensitive<Note>,
    },
    /// Somebody without relation to the case asked to open it in an emergency.
    GlassRequested {
        /// Why.
        why: Sensitive<Note>,
    },
    /// Another person approved: she who asked may read the file for a time.
    GlassApproved {
        /// The request.
        request: EntryId,
        /// Until when, exclusive.
        expires_at: Moment,
    },
    /// Somebody without relation to the case opened it alone, for a time; an alarm until it is reviewed.
    GlassBroken {
        /// Until when, exclusive.
        expires_at: Moment,
        /// Why.
        why: Sensitive<Note>,
    },
    /// Another person looked into what was opened alone.
    GlassReviewed {
        /// The opening.
        opening: EntryId,
        /// What she says of it.
        comment: Sensitive<Note>,
    },
    /// She said how she may be reached.
    SafeContactSet {
        /// How.
        plan: Sensitive<SafeContactPlan>,
    },
    /// Somebody reaches out to her, as she agreed.
    ContactAttempted {
        /// By what.
        channel: Channel,
        /// Whose ear or eye it may reach.
        answerer: Answerer,
        /// What for.
        note: Sensitive<Note>,
    },
}
