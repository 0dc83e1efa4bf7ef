//! Lists, page by page.

use std::time::Duration;

use sentier_platform::grpc::timestamp;
use sentier_proto::name;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{GetDisclosureRequest, ListReferralsRequest};
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::steps::{accepting, consented, hospital, reason, sent};
use crate::world::{CENTRE, World};

pub(crate) async fn a_list_is_paged_newest_first_and_filtered(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let mut expected = Vec::new();
    for _ in 0..5 {
        expected.insert(0, sent(world, place).await.name());
    }
    let mut listed = Vec::new();
    let mut request = ListReferralsRequest { page_size: 2, ..ListReferralsRequest::default() };
    loop {
        let page = partner.list_referrals(request.clone()).await.expect("lists").into_inner();
        listed.extend(page.referrals.into_iter().map(|referral| referral.name));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, expected);

    // A caller sees what it has just written.
    let asked = sent(world, place).await;
    partner.accept_referral(accepting(asked)).await.expect("accepts");
    let accepted = ListReferralsRequest {
        parent: name::centre(CENTRE),
        state: State::Accepted.into(),
        ..ListReferralsRequest::default()
    };
    let page = partner.list_referrals(accepted).await.expect("lists").into_inner();
    let names: Vec<_> = page.referrals.into_iter().map(|referral| referral.name).collect();
    assert_eq!(names, [asked.name()]);
    let elsewhere =
        ListReferralsRequest { parent: name::centre("kara-2"), ..ListReferralsRequest::default() };
    let page = partner.list_referrals(elsewhere).await.expect("lists").into_inner();
    assert!(page.referrals.is_empty());
}

pub(crate) async fn a_page_token_of_another_list_is_refused(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    for _ in 0..2 {
        sent(world, place).await;
    }
    let request = ListReferralsRequest { page_size: 1, ..ListReferralsRequest::default() };
    let page = partner.list_referrals(request).await.expect("lists").into_inner();
    for state in [State::Sent, State::Accepted] {
        let foreign = ListReferralsRequest {
            page_token: page.next_page_token.clone(),
            state: state.into(),
            ..ListReferralsRequest::default()
        };
        let refused = partner.list_referrals(foreign).await.expect_err("other filters");
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert_eq!(reason(&refused), "FOREIGN_PAGE_TOKEN");
    }
    let negative =
        ListReferralsRequest { page_size: -1, state: 99, ..ListReferralsRequest::default() };
    let refused = partner.list_referrals(negative).await.expect_err("wrong");
    assert_eq!(reason(&refused), "INVALID_FIELDS");
}

pub(crate) async fn a_list_is_narrowed_by_states_and_by_when_they_changed(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let (first, second) = (sent(world, place).await, sent(world, place).await);
    let before = world.clock.now();
    world.clock.advance(Duration::from_secs(5));
    let accepted = partner.accept_referral(accepting(first)).await.expect("accepts").into_inner();
    let changed = accepted.referral.expect("a referral").update_time;
    assert_eq!(changed, Some(timestamp(world.clock.now())));
    // A reading is no change.
    world.clock.advance(Duration::from_secs(5));
    let reading = GetDisclosureRequest { name: first.name() };
    partner.get_disclosure(reading).await.expect("reads");

    let (from, until) = (Some(timestamp(before.plus(Duration::from_secs(1)))), changed);
    let both = [State::Sent, State::Accepted].map(i32::from).to_vec();
    let wishes = [
        (both.clone(), None, None, vec![second.name(), first.name()]),
        (vec![State::Accepted.into(), State::Declined.into()], None, None, vec![first.name()]),
        (both.clone(), from, None, vec![first.name()]),
        (both, None, until, vec![second.name()]),
        (Vec::new(), from, until, Vec::new()),
    ];
    for (states, updated_from_time, updated_before_time, expected) in wishes {
        let request = ListReferralsRequest {
            states,
            updated_from_time,
            updated_before_time,
            ..ListReferralsRequest::default()
        };
        let page = partner.list_referrals(request).await.expect("lists").into_inner();
        let names: Vec<_> = page.referrals.into_iter().map(|referral| referral.name).collect();
        assert_eq!(names, expected);
    }
    let wrong = ListReferralsRequest {
        state: State::Sent.into(),
        states: vec![State::Sent.into(), 99],
        updated_from_time: Some(prost_types::Timestamp { seconds: 0, nanos: -1 }),
        ..ListReferralsRequest::default()
    };
    let refused = partner.list_referrals(wrong).await.expect_err("wrong");
    let wrong = refused.get_details_bad_request().expect("details").field_violations;
    let fields: Vec<_> = wrong.into_iter().map(|violation| violation.field).collect();
    assert_eq!(fields, ["states", "states[0]", "states[1]", "updated_from_time"]);
}
