//! What an entry changes. Total: history is never refused.

use super::codes::{ActionStatus, Subject};
use super::{
    Action, Agreed, Assessed, Attached, Closure, Event, Fact, Flag, Planned, Standing, Transfer,
};
use crate::case::State;
use crate::id::{EntryId, StaffId};

/// The state of the case after one more entry.
pub(in crate::case) fn evolve(state: &mut State, event: &Event) {
    let Event { entry, by, at, fact } = event;
    state.care.entries.insert(*entry);
    let approval = Standing::Unasked;
    match fact {
        Fact::AssessmentRecorded { risk, review_on, .. } => {
            state.care.assessment = Some(Assessed {
                entry: *entry,
                risk: *risk,
                by: *by,
                at: *at,
                review_on: *review_on,
                approval,
            });
        }
        Fact::SafetyPlanMade { .. } => {
            state.care.safety_plan = Some(Agreed { entry: *entry, by: *by, at: *at, approval });
        }
        Fact::ActionPlanAgreed { actions, .. } => {
            state.care.action_plan = Some(Agreed { entry: *entry, by: *by, at: *at, approval });
            replan(state, actions);
        }
        Fact::ActionProgressed { action, status } => {
            if let Some(known) = state.care.actions.get_mut(action) {
                known.status = *status;
            }
        }
        Fact::ServiceGiven { action, .. } => {
            state.care.services = state.care.services.saturating_add(1);
            if let Some(known) = action.and_then(|id| state.care.actions.get_mut(&id)) {
                known.status = ActionStatus::Done;
            }
        }
        Fact::ApprovalRequested { .. } | Fact::ClosureRequested { .. } => ask(state, event),
        Fact::ApprovalAnswered { approval, approved, .. } => answer(state, *approval, *approved),
        Fact::FlagRaised { on, .. } => {
            state.care.flags.insert(*entry, Flag { on: *on, at: *at });
        }
        Fact::FlagLowered { flag, .. } => {
            state.care.flags.remove(flag);
        }
        Fact::CaseReopened { .. } => {
            state.closed = None;
            state.care.closure = None;
        }
        Fact::CaseAssigned { .. }
        | Fact::TransferRequested { .. }
        | Fact::TransferAnswered { .. } => hand_over(state, event),
        Fact::AttachmentAdded { .. }
        | Fact::AttachmentRemoved { .. }
        | Fact::HoldSet { .. }
        | Fact::HoldLifted { .. }
        | Fact::ErasureOrdered { .. } => keep(state, event),
        // Where the announcement stands is kept beside care.
        Fact::NoteAdded { .. } | Fact::ConferenceHeld { .. } | Fact::ErasureStopped { .. } => {}
    }
}

/// Who works on the case, and who is asked to.
fn hand_over(state: &mut State, event: &Event) {
    match &event.fact {
        Fact::CaseAssigned { to } => take_over(state, *to),
        Fact::TransferRequested { to, .. } => {
            state.care.transfer = Some(Transfer { entry: event.entry, to: *to, at: event.at });
        }
        Fact::TransferAnswered { accepted, .. } => {
            let successor = state.care.transfer.take().map(|asked| asked.to);
            if let Some(to) = successor.filter(|_| *accepted) {
                take_over(state, to);
            }
        }
        _ => {}
    }
}

/// What waits for an approval.
fn ask(state: &mut State, event: &Event) {
    let Event { entry, by, fact, .. } = event;
    let asked = Standing::Requested { approval: *entry, by: *by };
    match fact {
        Fact::ApprovalRequested { subject } => {
            if let Some(standing) = standing(state, *subject) {
                *standing = asked;
            }
        }
        Fact::ClosureRequested { reason, checks, .. } => {
            let (reason, checks, by) = (*reason, checks.clone(), *by);
            state.care.closure = Some(Closure { reason, checks, by, approval: asked });
        }
        _ => {}
    }
}

/// What is attached, and whether and how the file ends.
fn keep(state: &mut State, event: &Event) {
    match &event.fact {
        Fact::AttachmentAdded { object, chunks, .. } => {
            let held = Attached { object: *object, chunks: *chunks };
            state.care.attachments.insert(event.entry, held);
        }
        Fact::AttachmentRemoved { attachment, .. } => {
            state.care.attachments.remove(attachment);
        }
        Fact::HoldSet { .. } => state.care.hold = Some(event.entry),
        Fact::HoldLifted { .. } => state.care.hold = None,
        Fact::ErasureOrdered { ground, .. } => state.care.ordered = Some((*ground, event.by)),
        _ => {}
    }
}

/// Open actions of the plan before end with it.
fn replan(state: &mut State, actions: &[Planned]) {
    for known in state.care.actions.values_mut() {
        if matches!(known.status, ActionStatus::Planned | ActionStatus::InProgress) {
            known.status = ActionStatus::Dropped;
        }
    }
    for planned in actions {
        let Planned { action, need, staff, agency, due_on } = *planned;
        let status = ActionStatus::Planned;
        state.care.actions.insert(action, Action { need, staff, agency, due_on, status });
    }
}

/// Whoever was asked before is asked no more.
fn take_over(state: &mut State, to: StaffId) {
    state.care.transfer = None;
    if let Some(opening) = &mut state.opening {
        opening.caseworker = to;
    }
}

/// Where the approval of a subject stands; `None` when there is nothing of the kind.
pub(super) fn standing(state: &mut State, subject: Subject) -> Option<&mut Standing> {
    match subject {
        Subject::Assessment => state.care.assessment.as_mut().map(|it| &mut it.approval),
        Subject::ActionPlan => state.care.action_plan.as_mut().map(|it| &mut it.approval),
        Subject::Closure => state.care.closure.as_mut().map(|it| &mut it.approval),
    }
}

fn answer(state: &mut State, answered: EntryId, approved: bool) {
    for subject in Subject::ALL {
        if let Some(standing) = standing(state, *subject)
            && matches!(standing, Standing::Requested { approval, .. } if *approval == answered)
        {
            *standing = if approved { Standing::Approved } else { Standing::Rejected };
        }
    }
}
