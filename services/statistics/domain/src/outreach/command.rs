//! What may be wished of an activity.

use uuid::Uuid;

use super::{CancelReason, Outcome, Plan};

/// A wish about one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Plan it.
    PlanActivity {
        /// Its new id.
        id: Uuid,
        /// What is to be done.
        plan: Plan,
    },
    /// Plan it anew.
    RevisePlan {
        /// The whole new plan.
        plan: Plan,
    },
    /// Say that it took place.
    RecordActivity {
        /// What took place.
        outcome: Outcome,
    },
    /// Correct what was recorded.
    CorrectActivity {
        /// All that took place, as it is right.
        outcome: Outcome,
        /// What was wrong.
        reason: String,
    },
    /// Cancel it.
    CancelActivity {
        /// Why.
        reason: CancelReason,
    },
}
