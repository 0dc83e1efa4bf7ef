//! What an agency proposes beyond its referral, and a case that is handed over.

use sentier_proto::common::v1::{Need, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::onward_proposal::State;
use sentier_proto::referrals::v1::referral::State as Standing;
use sentier_proto::referrals::v1::{
    OnwardProposal, SetCaseTakeoverRequest, SubmitOnwardProposalRequest,
    WithdrawOnwardProposalRequest,
};
use sentier_test_support::wait::until;
use tonic::Code;

use crate::steps::{
    Asked, Place, accepting, answer_onward, consented, found, hand_over, hospital, key, next,
    reason, sent, until_heard, until_sent, watch_from, withdraw,
};
use crate::world::{CENTRE, World};

/// A referral that its agency holds.
async fn held(world: &World) -> (Place, Asked) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    world.partner(place.agency).accept_referral(accepting(asked)).await.expect("accepts");
    (place, asked)
}

fn proposing(asked: Asked, structure: &str) -> SubmitOnwardProposalRequest {
    SubmitOnwardProposalRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        need: Need::HealthCare.into(),
        urgency: Urgency::Urgent.into(),
        structure: structure.to_owned(),
    }
}

fn taking_back(asked: Asked, proposal: &str) -> WithdrawOnwardProposalRequest {
    WithdrawOnwardProposalRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        proposal: proposal.to_owned(),
    }
}

async fn shown(world: &World, place: Place, asked: Asked) -> OnwardProposal {
    let referral = found(&world.partner(place.agency), asked).await.expect("its own");
    referral.onward_proposals.into_iter().next().expect("a proposal")
}

pub(crate) async fn an_agency_proposes_and_learns_whether_it_is_taken_up_and_no_more(
    world: &World,
) {
    let (place, asked) = held(world).await;
    let clinic = hospital(world, "Cliniques").await;
    let there = name::structure(clinic.agency, clinic.structure);
    let mut agency = world.proposer(place.agency);
    let wish = proposing(asked, &there);
    let first = agency.submit_onward_proposal(wish.clone()).await.expect("proposes").into_inner();
    let again = agency.submit_onward_proposal(wish).await.expect("repeats").into_inner();
    assert_eq!(again, first);
    let proposed = shown(world, place, asked).await;
    assert_eq!((proposed.state(), proposed.structure.as_str()), (State::Proposed, &*there));
    let twice = agency.submit_onward_proposal(proposing(asked, "")).await.expect_err("waits");
    assert_eq!(reason(&twice), "ONWARD_PROPOSED_ALREADY");
    let told = until_heard(world, asked, |fact| match fact {
        Told::OnwardProposed(told) => Some(told.clone()),
        _ => None,
    })
    .await;
    assert_eq!((told.proposal_id.as_str(), told.need()), (&*proposed.id, Need::HealthCare));
    assert_eq!(told.place_agency_id, clinic.agency.to_string());

    let mut stream = watch_from(&world.partner(place.agency), "").await.expect("opens");
    answer_onward(world, asked, &proposed.id, true).await;
    // The stream tells it as any other change; the newest change holds no more than the answer.
    let taken = loop {
        let (_, referral) = next(&mut stream).await;
        let proposal = referral.onward_proposals.into_iter().next();
        if let Some(taken) = proposal.filter(|it| it.state() == State::TakenUp) {
            break taken;
        }
    };
    assert_eq!(OnwardProposal { state: proposed.state, end_time: None, ..taken }, proposed);
    let late = agency.withdraw_onward_proposal(taking_back(asked, &proposed.id)).await;
    assert_eq!(reason(&late.expect_err("answered")), "ONWARD_PROPOSAL_ENDED");

    let second = agency.submit_onward_proposal(proposing(asked, "")).await.expect("proposes");
    let second = second.into_inner().referral.expect("one").onward_proposals;
    let second = second.into_iter().find(|it| it.id != proposed.id).expect("another");
    agency.withdraw_onward_proposal(taking_back(asked, &second.id)).await.expect("takes back");
    until_heard(world, asked, |fact| match fact {
        Told::OnwardWithdrawn(told) => (told.proposal_id == second.id).then_some(()),
        _ => None,
    })
    .await;
}

pub(crate) async fn another_agency_proposes_and_takes_back_nothing(world: &World) {
    let (place, asked) = held(world).await;
    let other = hospital(world, "Autre").await;
    let mut own = world.proposer(place.agency);
    let unsuited = name::structure(other.agency, other.structure);
    let mut wish = proposing(asked, &unsuited);
    wish.need = Need::Police.into();
    let refused = own.submit_onward_proposal(wish).await.expect_err("no police post");
    assert_eq!(refused.code(), Code::InvalidArgument);
    let wrong = SubmitOnwardProposalRequest::default();
    let wrong = own.submit_onward_proposal(wrong).await.expect_err("nothing was given");
    assert_eq!(wrong.code(), Code::InvalidArgument);
    own.submit_onward_proposal(proposing(asked, "")).await.expect("proposes");
    let proposal = shown(world, place, asked).await.id;

    let mut stranger = world.proposer(other.agency);
    let proposed = stranger.submit_onward_proposal(proposing(asked, "")).await;
    assert_eq!(proposed.expect_err("not its own").code(), Code::NotFound);
    let taken = stranger.withdraw_onward_proposal(taking_back(asked, &proposal)).await;
    assert_eq!(taken.expect_err("not its own").code(), Code::NotFound);
    assert_eq!(shown(world, place, asked).await.state(), State::Proposed);
}

pub(crate) async fn a_withdrawal_ends_what_was_proposed(world: &World) {
    let (place, asked) = held(world).await;
    let mut agency = world.proposer(place.agency);
    agency.submit_onward_proposal(proposing(asked, "")).await.expect("proposes");
    withdraw(world, asked).await;
    let ended = until(async || {
        let proposal = shown(world, place, asked).await;
        (proposal.state() == State::NotTakenUp).then_some(proposal)
    })
    .await;
    // What the centre says after that is not told to the agency any more.
    answer_onward(world, asked, &ended.id, true).await;
    let refused = agency.submit_onward_proposal(proposing(asked, "")).await;
    assert_eq!(reason(&refused.expect_err("ended")), "REFERRAL_STATE");
    assert_eq!(shown(world, place, asked).await.state(), State::NotTakenUp);
}

pub(crate) async fn a_case_is_handed_over_to_an_agency_that_takes_cases_alone(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let early = Asked::fresh();
    hand_over(world, place, early).await;
    until_heard(world, early, |fact| match fact {
        Told::ReferralDeclined(told) => told.never_sent.then_some(()),
        _ => None,
    })
    .await;
    assert!(world.claims.made().is_empty(), "nothing is disclosed to who takes no case over");
    let takes = SetCaseTakeoverRequest {
        name: name::agency(place.agency),
        request_id: key(),
        takes_cases_over: true,
    };
    let refused = world.keeper("caseworker").set_case_takeover(takes.clone()).await;
    assert_eq!(refused.expect_err("not hers to say").code(), Code::PermissionDenied);
    let kept = world.keeper("manager").set_case_takeover(takes).await.expect("sets").into_inner();
    assert!(kept.agency.expect("one").takes_cases_over);

    let asked = Asked::fresh();
    hand_over(world, place, asked).await;
    let partner = world.partner(place.agency);
    until_sent(&partner, asked).await;
    let referral = found(&partner, asked).await.expect("its own");
    assert!(referral.transfer && referral.state() == Standing::Sent);
    let name = name::centre(CENTRE);
    assert!(referral.name.starts_with(&name));
}
