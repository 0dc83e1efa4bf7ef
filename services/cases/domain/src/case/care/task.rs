//! Which work is due, from the facts alone: a task begins with one fact and ends with another.
//!
//! The clock that runs from the opening begins here too. Those that run from the incident do not: when it
//! happened is personal, and stands in no event in clear.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

use super::codes::ActionStatus;
use super::{Event, Fact};
use crate::case::{self, agency, merge, safeguard};
use crate::clock::to_assignment;
use crate::codes::{Progress, Urgency, coded};
use crate::id::StaffId;
use crate::value::Date;

const DAY: Duration = Duration::from_hours(24);
/// Until when a new case is assessed. Our default: DOMAIN gives no limit.
pub(crate) const ASSESS_WITHIN: Duration = Duration::from_hours(3 * 24);
/// Until when a new case has its action plan. Our default.
const PLAN_WITHIN: Duration = Duration::from_hours(7 * 24);
/// Until when a supervisor answers. Our default.
const APPROVE_WITHIN: Duration = Duration::from_hours(2 * 24);
/// Until when another structure is found. Our default: a need that is left was there yesterday too.
const REFER_AGAIN_WITHIN: Duration = DAY;
/// Until when she is asked about what an agency proposes; an urgent need waits no longer than any other that
/// is left. Our defaults.
const ASK_HER_WITHIN: Duration = Duration::from_hours(3 * 24);
/// Until when she is asked about a structure that was passed over, when the need is urgent: as long as the one
/// that was asked in its place has to answer.
const PASSED_OVER_WITHIN: Duration = Duration::from_hours(3);
/// Until when who is asked to take a case over answers. Our default.
const TAKE_OVER_WITHIN: Duration = DAY;

coded! {
    /// What is to be done.
    Kind {
        /// Assess her situation.
        Assessment = "assessment",
        /// Go through the safety plan again.
        SafetyPlan = "safety_plan",
        /// Agree on an action plan.
        ActionPlan = "action_plan",
        /// Do an action of the plan.
        Action = "action",
        /// Meet her.
        FollowUp = "follow_up",
        /// Answer a request for approval.
        Approval = "approval",
        /// Answer a request to take the case over.
        Transfer = "transfer",
        /// See to a flag.
        Flag = "flag",
        /// See that somebody works on a new case.
        Assignment = "assignment",
        /// Find another structure for a need that was declined, or that nobody answered in time.
        Referral = "referral",
        /// Ask her about what an agency proposes.
        Onward = "onward",
        /// Ask her about a structure that the pathway ranks first, and that no consent covers.
        Consent = "consent",
    }
}

/// Tasks whose end is told on the case when it passes: that nobody works on it, and that nobody met her.
pub const TOLD_WHEN_OVERDUE: [Kind; 2] = [Kind::Assignment, Kind::FollowUp];

/// Whose a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Who works on the case, also after a transfer.
    Caseworker,
    /// A supervisor.
    Supervisor,
    /// This member of staff.
    Staff(StaffId),
}

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: Kind,
    /// The action or entry that it is about; nil when it is about the case.
    pub subject: Uuid,
    /// Until when.
    pub due: Moment,
    /// Whose it is.
    pub owner: Owner,
}

/// What a fact does to the tasks of its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A task begins, in the place of one of the same kind and subject.
    Begin(Task),
    /// A task ends.
    End(Kind, Uuid),
    /// All tasks of a kind end.
    EndAll(Kind),
    /// Another works on the case.
    Caseworker(StaffId),
    /// Who was asked to take the case over is asked no more.
    Unask(StaffId),
    /// The case is closed: its tasks wait.
    Rest,
    /// The case is open again: its tasks are due again.
    Resume,
}

/// Whatever is recorded by who works on a case says that somebody does.
const SOMEBODY_WORKS: Change = Change::EndAll(Kind::Assignment);

/// What an event does to the tasks of its case.
pub fn changes(event: &case::Event) -> Vec<Change> {
    match event {
        case::Event::CaseOpened { at, .. } => vec![
            begin(Kind::Assessment, Uuid::nil(), at.plus(ASSESS_WITHIN)),
            begin(Kind::ActionPlan, Uuid::nil(), at.plus(PLAN_WITHIN)),
            Change::Begin(Task {
                kind: Kind::Assignment,
                subject: Uuid::nil(),
                due: to_assignment(*at, false).deadline,
                owner: Owner::Supervisor,
            }),
        ],
        case::Event::IncidentRecorded { .. } => vec![SOMEBODY_WORKS],
        // Whoever asks the next structure has seen to what the last one left.
        case::Event::ReferralRequested { .. } => {
            vec![SOMEBODY_WORKS, Change::EndAll(Kind::Referral), Change::EndAll(Kind::Consent)]
        }
        case::Event::ReferralProgressed { referral, progress, at } => {
            let about = referral.as_uuid();
            // Whoever was asked in its place has taken her, or takes her no more: the question is another.
            let settled = *progress == Progress::Accepted || progress.is_final();
            let mut changes = Vec::new();
            changes.extend(settled.then_some(Change::End(Kind::Consent, about)));
            if progress.leaves_the_need() {
                changes.push(begin(Kind::Referral, about, at.plus(REFER_AGAIN_WITHIN)));
            }
            changes
        }
        case::Event::FollowUpRecorded { next_on, .. } => {
            [next(Kind::FollowUp, *next_on), vec![SOMEBODY_WORKS]].concat()
        }
        case::Event::CaseClosed { .. } | case::Event::SurvivorErased { .. } => vec![Change::Rest],
        case::Event::Care(event) => {
            let mut changes = of_care(event);
            changes.push(SOMEBODY_WORKS);
            changes
        }
        case::Event::Merge(event) => of_merge(event),
        case::Event::Agency(event) => of_agency(event),
        // A transfer that was asked of whom the case must not reach any more is none.
        case::Event::Safeguard(event) => match &event.fact {
            safeguard::Fact::StaffExcluded { staff, .. } => vec![Change::Unask(*staff)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What an agency proposes waits for a word with her.
fn of_agency(event: &agency::Event) -> Vec<Change> {
    match event.fact {
        agency::Fact::OnwardProposed { proposal, urgency, .. } => {
            let within = match urgency {
                Urgency::Urgent => DAY,
                Urgency::Routine => ASK_HER_WITHIN,
            };
            vec![begin(Kind::Onward, proposal.as_uuid(), event.at.plus(within))]
        }
        agency::Fact::OnwardTakenUp { proposal, .. }
        | agency::Fact::OnwardDeclined { proposal, .. } => {
            vec![Change::End(Kind::Onward, proposal.as_uuid()), SOMEBODY_WORKS]
        }
        agency::Fact::OnwardEnded { proposal, .. } => {
            vec![Change::End(Kind::Onward, proposal.as_uuid())]
        }
        agency::Fact::PassedOver { referral, urgency, .. } => {
            let within = match urgency {
                Urgency::Urgent => PASSED_OVER_WITHIN,
                Urgency::Routine => DAY,
            };
            vec![begin(Kind::Consent, referral.as_uuid(), event.at.plus(within))]
        }
        agency::Fact::ReferredIn { .. } | agency::Fact::TransferAsked { .. } => Vec::new(),
    }
}

/// While a case follows another, the work waits there.
fn of_merge(event: &merge::Event) -> Vec<Change> {
    match event.fact {
        merge::Fact::Followed { .. } => vec![Change::Rest],
        merge::Fact::Parted { open: true, .. } => vec![Change::Resume],
        merge::Fact::Parted { open: false, .. }
        | merge::Fact::TookIn { .. }
        | merge::Fact::Released { .. }
        | merge::Fact::MarkedDifferent => Vec::new(),
    }
}

fn of_care(event: &Event) -> Vec<Change> {
    let (entry, at) = (event.entry.as_uuid(), event.at);
    match &event.fact {
        Fact::AssessmentRecorded { review_on, .. } => next(Kind::Assessment, *review_on),
        Fact::SafetyPlanMade { review_on, .. } => next(Kind::SafetyPlan, *review_on),
        Fact::ActionPlanAgreed { actions, follow_up_on, .. } => {
            let mut changes = vec![Change::EndAll(Kind::ActionPlan), Change::EndAll(Kind::Action)];
            changes.extend(actions.iter().map(|planned| {
                let owner = planned.staff.map_or(Owner::Caseworker, Owner::Staff);
                let (subject, due) = (planned.action.as_uuid(), planned.due_on.end());
                Change::Begin(Task { kind: Kind::Action, subject, due, owner })
            }));
            if follow_up_on.is_some() {
                changes.extend(next(Kind::FollowUp, *follow_up_on));
            }
            changes
        }
        Fact::ActionProgressed { action, status: ActionStatus::Done | ActionStatus::Dropped }
        | Fact::ServiceGiven { action: Some(action), .. } => {
            vec![Change::End(Kind::Action, action.as_uuid())]
        }
        Fact::CaseAssigned { to } => {
            vec![Change::EndAll(Kind::Transfer), Change::Caseworker(*to)]
        }
        Fact::TransferRequested { to, .. } => {
            let (owner, due) = (Owner::Staff(*to), at.plus(TAKE_OVER_WITHIN));
            vec![Change::Begin(Task { kind: Kind::Transfer, subject: entry, due, owner })]
        }
        Fact::TransferAnswered { accepted, .. } => {
            let mut changes = vec![Change::EndAll(Kind::Transfer)];
            changes.extend(accepted.then_some(Change::Caseworker(event.by)));
            changes
        }
        Fact::ApprovalRequested { .. } | Fact::ClosureRequested { .. } => {
            let (owner, due) = (Owner::Supervisor, at.plus(APPROVE_WITHIN));
            vec![Change::Begin(Task { kind: Kind::Approval, subject: entry, due, owner })]
        }
        Fact::ApprovalAnswered { approval, .. } => {
            vec![Change::End(Kind::Approval, approval.as_uuid())]
        }
        Fact::FlagRaised { on: Some(on), .. } => vec![begin(Kind::Flag, entry, on.end())],
        Fact::FlagLowered { flag, .. } => vec![Change::End(Kind::Flag, flag.as_uuid())],
        Fact::CaseReopened { .. } => vec![Change::Resume],
        Fact::ActionProgressed { .. }
        | Fact::ServiceGiven { .. }
        | Fact::NoteAdded { .. }
        | Fact::AttachmentAdded { .. }
        | Fact::AttachmentRemoved { .. }
        | Fact::HoldSet { .. }
        | Fact::HoldLifted { .. }
        | Fact::ErasureStopped { .. }
        | Fact::ErasureOrdered { .. }
        | Fact::FlagRaised { on: None, .. }
        | Fact::ConferenceHeld { .. } => Vec::new(),
    }
}

const fn begin(kind: Kind, subject: Uuid, due: Moment) -> Change {
    Change::Begin(Task { kind, subject, due, owner: Owner::Caseworker })
}

/// What was due is done; the next time, if one was set.
fn next(kind: Kind, on: Option<Date>) -> Vec<Change> {
    match on {
        Some(on) => vec![begin(kind, Uuid::nil(), on.end())],
        None => vec![Change::EndAll(kind)],
    }
}
