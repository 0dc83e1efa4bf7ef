//! The referral, specified.

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Explain as _, Moment, Sensitive};

use super::{
    Claimed, Command, Event, Mover, Referrals, Rejection, Request, Standing, diagram, table,
};
use crate::value::{
    AgencyId, CaseId, ConsentId, DeclineReason, Disclosure, Need, Outcome, ReferralId, Refusal,
    StructureId, Urgency,
};

pub(super) const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
/// Three hours after `AT`; the term is over a day after it.
pub(super) const ANSWER_BY: Moment = Moment::from_micros(1_795_489_200_000_000);
pub(super) const TERM: Moment = Moment::from_micros(1_795_592_800_000_000);
pub(super) const AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));
pub(super) const STRANGER: AgencyId = AgencyId::from_uuid(Uuid::from_u128(9));
pub(super) const NO_CAPACITY: Event =
    Event::ReferralDeclined { reason: DeclineReason::NoCapacity, at: AT };
pub(super) const RECEIVED: Event = Event::ReferralReceived { at: AT };
pub(super) const ACCEPTED: Event = Event::ReferralAccepted { at: AT };
const REVOKED: Event = Event::ReferralRevoked { at: AT };
pub(super) const SERVED: Event = Event::ReferralCompleted { outcome: Outcome::Served, at: AT };

pub(super) fn request() -> Request {
    Request {
        referral: ReferralId::from_uuid(Uuid::from_u128(2)),
        case: CaseId::from_uuid(Uuid::from_u128(3)),
        consent: ConsentId::from_uuid(Uuid::from_u128(5)),
        centre: "ogou-1".to_owned(),
        agency: AGENCY,
        structure: StructureId::from_uuid(Uuid::from_u128(4)),
        need: Need::HealthCare,
        urgency: Urgency::Urgent,
        transfer: false,
    }
}

pub(super) fn disclosure() -> Sensitive<Disclosure> {
    Sensitive::new(Disclosure::new(b"Afi".to_vec()))
}

pub(super) fn sent() -> Event {
    Event::ReferralSent {
        request: request(),
        disclosure: disclosure(),
        read_until: TERM,
        answer_by: Some(ANSWER_BY),
        at: AT,
    }
}

pub(super) fn refused(refusal: Refusal) -> Event {
    Event::RequestRefused { request: request(), refusal, at: AT }
}

fn claimed() -> Claimed {
    Claimed { disclosure: disclosure(), read_until: TERM, answer_by: ANSWER_BY }
}

fn receive(request: Request, claimed: Result<Claimed, Refusal>) -> Command {
    Command::ReceiveRequest { request, claimed }
}

pub(super) fn acknowledge() -> Command {
    Command::Acknowledge { agency: AGENCY }
}

pub(super) fn accept() -> Command {
    Command::Accept { agency: AGENCY }
}

pub(super) fn decline(reason: DeclineReason) -> Command {
    Command::Decline { agency: AGENCY, reason }
}

pub(super) fn complete(outcome: Outcome) -> Command {
    Command::Complete { agency: AGENCY, outcome }
}

pub(super) fn read() -> Command {
    Command::ReadDisclosure { agency: AGENCY }
}

#[test]
fn a_request_is_sent_once() {
    given::<Referrals>([]).when(receive(request(), Ok(claimed())), AT).then([sent()]);
    given::<Referrals>([sent()])
        .when(receive(request(), Err(Refusal::AgencyNotActive)), AT)
        .then_nothing();
    let other = Request { need: Need::Police, ..request() };
    given::<Referrals>([sent()])
        .when(receive(other, Ok(claimed())), AT)
        .then_refused("ALREADY_EXISTS");
}

#[test]
fn a_refused_request_is_kept_with_its_reason_and_stays_refused() {
    for refusal in Refusal::ALL {
        let refused = refused(*refusal);
        given::<Referrals>([]).when(receive(request(), Err(*refusal)), AT).then([refused.clone()]);
        given::<Referrals>([refused]).when(receive(request(), Ok(claimed())), AT).then_nothing();
    }
}

#[test]
fn the_centre_sees_a_refused_request_as_declined_or_revoked() {
    let seen = |refusal| {
        let referral = Referrals::fold(&[refused(refusal)]).referral.unwrap();
        (referral.standing, referral.decline_reason)
    };
    assert_eq!(seen(Refusal::Consent), (Standing::Revoked, None));
    assert_eq!(seen(Refusal::AgencyNotActive), (Standing::Declined, Some(DeclineReason::Closed)));
    assert_eq!(
        seen(Refusal::ServiceNotOffered),
        (Standing::Declined, Some(DeclineReason::ServiceNotOffered))
    );
}

#[test]
fn the_agency_never_learns_of_a_refused_request() {
    for command in [acknowledge(), accept(), read(), decline(DeclineReason::Other)] {
        given::<Referrals>([refused(Refusal::Consent)]).when(command, AT).then_refused("NOT_FOUND");
    }
    given::<Referrals>([refused(Refusal::ServiceNotOffered)])
        .when(Command::Revoke, AT)
        .then_nothing();
}

#[test]
fn acknowledging_twice_or_after_accepting_is_the_same_fact() {
    given::<Referrals>([sent()]).when(acknowledge(), AT).then([RECEIVED]);
    given::<Referrals>([sent(), RECEIVED]).when(acknowledge(), AT).then_nothing();
    given::<Referrals>([sent(), RECEIVED, ACCEPTED]).when(acknowledge(), AT).then_nothing();
}

#[test]
fn accepting_acknowledges_what_was_not_yet_seen() {
    given::<Referrals>([sent()]).when(accept(), AT).then([RECEIVED, ACCEPTED]);
    given::<Referrals>([sent(), RECEIVED]).when(accept(), AT).then([ACCEPTED]);
    given::<Referrals>([sent(), RECEIVED, ACCEPTED]).when(accept(), AT).then_nothing();
}

#[test]
fn a_decline_is_final_and_gives_its_reason() {
    given::<Referrals>([sent()]).when(decline(DeclineReason::NoCapacity), AT).then([NO_CAPACITY]);
    given::<Referrals>([sent(), NO_CAPACITY])
        .when(decline(DeclineReason::NoCapacity), AT)
        .then_nothing();
    given::<Referrals>([sent(), NO_CAPACITY])
        .when(decline(DeclineReason::Closed), AT)
        .then_refused("REFERRAL_STATE");
    given::<Referrals>([sent(), NO_CAPACITY]).when(accept(), AT).then_refused("REFERRAL_STATE");
}

#[test]
fn only_an_accepted_referral_is_completed() {
    given::<Referrals>([sent()]).when(complete(Outcome::Served), AT).then_refused("REFERRAL_STATE");
    given::<Referrals>([sent(), RECEIVED, ACCEPTED])
        .when(complete(Outcome::Served), AT)
        .then([SERVED]);
    given::<Referrals>([sent(), RECEIVED, ACCEPTED, SERVED])
        .when(complete(Outcome::Served), AT)
        .then_nothing();
    given::<Referrals>([sent(), RECEIVED, ACCEPTED, SERVED])
        .when(complete(Outcome::NoShow), AT)
        .then_refused("REFERRAL_STATE");
}

#[test]
fn a_withdrawn_consent_stops_the_referral() {
    given::<Referrals>([sent(), RECEIVED]).when(Command::Revoke, AT).then([REVOKED]);
    given::<Referrals>([sent(), REVOKED]).when(Command::Revoke, AT).then_nothing();
    given::<Referrals>([sent(), REVOKED]).when(accept(), AT).then_refused("REFERRAL_STATE");
    given::<Referrals>([]).when(Command::Revoke, AT).then_refused("NOT_FOUND");
}

#[test]
fn revoking_a_completed_referral_ends_the_disclosure_and_keeps_the_outcome() {
    let destroyed = Event::DisclosureEnded { at: AT };
    let done = [sent(), RECEIVED, ACCEPTED, SERVED];
    given::<Referrals>(done.clone()).when(Command::Revoke, AT).then([destroyed.clone()]);
    let after: Vec<_> = done.into_iter().chain([destroyed]).collect();
    let state = Referrals::fold(&after);
    assert_eq!(
        state.referral.map(|it| (it.standing, it.outcome)),
        Some((Standing::Completed, Some(Outcome::Served)))
    );
    given::<Referrals>(after.clone()).when(Command::Revoke, AT).then_nothing();
    given::<Referrals>(after).when(read(), AT).then_refused("DISCLOSURE_ENDED");
}

#[test]
fn a_declined_referral_has_no_disclosure_left_to_revoke() {
    given::<Referrals>([sent(), NO_CAPACITY]).when(Command::Revoke, AT).then_nothing();
}

#[test]
fn the_key_is_destroyed_once_the_disclosure_has_ended_and_not_before() {
    let destroyed = |at| Event::DisclosureDestroyed { at };
    given::<Referrals>([sent()])
        .when(Command::DestroyDisclosure, AT)
        .then_refused("REFERRAL_STATE");
    given::<Referrals>([sent()]).when(Command::DestroyDisclosure, TERM).then([destroyed(TERM)]);
    for end in [NO_CAPACITY, REVOKED] {
        given::<Referrals>([sent(), end.clone()])
            .when(Command::DestroyDisclosure, AT)
            .then([destroyed(AT)]);
        given::<Referrals>([sent(), end, destroyed(AT)])
            .when(Command::DestroyDisclosure, AT)
            .then_nothing();
    }
    given::<Referrals>([refused(Refusal::Consent)])
        .when(Command::DestroyDisclosure, AT)
        .then_nothing();
}

#[test]
fn what_nobody_sees_is_counted_apart_and_the_end_of_the_reading_period_is_seen() {
    let reading = Event::DisclosureRead { at: AT };
    let destroyed = Event::DisclosureDestroyed { at: AT };
    let unseen = |events: &[Event]| Referrals::fold(events).referral.unwrap().unseen;
    assert_eq!(unseen(&[sent()]), 0);
    assert_eq!(unseen(&[sent(), reading.clone(), reading.clone()]), 2);
    assert_eq!(unseen(&[sent(), reading, RECEIVED]), 0);
    assert_eq!(unseen(&[sent(), NO_CAPACITY, destroyed.clone()]), 1);
    // At its term nothing else says that it is over.
    assert_eq!(unseen(&[sent(), destroyed]), 0);
}

#[test]
fn the_disclosure_is_read_until_its_term_and_each_reading_is_kept() {
    let reading = Event::DisclosureRead { at: AT };
    given::<Referrals>([sent(), reading.clone()]).when(read(), AT).then([reading]);
    given::<Referrals>([sent()]).when(read(), TERM).then_refused("DISCLOSURE_ENDED");
    for end in [NO_CAPACITY, REVOKED] {
        given::<Referrals>([sent(), end]).when(read(), AT).then_refused("DISCLOSURE_ENDED");
    }
}

#[test]
fn another_agencys_referral_does_not_exist() {
    for command in [
        Command::Acknowledge { agency: STRANGER },
        Command::Accept { agency: STRANGER },
        Command::ReadDisclosure { agency: STRANGER },
        Command::Decline { agency: STRANGER, reason: DeclineReason::Other },
        Command::Complete { agency: STRANGER, outcome: Outcome::Served },
    ] {
        given::<Referrals>([sent()]).when(command, AT).then_refused("NOT_FOUND");
    }
}

#[test]
fn a_wrong_state_says_what_is_allowed_to_who_asks() {
    let refused = |by| Rejection::State { standing: Standing::Received, by }.metadata();
    let state = ("state", "received".to_owned());
    assert_eq!(refused(Mover::Agency), [state.clone(), ("allowed", "accept,decline".to_owned())]);
    assert_eq!(refused(Mover::Centre), [state, ("allowed", "request_cancellation".to_owned())]);
}

#[test]
fn the_life_cycle_in_the_docs_is_the_one_that_decides() {
    let docs = include_str!("../../../LIFECYCLE.md");
    let picture = format!("```mermaid\n{}```\n", diagram());
    assert!(docs.contains(&picture), "put this in LIFECYCLE.md:\n{picture}");
    let table = table();
    assert!(docs.contains(&table), "put this in LIFECYCLE.md:\n{table}");
}

#[test]
fn a_disclosure_is_never_printed() {
    assert!(!format!("{:?}", sent()).contains("Afi"));
    assert_eq!(format!("{:?}", Disclosure::new(b"Afi".to_vec())), "…");
}
