//! What agencies have to do with a case, specified.

use proptest::prelude::*;
use sentier_kernel::Decider as _;
use sentier_kernel::spec::given;

use super::{Command, Event, Fact, HandingOver, Place, Refusal, Standing, TakingUp};
use crate::case::care::task::{Change, Kind, changes};
use crate::case::spec::{
    IDENTITY, ask_to_close, close, day, erase, grant, groups, history, id, open, progress, refer,
    withdraw,
};
use crate::case::{self, Case};
use crate::codes::{ClosureReason, FieldGroup, Need, Progress, Urgency};
use crate::consent::Withdrawal;
use crate::id::{AgencyId, ConsentId, InboundId, ProposalId, ReferralId, StaffId, StructureId};

fn proposal(number: u8) -> ProposalId {
    ProposalId::from_uuid(id(number))
}

fn referral(number: u8) -> ReferralId {
    ReferralId::from_uuid(id(number))
}

fn place(agency: u8) -> Place {
    Place { agency: AgencyId::from_uuid(id(agency)), structure: StructureId::from_uuid(id(agency)) }
}

fn propose(number: u8, held: u8) -> case::Command {
    case::Command::Agency(Command::ProposeOnward {
        proposal: proposal(number),
        referral: referral(held),
        need: Need::LegalAid,
        urgency: Urgency::Urgent,
        place: Some(place(2)),
    })
}

fn take_back(number: u8) -> case::Command {
    case::Command::Agency(Command::WithdrawOnward { proposal: proposal(number) })
}

fn decline(number: u8, reason: Refusal) -> case::Command {
    case::Command::Agency(Command::DeclineOnward { proposal: proposal(number), reason })
}

fn take_up(number: u8, new: u8, agency: u8, consent: u8) -> case::Command {
    case::Command::TakeUpOnward(TakingUp {
        proposal: proposal(number),
        referral: referral(new),
        place: place(agency),
        consent: ConsentId::from_uuid(id(consent)),
        field_groups: groups(IDENTITY),
    })
}

fn hand_over(new: u8, agency: u8, consent: u8, supervises: bool) -> case::Command {
    let supervisor = supervises.then(|| StaffId::from_uuid(id(2)));
    case::Command::AskTransfer(HandingOver {
        referral: referral(new),
        place: place(agency),
        need: Need::PsychosocialSupport,
        urgency: Urgency::Routine,
        consent: ConsentId::from_uuid(id(consent)),
        field_groups: groups(IDENTITY),
        supervisor,
    })
}

/// Any of these, over few ids so that they meet.
pub(in crate::case) fn any_command() -> impl Strategy<Value = case::Command> {
    let few = || 0..3_u8;
    prop_oneof![
        (few(), few()).prop_map(|(number, held)| propose(number, held)),
        few().prop_map(take_back),
        (few(), proptest::sample::select(Refusal::ALL.to_vec()))
            .prop_map(|(number, reason)| decline(number, reason)),
        (few(), few(), few(), few()).prop_map(|(p, new, agency, c)| take_up(p, new, agency, c)),
        (few(), few(), few(), any::<bool>())
            .prop_map(|(new, agency, c, supervises)| hand_over(new, agency, c, supervises)),
    ]
}

fn told(fact: Fact) -> case::Event {
    case::Event::Agency(Event { fact, at: day(9) })
}

fn ended(number: u8, of: u8) -> case::Event {
    told(Fact::OnwardEnded { proposal: proposal(number), of: referral(of) })
}

/// The hospital serves her, and a consent covers the legal clinic too.
fn served() -> Vec<case::Command> {
    vec![
        open(),
        grant(1, 1, None),
        grant(2, 2, None),
        refer(1, 1, 1, IDENTITY),
        progress(1, Progress::Accepted),
    ]
}

fn after(more: impl IntoIterator<Item = case::Command>) -> Vec<case::Event> {
    history(served().into_iter().chain(more))
}

/// As [`after`], when her caseworker asked to close the case for a transfer.
fn approved(more: impl IntoIterator<Item = case::Command>) -> Vec<case::Event> {
    let asked = ask_to_close(ClosureReason::Transferred);
    after([asked].into_iter().chain(more))
}

fn standing(events: &[case::Event], number: u8) -> Standing {
    Case::fold(events).agency.proposals[&proposal(number)].standing
}

#[test]
fn a_proposal_is_a_task_of_her_caseworker_until_it_is_answered() {
    let events = after([propose(1, 1)]);
    let begun = changes(events.last().unwrap());
    let due = day(5).plus(std::time::Duration::from_hours(24));
    assert!(
        matches!(begun[..], [Change::Begin(task)] if task.kind == Kind::Onward && task.due == due)
    );
    let done = Change::End(Kind::Onward, id(1));
    for answer in [decline(1, Refusal::SurvivorDeclines), take_up(1, 7, 2, 2), take_back(1)] {
        let events = after([propose(1, 1), answer]);
        assert!(changes(events.last().unwrap()).contains(&done));
    }
    given::<Case>(events).when(propose(1, 1), day(9)).then_nothing();
}

#[test]
fn what_is_taken_up_is_a_referral_under_a_consent_to_that_agency_and_linked_to_the_first() {
    let asked = case::Event::ReferralRequested {
        referral: referral(7),
        agency: place(2).agency,
        structure: place(2).structure,
        need: Need::LegalAid,
        urgency: Urgency::Urgent,
        consent: ConsentId::from_uuid(id(2)),
        field_groups: groups(IDENTITY),
        at: day(9),
    };
    let taken =
        told(Fact::OnwardTakenUp { proposal: proposal(1), of: referral(1), referral: referral(7) });
    given::<Case>(after([propose(1, 1)])).when(take_up(1, 7, 2, 2), day(9)).then([asked, taken]);
    let events = after([propose(1, 1), take_up(1, 7, 2, 2)]);
    assert_eq!(Case::fold(&events).agency.onward_of[&referral(7)], referral(1));
    given::<Case>(events.clone()).when(take_up(1, 7, 2, 2), day(9)).then_nothing();
    given::<Case>(events).when(take_up(1, 8, 2, 2), day(9)).then_refused("ONWARD_PROPOSAL_ENDED");
}

#[test]
fn her_consent_to_the_first_agency_covers_no_other() {
    given::<Case>(after([propose(1, 1)]))
        .when(take_up(1, 7, 2, 1), day(9))
        .then_refused("CONSENT_FOR_ANOTHER_AGENCY");
    given::<Case>(after([propose(1, 1), withdraw(2)]))
        .when(take_up(1, 7, 2, 2), day(9))
        .then_refused("CONSENT_NOT_VALID");
    given::<Case>(after([]))
        .when(take_up(1, 7, 2, 2), day(9))
        .then_refused("NO_SUCH_ONWARD_PROPOSAL");
}

#[test]
fn an_answer_is_given_once() {
    let no = |reason| decline(1, reason);
    let declined = after([propose(1, 1), no(Refusal::SurvivorDeclines)]);
    given::<Case>(declined.clone()).when(no(Refusal::SurvivorDeclines), day(9)).then_nothing();
    given::<Case>(declined.clone())
        .when(no(Refusal::Other), day(9))
        .then_refused("ONWARD_PROPOSAL_ENDED");
    given::<Case>(declined).when(take_back(1), day(9)).then_nothing();
    given::<Case>(after([propose(1, 1), take_back(1)]))
        .when(take_up(1, 7, 2, 2), day(9))
        .then_refused("ONWARD_PROPOSAL_ENDED");
}

#[test]
fn a_consent_that_is_withdrawn_ends_what_its_agency_proposed() {
    let withdrawn = case::Event::ConsentWithdrawn {
        consent: ConsentId::from_uuid(id(1)),
        because: Withdrawal::TakenBack,
        at: day(9),
    };
    given::<Case>(after([propose(1, 1)])).when(withdraw(1), day(9)).then([withdrawn, ended(1, 1)]);
    // What followed already stands on a consent of its own.
    let events = after([propose(1, 1), take_up(1, 7, 2, 2), withdraw(1)]);
    let state = Case::fold(&events);
    assert_eq!(standing(&events, 1), Standing::TakenUp(referral(7)));
    assert_eq!(state.referrals[&referral(7)].progress, Progress::Requested);
    assert_eq!(state.referrals[&referral(1)].progress, Progress::Revoked);
    // Told late, it ends at once.
    given::<Case>(after([withdraw(1)])).when(propose(1, 1), day(9)).then([
        told(Fact::OnwardProposed {
            proposal: proposal(1),
            referral: referral(1),
            need: Need::LegalAid,
            urgency: Urgency::Urgent,
            place: Some(place(2)),
        }),
        ended(1, 1),
    ]);
}

#[test]
fn nothing_is_proposed_on_a_case_where_nothing_can_follow() {
    let closed = after([
        progress(1, Progress::Completed),
        ask_to_close(ClosureReason::NeedsMet),
        close(),
        propose(1, 1),
    ]);
    assert_eq!(standing(&closed, 1), Standing::Ended);
    let erased = after([erase(), propose(1, 1)]);
    assert_eq!(standing(&erased, 1), Standing::Ended);
    let waits = after([
        propose(1, 1),
        progress(1, Progress::Completed),
        ask_to_close(ClosureReason::NeedsMet),
    ]);
    assert_eq!(standing(&waits, 1), Standing::Proposed);
    let closed = case::Event::CaseClosed { reason: ClosureReason::NeedsMet, at: day(9) };
    given::<Case>(waits).when(close(), day(9)).then([ended(1, 1), closed]);
}

#[test]
fn who_referred_her_to_the_centre_stands_on_the_case_once() {
    let (inbound, agency) = (InboundId::from_uuid(id(5)), place(1).agency);
    let came = || case::Command::Agency(Command::ReferIn { inbound, agency, need: Need::Police });
    let fact = Fact::ReferredIn { inbound, agency, need: Need::Police };
    given::<Case>(after([])).when(came(), day(9)).then([told(fact)]);
    given::<Case>(after([came()])).when(came(), day(9)).then_nothing();
}

#[test]
fn the_responsibility_moves_when_the_agency_accepts_and_not_before() {
    let asked = approved([hand_over(7, 2, 2, true)]);
    assert_eq!(Case::fold(&asked).closed, None);
    let sent = approved([hand_over(7, 2, 2, true), progress(7, Progress::Received)]);
    let accepted = case::Event::ReferralProgressed {
        referral: referral(7),
        progress: Progress::Accepted,
        outcome: None,
        happened_at: day(9),
        at: day(9),
    };
    let closed = case::Event::CaseClosed { reason: ClosureReason::Transferred, at: day(9) };
    assert!(changes(&closed).contains(&Change::Rest), "its tasks wait no longer here");
    given::<Case>(sent.clone())
        .when(progress(7, Progress::Accepted), day(9))
        .then([accepted, closed]);
    for no in [Progress::Declined, Progress::Expired, Progress::Revoked, Progress::Cancelled] {
        let events = approved([hand_over(7, 2, 2, true), progress(7, no)]);
        assert_eq!(Case::fold(&events).closed, None, "{no:?}");
        // Another agency may be asked then.
        assert!(Case::decide(&Case::fold(&events), hand_over(8, 1, 1, true), day(9)).is_ok());
    }
    given::<Case>(sent)
        .when(hand_over(8, 1, 1, true), day(9))
        .then_refused("AGENCY_TRANSFER_PENDING");
}

#[test]
fn a_case_is_handed_over_with_her_consent_and_with_an_approval() {
    given::<Case>(after([]))
        .when(hand_over(7, 2, 2, true), day(9))
        .then_refused("CLOSURE_NOT_APPROVED");
    given::<Case>(approved([]))
        .when(hand_over(7, 2, 2, false), day(9))
        .then_refused("CLOSURE_NOT_APPROVED");
    given::<Case>(approved([]))
        .when(hand_over(7, 2, 1, true), day(9))
        .then_refused("CONSENT_FOR_ANOTHER_AGENCY");
    let narrower = case::Command::AskTransfer(HandingOver {
        referral: referral(7),
        place: place(2),
        need: Need::PsychosocialSupport,
        urgency: Urgency::Routine,
        consent: ConsentId::from_uuid(id(2)),
        field_groups: groups(&[FieldGroup::Narrative]),
        supervisor: Some(StaffId::from_uuid(id(2))),
    });
    given::<Case>(approved([])).when(narrower, day(9)).then_refused("NO_CONSENT");
    let again = approved([hand_over(7, 2, 2, true)]);
    // Who tells the agency of it looks at the event before the request, and no further.
    let asked = Fact::TransferAsked { referral: referral(7) };
    let asks = |event: &case::Event| matches!(event, case::Event::Agency(it) if it.fact == asked);
    let at = again.iter().position(asks).unwrap();
    assert!(matches!(again[at + 1], case::Event::ReferralRequested { referral: of, .. }
        if of == referral(7)));
    given::<Case>(again).when(hand_over(7, 2, 2, true), day(9)).then_nothing();
}

#[test]
fn a_case_that_the_centre_took_up_again_stays_open_whatever_the_agency_does() {
    let mut events = approved([hand_over(7, 2, 2, true), progress(7, Progress::Accepted)]);
    events.push(case::Event::ReferralProgressed {
        referral: referral(7),
        progress: Progress::Scheduled,
        outcome: None,
        happened_at: day(9),
        at: day(9),
    });
    let mut state = Case::fold(&events);
    state.closed = None;
    let back = Case::decide(&state, progress(7, Progress::Accepted), day(9)).unwrap();
    assert_eq!(back.len(), 1, "an appointment that was taken back closes nothing");
}
