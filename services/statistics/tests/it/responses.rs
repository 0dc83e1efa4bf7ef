//! How structures answer, from published facts to what a centre's people read.

use sentier_proto::common::v1::{Date, Need};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Referral;
use sentier_proto::referrals::events::v1::response_measured::Step;
use sentier_proto::referrals::events::v1::{ReferralRef, ReferralSent, ResponseMeasured};
use sentier_proto::statistics::v1::response_service_client::ResponseServiceClient;
use sentier_proto::statistics::v1::{
    ListStructureResponsesRequest, ListStructureResponsesResponse, ResponsePart,
};
use sentier_test_support::databases::On;
use sentier_test_support::wait::until;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::callers::{Caller, MANAGER};
use crate::source::Fact;
use crate::world::{NOW, World, on_both};

on_both!(how_structures_answer_comes_to_what_was_worked_out_by_hand);

const AGENCY: Uuid = Uuid::from_u128(5);
const HOSPITAL: Uuid = Uuid::from_u128(6);
const POST: Uuid = Uuid::from_u128(7);

fn sent(structure: Uuid, need: Need) -> Fact {
    let referral = Some(ReferralRef {
        referral_id: Uuid::from_u128(88).to_string(),
        case_id: Uuid::from_u128(77).to_string(),
        agency_id: AGENCY.to_string(),
        structure_id: structure.to_string(),
        need: need.into(),
    });
    Fact::Referral(Referral::ReferralSent(ReferralSent { referral }))
}

/// What the hospital answered so many minutes after the sending, in this month.
fn answered(step: Step, minutes: i64, month: i32) -> Fact {
    Fact::Referral(Referral::ResponseMeasured(ResponseMeasured {
        agency_id: AGENCY.to_string(),
        structure_id: HOSPITAL.to_string(),
        need: Need::HealthCare.into(),
        step: step.into(),
        elapsed_minutes: minutes,
        decline_reason: i32::from(step == Step::Declined),
        outcome: i32::from(step == Step::Completed),
        sent_month: Some(Date { year: 2026, month, day: 1 }),
        ..ResponseMeasured::default()
    }))
}

/// The hospital is sent 10 referrals for health care and the police post 2; 36 answers, one of October's.
fn history() -> Vec<Fact> {
    let times = |count: usize, fact: Fact| std::iter::repeat_n(fact, count);
    let mut all = Vec::new();
    all.extend(times(10, sent(HOSPITAL, Need::HealthCare)));
    all.extend(times(2, sent(POST, Need::Police)));
    all.extend(times(5, answered(Step::Acknowledged, 179, 11)));
    all.extend(times(5, answered(Step::Acknowledged, 180, 11)));
    all.extend(times(5, answered(Step::Accepted, 200, 11)));
    all.extend(times(5, answered(Step::Declined, 300, 11)));
    all.extend(times(5, answered(Step::Served, 4_319, 11)));
    all.extend(times(5, answered(Step::Completed, 9_000, 11)));
    all.push(answered(Step::Expired, 6_000, 10));
    all
}

async fn tell(world: &World, from: u128) {
    for (stream, fact) in (from..).zip(history()) {
        world.referrals.publish(stream, "ogou-1", NOW, &fact).await;
    }
}

async fn counted(world: &World, count: usize) {
    until(async || {
        let log = world.host.store.read_log(0, 10_000).await.expect("reads");
        let care = log.iter().filter(|event| event.event_type.starts_with("care_counted."));
        (care.count() >= count).then_some(())
    })
    .await;
}

fn asked(page_size: i32) -> ListStructureResponsesRequest {
    ListStructureResponsesRequest {
        parent: "centres/ogou-1".to_owned(),
        from_month: "2026-10".to_owned(),
        to_month: "2026-11".to_owned(),
        page_size,
        ..ListStructureResponsesRequest::default()
    }
}

async fn told(
    world: &World,
    caller: Caller,
    message: ListStructureResponsesRequest,
) -> Result<ListStructureResponsesResponse, Status> {
    let mut client = ResponseServiceClient::new(world.channel(caller));
    let answer = client.list_structure_responses(world.request(caller, message)).await?;
    Ok(answer.into_inner())
}

/// The counts of a table, in its order.
fn counts(parts: &[ResponsePart]) -> Vec<Option<i64>> {
    parts.iter().map(|part| part.count).collect()
}

fn some(counts: &[i64]) -> Vec<Option<i64>> {
    counts.iter().copied().map(Some).collect()
}

async fn how_structures_answer_comes_to_what_was_worked_out_by_hand(on: On) {
    let world = World::start(on).await;
    tell(&world, 1_000).await;
    counted(&world, history().len()).await;
    // The open week tells nothing.
    let open = told(&world, MANAGER, asked(0)).await.expect("an answer");
    assert!(open.responses.is_empty());
    world.end_week().await;
    let all = told(&world, MANAGER, asked(0)).await.expect("an answer");
    assert_eq!(all.responses.len(), 3, "{all:?}");
    let [hospital, post, october] = [0, 1, 2].map(|at| &all.responses[at]);

    assert_eq!(
        (hospital.month.as_str(), hospital.structure.as_str(), hospital.need()),
        ("2026-11", name::structure(AGENCY, HOSPITAL).as_str(), Need::HealthCare)
    );
    assert_eq!(hospital.sent, Some(10));
    // 2 h 59 is within 3 hours and 3 h 00 is not: 5 and 5, and 10 - 10 unseen.
    assert_eq!(counts(&hospital.acknowledged), some(&[5, 5, 0, 0, 0, 0]));
    // 3 h 20: 5 within 24 hours, 10 - 5 not at all.
    assert_eq!(counts(&hospital.accepted), some(&[0, 5, 0, 0, 0, 5]));
    // 71 h 59: 5 within 72 hours.
    assert_eq!(counts(&hospital.served), some(&[0, 0, 5, 0, 0, 5]));
    // 5 served, 5 declined, none open: 10 - 10. All 10 loops are closed.
    assert_eq!(counts(&hospital.ended), some(&[5, 0, 0, 0, 5, 0, 0, 0]));
    assert_eq!(hospital.closed, Some(10));
    // All for want of capacity.
    assert_eq!(counts(&hospital.declined), some(&[5, 0, 0, 0, 0, 0, 0]));

    // Two are few: nothing is told of the post.
    assert_eq!((post.need(), post.sent, post.closed), (Need::Police, None, None));
    assert!(counts(&post.ended).iter().all(Option::is_none));
    // What came in November to a sending of October counts in October.
    assert_eq!(october.month, "2026-10");

    pages_and_refusals(&world, &all).await;
    Box::pin(what_comes_again_changes_nothing(world, &all)).await;
}

async fn pages_and_refusals(world: &World, all: &ListStructureResponsesResponse) {
    let mut paged = Vec::new();
    let mut message = asked(1);
    loop {
        let page = told(world, MANAGER, message.clone()).await.expect("a page");
        paged.extend(page.responses);
        if page.next_page_token.is_empty() {
            break;
        }
        message.page_token = page.next_page_token;
    }
    assert_eq!(paged, all.responses);
    for (caller, code) in [
        (Caller::Staff { role: "manager", centre: "kara-2" }, Code::PermissionDenied),
        (Caller::Staff { role: "intake", centre: "ogou-1" }, Code::PermissionDenied),
        (Caller::Certificate("agency"), Code::PermissionDenied),
        (Caller::Analyst, Code::PermissionDenied),
        (Caller::Nobody, Code::Unauthenticated),
    ] {
        let refused = told(world, caller, asked(0)).await.expect_err("refused");
        assert_eq!(refused.code(), code, "{caller:?}");
    }
    let backwards = ListStructureResponsesRequest {
        from_month: "2026-12".to_owned(),
        week: "2026-11-24".to_owned(),
        ..asked(-1)
    };
    let refused = told(world, MANAGER, backwards).await.expect_err("refused");
    assert_eq!(refused.code(), Code::InvalidArgument);
}

/// The broker comes back with an empty disk, and everything is published again.
async fn what_comes_again_changes_nothing(
    mut world: World,
    before: &ListStructureResponsesResponse,
) {
    world.broker.kill().await;
    world.broker.lose_disk();
    world.broker.run().await;
    // Another centre's come after them, and are counted once those have been looked at again.
    world.referrals.publish(5_000, "kara-2", NOW, &sent(POST, Need::Police)).await;
    counted(&world, history().len() + 1).await;
    world.end_week().await;
    let again = told(&world, MANAGER, asked(0)).await.expect("an answer");
    assert_eq!(again.responses, before.responses);
    // The week that was told first tells the same.
    let week = ListStructureResponsesRequest { week: before.week.clone(), ..asked(0) };
    assert_eq!(&told(&world, MANAGER, week).await.expect("an answer"), before);
    // PRIVACY: no id of a referral or a case stands in what was stored.
    let events = world.host.store.read_log(0, 1_000).await.expect("reads");
    let bytes: Vec<u8> = events.into_iter().flat_map(|event| event.payload).collect();
    for known in [88, 77].map(|id| Uuid::from_u128(id).to_string()) {
        assert!(!bytes.windows(known.len()).any(|window| window == known.as_bytes()));
    }
    world.end().await;
}
