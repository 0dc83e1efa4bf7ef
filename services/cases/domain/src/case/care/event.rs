//! What happened in a case's care. What is told in words is `Sensitive`.

use std::collections::BTreeSet;

use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};
use serde::{Deserialize, Serialize};

use super::codes::{ActionStatus, Check, Party, Risk, Subject};
use super::{Aims, Findings, SafetyPlan};
use crate::attachment::Attachment;
use crate::codes::{ClosureReason, Need};
use crate::id::{ActionId, AgencyId, EntryId, ObjectId, StaffId};
use crate::retention::Ground;
use crate::value::{Date, Note};

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

impl Event {
    /// Who works on the case from now on, when that changed.
    pub fn takes_over(&self) -> Option<StaffId> {
        match &self.fact {
            Fact::CaseAssigned { to } => Some(*to),
            // Only who was asked answers.
            Fact::TransferAnswered { accepted: true, .. } => Some(self.by),
            _ => None,
        }
    }
}

/// One action of a plan, without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// The action.
    pub action: ActionId,
    /// The need that it answers.
    pub need: Need,
    /// The member of staff who does it; absent when an agency does.
    pub staff: Option<StaffId>,
    /// The agency that does it; absent when the centre does.
    pub agency: Option<AgencyId>,
    /// Until which day.
    pub due_on: Date,
}

/// What can be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Her situation was assessed.
    AssessmentRecorded {
        /// The risk that she is harmed again.
        risk: Risk,
        /// When to assess again.
        review_on: Option<Date>,
        /// What was found, area by area.
        findings: Sensitive<Findings>,
    },
    /// A safety plan was made with her.
    SafetyPlanMade {
        /// When to go through it again.
        review_on: Option<Date>,
        /// The plan, in her words.
        plan: Sensitive<SafetyPlan>,
    },
    /// She and the caseworker agreed on a plan; it takes the place of the one before.
    ActionPlanAgreed {
        /// The actions.
        actions: Vec<Planned>,
        /// When to meet next.
        follow_up_on: Option<Date>,
        /// What each action is.
        aims: Sensitive<Aims>,
    },
    /// An action came further, or was given up.
    ActionProgressed {
        /// The action.
        action: ActionId,
        /// How far it came.
        status: ActionStatus,
    },
    /// The centre gave a service itself.
    ServiceGiven {
        /// The need that it answers.
        need: Need,
        /// The action of the plan that it does; absent when it was not planned.
        action: Option<ActionId>,
        /// When.
        given_at: Moment,
        /// A note.
        note: Sensitive<Note>,
    },
    /// A note was written.
    NoteAdded {
        /// The note.
        note: Sensitive<Note>,
    },
    /// A supervisor gave the case to a caseworker.
    CaseAssigned {
        /// To whom.
        to: StaffId,
    },
    /// Who works on the case asked another to take it over.
    TransferRequested {
        /// Whom.
        to: StaffId,
        /// Why.
        why: Sensitive<Note>,
    },
    /// Who was asked to take the case over answered.
    TransferAnswered {
        /// The request.
        transfer: EntryId,
        /// Whether she takes it.
        accepted: bool,
        /// Why.
        why: Sensitive<Note>,
    },
    /// A supervisor's approval was asked for.
    ApprovalRequested {
        /// Of what; a closure is asked for by [`Fact::ClosureRequested`].
        subject: Subject,
    },
    /// A supervisor's approval of a closure was asked for.
    ClosureRequested {
        /// Why the case shall be closed.
        reason: ClosureReason,
        /// Points of the checklist that hold.
        checks: BTreeSet<Check>,
        /// A note.
        note: Sensitive<Note>,
    },
    /// A supervisor answered.
    ApprovalAnswered {
        /// The request.
        approval: EntryId,
        /// Whether she approves.
        approved: bool,
        /// What she says of it.
        comment: Sensitive<Note>,
    },
    /// Something was flagged for the team.
    FlagRaised {
        /// The day that it is about.
        on: Option<Date>,
        /// What.
        message: Sensitive<Note>,
    },
    /// A flag was taken down.
    FlagLowered {
        /// The flag.
        flag: EntryId,
        /// What became of it.
        message: Sensitive<Note>,
    },
    /// A case conference took place.
    ConferenceHeld {
        /// When.
        held_at: Moment,
        /// Who sat in it, by role.
        parties: BTreeSet<Party>,
        /// Which agencies did.
        agencies: BTreeSet<AgencyId>,
        /// What was decided.
        decisions: Sensitive<Note>,
    },
    /// Work on a closed case began again.
    CaseReopened {
        /// Why.
        why: Sensitive<Note>,
    },
    /// A file was attached: all of it is stored, sealed.
    AttachmentAdded {
        /// Where its chunks are put away.
        object: ObjectId,
        /// How many chunks there are.
        chunks: u32,
        /// What it is.
        attachment: Sensitive<Attachment>,
    },
    /// An attachment was taken off; its key and its chunks are destroyed.
    AttachmentRemoved {
        /// The attachment: the entry that added it.
        attachment: EntryId,
        /// Where its chunks were put away.
        object: ObjectId,
    },
    /// The law forbids that the file be erased for now: no schedule and no request is above it.
    HoldSet {
        /// Why.
        why: Sensitive<Note>,
    },
    /// The file may be erased again.
    HoldLifted {
        /// The hold: the entry that set it.
        hold: EntryId,
        /// Why.
        why: Sensitive<Note>,
    },
    /// Somebody stopped the erasure that the file's schedule announced.
    ErasureStopped {
        /// Why.
        why: Sensitive<Note>,
    },
    /// Somebody ordered that the survivor be erased; her erasure follows in the same append.
    ErasureOrdered {
        /// On what ground.
        ground: Ground,
        /// The ids of the keys that are destroyed.
        keys: Vec<Uuid>,
        /// The objects that are destroyed.
        objects: Vec<ObjectId>,
    },
}
