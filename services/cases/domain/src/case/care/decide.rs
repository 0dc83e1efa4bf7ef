//! The rules of care: one function per fact that has any; the match on top is the table of contents.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use sentier_kernel::{Moment, Violation};

use super::codes::{ActionStatus, Subject};
use super::{Command, Event, Fact, Findings, Planned, Rejection, Standing};
use crate::attachment::MOST;
use crate::case::decide::{at_work, valid};
use crate::case::safeguard::may_be_given;
use crate::case::{self, State, ending};
use crate::codes::ClosureReason;
use crate::id::{ActionId, EntryId, ObjectId, StaffId};
use crate::value::Date;

/// More actions than a plan can be kept with.
const MOST_ACTIONS: usize = 50;
/// A later day than this is a slip of the finger.
const FARTHEST: Duration = Duration::from_hours(5 * 366 * 24);

/// Whether a fact is news; a repeat is none.
type News = Result<bool, case::Rejection>;

/// The event that follows from a command.
pub(in crate::case) fn decide(
    state: &State,
    command: Command,
    at: Moment,
) -> Result<Vec<case::Event>, case::Rejection> {
    let Command { entry, by, fact } = command;
    if state.care.entries.contains(&entry) || !news(state, by, &fact, at)? {
        return Ok(Vec::new());
    }
    Ok(vec![case::Event::Care(Event { entry, by, at, fact })])
}

/// What is recorded on a closed case too; `None` for what needs work on the case to go on.
fn beside_work(state: &State, fact: &Fact) -> Option<News> {
    Some(match fact {
        Fact::CaseReopened { .. } if state.merging.follows.is_some() => {
            Err(case::Rejection::CaseMerged)
        }
        Fact::CaseReopened { .. } => reopen(state),
        // What was attached by mistake goes from a closed case too.
        Fact::AttachmentRemoved { attachment, object } => remove(state, *attachment, *object),
        Fact::HoldSet { .. } | Fact::HoldLifted { .. } => hold(state, fact),
        Fact::ErasureStopped { .. } => ending::stop(state),
        // Only an erasure tells of it.
        Fact::ErasureOrdered { .. } => Ok(false),
        _ => return None,
    })
}

fn news(state: &State, by: StaffId, fact: &Fact, at: Moment) -> News {
    if let Some(news) = beside_work(state, fact) {
        return news;
    }
    at_work(state)?;
    match fact {
        Fact::AssessmentRecorded { review_on, findings, .. } => {
            // What follows from a recorded incident is not told a second time, differently.
            let told = findings.expose().is_some_and(Findings::tell_hours);
            if told && !state.incidents.is_empty() {
                return Err(Rejection::HoursKnown.into());
            }
            planned("review_day", *review_on, at)
        }
        Fact::SafetyPlanMade { review_on, .. } => planned("review_day", *review_on, at),
        Fact::ActionPlanAgreed { actions, follow_up_on, .. } => {
            for staff in actions.iter().filter_map(|planned| planned.staff) {
                may_be_given(state, staff)?;
            }
            plan(actions, *follow_up_on, at)
        }
        Fact::ActionProgressed { action, status } => progress(state, *action, *status),
        Fact::ServiceGiven { action, given_at, .. } => {
            if let Some(action) = action {
                open_action(state, *action)?;
            }
            not_future("give_time", *given_at, at)
        }
        Fact::CaseAssigned { to } => {
            may_be_given(state, *to)?;
            Ok(caseworker(state) != Some(*to))
        }
        Fact::TransferRequested { to, .. } => request_transfer(state, *to),
        Fact::TransferAnswered { transfer, .. } => answer_transfer(state, by, *transfer),
        Fact::ApprovalRequested { subject } => request_approval(state, *subject),
        Fact::ClosureRequested { checks, .. } => request_closure(state, checks.is_empty()),
        Fact::ApprovalAnswered { approval, .. } => answer_approval(state, by, *approval),
        Fact::FlagRaised { on, .. } => planned("day", *on, at),
        Fact::FlagLowered { flag, .. } => {
            state.care.flags.get(flag).ok_or(Rejection::NoSuchEntry)?;
            Ok(true)
        }
        Fact::ConferenceHeld { held_at, parties, agencies, .. } => {
            if parties.is_empty() && agencies.is_empty() {
                valid(vec![Violation::required("parties")])?;
            }
            not_future("hold_time", *held_at, at)
        }
        Fact::AttachmentAdded { .. } if state.care.attachments.len() >= MOST => {
            Err(Rejection::TooManyAttachments.into())
        }
        Fact::AttachmentAdded { .. } | Fact::NoteAdded { .. } => Ok(true),
        Fact::AttachmentRemoved { .. }
        | Fact::HoldSet { .. }
        | Fact::HoldLifted { .. }
        | Fact::ErasureStopped { .. }
        | Fact::ErasureOrdered { .. }
        | Fact::CaseReopened { .. } => Ok(false),
    }
}

fn caseworker(state: &State) -> Option<StaffId> {
    state.opening.as_ref().map(|opening| opening.caseworker)
}

fn planned(field: &'static str, on: Option<Date>, at: Moment) -> News {
    valid(on.and_then(|on| unplannable(field, on, at)).into_iter().collect())?;
    Ok(true)
}

/// What is wrong with a day that something is planned for: it has passed, or nobody plans so far.
pub(in crate::case) fn unplannable(
    field: impl Into<Cow<'static, str>>,
    on: Date,
    at: Moment,
) -> Option<Violation> {
    if on < Date::of(at) {
        Some(Violation::new(field, "violation-in-past"))
    } else if on.midnight() > at.plus(FARTHEST) {
        Some(Violation::new(field, "violation-out-of-range"))
    } else {
        None
    }
}

fn not_future(field: &'static str, then: Moment, at: Moment) -> News {
    valid((then > at).then(|| Violation::in_future(field)).into_iter().collect())?;
    Ok(true)
}

/// A plan has actions, each its own, none due before it was agreed.
fn plan(actions: &[Planned], follow_up_on: Option<Date>, at: Moment) -> News {
    let mut wrong = Vec::new();
    let own: BTreeSet<_> = actions.iter().map(|planned| planned.action).collect();
    if actions.is_empty() {
        wrong.push(Violation::required("actions"));
    } else if actions.len() > MOST_ACTIONS || own.len() < actions.len() {
        wrong.push(Violation::new("actions", "violation-too-many"));
    }
    for (place, action) in actions.iter().enumerate() {
        wrong.extend(unplannable(format!("actions[{place}].due_day"), action.due_on, at));
    }
    wrong.extend(follow_up_on.and_then(|on| unplannable("follow_up_day", on, at)));
    valid(wrong)?;
    Ok(true)
}

fn open_action(state: &State, action: ActionId) -> Result<ActionStatus, case::Rejection> {
    let known = state.care.actions.get(&action).ok_or(Rejection::NoSuchAction)?;
    match known.status {
        ActionStatus::Done | ActionStatus::Dropped => Err(Rejection::ActionEnded.into()),
        open => Ok(open),
    }
}

fn progress(state: &State, action: ActionId, status: ActionStatus) -> News {
    Ok(open_action(state, action)? != status)
}

fn request_transfer(state: &State, to: StaffId) -> News {
    if caseworker(state) == Some(to) {
        valid(vec![Violation::new("to", "violation-not-allowed")])?;
    }
    may_be_given(state, to)?;
    match state.care.transfer {
        Some(_) => Err(Rejection::TransferPending.into()),
        None => Ok(true),
    }
}

/// Only who was asked answers.
fn answer_transfer(state: &State, by: StaffId, transfer: EntryId) -> News {
    let pending = state.care.transfer.as_ref().filter(|asked| asked.entry == transfer);
    match pending {
        None => Err(Rejection::NoSuchEntry.into()),
        Some(asked) if asked.to != by => Err(Rejection::NotAsked.into()),
        Some(_) => Ok(true),
    }
}

fn standing(state: &State, subject: Subject) -> Option<(Standing, StaffId)> {
    match subject {
        Subject::Assessment => state.care.assessment.as_ref().map(|it| (it.approval, it.by)),
        Subject::ActionPlan => state.care.action_plan.as_ref().map(|it| (it.approval, it.by)),
        Subject::Closure => state.care.closure.as_ref().map(|it| (it.approval, it.by)),
    }
}

fn request_approval(state: &State, subject: Subject) -> News {
    // A closure is asked for with its reason and checklist.
    let known = standing(state, subject).filter(|_| subject != Subject::Closure);
    match known {
        None | Some((Standing::Approved, _)) => Err(Rejection::NothingToApprove.into()),
        Some((Standing::Requested { .. }, _)) => Err(Rejection::ApprovalPending.into()),
        Some((Standing::Unasked | Standing::Rejected, _)) => Ok(true),
    }
}

fn request_closure(state: &State, unchecked: bool) -> News {
    if unchecked {
        valid(vec![Violation::required("checks")])?;
    }
    match standing(state, Subject::Closure) {
        Some((Standing::Requested { .. }, _)) => Err(Rejection::ApprovalPending.into()),
        _ => Ok(true),
    }
}

/// Nobody approves what she asked for or wrote herself.
fn answer_approval(state: &State, by: StaffId, answered: EntryId) -> News {
    for subject in Subject::ALL {
        if let Some((Standing::Requested { approval, by: asker }, author)) =
            standing(state, *subject)
            && approval == answered
        {
            let own = by == asker || by == author;
            return if own { Err(Rejection::OwnRequest.into()) } else { Ok(true) };
        }
    }
    Err(Rejection::NoSuchEntry.into())
}

fn remove(state: &State, attachment: EntryId, object: ObjectId) -> News {
    state.opening.as_ref().ok_or(case::Rejection::NoSuchCase)?;
    if state.erased {
        return Err(case::Rejection::SurvivorErased);
    }
    let held = state.care.attachments.get(&attachment);
    held.filter(|held| held.object == object).ok_or(Rejection::NoSuchEntry)?;
    Ok(true)
}

/// A hold is set and lifted on a closed case too, which is when schedules run.
fn hold(state: &State, fact: &Fact) -> News {
    state.opening.as_ref().ok_or(case::Rejection::NoSuchCase)?;
    if state.erased {
        return Err(case::Rejection::SurvivorErased);
    }
    match (fact, state.care.hold) {
        (Fact::HoldSet { .. }, None) => Ok(true),
        (Fact::HoldSet { .. }, Some(_)) => Err(Rejection::OnHold.into()),
        (Fact::HoldLifted { hold, .. }, Some(stands)) if *hold == stands => Ok(true),
        _ => Err(Rejection::NoSuchEntry.into()),
    }
}

/// Work begins again on a closed case whose survivor was not erased.
fn reopen(state: &State) -> News {
    state.opening.as_ref().ok_or(case::Rejection::NoSuchCase)?;
    if state.erased {
        return Err(case::Rejection::SurvivorErased);
    }
    match state.closed {
        Some(_) => Ok(true),
        None => Err(Rejection::CaseOpen.into()),
    }
}

/// A case closes for the reason that was asked for with its checklist, whoever closes it, and by two people:
/// another approved it, or she who supervises the case closes what another asked for and approves by that.
/// Of an erased survivor no checklist can be gone through any more.
pub(in crate::case) fn may_close(
    state: &State,
    reason: ClosureReason,
    supervisor: Option<StaffId>,
) -> Result<(), Rejection> {
    if state.erased && supervisor.is_some() {
        return Ok(());
    }
    let asked = state.care.closure.as_ref().filter(|asked| asked.reason == reason);
    match (asked.map(|asked| (asked.approval, asked.by)), supervisor) {
        (Some((Standing::Requested { .. }, asker)), Some(supervisor)) if asker == supervisor => {
            Err(Rejection::OwnRequest)
        }
        (Some((Standing::Approved, _)), _) | (Some((Standing::Requested { .. }, _)), Some(_)) => {
            Ok(())
        }
        _ => Err(Rejection::ClosureNotApproved),
    }
}
