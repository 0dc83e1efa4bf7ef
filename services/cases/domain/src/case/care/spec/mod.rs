//! The specification of care.

mod approvals;
mod attachments;
mod hours;
mod retention;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Explain as _, Moment, Sensitive};

use super::codes::{ActionStatus, Area, Check, Concern, Goal, GoalProgress, Risk, Subject};
use super::task::{Change, Kind, Owner, changes};
use super::{Aims, Command, Fact, Finding, Findings, Planned, Rejection, SafetyPlan, Standing};
use crate::attachment::{self, Attachment, MediaType};
use crate::case::spec::{day, erase, erase_on, history, id, incident, open};
use crate::case::{self, Case, Event, care};
use crate::codes::{ClosureReason, Need};
use crate::file::CaseFile;
use crate::id::{ActionId, EntryId, FollowUpId, ObjectId, StaffId};
use crate::retention::Ground;
use crate::value::{Date, FileName, Note};

pub(in crate::case) use approvals::any_command;

/// The caseworker who opened the case, another, and a supervisor.
const AKOUVI: u8 = 0;
const DEDE: u8 = 1;
const SENA: u8 = 2;

fn staff(number: u8) -> StaffId {
    StaffId::from_uuid(id(number))
}

fn entry(number: u8) -> EntryId {
    EntryId::from_uuid(id(number))
}

fn action(number: u8) -> ActionId {
    ActionId::from_uuid(id(number))
}

fn note() -> Sensitive<Note> {
    Sensitive::new(Note::parse("her words").unwrap())
}

fn on(number: i64) -> Date {
    Date::of(day(number))
}

fn record(number: u8, by: u8, fact: Fact) -> case::Command {
    case::Command::Care(Command { entry: entry(number), by: staff(by), fact })
}

fn assess(number: u8, by: u8) -> case::Command {
    let finding = Finding { concern: Concern::Present, note: Note::default(), hours_since: None };
    let findings = Findings(Area::ALL.iter().map(|area| (*area, finding.clone())).collect());
    let (review_on, findings) = (Some(on(60)), Sensitive::new(findings));
    record(number, by, Fact::AssessmentRecorded { risk: Risk::High, review_on, findings })
}

fn plan(number: u8, by: u8, actions: &[u8], due: i64) -> case::Command {
    let planned = |number: &u8| Planned {
        action: action(*number),
        need: Need::LegalAid,
        staff: None,
        agency: None,
        due_on: on(due),
    };
    let actions = actions.iter().map(planned).collect();
    let aims = Sensitive::new(Aims::default());
    record(number, by, Fact::ActionPlanAgreed { actions, follow_up_on: Some(on(due)), aims })
}

fn ask(number: u8, by: u8, subject: Subject) -> case::Command {
    record(number, by, Fact::ApprovalRequested { subject })
}

fn ask_closure(number: u8, by: u8, reason: ClosureReason) -> case::Command {
    let checks = [Check::SurvivorAgrees, Check::MayReturn].into();
    record(number, by, Fact::ClosureRequested { reason, checks, note: note() })
}

fn answer(number: u8, by: u8, approval: u8, approved: bool) -> case::Command {
    let approval = entry(approval);
    record(number, by, Fact::ApprovalAnswered { approval, approved, comment: note() })
}

fn transfer(number: u8, to: u8) -> case::Command {
    record(number, AKOUVI, Fact::TransferRequested { to: staff(to), why: note() })
}

fn take(number: u8, by: u8, transfer: u8, accepted: bool) -> case::Command {
    let transfer = entry(transfer);
    record(number, by, Fact::TransferAnswered { transfer, accepted, why: note() })
}

fn close(reason: ClosureReason) -> case::Command {
    case::Command::CloseCase { reason, supervisor: None }
}

/// A supervisor closes for the reason that [`asked`] gives.
fn supervisor_closes() -> case::Command {
    closed_by(SENA)
}

fn closed_by(supervisor: u8) -> case::Command {
    let supervisor = Some(staff(supervisor));
    case::Command::CloseCase { reason: ClosureReason::Other, supervisor }
}

/// Her caseworker asks to close, with the checklist.
fn asked() -> case::Command {
    ask_closure(90, AKOUVI, ClosureReason::Other)
}

fn reopen(number: u8) -> case::Command {
    record(number, SENA, Fact::CaseReopened { why: note() })
}

fn caseworker(events: &[Event]) -> StaffId {
    Case::fold(events).opening.unwrap().caseworker
}

fn wrong(events: &[Event], command: case::Command, at: Moment) -> Vec<String> {
    let refused = Case::decide(&Case::fold(events), command, at).unwrap_err();
    refused.violations().into_iter().map(|wrong| wrong.field.into_owned()).collect()
}

#[test]
fn a_plan_names_every_action_that_is_due_too_early() {
    let opened = history([open()]);
    assert_eq!(
        wrong(&opened, plan(1, AKOUVI, &[1, 2], 3), day(5)),
        ["actions[0].due_day", "actions[1].due_day", "follow_up_day"]
    );
    assert_eq!(
        wrong(&opened, plan(1, AKOUVI, &[1], 3_000), day(5)),
        ["actions[0].due_day", "follow_up_day"]
    );
    assert_eq!(wrong(&opened, plan(1, AKOUVI, &[], 9), day(5)), ["actions"]);
    assert_eq!(wrong(&opened, plan(1, AKOUVI, &[1, 1], 9), day(5)), ["actions"]);
    assert_eq!(wrong(&opened, plan(1, AKOUVI, &[0; 51], 9), day(5)), ["actions"]);
}

#[test]
fn a_newer_plan_drops_what_the_one_before_left_open() {
    let done = Fact::ActionProgressed { action: action(1), status: ActionStatus::Done };
    let events = history([
        open(),
        plan(1, AKOUVI, &[1, 2], 30),
        record(2, AKOUVI, done),
        plan(3, AKOUVI, &[3], 30),
    ]);
    let state = Case::fold(&events);
    let status = |number| state.care.actions[&action(number)].status;
    assert_eq!(
        [status(1), status(2), status(3)],
        [ActionStatus::Done, ActionStatus::Dropped, ActionStatus::Planned]
    );
    let late = Fact::ActionProgressed { action: action(2), status: ActionStatus::InProgress };
    given::<Case>(events).when(record(4, AKOUVI, late), day(9)).then_refused("ACTION_ENDED");
}

#[test]
fn a_service_that_was_planned_does_its_action() {
    let given_at = day(2);
    let gave = |action| Fact::ServiceGiven { need: Need::LegalAid, action, given_at, note: note() };
    let planned = [open(), plan(1, AKOUVI, &[1], 30)];
    given::<Case>(history(planned.clone()))
        .when(record(2, AKOUVI, gave(Some(action(7)))), day(9))
        .then_refused("NO_SUCH_ACTION");
    let early = record(2, AKOUVI, gave(None));
    assert_eq!(wrong(&history(planned.clone()), early, day(1)), ["give_time"]);
    let served = record(2, AKOUVI, gave(Some(action(1))));
    let state = Case::fold(&history(planned.into_iter().chain([served])));
    assert_eq!(state.care.actions[&action(1)].status, ActionStatus::Done);
    assert_eq!(state.care.services, 1);
}

#[test]
fn a_case_goes_to_who_was_asked_and_accepts() {
    let asked = history([open(), transfer(1, DEDE)]);
    given::<Case>(asked.clone()).when(transfer(2, SENA), day(9)).then_refused("TRANSFER_PENDING");
    given::<Case>(asked.clone()).when(take(2, SENA, 1, true), day(9)).then_refused("NOT_ASKED");
    given::<Case>(asked).when(take(2, DEDE, 7, true), day(9)).then_refused("NO_SUCH_ENTRY");
    let declined = history([open(), transfer(1, DEDE), take(2, DEDE, 1, false)]);
    assert_eq!(caseworker(&declined), staff(AKOUVI));
    let accepted = history([open(), transfer(1, DEDE), take(2, DEDE, 1, true)]);
    assert_eq!(caseworker(&accepted), staff(DEDE));
    assert_eq!(wrong(&history([open()]), transfer(1, AKOUVI), day(9)), ["to"]);
}

#[test]
fn an_assignment_ends_a_pending_transfer() {
    let assign = record(2, SENA, Fact::CaseAssigned { to: staff(SENA) });
    let events = history([open(), transfer(1, DEDE), assign]);
    assert_eq!(caseworker(&events), staff(SENA));
    given::<Case>(events.clone())
        .when(take(3, DEDE, 1, true), day(9))
        .then_refused("NO_SUCH_ENTRY");
    let same = record(4, SENA, Fact::CaseAssigned { to: staff(SENA) });
    given::<Case>(events).when(same, day(9)).then_nothing();
}

#[test]
fn a_caseworker_closes_only_for_the_reason_that_a_supervisor_approved() {
    let met = ClosureReason::NeedsMet;
    given::<Case>(history([open()])).when(close(met), day(9)).then_refused("CLOSURE_NOT_APPROVED");
    let asked = [open(), ask_closure(1, AKOUVI, met)];
    given::<Case>(history(asked.clone()))
        .when(close(met), day(9))
        .then_refused("CLOSURE_NOT_APPROVED");
    let approved = history(asked.into_iter().chain([answer(2, SENA, 1, true)]));
    given::<Case>(approved.clone())
        .when(close(ClosureReason::Relocated), day(9))
        .then_refused("CLOSURE_NOT_APPROVED");
    let at = day(9);
    given::<Case>(approved).when(close(met), at).then([Event::CaseClosed { reason: met, at }]);
}

#[test]
fn a_supervisor_closes_what_another_asked_for_and_nothing_without_the_checklist() {
    let unasked = history([open()]);
    given::<Case>(unasked).when(supervisor_closes(), day(9)).then_refused("CLOSURE_NOT_APPROVED");
    let at = day(9);
    let closed = Event::CaseClosed { reason: ClosureReason::Other, at };
    given::<Case>(history([open(), asked()])).when(supervisor_closes(), at).then([closed.clone()]);
    // Her own case is closed by two people as well.
    let hers = [open(), ask_closure(90, SENA, ClosureReason::Other)];
    given::<Case>(history(hers.clone())).when(supervisor_closes(), at).then_refused("OWN_REQUEST");
    given::<Case>(history(hers)).when(closed_by(DEDE), at).then([closed]);
    let declined = history([open(), asked(), answer(91, DEDE, 90, false)]);
    given::<Case>(declined).when(supervisor_closes(), at).then_refused("CLOSURE_NOT_APPROVED");
    // No checklist can be gone through with whom nothing is known of any more.
    let erased = history([open(), erase()]);
    assert!(Case::decide(&Case::fold(&erased), supervisor_closes(), at).is_ok());
}

#[test]
fn a_closure_is_asked_for_with_its_checklist() {
    let fact = Fact::ClosureRequested {
        reason: ClosureReason::NeedsMet,
        checks: BTreeSet::new(),
        note: note(),
    };
    assert_eq!(wrong(&history([open()]), record(1, AKOUVI, fact), day(9)), ["checks"]);
    given::<Case>(history([open()]))
        .when(ask(1, AKOUVI, Subject::Closure), day(9))
        .then_refused("NOTHING_TO_APPROVE");
}

#[test]
fn a_reopened_case_is_worked_on_and_needs_a_new_approval_to_close() {
    let met = ClosureReason::NeedsMet;
    let closed = [open(), ask_closure(1, AKOUVI, met), answer(2, SENA, 1, true), close(met)];
    given::<Case>(history(closed.clone()))
        .when(assess(3, AKOUVI), day(9))
        .then_refused("CASE_CLOSED");
    let reopened = history(closed.into_iter().chain([reopen(3)]));
    assert!(Case::decide(&Case::fold(&reopened), assess(4, AKOUVI), day(9)).is_ok());
    given::<Case>(reopened.clone()).when(close(met), day(9)).then_refused("CLOSURE_NOT_APPROVED");
    given::<Case>(reopened).when(reopen(5), day(9)).then_refused("CASE_OPEN");
    let erased = history([open(), asked(), supervisor_closes(), erase()]);
    given::<Case>(erased).when(reopen(1), day(9)).then_refused("SURVIVOR_ERASED");
}

#[test]
fn a_flag_is_taken_down_once() {
    let raise = record(1, AKOUVI, Fact::FlagRaised { on: None, message: note() });
    let lower =
        |number| record(number, SENA, Fact::FlagLowered { flag: entry(1), message: note() });
    let raised = history([open(), raise.clone()]);
    assert_eq!(Case::fold(&raised).care.flags.len(), 1);
    given::<Case>(history([open(), raise, lower(2)]))
        .when(lower(3), day(9))
        .then_refused("NO_SUCH_ENTRY");
}

#[test]
fn a_conference_has_somebody_in_it() {
    let fact = Fact::ConferenceHeld {
        held_at: day(10),
        parties: BTreeSet::new(),
        agencies: BTreeSet::new(),
        decisions: note(),
    };
    assert_eq!(wrong(&history([open()]), record(1, AKOUVI, fact), day(20)), ["parties"]);
}

#[test]
fn a_follow_up_keeps_how_near_each_goal_is() {
    let meet = |number, goals: &[(Goal, GoalProgress)]| case::Command::RecordFollowUp {
        follow_up: FollowUpId::from_uuid(id(number)),
        met_at: day(0),
        goals: goals.iter().copied().collect(),
        next_on: None,
        note: note(),
    };
    let events = history([
        open(),
        meet(1, &[(Goal::Safety, GoalProgress::InProgress), (Goal::Health, GoalProgress::Met)]),
        meet(2, &[(Goal::Safety, GoalProgress::Met)]),
    ]);
    let met: BTreeMap<_, _> =
        [(Goal::Safety, GoalProgress::Met), (Goal::Health, GoalProgress::Met)].into();
    assert_eq!(Case::fold(&events).care.goals, met);
}

#[test]
fn an_erased_survivor_leaves_no_words_of_her_care() {
    let told = record(2, AKOUVI, Fact::NoteAdded { note: note() });
    let safety = SafetyPlan { concern: Note::parse("him").unwrap(), ..SafetyPlan::default() };
    let safety = Fact::SafetyPlanMade { review_on: None, plan: Sensitive::new(safety) };
    let before = [open(), assess(1, AKOUVI), told, record(3, AKOUVI, safety)];
    let file = CaseFile::fold(&history(before.clone()));
    assert_eq!(file.care.len(), 3);
    let erased = history(before.into_iter().chain([erase()]));
    assert!(CaseFile::fold(&erased).care.is_empty());
    given::<Case>(erased).when(assess(4, AKOUVI), day(9)).then_refused("SURVIVOR_ERASED");
}

#[test]
fn every_refusal_has_a_reason_of_its_own() {
    let all = [
        Rejection::NoSuchEntry,
        Rejection::NoSuchAction,
        Rejection::ActionEnded,
        Rejection::NothingToApprove,
        Rejection::ApprovalPending,
        Rejection::OwnRequest,
        Rejection::ClosureNotApproved,
        Rejection::TransferPending,
        Rejection::NotAsked,
        Rejection::CaseOpen,
        Rejection::TooManyAttachments,
        Rejection::OnHold,
        Rejection::NotDue,
    ];
    let reasons: BTreeSet<_> = all.iter().map(|refusal| refusal.reason()).collect();
    assert_eq!(reasons.len(), all.len());
}

fn object(number: u8) -> ObjectId {
    ObjectId::from_uuid(id(number))
}

fn attach(number: u8) -> case::Command {
    let attachment = Attachment {
        file_name: FileName::parse("certificat.pdf").unwrap(),
        media_type: MediaType::Pdf,
        kind: attachment::Kind::Document,
        size: 300_000,
    };
    let fact = Fact::AttachmentAdded {
        object: object(number),
        chunks: 2,
        attachment: Sensitive::new(attachment),
    };
    record(number, AKOUVI, fact)
}
