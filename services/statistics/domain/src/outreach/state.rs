//! What is remembered of an activity.

use uuid::Uuid;

use super::{CancelReason, Outcome, Plan};

/// An activity, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The activity, once planned.
    pub activity: Option<Activity>,
}

/// A planned activity and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its id.
    pub id: Uuid,
    /// The plan in force.
    pub plan: Plan,
    /// What became of it.
    pub standing: Standing,
}

/// Where an activity stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is to come.
    Planned,
    /// It took place.
    Held(Outcome),
    /// It will not take place.
    Cancelled(CancelReason),
}

impl Standing {
    /// The state's name, as stored in read models and told in refusals.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held(_) => "held",
            Self::Cancelled(_) => "cancelled",
        }
    }
}
