//! Nobody learns of what is not hers.

use std::time::Duration;

use sentier_proto::name;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{
    AcknowledgeReferralRequest, CompleteReferralRequest, DeclineReferralRequest,
    GetDisclosureRequest, ListReferralsRequest, ListReferralsResponse,
};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::fakes::Standing;
use crate::lifecycle::stopping;
use crate::messages::{reading, writing};
use crate::steps::{accepting, consented, found, hospital, key, sent, watch_from};
use crate::world::{CENTRE, Partner, World};

/// Tries a referral on every call that names one.
async fn try_all(partner: &mut Partner, named: &str) -> Vec<Status> {
    let (name, request_id) = (named.to_owned(), key());
    let read = partner.get_disclosure(GetDisclosureRequest { name: name.clone() }).await;
    let acknowledge = AcknowledgeReferralRequest {
        name: name.clone(),
        request_id: request_id.clone(),
        expected_version: None,
    };
    let acknowledged = partner.acknowledge_referral(acknowledge).await;
    let accept = sentier_proto::referrals::v1::AcceptReferralRequest {
        name: name.clone(),
        request_id: key(),
        expected_version: None,
    };
    let accepted = partner.accept_referral(accept).await;
    let decline = DeclineReferralRequest {
        name: name.clone(),
        request_id: key(),
        expected_version: None,
        reason: 1,
    };
    let declined = partner.decline_referral(decline).await;
    let complete =
        CompleteReferralRequest { name, request_id: key(), expected_version: None, outcome: 1 };
    let completed = partner.complete_referral(complete).await;
    vec![
        read.expect_err("not hers"),
        acknowledged.expect_err("not hers"),
        accepted.expect_err("not hers"),
        declined.expect_err("not hers"),
        completed.expect_err("not hers"),
    ]
}

async fn list(partner: &mut Partner, parent: &str) -> Result<ListReferralsResponse, Status> {
    let request =
        ListReferralsRequest { parent: parent.to_owned(), ..ListReferralsRequest::default() };
    Ok(partner.list_referrals(request).await?.into_inner())
}

pub(crate) async fn another_agencys_referral_is_found_on_no_call(world: &World) {
    consented(world);
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let asked = sent(world, place).await;
    let (mut owner, mut stranger) = (world.partner(place.agency), world.partner(other.agency));
    let answer = accepting(asked);
    owner.accept_referral(answer.clone()).await.expect("accepts");

    for refused in try_all(&mut stranger, &asked.name()).await {
        assert_eq!(refused.code(), Code::NotFound);
    }
    assert_eq!(found(&stranger, asked).await.expect_err("not hers").code(), Code::NotFound);
    // Not even by the owner's own request, word for word.
    let replayed = stranger.accept_referral(answer).await.expect_err("not hers");
    assert_eq!(replayed.code(), Code::NotFound);
    assert!(list(&mut stranger, "").await.expect("her own").referrals.is_empty());
    let mut stream = watch_from(&stranger, "").await.expect("opens");
    let silence = tokio::time::timeout(Duration::from_millis(500), stream.message()).await;
    assert!(silence.is_err(), "{silence:?}");
    // The right id under another centre's name is no referral either, not even for its owner.
    let elsewhere = name::referral("kara-2", asked.referral);
    for refused in try_all(&mut owner, &elsewhere).await {
        assert_eq!(refused.code(), Code::NotFound);
    }
}

pub(crate) async fn a_centre_sees_its_own_and_no_other_does(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let own = format!("centres/{CENTRE}");
    let mut supervisor = world.staff(CENTRE, "supervisor");
    let shown = list(&mut supervisor, &own).await.expect("lists").referrals;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].case, name::case(CENTRE, asked.case));
    assert_eq!(found(&supervisor, asked).await.expect("shown").case, shown[0].case);
    assert_eq!(list(&mut supervisor, "").await.expect_err("whose?").code(), Code::InvalidArgument);

    let mut elsewhere = world.staff("kara-2", "supervisor");
    assert_eq!(
        list(&mut elsewhere, &own).await.expect_err("theirs").code(),
        Code::PermissionDenied
    );
    assert_eq!(found(&elsewhere, asked).await.expect_err("theirs").code(), Code::NotFound);
    for role in ["intake", "manager", "administrator"] {
        let mut other = world.staff(CENTRE, role);
        assert_eq!(list(&mut other, &own).await.expect_err(role).code(), Code::PermissionDenied);
        assert_eq!(found(&other, asked).await.expect_err(role).code(), Code::NotFound);
    }
}

pub(crate) async fn a_caseworker_sees_what_belongs_to_her_cases(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let own = format!("centres/{CENTRE}");
    let mut caseworker = world.staff(CENTRE, "caseworker");
    assert!(list(&mut caseworker, &own).await.expect("none of hers").referrals.is_empty());
    assert_eq!(found(&caseworker, asked).await.expect_err("not hers").code(), Code::NotFound);
    world.claims.relate(Standing { responsible: true, ..Standing::default() });
    assert_eq!(list(&mut caseworker, &own).await.expect("hers").referrals.len(), 1);
    assert_eq!(found(&caseworker, asked).await.expect("hers").name, asked.name());
}

pub(crate) async fn who_must_not_know_of_a_case_sees_no_referral_of_it(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let own = format!("centres/{CENTRE}");
    let mut supervisor = world.staff(CENTRE, "supervisor");
    let mut mover = world.staff_mover(CENTRE, "supervisor");
    let mut writer = world.staff_writer(CENTRE, "supervisor");
    let excluded = Standing { excluded: true, responsible: true, ..Standing::default() };
    let sealed_out = Standing { sealed_out: true, ..Standing::default() };
    for standing in [excluded, sealed_out] {
        world.claims.relate(standing);
        assert!(list(&mut supervisor, &own).await.expect("lists").referrals.is_empty());
        assert_eq!(found(&supervisor, asked).await.expect_err("hidden").code(), Code::NotFound);
        let stop = mover.request_cancellation(stopping(asked)).await.expect_err("hidden");
        let read = writer.list_messages(reading(asked)).await.expect_err("hidden");
        let written = writer.send_message(writing(asked, "?")).await.expect_err("hidden");
        for refused in [stop, read, written] {
            assert_eq!(refused.code(), Code::NotFound, "{standing:?}");
        }
    }
    // When nobody can say how she stands to it, nothing is shown.
    world.claims.fall_silent();
    for refused in [
        list(&mut supervisor, &own).await.map(drop),
        found(&supervisor, asked).await.map(drop),
        mover.request_cancellation(stopping(asked)).await.map(drop),
    ] {
        assert_eq!(refused.expect_err("fails closed").code(), Code::Unavailable);
    }
    world.claims.relate(Standing::default());
    assert_eq!(list(&mut supervisor, &own).await.expect("lists").referrals.len(), 1);
    assert_eq!(found(&supervisor, asked).await.expect("shown").state(), State::Sent);
}

pub(crate) async fn only_agencies_answer_and_read(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    for role in ["supervisor", "caseworker", "administrator"] {
        let mut staff = world.staff(CENTRE, role);
        for refused in try_all(&mut staff, &asked.name()).await {
            assert_eq!(refused.code(), Code::PermissionDenied, "{role}");
        }
        assert_eq!(watch_from(&staff, "").await.expect_err(role).code(), Code::PermissionDenied);
    }
    let nobody = found(&world.partner(Uuid::from_u128(99)), asked).await;
    assert_eq!(nobody.expect_err("not in the directory").code(), Code::NotFound);
}
