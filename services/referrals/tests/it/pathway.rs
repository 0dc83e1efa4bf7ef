//! From a request to its outcome.

use sentier_proto::common::v1::Need;
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};
use sentier_proto::referrals::v1::{
    AcknowledgeReferralRequest, CompleteReferralRequest, GetDisclosureRequest,
};
use sentier_test_support::wait::until;
use tonic::Code;

use crate::steps::{
    Asked, accepting, ask, ask_for, consented, disclosure, found, hospital, key, next, sent,
    stored, told_of, until_heard, until_sent, watch_from,
};
use crate::world::{CENTRE, World};

pub(crate) async fn a_request_reaches_the_agency_which_serves_it(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let asked = ask(world, place).await;
    let (_, arrived) = next(&mut stream).await;
    assert_eq!(arrived.name, asked.name());
    assert_eq!(arrived.state(), State::Sent);
    assert_eq!(arrived.structure, name::structure(place.agency, place.structure));
    assert_eq!((arrived.need(), arrived.case.as_str()), (Need::HealthCare, ""));

    let seen = AcknowledgeReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: Some(arrived.version),
    };
    partner.acknowledge_referral(seen).await.expect("acknowledges");
    partner.accept_referral(accepting(asked)).await.expect("accepts");
    let done = CompleteReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        outcome: Outcome::Served.into(),
    };
    let done = partner.complete_referral(done).await.expect("completes").into_inner();
    assert_eq!(done.referral.expect("a referral").outcome(), Outcome::Served);
    for state in [State::Received, State::Accepted, State::Completed] {
        assert_eq!(next(&mut stream).await.1.state(), state);
    }

    let completed = |fact: &Told| matches!(fact, Told::ReferralCompleted(_)).then_some(());
    until_heard(world, asked, completed).await;
    let told = told_of(world, asked);
    assert!(
        matches!(
            told[..],
            [
                Told::ReferralSent(_),
                Told::ReferralReceived(_),
                Told::ReferralAccepted(_),
                Told::ReferralCompleted(_)
            ]
        ),
        "{told:?}"
    );
    let subject = format!("sentier.{CENTRE}.referrals.v1.referral_sent");
    assert!(world.heard.all().iter().any(|(heard, _)| *heard == subject));
    assert_eq!(world.claims.callers().into_iter().collect::<Vec<_>>(), ["services/referrals"]);
}

pub(crate) async fn the_disclosure_is_read_by_its_agency_and_the_centre_is_told(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let claim = world.claims.made().pop().expect("one claim");
    assert_eq!(claim.case_name, name::case(CENTRE, asked.case));
    assert_eq!(claim.agency, name::agency(place.agency));

    let mut partner = world.partner(place.agency);
    let request = GetDisclosureRequest { name: asked.name() };
    let read = partner.get_disclosure(request).await.expect("reads").into_inner();
    assert_eq!(read.disclosure, Some(disclosure()));
    let read = |fact: &Told| match fact {
        Told::DisclosureRead(read) => read.referral.clone(),
        _ => None,
    };
    let told = until_heard(world, asked, read).await;
    assert_eq!(told.case_id, asked.case.to_string());
    assert_eq!(stored(world, "personal_data_read.v1").await, 1, "an entry in the ledger");
}

pub(crate) async fn a_refused_consent_is_told_back_and_never_reaches_the_agency(world: &World) {
    world.claims.refuse(Some(Code::FailedPrecondition));
    let place = hospital(world, "Santé Ogou").await;
    let asked = ask(world, place).await;
    let never_sent = |fact: &Told| match fact {
        Told::ReferralRevoked(revoked) => Some(revoked.never_sent),
        _ => None,
    };
    assert!(until_heard(world, asked, never_sent).await);
    let hidden = found(&world.partner(place.agency), asked).await.expect_err("hidden");
    assert_eq!(hidden.code(), Code::NotFound);
    let centre = found(&world.staff(CENTRE, "supervisor"), asked).await.expect("shown");
    assert_eq!((centre.state(), centre.send_time), (State::Revoked, None));
    assert_eq!(told_of(world, asked).len(), 1);
}

pub(crate) async fn an_unsuited_structure_is_told_back_without_any_claim(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = Asked::fresh();
    ask_for(world, place, Need::Police, asked).await;
    let declined = |fact: &Told| match fact {
        Told::ReferralDeclined(declined) => Some((declined.reason(), declined.never_sent)),
        _ => None,
    };
    let why = until_heard(world, asked, declined).await;
    assert_eq!(why, (DeclineReason::ServiceNotOffered, true));
    assert!(world.claims.made().is_empty(), "nothing was claimed");
    assert!(found(&world.partner(place.agency), asked).await.is_err());
}

pub(crate) async fn cases_is_waited_for_when_it_is_away(world: &World) {
    world.claims.refuse(Some(Code::Unavailable));
    let place = hospital(world, "Santé Ogou").await;
    let asked = ask(world, place).await;
    until(async || (world.claims.made().len() > 1).then_some(())).await;
    consented(world);
    until_sent(&world.partner(place.agency), asked).await;
}
