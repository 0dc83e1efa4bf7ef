//! How the entries of a case's care are kept: what they tell in words sealed in the class narrative.

use std::collections::BTreeSet;

use sentier_cases_domain::attachment::Attachment;
use sentier_cases_domain::case::care::codes::{ActionStatus, Check, Party, Risk, Subject};
use sentier_cases_domain::case::care::{Aims, Event, Fact, Findings, Planned, SafetyPlan};
use sentier_cases_domain::codes::{ClosureReason, Need};
use sentier_cases_domain::id::{ActionId, AgencyId, EntryId, ObjectId, StaffId};
use sentier_cases_domain::retention::Ground;
use sentier_cases_domain::value::{Date, Note};
use sentier_eventing::codec::{CodecError, read, write};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};
use serde::{Deserialize, Serialize};

use super::entries::entries;

entries! {
    AssessmentRecorded = "assessment_recorded.v1", AssessmentRecordedV1 {
        risk: Risk, review_on: Option<Date>,
    } sealed findings: Findings;
    SafetyPlanMade = "safety_plan_made.v1", SafetyPlanMadeV1 {
        review_on: Option<Date>,
    } sealed plan: SafetyPlan;
    ActionPlanAgreed = "action_plan_agreed.v1", ActionPlanAgreedV1 {
        actions: Vec<Planned>, follow_up_on: Option<Date>,
    } sealed aims: Aims;
    ActionProgressed = "action_progressed.v1", ActionProgressedV1 {
        action: ActionId, status: ActionStatus,
    };
    ServiceGiven = "service_given.v1", ServiceGivenV1 {
        need: Need, action: Option<ActionId>, given_at: Moment,
    } sealed note: Note;
    NoteAdded = "note_added.v1", NoteAddedV1 {} sealed note: Note;
    CaseAssigned = "case_assigned.v1", CaseAssignedV1 { to: StaffId };
    TransferRequested = "transfer_requested.v1", TransferRequestedV1 {
        to: StaffId,
    } sealed why: Note;
    TransferAnswered = "transfer_answered.v1", TransferAnsweredV1 {
        transfer: EntryId, accepted: bool,
    } sealed why: Note;
    ApprovalRequested = "approval_requested.v1", ApprovalRequestedV1 { subject: Subject };
    ClosureRequested = "closure_requested.v1", ClosureRequestedV1 {
        reason: ClosureReason, checks: BTreeSet<Check>,
    } sealed note: Note;
    ApprovalAnswered = "approval_answered.v1", ApprovalAnsweredV1 {
        approval: EntryId, approved: bool,
    } sealed comment: Note;
    FlagRaised = "flag_raised.v1", FlagRaisedV1 { on: Option<Date> } sealed message: Note;
    FlagLowered = "flag_lowered.v1", FlagLoweredV1 { flag: EntryId } sealed message: Note;
    ConferenceHeld = "conference_held.v1", ConferenceHeldV1 {
        held_at: Moment, parties: BTreeSet<Party>, agencies: BTreeSet<AgencyId>,
    } sealed decisions: Note;
    CaseReopened = "case_reopened.v1", CaseReopenedV1 {} sealed why: Note;
    AttachmentAdded = "attachment_added.v1", AttachmentAddedV1 {
        object: ObjectId, chunks: u32,
    } sealed attachment: Attachment;
    AttachmentRemoved = "attachment_removed.v1", AttachmentRemovedV1 {
        attachment: EntryId, object: ObjectId,
    };
    HoldSet = "hold_set.v1", HoldSetV1 {} sealed why: Note;
    HoldLifted = "hold_lifted.v1", HoldLiftedV1 { hold: EntryId } sealed why: Note;
    ErasureStopped = "erasure_stopped.v1", ErasureStoppedV1 {} sealed why: Note;
    ErasureOrdered = "erasure_ordered.v1", ErasureOrderedV1 {
        ground: Ground, keys: Vec<Uuid>, objects: Vec<ObjectId>,
    };
}
