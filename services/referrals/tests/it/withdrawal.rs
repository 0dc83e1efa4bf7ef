//! Consent withdrawn, survivors erased, terms over: the disclosure ends and its key is destroyed.

use std::path::Path;
use std::time::{Duration, Instant};

use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::referral::{Outcome, State};
use sentier_proto::referrals::v1::{CompleteReferralRequest, GetDisclosureRequest};
use sentier_test_support::wait::until;
use tonic::Code;

use crate::steps::{
    Asked, NAME, PHONE, STORY, accepting, ask, ask_for, consented, erase, found, hospital, key,
    key_is_held, next, reason, sent, stored, until_heard, until_sent, watch_from, withdraw,
};
use crate::world::{CENTRE, World};

async fn until_destroyed(world: &World, asked: Asked) {
    until(async || (!key_is_held(world, asked).await).then_some(())).await;
}

pub(crate) async fn a_withdrawal_reaches_an_open_stream_within_two_seconds_with_the_key_destroyed(
    world: &World,
) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let asked = ask(world, place).await;
    let other = ask(world, place).await;
    assert_eq!(next(&mut stream).await.1.name, asked.name());
    assert_eq!(next(&mut stream).await.1.name, other.name());
    assert!(key_is_held(world, asked).await);

    let withdrawn = Instant::now();
    withdraw(world, asked).await;
    let (_, revoked) = next(&mut stream).await;
    let shown = withdrawn.elapsed();
    assert_eq!((revoked.name.clone(), revoked.state()), (asked.name(), State::Revoked));
    assert_eq!(revoked.read_until_time, None);
    until_destroyed(world, asked).await;
    let destroyed = withdrawn.elapsed();
    print(&format!("withdrawal shown after {shown:?}, key destroyed after {destroyed:?}"));
    assert!(destroyed < Duration::from_secs(2), "{destroyed:?}");

    let request = GetDisclosureRequest { name: asked.name() };
    let ended = partner.get_disclosure(request).await.expect_err("over");
    assert_eq!(
        (ended.code(), reason(&ended)),
        (Code::FailedPrecondition, "DISCLOSURE_ENDED".into())
    );
    let request = GetDisclosureRequest { name: other.name() };
    partner.get_disclosure(request).await.expect("another consent stands");
    let never_sent = |fact: &Told| match fact {
        Told::ReferralRevoked(revoked) => Some(revoked.never_sent),
        _ => None,
    };
    assert!(!until_heard(world, asked, never_sent).await);
}

#[expect(clippy::print_stdout, reason = "the measured delay is what this test is for")]
fn print(line: &str) {
    println!("{line}");
}

pub(crate) async fn a_withdrawal_does_not_wait_behind_a_request_that_waits_for_cases(
    world: &World,
) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let partner = world.partner(place.agency);
    let asked = sent(world, place).await;
    world.claims.refuse(Some(Code::Unavailable));
    let waiting = ask(world, place).await;
    until(async || (world.claims.made().len() > 2).then_some(())).await;
    withdraw(world, asked).await;
    let revoked = async || {
        let state = found(&partner, asked).await.expect("found").state();
        (state == State::Revoked).then_some(())
    };
    until(revoked).await;
    consented(world);
    until_sent(&partner, waiting).await;
}

pub(crate) async fn a_withdrawal_that_comes_first_stops_the_request(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = Asked::fresh();
    withdraw(world, asked).await;
    until(async || (stored(world, "basis_ended.v1").await == 1).then_some(())).await;
    ask_for(world, place, sentier_proto::common::v1::Need::HealthCare, asked).await;
    let never_sent = |fact: &Told| match fact {
        Told::ReferralRevoked(revoked) => Some(revoked.never_sent),
        _ => None,
    };
    assert!(until_heard(world, asked, never_sent).await);
    assert!(world.claims.made().is_empty(), "nothing was claimed");
}

pub(crate) async fn an_erasure_revokes_every_referral_of_her_cases(world: &World) {
    consented(world);
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let mut partner = world.partner(place.agency);
    let served = sent(world, place).await;
    partner.accept_referral(accepting(served)).await.expect("accepts");
    let done = CompleteReferralRequest {
        name: served.name(),
        request_id: key(),
        expected_version: None,
        outcome: Outcome::Served.into(),
    };
    partner.complete_referral(done).await.expect("completes");
    let open = sent(world, other).await;
    let untouched = sent(world, place).await;
    erase(world, &[served.case, open.case]).await;
    until_destroyed(world, served).await;
    until_destroyed(world, open).await;
    assert!(key_is_held(world, untouched).await);
    let kept = found(&partner, served).await.expect("found");
    assert_eq!((kept.state(), kept.outcome()), (State::Completed, Outcome::Served));
    assert_eq!(kept.read_until_time, None);
    let revoked = found(&world.partner(other.agency), open).await.expect("found");
    assert_eq!(revoked.state(), State::Revoked);
}

pub(crate) async fn the_key_is_destroyed_when_the_reading_period_is_over(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let asked = sent(world, place).await;
    partner.accept_referral(accepting(asked)).await.expect("accepts");
    world.clock.advance(Duration::from_hours(719));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(key_is_held(world, asked).await);
    world.clock.advance(Duration::from_hours(1));
    let request = GetDisclosureRequest { name: asked.name() };
    let ended = partner.get_disclosure(request).await.expect_err("over");
    assert_eq!(reason(&ended), "DISCLOSURE_ENDED");
    until_destroyed(world, asked).await;
    until(async || (stored(world, "disclosure_destroyed.v1").await == 1).then_some(())).await;
    // It can still be answered; only the disclosure is gone.
    let done = CompleteReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        outcome: Outcome::Served.into(),
    };
    let done = partner.complete_referral(done).await.expect("completes").into_inner();
    assert_eq!(done.referral.expect("a referral").state(), State::Completed);
}

pub(crate) async fn no_value_of_the_disclosure_is_in_any_file(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    let request = GetDisclosureRequest { name: asked.name() };
    world.partner(place.agency).get_disclosure(request).await.expect("reads");
    withdraw(world, asked).await;
    until_destroyed(world, asked).await;
    world.service.stop().await;

    let mut files = Vec::new();
    collect(world.folder.path(), &mut files);
    collect(world.broker.folder(), &mut files);
    let holds = |value: &[u8]| {
        files.iter().any(|bytes| bytes.windows(value.len()).any(|window| window == value))
    };
    assert!(holds(CENTRE.as_bytes()), "the search finds what is there");
    for value in [NAME, PHONE, STORY] {
        assert!(!holds(value.as_bytes()), "a personal value is in a file");
    }
}

fn collect(folder: &Path, files: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(std::fs::read(&path).expect("reads"));
        }
    }
}
