//! What happened to an activity.

use uuid::Uuid;

use super::{CancelReason, Outcome, Plan};

/// A stored fact about one activity; nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was planned.
    ActivityPlanned {
        /// Its id.
        id: Uuid,
        /// What is to be done.
        plan: Plan,
    },
    /// It was planned anew.
    PlanRevised {
        /// The plan in force from now on.
        plan: Plan,
    },
    /// It took place.
    ActivityHeld {
        /// What took place.
        outcome: Outcome,
    },
    /// What was recorded was corrected.
    ActivityCorrected {
        /// What stands from now on.
        outcome: Outcome,
        /// What was wrong.
        reason: String,
    },
    /// It will not take place.
    ActivityCancelled {
        /// Why.
        reason: CancelReason,
    },
}
