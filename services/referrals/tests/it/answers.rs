//! What an agency answers, and how wrong answers are refused.

use sentier_proto::referrals::v1::referral::{DeclineReason, State};
use sentier_proto::referrals::v1::{CompleteReferralRequest, DeclineReferralRequest};
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::steps::{accepting, consented, found, hospital, key, reason, sent, stored, until_heard};
use crate::world::World;

fn declining(asked: crate::steps::Asked, reason: DeclineReason) -> DeclineReferralRequest {
    DeclineReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        reason: reason.into(),
    }
}

pub(crate) async fn an_illegal_transition_names_the_state_and_what_is_allowed(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let asked = sent(world, place).await;
    let early = CompleteReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        outcome: 1,
    };
    let refused = partner.complete_referral(early).await.expect_err("too early");
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let info = refused.get_details_error_info().expect("details");
    assert_eq!(info.reason, "REFERRAL_STATE");
    assert_eq!(info.metadata["state"], "sent");
    assert_eq!(info.metadata["allowed"], "acknowledge,accept,decline");

    partner.decline_referral(declining(asked, DeclineReason::Closed)).await.expect("declines");
    let refused = partner.accept_referral(accepting(asked)).await.expect_err("final");
    assert_eq!(
        (refused.code(), reason(&refused)),
        (Code::FailedPrecondition, "REFERRAL_STATE".into())
    );
    let why = until_heard(world, asked, |fact| match fact {
        sentier_proto::referrals::events::v1::referrals_event::Fact::ReferralDeclined(told) => {
            Some((told.reason(), told.never_sent))
        }
        _ => None,
    });
    assert_eq!(why.await, (DeclineReason::Closed, false));
}

pub(crate) async fn a_repeated_answer_changes_nothing(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let asked = sent(world, place).await;
    let answer = accepting(asked);
    let first = partner.accept_referral(answer.clone()).await.expect("accepts").into_inner();
    let again = partner.accept_referral(answer.clone()).await.expect("repeats").into_inner();
    assert_eq!(first, again);
    assert_eq!(stored(world, "referral_accepted.v1").await, 1);

    let other = declining(asked, DeclineReason::Other);
    let reused = DeclineReferralRequest { request_id: answer.request_id, ..other };
    let refused = partner.decline_referral(reused).await.expect_err("another request");
    assert_eq!(
        (refused.code(), reason(&refused)),
        (Code::InvalidArgument, "REQUEST_ID_REUSED".into())
    );
}

pub(crate) async fn a_version_that_is_behind_is_refused(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let asked = sent(world, place).await;
    let mut answer = accepting(asked);
    answer.expected_version = Some(7);
    let refused = partner.accept_referral(answer).await.expect_err("behind");
    assert_eq!((refused.code(), reason(&refused)), (Code::Aborted, "VERSION_BEHIND".into()));
    assert_eq!(found(&partner, asked).await.expect("found").state(), State::Sent);
}

pub(crate) async fn everything_wrong_with_an_answer_is_said_at_once(world: &World) {
    let mut partner = world.partner(uuid::Uuid::from_u128(5));
    let wrong = DeclineReferralRequest {
        name: "referrals/7".to_owned(),
        request_id: String::new(),
        expected_version: Some(0),
        reason: 0,
    };
    let refused = partner.decline_referral(wrong).await.expect_err("wrong");
    assert_eq!(refused.code(), Code::InvalidArgument);
    let fields: Vec<String> = refused
        .get_details_bad_request()
        .expect("details")
        .field_violations
        .into_iter()
        .map(|violation| violation.field)
        .collect();
    assert_eq!(fields, ["name", "request_id", "expected_version", "reason"]);
}
