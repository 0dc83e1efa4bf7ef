//! What happens between an acceptance and its end, specified.

use std::time::Duration;

use sentier_kernel::Decider as _;
use sentier_kernel::spec::given;

use super::spec::{
    ACCEPTED, AGENCY, ANSWER_BY, AT, NO_CAPACITY, RECEIVED, SERVED, STRANGER, TERM, complete, read,
    request, sent,
};
use super::{Command, Event, Referrals, Request, Standing};
use crate::value::{Outcome, Urgency};

const SCHEDULED: Event = Event::ReferralScheduled { at: AT };
const ATTENDED: Event = Event::ReferralAttended { at: AT };
const MISSED: Event = Event::AppointmentMissed { at: AT };
const STARTED: Event = Event::ServiceStarted { at: AT };
const NOTED: Event = Event::InterimNoteAdded { at: AT };
const CANCELLED: Event = Event::ReferralCancelled { at: AT };
const SCHEDULE: Command = Command::Schedule { agency: AGENCY };
const NOTE: Command = Command::AddNote { agency: AGENCY };
const CONFIRM: Command = Command::ConfirmCancellation { agency: AGENCY };

const fn attendance(attended: bool) -> Command {
    Command::RecordAttendance { agency: AGENCY, attended }
}

fn asked_to_stop() -> Event {
    let confirm_by = AT.plus(Urgency::Urgent.confirm_within());
    Event::CancellationRequested { confirm_by, at: AT }
}

fn accepted(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    [sent(), RECEIVED, ACCEPTED].into_iter().chain(more).collect()
}

#[test]
fn an_appointment_is_given_moved_and_taken_back() {
    given::<Referrals>(accepted([])).when(SCHEDULE, AT).then([SCHEDULED]);
    given::<Referrals>(accepted([SCHEDULED])).when(SCHEDULE, AT).then([SCHEDULED]);
    let back = Command::CancelAppointment { agency: AGENCY };
    given::<Referrals>(accepted([SCHEDULED]))
        .when(back.clone(), AT)
        .then([Event::AppointmentCancelled { at: AT }]);
    given::<Referrals>(accepted([])).when(back, AT).then_refused("REFERRAL_STATE");
    given::<Referrals>([sent()]).when(SCHEDULE, AT).then_refused("REFERRAL_STATE");
}

#[test]
fn who_did_not_come_is_given_another_appointment_or_comes_after_all() {
    given::<Referrals>(accepted([SCHEDULED])).when(attendance(false), AT).then([MISSED]);
    given::<Referrals>(accepted([SCHEDULED, MISSED])).when(attendance(false), AT).then_nothing();
    given::<Referrals>(accepted([SCHEDULED, MISSED])).when(SCHEDULE, AT).then([SCHEDULED]);
    given::<Referrals>(accepted([SCHEDULED, MISSED])).when(attendance(true), AT).then([ATTENDED]);
    // Nobody misses an appointment that she does not have.
    given::<Referrals>(accepted([])).when(attendance(false), AT).then_refused("REFERRAL_STATE");
    given::<Referrals>(accepted([])).when(attendance(true), AT).then([ATTENDED]);
}

#[test]
fn service_begins_with_or_without_an_appointment_and_once() {
    let start = Command::StartService { agency: AGENCY };
    for before in [accepted([]), accepted([SCHEDULED]), accepted([SCHEDULED, ATTENDED])] {
        given::<Referrals>(before).when(start.clone(), AT).then([STARTED]);
    }
    given::<Referrals>(accepted([STARTED])).when(start, AT).then_nothing();
    let state = Referrals::fold(&accepted([STARTED]));
    assert_eq!(state.referral.unwrap().served_at, Some(AT));
}

#[test]
fn an_interim_note_moves_nothing() {
    for before in [accepted([]), accepted([SCHEDULED]), accepted([STARTED])] {
        let stood = Referrals::fold(&before).referral.unwrap();
        given::<Referrals>(before.clone()).when(NOTE, AT).then([NOTED]);
        let after: Vec<_> = before.into_iter().chain([NOTED]).collect();
        let referral = Referrals::fold(&after).referral.unwrap();
        assert_eq!((referral.standing, referral.messages), (stood.standing, stood.messages + 1));
    }
    given::<Referrals>([sent()]).when(NOTE, AT).then_refused("REFERRAL_STATE");
}

#[test]
fn what_was_begun_is_cancelled_only_when_the_agency_confirms() {
    given::<Referrals>(accepted([STARTED]))
        .when(Command::RequestCancellation, AT)
        .then([asked_to_stop()]);
    let asked = accepted([STARTED, asked_to_stop()]);
    given::<Referrals>(asked.clone()).when(Command::RequestCancellation, AT).then_nothing();
    given::<Referrals>(asked.clone()).when(CONFIRM, AT).then([CANCELLED]);
    // The work was done already.
    given::<Referrals>(asked.clone()).when(complete(Outcome::Served), AT).then([SERVED]);
    given::<Referrals>(asked).when(SCHEDULE, AT).then_refused("REFERRAL_STATE");
    given::<Referrals>(accepted([])).when(CONFIRM, AT).then_refused("REFERRAL_STATE");
}

#[test]
fn what_the_agency_has_not_seen_is_cancelled_at_once() {
    given::<Referrals>([sent()]).when(Command::RequestCancellation, AT).then([CANCELLED]);
    given::<Referrals>([sent(), CANCELLED]).when(Command::RequestCancellation, AT).then_nothing();
    given::<Referrals>([sent(), CANCELLED]).when(read(), AT).then_refused("DISCLOSURE_ENDED");
    given::<Referrals>([sent(), NO_CAPACITY])
        .when(Command::RequestCancellation, AT)
        .then_refused("REFERRAL_STATE");
}

#[test]
fn a_silent_agency_loses_the_referral_at_its_deadline() {
    let expire = Command::Expire;
    let expired = Event::ReferralExpired { next: None, at: ANSWER_BY };
    given::<Referrals>([sent()]).when(expire.clone(), AT).then_nothing();
    given::<Referrals>([sent()]).when(expire.clone(), ANSWER_BY).then([expired.clone()]);
    given::<Referrals>([sent(), RECEIVED]).when(expire.clone(), ANSWER_BY).then([expired.clone()]);
    // An answer that was faster stands, and what expired stays so.
    given::<Referrals>(accepted([])).when(expire.clone(), ANSWER_BY).then_nothing();
    given::<Referrals>([sent(), expired.clone()]).when(expire, ANSWER_BY).then_nothing();
    given::<Referrals>([sent(), expired.clone()]).when(read(), AT).then_refused("DISCLOSURE_ENDED");
    let accept = Command::Accept { agency: AGENCY };
    given::<Referrals>([sent(), expired]).when(accept, AT).then_refused("REFERRAL_STATE");
}

#[test]
fn an_unconfirmed_cancellation_stands_at_its_deadline() {
    let asked = accepted([asked_to_stop()]);
    let due = AT.plus(Duration::from_hours(24));
    let expire = Command::Expire;
    given::<Referrals>(asked.clone()).when(expire.clone(), AT).then_nothing();
    given::<Referrals>(asked).when(expire, due).then([Event::ReferralCancelled { at: due }]);
}

#[test]
fn an_urgent_referral_is_answered_within_hours() {
    assert_eq!(AT.plus(Urgency::Urgent.answer_within()), ANSWER_BY);
    assert!(Urgency::Routine.answer_within() > Urgency::Urgent.answer_within());
}

#[test]
fn both_sides_write_while_the_agency_may_read_and_no_longer() {
    let by = |agency| Command::SendMessage { agency };
    let sent_message = |by_agency| Event::MessageSent { by_agency, at: AT };
    given::<Referrals>([sent()]).when(by(Some(AGENCY)), AT).then([sent_message(true)]);
    given::<Referrals>([sent()]).when(by(None), AT).then([sent_message(false)]);
    given::<Referrals>([sent()]).when(by(Some(STRANGER)), AT).then_refused("NOT_FOUND");
    for ended in [NO_CAPACITY, CANCELLED] {
        for agency in [Some(AGENCY), None] {
            given::<Referrals>([sent(), ended.clone()])
                .when(by(agency), AT)
                .then_refused("MESSAGES_ENDED");
        }
    }
    given::<Referrals>([sent()]).when(by(None), TERM).then_refused("MESSAGES_ENDED");
    given::<Referrals>(accepted([])).when(SCHEDULE, TERM).then_refused("MESSAGES_ENDED");
}

#[test]
fn the_centre_reads_what_was_written_after_an_end_but_not_after_a_withdrawal() {
    let written = Event::MessageSent { by_agency: true, at: AT };
    let declined = [sent(), written, NO_CAPACITY];
    let referral = Referrals::fold(&declined).referral.unwrap();
    assert!(referral.has_readable_messages(AT) && !referral.is_readable(AT));
    given::<Referrals>(declined.clone())
        .when(Command::DestroyMessages, AT)
        .then_refused("REFERRAL_STATE");
    let destroyed = |at| Event::MessagesDestroyed { at };
    given::<Referrals>(declined.clone())
        .when(Command::DestroyMessages, TERM)
        .then([destroyed(TERM)]);

    let ended = Event::DisclosureEnded { at: AT };
    given::<Referrals>(declined.clone()).when(Command::Revoke, AT).then([ended.clone()]);
    let withdrawn: Vec<_> = declined.into_iter().chain([ended]).collect();
    let referral = Referrals::fold(&withdrawn).referral.unwrap();
    assert!(!referral.has_readable_messages(AT));
    assert_eq!(referral.standing, Standing::Declined);
    given::<Referrals>(withdrawn.clone()).when(Command::DestroyMessages, AT).then([destroyed(AT)]);
    given::<Referrals>(withdrawn).when(Command::Revoke, AT).then_nothing();
}

#[test]
fn another_agency_moves_nothing() {
    for command in [
        Command::Schedule { agency: STRANGER },
        Command::CancelAppointment { agency: STRANGER },
        Command::RecordAttendance { agency: STRANGER, attended: true },
        Command::StartService { agency: STRANGER },
        Command::AddNote { agency: STRANGER },
        Command::ConfirmCancellation { agency: STRANGER },
    ] {
        given::<Referrals>(accepted([SCHEDULED])).when(command, AT).then_refused("NOT_FOUND");
    }
}

#[test]
fn a_referral_of_before_deadlines_waits_for_ever() {
    let Event::ReferralSent { disclosure, read_until, at, .. } = sent() else { panic!() };
    let request = Request { urgency: Urgency::Routine, ..request() };
    let old = Event::ReferralSent { request, disclosure, read_until, answer_by: None, at };
    given::<Referrals>([old]).when(Command::Expire, TERM).then_nothing();
}
