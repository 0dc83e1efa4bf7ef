//! The specification of an end by schedule.

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment, Sensitive};

use super::{Command, Event};
use crate::case::care::{self, Fact};
use crate::case::spec::{ask_to_close, day, history, id, open};
use crate::case::{self, Case, State, safeguard};
use crate::codes::ClosureReason;
use crate::erasing::Notice;
use crate::id::{EntryId, ObjectId, StaffId};
use crate::retention::Ground;
use crate::value::Note;

const SENA: u8 = 2;

fn entry(number: u8) -> EntryId {
    EntryId::from_uuid(id(number))
}

fn staff(number: u8) -> StaffId {
    StaffId::from_uuid(id(number))
}

fn why() -> Sensitive<Note> {
    Sensitive::new(Note::parse("she asked for a paper").unwrap())
}

fn close() -> case::Command {
    case::Command::CloseCase { reason: ClosureReason::NeedsMet, supervisor: Some(staff(SENA)) }
}

/// A reopened case is closed again with another request.
fn ask_again() -> case::Command {
    let mut asked = ask_to_close(ClosureReason::NeedsMet);
    if let case::Command::Care(command) = &mut asked {
        command.entry = entry(211);
    }
    asked
}

fn record(number: u8, fact: Fact) -> case::Command {
    case::Command::Care(care::Command { entry: entry(number), by: staff(SENA), fact })
}

fn stop(number: u8) -> case::Command {
    record(number, Fact::ErasureStopped { why: why() })
}

fn notice() -> Notice {
    Notice::parse(7).unwrap()
}

/// Chosen before anything in these specifications.
const SINCE: Moment = Moment::from_micros(0);

fn announce(number: u8, since: Moment) -> case::Command {
    let announcement = entry(number);
    case::Command::Ending(Command::Announce { announcement, notice: notice(), since })
}

fn end(number: u8, since: Moment) -> case::Command {
    let (announcement, chosen_by) = (entry(number), staff(SENA));
    case::Command::Ending(Command::Erase { announcement, since, chosen_by, keys: vec![id(90)] })
}

/// Decided one after the other, each at its moment.
fn told(commands: impl IntoIterator<Item = (case::Command, Moment)>) -> Vec<case::Event> {
    let mut events = history([open(), ask_to_close(ClosureReason::NeedsMet), close()]);
    for (command, at) in commands {
        events.extend(Case::decide(&Case::fold(&events), command, at).unwrap());
    }
    events
}

fn announced() -> Vec<case::Event> {
    told([(announce(50, SINCE), day(10))])
}

#[test]
fn what_is_announced_is_erased_when_its_notice_has_passed_and_no_moment_earlier() {
    let eve = Moment::from_micros(day(17).as_micros() - 1);
    given::<Case>(announced()).when(end(50, SINCE), eve).then_nothing();
    let state = Case::fold(&announced());
    let events = Case::decide(&state, end(50, SINCE), day(17)).unwrap();
    let [case::Event::Ending(ended), case::Event::SurvivorErased { at, .. }] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    let expected = Event::Erased {
        announcement: entry(50),
        announced_at: day(10),
        chosen_by: staff(SENA),
        keys: vec![id(90)],
        objects: Vec::new(),
        at: day(17),
    };
    assert_eq!((ended, *at), (&expected, day(17)));
    // Once: a second replica, or a restart, finds her erased.
    let erased = told([(announce(50, SINCE), day(10)), (end(50, SINCE), day(17))]);
    given::<Case>(erased.clone()).when(end(50, SINCE), day(18)).then_nothing();
    given::<Case>(erased).when(announce(51, SINCE), day(18)).then_nothing();
}

#[test]
fn only_a_closed_file_that_nobody_holds_is_announced_and_once() {
    given::<Case>(history([open()])).when(announce(50, SINCE), day(10)).then_nothing();
    given::<Case>(announced()).when(announce(51, SINCE), day(11)).then_nothing();
    let held = told([(record(1, Fact::HoldSet { why: why() }), day(9))]);
    given::<Case>(held).when(announce(50, SINCE), day(10)).then_nothing();
    given::<Case>([]).when(announce(50, SINCE), day(10)).then_refused("NOT_FOUND");
}

#[test]
fn a_person_stops_it_and_the_stop_stands_until_somebody_needs_the_file_again() {
    let stopped = || told([(announce(50, SINCE), day(10)), (stop(1), day(12))]);
    given::<Case>(stopped()).when(end(50, SINCE), day(30)).then_nothing();
    given::<Case>(stopped()).when(announce(51, SINCE), day(30)).then_nothing();
    // Nor does a new choice of the centre undo what a person said of this file.
    given::<Case>(stopped()).when(announce(51, day(20)), day(30)).then_nothing();
    given::<Case>(stopped()).when(stop(2), day(13)).then_nothing();
    // She orders it herself, or work begins again and the file is closed once more.
    let order = case::Command::EraseSurvivor(case::Erasure {
        entry: entry(3),
        by: staff(SENA),
        ground: Ground::Schedule,
        keys: Vec::new(),
    });
    assert_eq!(Case::decide(&Case::fold(&stopped()), order, day(30)).unwrap().len(), 2);
    let again = told([
        (announce(50, SINCE), day(10)),
        (stop(1), day(12)),
        (record(2, Fact::CaseReopened { why: why() }), day(13)),
        (ask_again(), day(14)),
        (close(), day(14)),
    ]);
    assert_eq!(Case::decide(&Case::fold(&again), announce(51, SINCE), day(30)).unwrap().len(), 1);
    given::<Case>(told([])).when(stop(1), day(9)).then_refused("NOT_ANNOUNCED");
    let erased = told([(announce(50, SINCE), day(10)), (end(50, SINCE), day(17))]);
    given::<Case>(erased).when(stop(1), day(18)).then_refused("SURVIVOR_ERASED");
}

#[test]
fn whoever_needs_the_file_ends_the_announcement() {
    let glass = safeguard::Fact::GlassBroken {
        expires_at: day(12).plus(safeguard::ALONE_LASTS),
        why: why(),
    };
    let (by, plan) = (staff(1), None);
    let command = safeguard::Command { entry: entry(2), by, fact: glass, plan };
    let needs = [
        vec![case::Command::Safeguard(command)],
        vec![record(2, Fact::CaseReopened { why: why() }), ask_again(), close()],
        vec![
            record(2, Fact::HoldSet { why: why() }),
            record(3, Fact::HoldLifted { hold: entry(2), why: why() }),
        ],
    ];
    for commands in needs {
        let commands = commands.into_iter().map(|command| (command, day(12)));
        let events = told([(announce(50, SINCE), day(10))].into_iter().chain(commands));
        given::<Case>(events.clone()).when(end(50, SINCE), day(30)).then_nothing();
        // Its notice runs from the start.
        let anew = Case::decide(&Case::fold(&events), announce(51, SINCE), day(30)).unwrap();
        let expected = Event::Announced { announcement: entry(51), erase_at: day(37), at: day(30) };
        assert_eq!(anew, [case::Event::Ending(expected)]);
    }
}

#[test]
fn a_hold_is_above_the_schedule_to_the_last_moment() {
    let held =
        told([(announce(50, SINCE), day(10)), (record(1, Fact::HoldSet { why: why() }), day(16))]);
    given::<Case>(held).when(end(50, SINCE), day(17)).then_nothing();
}

#[test]
fn what_was_announced_under_an_earlier_choice_is_announced_anew() {
    given::<Case>(announced()).when(end(50, day(11)), day(40)).then_nothing();
    let state = Case::fold(&announced());
    assert_eq!(Case::decide(&state, announce(51, day(11)), day(40)).unwrap().len(), 1);
}

fn any_step() -> impl Strategy<Value = (case::Command, Moment)> {
    let command = prop_oneof![
        (50_u8..54, 0_i64..40).prop_map(|(number, since)| announce(number, day(since))),
        (50_u8..54, 0_i64..40).prop_map(|(number, since)| end(number, day(since))),
        (1_u8..9).prop_map(stop),
        (1_u8..9).prop_map(|number| record(number, Fact::HoldSet { why: why() })),
        (1_u8..9, 1_u8..9).prop_map(|(number, hold)| record(
            number,
            Fact::HoldLifted { hold: entry(hold), why: why() }
        )),
        (1_u8..9).prop_map(|number| record(number, Fact::CaseReopened { why: why() })),
        Just(ask_to_close(ClosureReason::NeedsMet)),
        Just(ask_again()),
        Just(close()),
        Just(record(
            60,
            Fact::AttachmentRemoved { attachment: entry(1), object: ObjectId::from_uuid(id(1)) }
        )),
    ];
    (command, (0_i64..60).prop_map(day))
}

proptest! {
    /// Whatever happens in whatever order, with a clock that jumps.
    #[test]
    fn no_schedule_erases_without_its_notice_beside_a_hold_or_over_a_stop(
        steps in prop::collection::vec(any_step(), 1..40)
    ) {
        let mut events = history([open()]);
        for (command, at) in steps {
            let before: State = Case::fold(&events);
            let decided = Case::decide(&before, command, at).unwrap_or_default();
            if let Some(case::Event::Ending(Event::Erased { announced_at, .. })) = decided.first() {
                prop_assert!(at >= announced_at.plus(notice().lasts()));
                prop_assert!(before.care.hold.is_none() && before.closed.is_some());
                let known = before.announced.unwrap();
                prop_assert!(!known.stopped && known.at == *announced_at);
            }
            events.extend(decided);
        }
        let erased = events.iter().filter(|event| matches!(event, case::Event::SurvivorErased { .. }));
        prop_assert!(erased.count() <= 1);
    }
}
