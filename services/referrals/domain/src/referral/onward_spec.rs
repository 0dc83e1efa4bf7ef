//! What an agency proposes beyond its referral, specified.

use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;

use super::onward::{self, MOST, Standing, Wanted};
use super::spec::{ACCEPTED, AGENCY, AT, RECEIVED, SERVED, STRANGER, TERM, sent};
use super::{Command, Event, Next, Referrals};
use crate::value::{AgencyId, Need, ProposalId, StructureId, Urgency};

const REVOKED: Event = Event::ReferralRevoked { at: AT };
const ENDED: Event = Event::DisclosureEnded { at: AT };

const fn proposal(number: u128) -> ProposalId {
    ProposalId::from_uuid(Uuid::from_u128(number))
}

const fn legal_aid() -> Wanted {
    let agency = AgencyId::from_uuid(Uuid::from_u128(60));
    let structure = StructureId::from_uuid(Uuid::from_u128(61));
    let place = Some(Next { agency, structure });
    Wanted { need: Need::LegalAid, urgency: Urgency::Routine, place }
}

const fn propose(number: u128, wanted: Wanted) -> Command {
    Command::ProposeOnward { agency: AGENCY, proposal: proposal(number), wanted }
}

const fn answer(number: u128, taken_up: bool) -> Command {
    Command::AnswerOnward { proposal: proposal(number), taken_up }
}

const fn withdraw(number: u128) -> Command {
    Command::WithdrawOnward { agency: AGENCY, proposal: proposal(number) }
}

const fn proposed(number: u128, wanted: Wanted) -> Event {
    Event::Onward(onward::Event::Proposed { proposal: proposal(number), wanted, at: AT })
}

const fn answered(number: u128, taken_up: bool) -> Event {
    Event::Onward(onward::Event::Answered { proposal: proposal(number), taken_up, at: AT })
}

const fn withdrawn(number: u128) -> Event {
    Event::Onward(onward::Event::Withdrawn { proposal: proposal(number), at: AT })
}

fn held(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    [sent(), RECEIVED, ACCEPTED].into_iter().chain(more).collect()
}

fn stands(history: &[Event]) -> Vec<Standing> {
    let referral = Referrals::fold(history).referral.unwrap();
    referral.onward.iter().map(|(_, it)| it.standing).collect()
}

#[test]
fn who_holds_a_referral_proposes_and_the_same_again_is_nothing() {
    let wanted = legal_aid();
    given::<Referrals>(held([])).when(propose(1, wanted), AT).then([proposed(1, wanted)]);
    given::<Referrals>(held([proposed(1, wanted)])).when(propose(1, wanted), AT).then_nothing();
    let other = Wanted { need: Need::Police, ..wanted };
    given::<Referrals>(held([proposed(1, wanted)]))
        .when(propose(1, other), AT)
        .then_refused("ALREADY_EXISTS");
}

#[test]
fn who_has_not_taken_it_or_has_ended_proposes_nothing() {
    for history in [vec![sent()], vec![sent(), RECEIVED], held([SERVED]), held([REVOKED])] {
        given::<Referrals>(history)
            .when(propose(1, legal_aid()), AT)
            .then_refused("REFERRAL_STATE");
    }
    given::<Referrals>(held([]))
        .when(propose(1, legal_aid()), TERM)
        .then_refused("DISCLOSURE_ENDED");
    let stranger =
        Command::ProposeOnward { agency: STRANGER, proposal: proposal(1), wanted: legal_aid() };
    given::<Referrals>(held([])).when(stranger, AT).then_refused("NOT_FOUND");
}

#[test]
fn a_need_is_proposed_once_at_a_time_and_not_without_end() {
    let wanted = legal_aid();
    given::<Referrals>(held([proposed(1, wanted)]))
        .when(propose(2, wanted), AT)
        .then_refused("ONWARD_PROPOSED_ALREADY");
    given::<Referrals>(held([proposed(1, wanted), answered(1, false)]))
        .when(propose(2, wanted), AT)
        .then([proposed(2, wanted)]);
    let many = (0..MOST as u128).flat_map(|it| [proposed(it, wanted), withdrawn(it)]);
    given::<Referrals>(held(many))
        .when(propose(99, wanted), AT)
        .then_refused("TOO_MANY_ONWARD_PROPOSALS");
}

#[test]
fn the_first_answer_stands_and_what_was_answered_is_not_taken_back() {
    let made = || held([proposed(1, legal_aid())]);
    given::<Referrals>(made()).when(answer(1, true), AT).then([answered(1, true)]);
    given::<Referrals>(made()).when(withdraw(1), AT).then([withdrawn(1)]);
    let taken = || held([proposed(1, legal_aid()), answered(1, true)]);
    given::<Referrals>(taken()).when(answer(1, false), AT).then_nothing();
    given::<Referrals>(taken()).when(withdraw(1), AT).then_refused("ONWARD_PROPOSAL_ENDED");
    let back = || held([proposed(1, legal_aid()), withdrawn(1)]);
    given::<Referrals>(back()).when(answer(1, true), AT).then_nothing();
    given::<Referrals>(back()).when(withdraw(1), AT).then_nothing();
    given::<Referrals>(made()).when(withdraw(2), AT).then_refused("NO_SUCH_ONWARD_PROPOSAL");
    // A service that was given meanwhile does not take the answer away.
    given::<Referrals>(held([proposed(1, legal_aid()), SERVED]))
        .when(answer(1, true), AT)
        .then([answered(1, true)]);
}

#[test]
fn a_consent_that_ends_ends_what_waits_and_the_agency_learns_no_more() {
    let ends = [vec![REVOKED], vec![SERVED, ENDED]];
    for end in ends {
        let history = held([proposed(1, legal_aid())].into_iter().chain(end));
        assert_eq!(stands(&history), [Standing::NotTakenUp]);
        given::<Referrals>(history).when(answer(1, true), TERM).then_nothing();
    }
    assert_eq!(
        stands(&held([proposed(1, legal_aid()), answered(1, true), REVOKED])),
        [Standing::TakenUp]
    );
}
