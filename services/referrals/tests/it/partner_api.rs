//! What makes the partner API bearable for a real system: masks, batches, ids, old tokens and limits.

use std::time::Duration;

use sentier_proto::referrals::v1::acknowledgement_result::Result as Decided;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::referrals::v1::{
    BatchAcknowledgeReferralsRequest, BatchAcknowledgeReferralsResponse, GetReferralRequest,
    ListReferralsRequest, Referral, WatchReferralsRequest, WatchReferralsResponse,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::steps::{
    Asked, Stream, accepting, consented, found, hospital, key, next, reason, sent, stored,
    watch_from, withdraw,
};
use crate::world::{Partner, World};

fn mask(paths: &[&str]) -> prost_types::FieldMask {
    prost_types::FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
}

pub(crate) async fn a_read_mask_shows_the_wanted_fields_alone(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let mut partner = world.partner(place.agency);
    let expected =
        Referral { name: asked.name(), state: State::Sent.into(), ..Referral::default() };
    let request =
        ListReferralsRequest { read_mask: Some(mask(&["state", "name"])), ..Default::default() };
    let listed = partner.list_referrals(request).await.expect("lists").into_inner().referrals;
    assert_eq!(listed.as_slice(), std::slice::from_ref(&expected));
    let request =
        GetReferralRequest { name: asked.name(), read_mask: Some(mask(&["name", "state"])) };
    let shown = partner.get_referral(request).await.expect("reads").into_inner().referral;
    assert_eq!(shown, Some(expected));
    // The case is the centre's; to want it does not show it.
    let request = GetReferralRequest { name: asked.name(), read_mask: Some(mask(&["case"])) };
    let shown = partner.get_referral(request).await.expect("reads").into_inner().referral;
    assert_eq!(shown, Some(Referral::default()));

    let wrong = GetReferralRequest { name: String::new(), read_mask: Some(mask(&["survivor"])) };
    let refused = partner.get_referral(wrong).await.expect_err("wrong");
    assert_eq!(fields(&refused), ["name", "read_mask.paths[0]"]);
}

fn fields(status: &Status) -> Vec<String> {
    let wrong = status.get_details_bad_request().expect("details").field_violations;
    wrong.into_iter().map(|violation| violation.field).collect()
}

fn batch(names: &[String]) -> BatchAcknowledgeReferralsRequest {
    BatchAcknowledgeReferralsRequest { names: names.to_vec(), request_id: key() }
}

async fn acknowledged(
    partner: &Partner,
    request: &BatchAcknowledgeReferralsRequest,
) -> Result<BatchAcknowledgeReferralsResponse, Status> {
    let answer = partner.clone().batch_acknowledge_referrals(request.clone()).await?;
    Ok(answer.into_inner())
}

/// The reason of a refusal, or the state after it.
fn decided(results: &BatchAcknowledgeReferralsResponse) -> Vec<String> {
    let said = |result: &Option<Decided>| match result.as_ref().expect("a result") {
        Decided::Referral(referral) => referral.state().as_str_name().to_owned(),
        Decided::Refusal(refusal) => refusal.reason.clone(),
    };
    results.results.iter().map(|result| said(&result.result)).collect()
}

pub(crate) async fn a_batch_acknowledges_each_referral_by_itself(world: &World) {
    consented(world);
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let (first, gone) = (sent(world, place).await, sent(world, place).await);
    let (last, foreign) = (sent(world, place).await, sent(world, other).await);
    let partner = world.partner(place.agency);
    withdraw(world, gone).await;
    sentier_test_support::wait::until(async || {
        (found(&partner, gone).await.ok()?.state() == State::Revoked).then_some(())
    })
    .await;

    let names = [first, gone, foreign, last].map(|asked| asked.name());
    let request = batch(&names);
    let results = acknowledged(&partner, &request).await.expect("answered");
    let expected = ["STATE_RECEIVED", "REFERRAL_STATE", "NOT_FOUND", "STATE_RECEIVED"];
    assert_eq!(decided(&results), expected);
    let named: Vec<_> = results.results.iter().map(|result| result.name.as_str()).collect();
    assert_eq!(named, names);
    let second = results.results[1].result.as_ref().and_then(|result| match result {
        Decided::Refusal(refusal) => Some(refusal),
        Decided::Referral(_) => None,
    });
    let refusal = second.expect("refused");
    assert_eq!(refusal.code, i32::from(Code::FailedPrecondition));
    assert_eq!(refusal.metadata["state"], "revoked");
    assert!(refusal.message.starts_with("L'état"), "{}", refusal.message);
    assert_eq!(stored(world, "referral_received.v1").await, 2);

    // The same again gets the same answers, and changes nothing.
    assert_eq!(acknowledged(&partner, &request).await.expect("repeats"), results);
    assert_eq!(stored(world, "referral_received.v1").await, 2);
    assert_eq!(found(&world.partner(other.agency), foreign).await.expect("hers").version, 1);
}

pub(crate) async fn a_wrong_batch_is_refused_whole(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let partner = world.partner(place.agency);
    let twice = [asked.name(), "referrals/7".to_owned(), asked.name()];
    let request =
        BatchAcknowledgeReferralsRequest { names: twice.to_vec(), request_id: String::new() };
    let refused = acknowledged(&partner, &request).await.expect_err("wrong");
    assert_eq!(fields(&refused), ["names[1]", "names[2]", "request_id"]);
    assert_eq!(fields(&acknowledged(&partner, &batch(&[])).await.expect_err("empty")), ["names"]);
    let many: Vec<String> = (0..101).map(|_| Asked::fresh().name()).collect();
    assert_eq!(fields(&acknowledged(&partner, &batch(&many)).await.expect_err("many")), ["names"]);
    assert_eq!(found(&partner, asked).await.expect("untouched").state(), State::Sent);
    let staff = world.staff(crate::world::CENTRE, "supervisor");
    let refused = acknowledged(&staff, &batch(&[asked.name()])).await.expect_err("not staff's");
    assert_eq!(refused.code(), Code::PermissionDenied);
}

/// The next so many changes, heartbeats left out.
async fn changes(stream: &mut Stream, count: usize) -> Vec<WatchReferralsResponse> {
    let mut changes = Vec::new();
    while changes.len() < count {
        let item = tokio::time::timeout(Duration::from_secs(30), stream.message()).await;
        let item = item.expect("in time").expect("no error").expect("not the end");
        changes.extend(Some(item).filter(|item| item.referral.is_some()));
    }
    changes
}

pub(crate) async fn a_change_keeps_its_id_however_often_it_is_sent(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let mut partner = world.partner(place.agency);
    partner.accept_referral(accepting(asked)).await.expect("accepts");
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let first = changes(&mut stream, 3).await;
    let ids: Vec<&str> = first.iter().map(|change| change.event_id.as_str()).collect();
    for (at, id) in ids.iter().enumerate() {
        assert!(id.parse::<Uuid>().is_ok() && !ids[..at].contains(id), "{ids:?}");
    }
    let mut again = watch_from(&partner, "").await.expect("opens");
    assert_eq!(changes(&mut again, 3).await, first);
}

pub(crate) async fn a_token_of_a_month_ago_resumes_on_a_read_model_built_anew(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let first = sent(world, place).await;
    let mut stream = watch_from(&world.partner(place.agency), "").await.expect("opens");
    let (token, seen) = next(&mut stream).await;
    assert_eq!(seen.name, first.name());
    drop(stream);
    let mut missed = Vec::new();
    for _ in 0..3 {
        missed.push(sent(world, place).await.name());
    }
    world.clock.advance(Duration::from_hours(31 * 24));
    world.service.stop().await;
    let db = sentier_eventing::db::Database::open(&world.database).await.expect("opens");
    for version in 1..10 {
        for table in ["referral", "referral_change"] {
            let sql = format!("DROP TABLE IF EXISTS {table}_v{version}");
            db.execute(&sql, &[]).await.expect("drops");
        }
    }
    let forget = "DELETE FROM projection WHERE name = 'referral_list'";
    db.execute(forget, &[]).await.expect("forgets");
    db.close().await;

    let service = world.restart().await;
    let partner = world.partner_of(&service, place.agency);
    let mut stream = watch_from(&partner, &token).await.expect("resumes");
    let came = changes(&mut stream, 3).await.into_iter().filter_map(|change| change.referral);
    assert_eq!(came.map(|referral| referral.name).collect::<Vec<_>>(), missed);
    service.stop().await;
}

pub(crate) async fn an_agency_that_calls_too_fast_is_told_when_to_come_back(world: &World) {
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let (mut hasty, mut calm) = (world.partner(place.agency), world.partner(other.agency));
    let look = ListReferralsRequest::default;
    let mut refused = None;
    for _ in 0..50 {
        refused = hasty.list_referrals(look()).await.err();
        if refused.is_some() {
            break;
        }
    }
    let refused = refused.expect("ten at once, and one a second");
    assert_eq!(
        (refused.code(), reason(&refused)),
        (Code::ResourceExhausted, "TOO_MANY_CALLS".to_owned())
    );
    let wait = refused.get_details_retry_info().and_then(|info| info.retry_delay).expect("a delay");
    assert!(wait <= Duration::from_secs(1), "{wait:?}");
    // Another agency and the centre's staff do not feel it; who waits is let in.
    calm.list_referrals(look()).await.expect("not hers to bear");
    tokio::time::sleep(wait).await;
    hasty.list_referrals(look()).await.expect("waited");
}

pub(crate) async fn an_agency_holds_no_more_streams_than_it_may(world: &World) {
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let partner = world.partner(place.agency);
    let first = watch_from(&partner, "").await.expect("opens");
    let _second = watch_from(&partner, "").await.expect("opens");
    let mut third = partner.clone();
    let full = third.watch_referrals(WatchReferralsRequest::default()).await.expect_err("full");
    assert_eq!(
        (full.code(), reason(&full)),
        (Code::ResourceExhausted, "TOO_MANY_STREAMS".to_owned())
    );
    assert!(full.get_details_retry_info().is_some());
    let _others = watch_from(&world.partner(other.agency), "").await.expect("room of its own");
    drop(first);
    sentier_test_support::wait::until(async || watch_from(&partner, "").await.ok().map(drop)).await;
}
