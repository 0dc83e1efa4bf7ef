//! The specification of care.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Explain as _, Moment, Sensitive};

use super::codes::{ActionStatus, Area, Check, Concern, Goal, GoalProgress, Risk, Subject};
use super::task::{Change, Kind, Owner, changes};
use super::{Aims, Command, Fact, Finding, Findings, Planned, Rejection, SafetyPlan, Standing};
use crate::attachment::{self, Attachment, MediaType};
use crate::case::spec::{day, erase, erase_on, history, id, incident, open};
use crate::case::{self, Case, Event};
use crate::codes::{ClosureReason, Need};
use crate::file::CaseFile;
use crate::id::{ActionId, EntryId, FollowUpId, ObjectId, StaffId};
use crate::retention::Ground;
use crate::value::{Date, FileName, Note};

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
    let finding = Finding { concern: Concern::Present, note: Note::default() };
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
    case::Command::CloseCase { reason, supervises: false }
}

fn supervisor_closes() -> case::Command {
    case::Command::CloseCase { reason: ClosureReason::Other, supervises: true }
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
fn an_assessment_is_approved_by_somebody_else_than_who_wrote_it_or_asks() {
    let asked = history([open(), assess(1, AKOUVI), ask(2, DEDE, Subject::Assessment)]);
    for own in [AKOUVI, DEDE] {
        given::<Case>(asked.clone())
            .when(answer(3, own, 2, true), day(9))
            .then_refused("OWN_REQUEST");
    }
    let approved = history([
        open(),
        assess(1, AKOUVI),
        ask(2, AKOUVI, Subject::Assessment),
        answer(3, SENA, 2, true),
    ]);
    let state = Case::fold(&approved);
    assert_eq!(state.care.assessment.unwrap().approval, Standing::Approved);
    given::<Case>(approved)
        .when(ask(4, AKOUVI, Subject::Assessment), day(9))
        .then_refused("NOTHING_TO_APPROVE");
}

#[test]
fn what_was_not_approved_may_be_asked_for_again_and_what_waits_may_not() {
    let asked = [open(), plan(1, AKOUVI, &[1], 30), ask(2, AKOUVI, Subject::ActionPlan)];
    given::<Case>(history(asked.clone()))
        .when(ask(3, AKOUVI, Subject::ActionPlan), day(9))
        .then_refused("APPROVAL_PENDING");
    let rejected = asked.into_iter().chain([answer(3, SENA, 2, false)]);
    let again = rejected.chain([ask(4, AKOUVI, Subject::ActionPlan)]);
    let state = Case::fold(&history(again));
    let requested = Standing::Requested { approval: entry(4), by: staff(AKOUVI) };
    assert_eq!(state.care.action_plan.unwrap().approval, requested);
}

#[test]
fn a_new_assessment_needs_a_new_approval() {
    let events = history([
        open(),
        assess(1, AKOUVI),
        ask(2, AKOUVI, Subject::Assessment),
        assess(3, AKOUVI),
    ]);
    given::<Case>(events).when(answer(4, SENA, 2, true), day(9)).then_refused("NO_SUCH_ENTRY");
}

#[test]
fn without_an_assessment_there_is_nothing_to_approve() {
    given::<Case>(history([open()]))
        .when(ask(1, AKOUVI, Subject::Assessment), day(9))
        .then_refused("NOTHING_TO_APPROVE");
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
fn that_a_time_passed_is_told_once_and_of_no_case_that_rests() {
    let tell = |due| case::Command::TellOverdue {
        kind: Kind::Assignment,
        subject: sentier_kernel::id::Uuid::nil(),
        due: day(due),
    };
    given::<Case>(history([open()])).when(tell(2), day(1)).then_nothing();
    given::<Case>(history([open(), tell(1)])).when(tell(1), day(9)).then_nothing();
    given::<Case>(history([open(), supervisor_closes()])).when(tell(1), day(9)).then_nothing();
    let events = history([open(), tell(1)]);
    assert!(matches!(events.last(), Some(Event::TaskOverdue { kind: Kind::Assignment, .. })));
}

#[test]
fn a_new_case_waits_for_its_worker_until_anything_is_done() {
    let begins = changes(history([open()]).last().unwrap());
    let waits = |change: &Change| match change {
        Change::Begin(task) if task.kind == Kind::Assignment => Some((task.due, task.owner)),
        _ => None,
    };
    let due = day(0).plus(std::time::Duration::from_hours(3));
    assert_eq!(begins.iter().find_map(waits), Some((due, Owner::Supervisor)));
    for work in [assess(1, AKOUVI), incident(1)] {
        let done = changes(history([open(), work]).last().unwrap());
        assert!(done.contains(&Change::EndAll(Kind::Assignment)));
    }
}

#[test]
fn somebody_works_on_a_case_within_three_hours_and_takes_one_of_high_risk_over_within_one() {
    let hours = |wishes: Vec<case::Command>, from: i64| {
        let clock = Case::fold(&history(wishes)).assignment_clock();
        clock.map(|clock| clock.left(day(from)).as_secs() / 3_600)
    };
    assert_eq!(hours(vec![open()], 0), Some(3));
    assert_eq!(hours(vec![open(), assess(1, AKOUVI)], 1), None, "somebody works on it");
    assert_eq!(hours(vec![open(), assess(1, AKOUVI), transfer(2, DEDE)], 2), Some(1));
    let declined = vec![open(), transfer(1, DEDE), take(2, DEDE, 1, false)];
    assert_eq!(hours(declined, 2), None);
    assert_eq!(hours(vec![open(), supervisor_closes()], 1), None);
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
    let at = day(3);
    given::<Case>(history([open()]))
        .when(supervisor_closes(), at)
        .then([Event::CaseClosed { reason: ClosureReason::Other, at }]);
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
    let asked = [open(), ask_closure(1, AKOUVI, met), answer(2, SENA, 1, true), close(met)];
    given::<Case>(history(asked.clone()))
        .when(assess(3, AKOUVI), day(9))
        .then_refused("CASE_CLOSED");
    let reopened = history(asked.into_iter().chain([reopen(3)]));
    assert!(Case::decide(&Case::fold(&reopened), assess(4, AKOUVI), day(9)).is_ok());
    given::<Case>(reopened.clone()).when(close(met), day(9)).then_refused("CLOSURE_NOT_APPROVED");
    given::<Case>(reopened).when(reopen(5), day(9)).then_refused("CASE_OPEN");
    let erased = history([open(), supervisor_closes(), erase()]);
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

/// What the last of the events does to the tasks.
fn last(commands: impl IntoIterator<Item = case::Command>) -> Vec<Change> {
    changes(history(commands).last().unwrap())
}

fn begun(changes: &[Change]) -> Vec<(Kind, Owner, Moment)> {
    let task = |change: &Change| match change {
        Change::Begin(task) => Some((task.kind, task.owner, task.due)),
        _ => None,
    };
    changes.iter().filter_map(task).collect()
}

#[test]
fn a_new_case_is_to_be_assessed_planned_and_worked_on() {
    let kinds: Vec<_> = begun(&last([open()])).into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, [Kind::Assessment, Kind::ActionPlan, Kind::Assignment]);
}

#[test]
fn a_plan_makes_its_actions_and_the_next_meeting_due() {
    let agreed = last([open(), plan(1, AKOUVI, &[1, 2], 30)]);
    assert_eq!(
        agreed[..2],
        [Change::EndAll(Kind::ActionPlan), Change::EndAll(Kind::Action)],
        "the plan before is over"
    );
    let due = on(30).end();
    assert_eq!(
        begun(&agreed),
        [
            (Kind::Action, Owner::Caseworker, due),
            (Kind::Action, Owner::Caseworker, due),
            (Kind::FollowUp, Owner::Caseworker, due)
        ]
    );
    let done = Fact::ActionProgressed { action: action(1), status: ActionStatus::Done };
    let done = last([open(), plan(1, AKOUVI, &[1], 30), record(2, AKOUVI, done)]);
    assert_eq!(done, [Change::End(Kind::Action, id(1)), Change::EndAll(Kind::Assignment)]);
}

#[test]
fn requests_are_the_tasks_of_who_answers_them() {
    let asked = last([open(), assess(1, AKOUVI), ask(2, AKOUVI, Subject::Assessment)]);
    assert_eq!(begun(&asked)[0].1, Owner::Supervisor);
    let asked = last([open(), transfer(1, DEDE)]);
    assert_eq!(begun(&asked)[0].1, Owner::Staff(staff(DEDE)));
    let taken = last([open(), transfer(1, DEDE), take(2, DEDE, 1, true)]);
    let over = [Change::EndAll(Kind::Transfer), Change::Caseworker(staff(DEDE))];
    assert_eq!(taken[..2], over);
    assert_eq!(last([open(), supervisor_closes()]), [Change::Rest]);
    let reopened = last([open(), supervisor_closes(), reopen(1)]);
    assert_eq!(reopened, [Change::Resume, Change::EndAll(Kind::Assignment)]);
}

/// Any command of care, over few ids so that they meet.
pub(in crate::case) fn any_command() -> impl Strategy<Value = case::Command> {
    let few = || 0..4_u8;
    let (number, who) = (|| 0..12_u8, || 0..3_u8);
    let subject = proptest::sample::select(Subject::ALL.to_vec());
    let status = proptest::sample::select(ActionStatus::ALL.to_vec());
    prop_oneof![
        (number(), who()).prop_map(|(n, by)| assess(n, by)),
        (number(), who(), few()).prop_map(|(n, by, a)| plan(n, by, &[a, a + 1], 60)),
        (number(), who(), few(), status).prop_map(|(n, by, a, status)| {
            record(n, by, Fact::ActionProgressed { action: action(a), status })
        }),
        (number(), who(), subject).prop_map(|(n, by, subject)| ask(n, by, subject)),
        (number(), who()).prop_map(|(n, by)| ask_closure(n, by, ClosureReason::NeedsMet)),
        (number(), who(), number(), any::<bool>())
            .prop_map(|(n, by, of, yes)| answer(n, by, of, yes)),
        (number(), who()).prop_map(|(n, to)| transfer(n, to)),
        (number(), who(), number(), any::<bool>())
            .prop_map(|(n, by, of, yes)| take(n, by, of, yes)),
        number().prop_map(reopen),
        Just(close(ClosureReason::NeedsMet)),
    ]
}

proptest! {
    #[test]
    fn nobody_ever_approves_what_she_asked_for_and_no_caseworker_closes_without_it(
        commands in proptest::collection::vec(any_command(), 0..60),
    ) {
        let mut events = history([open()]);
        for (number, command) in (1..).zip(commands) {
            let (state, at) = (Case::fold(&events), day(number));
            for decided in Case::decide(&state, command, at).unwrap_or_default() {
                match &decided {
                    Event::Care(super::Event {
                        by,
                        fact: Fact::ApprovalAnswered { approval, .. },
                        ..
                    }) => prop_assert!(events.iter().any(|earlier| matches!(
                        earlier,
                        Event::Care(asked) if asked.entry == *approval && asked.by != *by
                    ))),
                    Event::CaseClosed { .. } => {
                        let approved = events.iter().rev().find_map(|earlier| match earlier {
                            Event::Care(super::Event { fact, .. }) => match fact {
                                Fact::CaseReopened { .. } => Some(false),
                                Fact::ApprovalAnswered { approved: true, .. } => Some(true),
                                _ => None,
                            },
                            _ => None,
                        });
                        prop_assert_eq!(approved, Some(true));
                    }
                    _ => {}
                }
                events.push(decided);
            }
        }
    }
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

fn detach(number: u8, attachment: u8, at: u8) -> case::Command {
    let (attachment, object) = (entry(attachment), object(at));
    record(number, AKOUVI, Fact::AttachmentRemoved { attachment, object })
}

#[test]
fn a_case_has_a_hundred_attachments_and_room_again_when_one_is_taken_off() {
    let full = || history([open()].into_iter().chain((1..=100).map(attach)));
    given::<Case>(full()).when(attach(101), day(200)).then_refused("TOO_MANY_ATTACHMENTS");
    given::<Case>(full()).when(attach(100), day(200)).then_nothing();
    let commands = [open()].into_iter().chain((1..=100).map(attach)).chain([detach(102, 7, 7)]);
    let state = history(commands).iter().fold(Case::initial(), Case::evolve);
    assert_eq!(Case::decide(&state, attach(103), day(200)).unwrap().len(), 1);
}

#[test]
fn only_what_is_attached_is_taken_off_and_from_a_closed_case_too() {
    let attached = history([open(), attach(1)]);
    given::<Case>(attached.clone()).when(detach(2, 3, 1), day(2)).then_refused("NO_SUCH_ENTRY");
    given::<Case>(attached).when(detach(2, 1, 3), day(2)).then_refused("NO_SUCH_ENTRY");
    let reason = ClosureReason::NeedsMet;
    let close = case::Command::CloseCase { reason, supervises: true };
    let closed = history([open(), attach(1), close]);
    given::<Case>(closed.clone()).when(attach(4), day(3)).then_refused("CASE_CLOSED");
    let state = closed.iter().fold(Case::initial(), Case::evolve);
    let decided = Case::decide(&state, detach(5, 1, 1), day(3)).unwrap();
    let after = decided.iter().fold(state, Case::evolve);
    assert!(after.care.attachments.is_empty());
    let erased = history([open(), attach(1), erase()]);
    given::<Case>(erased).when(detach(5, 1, 1), day(3)).then_refused("SURVIVOR_ERASED");
}

#[test]
fn a_held_file_is_erased_by_no_schedule_and_on_no_request_but_the_laws() {
    let hold = || record(1, SENA, Fact::HoldSet { why: note() });
    let lift = |stands| record(2, SENA, Fact::HoldLifted { hold: entry(stands), why: note() });
    let held = || history([open(), hold()]);
    for ground in [Ground::SurvivorRequest, Ground::Schedule] {
        given::<Case>(held()).when(erase_on(ground), day(2)).then_refused("ON_HOLD");
    }
    let state = held().iter().fold(Case::initial(), Case::evolve);
    assert_eq!(Case::decide(&state, erase_on(Ground::LegalOrder), day(2)).unwrap().len(), 2);
    given::<Case>(held()).when(lift(3), day(2)).then_refused("NO_SUCH_ENTRY");
    let again = record(4, SENA, Fact::HoldSet { why: note() });
    given::<Case>(held()).when(again, day(2)).then_refused("ON_HOLD");
    let lifted = history([open(), hold(), lift(1)]).iter().fold(Case::initial(), Case::evolve);
    assert_eq!(Case::decide(&lifted, erase(), day(3)).unwrap().len(), 2);
    let erased = history([open(), erase()]);
    given::<Case>(erased).when(hold(), day(2)).then_refused("SURVIVOR_ERASED");
}

#[test]
fn an_erasure_tells_on_what_ground_and_what_it_destroys_once() {
    let events = history([open(), attach(1), erase(), erase_on(Ground::Schedule)]);
    let ordered: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Care(super::Event {
                fact: Fact::ErasureOrdered { ground, objects, .. },
                ..
            }) => Some((*ground, objects.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(ordered, [(Ground::SurvivorRequest, vec![object(1)])]);
    assert!(matches!(events.last(), Some(Event::SurvivorErased { .. })));
    // Nobody records such an order by itself.
    let fact =
        Fact::ErasureOrdered { ground: Ground::Schedule, keys: Vec::new(), objects: Vec::new() };
    given::<Case>(history([open()])).when(record(9, SENA, fact), day(1)).then_nothing();
}
