//! Silence past a deadline: the referral moves by itself.

use std::time::Duration;

use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::events::v1::response_measured::Step;
use sentier_proto::referrals::events::v1::{ReferralExpired, ResponseMeasured};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{AcknowledgeReferralRequest, GetDisclosureRequest};
use sentier_test_support::wait::until;

use crate::lifecycle::{accepted, stopping};
use crate::steps::{
    Asked, accepting, consented, found, hospital, key, key_is_held, reason, sent, stored,
    until_heard,
};
use crate::world::{CENTRE, World};

const URGENT: Duration = Duration::from_hours(3);

async fn until_expired(world: &World, asked: Asked) -> ReferralExpired {
    until_heard(world, asked, |fact| match fact {
        Told::ReferralExpired(expired) => Some(expired.clone()),
        _ => None,
    })
    .await
}

pub(crate) async fn a_silent_structure_loses_the_referral_and_nobody_is_named_by_the_bus(
    world: &World,
) {
    consented(world);
    let first = hospital(world, "A. Santé Ogou").await;
    hospital(world, "B. Kara").await;
    let asked = sent(world, first).await;
    let mut partner = world.partner(first.agency);
    // Seeing it is no answer.
    let seen = AcknowledgeReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
    };
    partner.acknowledge_referral(seen).await.expect("acknowledges");
    world.clock.advance(Duration::from_mins(179));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(found(&partner, asked).await.expect("found").state(), State::Received);

    world.clock.advance(Duration::from_mins(1));
    // Who comes next depends on her, and nothing of her stands in an event.
    let expired = until_expired(world, asked).await;
    assert_eq!((expired.next_agency_id.as_str(), expired.next_structure_id.as_str()), ("", ""));
    let referral = found(&partner, asked).await.expect("found");
    assert_eq!((referral.state(), referral.next_structure.as_str()), (State::Expired, ""));
    assert!(referral.allowed_actions.is_empty());
    let read = GetDisclosureRequest { name: asked.name() };
    let ended = partner.get_disclosure(read).await.expect_err("over");
    assert_eq!(reason(&ended), "DISCLOSURE_ENDED");
    until(async || (!key_is_held(world, asked).await).then_some(())).await;
    let late = partner.accept_referral(accepting(asked)).await.expect_err("too late");
    assert_eq!(reason(&late), "REFERRAL_STATE");
    assert_eq!(stored(world, "referral_expired.v1").await, 1);
}

pub(crate) async fn an_answer_in_time_is_kept(world: &World) {
    let (place, asked) = accepted(world).await;
    let unanswered = sent(world, place).await;
    world.clock.advance(URGENT * 4);
    until_expired(world, unanswered).await;
    let partner = world.partner(place.agency);
    assert_eq!(found(&partner, asked).await.expect("found").state(), State::Accepted);
}

pub(crate) async fn an_unconfirmed_cancellation_stands_at_its_deadline(world: &World) {
    let (place, asked) = accepted(world).await;
    let mut centre = world.staff_mover(CENTRE, "supervisor");
    centre.request_cancellation(stopping(asked)).await.expect("asks");
    world.clock.advance(Duration::from_hours(24));
    let cancelled = |fact: &Told| matches!(fact, Told::ReferralCancelled(_)).then_some(());
    until_heard(world, asked, cancelled).await;
    let partner = world.partner(place.agency);
    assert_eq!(found(&partner, asked).await.expect("found").state(), State::Cancelled);
}

pub(crate) async fn a_deadline_that_passed_while_the_service_was_away_is_kept(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    world.service.stop().await;
    world.clock.advance(URGENT);
    let service = world.restart().await;
    until_expired(world, asked).await;
    let partner = world.partner_of(&service, place.agency);
    assert_eq!(found(&partner, asked).await.expect("found").state(), State::Expired);
    // Stopped and started again, it is not told twice.
    service.stop().await;
    let service = world.restart().await;
    let second = found(&world.partner_of(&service, place.agency), asked).await.expect("found");
    assert_eq!(second.state(), State::Expired);
    assert_eq!(stored(world, "referral_expired.v1").await, 1);
    service.stop().await;
}

pub(crate) async fn how_fast_a_structure_answered_is_told_to_figures(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    world.clock.advance(Duration::from_mins(95));
    world.partner(place.agency).accept_referral(accepting(asked)).await.expect("accepts");
    let measured: Vec<ResponseMeasured> = until(async || {
        let all: Vec<_> = world
            .heard
            .all()
            .into_iter()
            .filter_map(|(_, event)| match event.fact {
                Some(Told::ResponseMeasured(measured)) => Some(measured),
                _ => None,
            })
            .collect();
        (all.len() == 2).then_some(all)
    })
    .await;
    let told: Vec<_> = measured.iter().map(|it| (it.step(), it.elapsed_minutes)).collect();
    assert_eq!(told, [(Step::Acknowledged, 95), (Step::Accepted, 95)]);
    assert_eq!(measured[0].structure_id, place.structure.to_string());
    // It leads to no referral and no case.
    let said = format!("{measured:?}");
    for id in [asked.referral, asked.case, asked.consent] {
        assert!(!said.contains(&id.to_string()));
    }
}
