//! What must be remembered of a case's care to decide. PRIVACY: codes, dates and ids; no words.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

use super::codes::{ActionStatus, Check, Goal, GoalProgress, Risk};
use super::task::Kind;
use crate::codes::{ClosureReason, Need};
use crate::id::{ActionId, AgencyId, EntryId, ObjectId, StaffId};
use crate::retention::Ground;
use crate::value::Date;

/// Where something that a supervisor approves stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Nobody asked yet.
    #[default]
    Unasked,
    /// Asked, and not answered yet.
    Requested {
        /// The request.
        approval: EntryId,
        /// Who asked.
        by: StaffId,
    },
    /// Approved.
    Approved,
    /// Not approved; one may ask again.
    Rejected,
}

/// The newest assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// Its entry.
    pub entry: EntryId,
    /// The risk that she is harmed again.
    pub risk: Risk,
    /// Who assessed.
    pub by: StaffId,
    /// When.
    pub at: Moment,
    /// When to assess again.
    pub review_on: Option<Date>,
    /// Where its approval stands.
    pub approval: Standing,
}

/// The newest safety plan or action plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Its entry.
    pub entry: EntryId,
    /// Who made it with her.
    pub by: StaffId,
    /// When.
    pub at: Moment,
    /// Where its approval stands; a safety plan needs none.
    pub approval: Standing,
}

/// An action of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The need that it answers.
    pub need: Need,
    /// The member of staff who does it.
    pub staff: Option<StaffId>,
    /// The agency that does it.
    pub agency: Option<AgencyId>,
    /// Until which day.
    pub due_on: Date,
    /// How far it came.
    pub status: ActionStatus,
}

/// A closure that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Why.
    pub reason: ClosureReason,
    /// Points of the checklist that hold.
    pub checks: BTreeSet<Check>,
    /// Who asked.
    pub by: StaffId,
    /// Where its approval stands.
    pub approval: Standing,
}

/// A transfer that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The request.
    pub entry: EntryId,
    /// Who was asked.
    pub to: StaffId,
    /// When.
    pub at: Moment,
}

/// A flag that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// The day that it is about.
    pub on: Option<Date>,
    /// When it was raised.
    pub at: Moment,
}

/// A file that is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Where its chunks are put away.
    pub object: ObjectId,
    /// How many chunks there are.
    pub chunks: u32,
}

/// The state of a case's care.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Every entry, so that a repeat changes nothing.
    pub entries: BTreeSet<EntryId>,
    /// The newest assessment.
    pub assessment: Option<Assessed>,
    /// The newest safety plan.
    pub safety_plan: Option<Agreed>,
    /// The newest action plan.
    pub action_plan: Option<Agreed>,
    /// Every action that was ever agreed.
    pub actions: BTreeMap<ActionId, Action>,
    /// Services that the centre gave.
    pub services: u32,
    /// How near her goals are, from the newest follow-up that looked at them.
    pub goals: BTreeMap<Goal, GoalProgress>,
    /// A closure that was asked for.
    pub closure: Option<Closure>,
    /// A transfer that waits for its answer.
    pub transfer: Option<Transfer>,
    /// Flags that stand.
    pub flags: BTreeMap<EntryId, Flag>,
    /// Files that are attached.
    pub attachments: BTreeMap<EntryId, Attached>,
    /// The legal hold that stands.
    pub hold: Option<EntryId>,
    /// On what ground her erasure was ordered, and by whom.
    pub ordered: Option<(Ground, StaffId)>,
    /// Tasks of which it was told that their time passed: what, about what, until when.
    pub overdue: BTreeSet<(Kind, Uuid, Moment)>,
}

impl State {
    /// The member of staff whom a pending transfer asks.
    pub fn successor(&self) -> Option<StaffId> {
        self.transfer.as_ref().map(|transfer| transfer.to)
    }
}
