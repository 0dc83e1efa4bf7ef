//! Which work is due, from the facts alone: a task begins with one fact and ends with another.
//!
//! The clock that runs from the opening begins here too. Those that run from the incident do not: when it
//! happened is personal, and stands in no event in clear. After every incident, whatever happened, care is to
//! be offered within a day of its record: that tells nothing of her, and the limit that her own incident sets
//! takes its place when her caseworker asks, from the opened file (`ListTasks`, which keeps it nowhere).

use std::time::Duration;

use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, codes};

use super::codes::{ActionStatus, Risk};
use super::{Event, Fact};
use crate::case::{self, IncidentField, agency, merge, safeguard};
use crate::clock::to_assignment;
use crate::codes::{Progress, Urgency};
use crate::consent::Withdrawal;
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
/// Until when health care is offered after an incident was recorded. Prophylaxis works best within 24 hours
/// (WHO guideline on HIV post-exposure prophylaxis, July 2024); for other violence, our default.
pub const OFFER_CARE_WITHIN: Duration = DAY;
/// Until when an incident that she wants counted is completed. Our default.
const COMPLETE_WITHIN: Duration = Duration::from_hours(7 * 24);
/// Until when consents that a corrected birth date ended are asked for anew. Our default: what relied on them is
/// revoked.
const CONSENT_AGAIN_WITHIN: Duration = DAY;
/// Until when she is asked about a structure that was passed over, when the need is urgent: as long as the one
/// that was asked in its place has to answer.
const PASSED_OVER_WITHIN: Duration = Duration::from_hours(3);

codes! {
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
        /// Offer her health care after an incident, or record what she decided about it.
        Health = "health",
        /// Complete an incident that she wants counted, and of which something is missing.
        MinimumData = "minimum_data",
        /// Ask her about a structure that the pathway ranks first, and that no consent covers.
        Consent = "consent",
        /// Ask anew for the consents that a correction of her birth date ended: her age says whom.
        ConsentAgain = "consent_again",
    }
}

/// Tasks whose end is told on the case when it passes: that nobody works on it or takes it over, that nobody
/// met her, and that after an incident nobody offered her health care.
pub const TOLD_WHEN_OVERDUE: [Kind; 4] =
    [Kind::Assignment, Kind::Transfer, Kind::FollowUp, Kind::Health];

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
    /// Until when while the case is at high risk; the same but for what the assignment clock is about.
    pub due_at_high_risk: Moment,
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
    /// The risk was assessed: whether it is high decides until when its tasks are due.
    HighRisk(bool),
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
            Change::Begin(assigning(Kind::Assignment, Uuid::nil(), *at, Owner::Supervisor)),
        ],
        case::Event::IncidentRecorded { .. }
        | case::Event::IncidentCorrected { .. }
        | case::Event::SurvivorCorrected { .. }
        | case::Event::ConsentWithdrawn { .. }
        | case::Event::FactsWithheld { .. } => of_incidents(event),
        // Whoever asks the next structure has seen to what the last one left.
        case::Event::ReferralRequested { need, .. } => {
            let mut changes =
                vec![SOMEBODY_WORKS, Change::EndAll(Kind::Referral), Change::EndAll(Kind::Consent)];
            changes.extend(need.is_health().then_some(Change::EndAll(Kind::Health)));
            changes
        }
        case::Event::ReferralProgressed { referral, progress, at, .. } => {
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
        // Whoever consents was asked, and so was who is met, whatever she answered.
        case::Event::ConsentGranted { .. } => vec![Change::EndAll(Kind::ConsentAgain)],
        case::Event::FollowUpRecorded { next_on, .. } => {
            let asked = Change::EndAll(Kind::ConsentAgain);
            [next(Kind::FollowUp, *next_on), vec![SOMEBODY_WORKS, asked]].concat()
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

/// Care is offered after an incident, and one that she wants counted is completed. Whether something is
/// missing is looked at again after every change that it may hang on.
fn of_incidents(event: &case::Event) -> Vec<Change> {
    match event {
        case::Event::IncidentRecorded { incident, health_settled, at, .. } => {
            let (subject, until) = (incident.as_uuid(), at.plus(OFFER_CARE_WITHIN));
            let offer = (!health_settled).then(|| begin(Kind::Health, subject, until));
            std::iter::once(SOMEBODY_WORKS).chain(offer).collect()
        }
        case::Event::IncidentCorrected { incident, fields, recount, .. } => {
            let told = fields.contains(&IncidentField::Sectors).then_some(Kind::Health);
            let anew = (!recount.is_empty()).then_some(Kind::MinimumData);
            let done = told.into_iter().chain(anew);
            done.map(|kind| Change::End(kind, incident.as_uuid())).collect()
        }
        case::Event::SurvivorCorrected { recount, .. } if recount.is_empty() => Vec::new(),
        case::Event::SurvivorCorrected { .. } => vec![Change::EndAll(Kind::MinimumData)],
        case::Event::ConsentWithdrawn { because, at, .. } => {
            let until = at.plus(CONSENT_AGAIN_WITHIN);
            let again = (*because == Withdrawal::Correction)
                .then(|| begin(Kind::ConsentAgain, Uuid::nil(), until));
            std::iter::once(Change::EndAll(Kind::MinimumData)).chain(again).collect()
        }
        case::Event::FactsWithheld { incident, at } => {
            vec![begin(Kind::MinimumData, incident.as_uuid(), at.plus(COMPLETE_WITHIN))]
        }
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
        Fact::AssessmentRecorded { risk, review_on, .. } => {
            let mut changes = next(Kind::Assessment, *review_on);
            changes.push(Change::HighRisk(*risk == Risk::High));
            changes
        }
        Fact::SafetyPlanMade { review_on, .. } => next(Kind::SafetyPlan, *review_on),
        Fact::ActionPlanAgreed { actions, follow_up_on, .. } => {
            let mut changes = vec![Change::EndAll(Kind::ActionPlan), Change::EndAll(Kind::Action)];
            changes.extend(actions.iter().map(|planned| {
                let owner = planned.staff.map_or(Owner::Caseworker, Owner::Staff);
                let (subject, due) = (planned.action.as_uuid(), planned.due_on.end());
                Change::Begin(task(Kind::Action, subject, due, owner))
            }));
            if follow_up_on.is_some() {
                changes.extend(next(Kind::FollowUp, *follow_up_on));
            }
            changes
        }
        Fact::ActionProgressed { action, status: ActionStatus::Done | ActionStatus::Dropped } => {
            vec![Change::End(Kind::Action, action.as_uuid())]
        }
        Fact::ServiceGiven { action, need, .. } => {
            let done = action.map(|action| Change::End(Kind::Action, action.as_uuid()));
            let health = need.is_health().then_some(Change::EndAll(Kind::Health));
            done.into_iter().chain(health).collect()
        }
        Fact::CaseAssigned { to } => {
            vec![Change::EndAll(Kind::Transfer), Change::Caseworker(*to)]
        }
        Fact::TransferRequested { to, .. } => {
            vec![Change::Begin(assigning(Kind::Transfer, entry, at, Owner::Staff(*to)))]
        }
        Fact::TransferAnswered { accepted, .. } => {
            let mut changes = vec![Change::EndAll(Kind::Transfer)];
            changes.extend(accepted.then_some(Change::Caseworker(event.by)));
            changes
        }
        Fact::ApprovalRequested { .. } | Fact::ClosureRequested { .. } => {
            let (owner, due) = (Owner::Supervisor, at.plus(APPROVE_WITHIN));
            vec![Change::Begin(task(Kind::Approval, entry, due, owner))]
        }
        Fact::ApprovalAnswered { approval, .. } => {
            vec![Change::End(Kind::Approval, approval.as_uuid())]
        }
        Fact::FlagRaised { on: Some(on), .. } => vec![begin(Kind::Flag, entry, on.end())],
        Fact::FlagLowered { flag, .. } => vec![Change::End(Kind::Flag, flag.as_uuid())],
        Fact::CaseReopened { .. } => vec![Change::Resume],
        Fact::ActionProgressed { .. }
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
    Change::Begin(task(kind, subject, due, Owner::Caseworker))
}

const fn task(kind: Kind, subject: Uuid, due: Moment, owner: Owner) -> Task {
    Task { kind, subject, due, due_at_high_risk: due, owner }
}

/// A task whose time is the assignment clock's: three hours, one at high risk.
fn assigning(kind: Kind, subject: Uuid, from: Moment, owner: Owner) -> Task {
    let until = |high_risk| to_assignment(from, high_risk).deadline;
    Task { due_at_high_risk: until(true), ..task(kind, subject, until(false), owner) }
}

/// What was due is done; the next time, if one was set.
fn next(kind: Kind, on: Option<Date>) -> Vec<Change> {
    match on {
        Some(on) => vec![begin(kind, Uuid::nil(), on.end())],
        None => vec![Change::EndAll(kind)],
    }
}
