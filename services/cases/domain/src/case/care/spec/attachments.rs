//! What is attached to a case.

use super::*;

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
    let close = case::Command::CloseCase { reason, supervisor: Some(staff(SENA)) };
    let closed = history([open(), attach(1), ask_closure(90, AKOUVI, reason), close]);
    given::<Case>(closed.clone()).when(attach(4), day(3)).then_refused("CASE_CLOSED");
    let state = closed.iter().fold(Case::initial(), Case::evolve);
    let decided = Case::decide(&state, detach(5, 1, 1), day(3)).unwrap();
    let after = decided.iter().fold(state, Case::evolve);
    assert!(after.care.attachments.is_empty());
    let erased = history([open(), attach(1), erase()]);
    given::<Case>(erased).when(detach(5, 1, 1), day(3)).then_refused("SURVIVOR_ERASED");
}
