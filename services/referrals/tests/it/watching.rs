//! Partner streams: resumed, ended, silent and slow.

use std::time::{Duration, Instant};

use prost::Message as _;
use sentier_platform::grpc::timestamp;
use sentier_proto::access::events::v1::access_event::Fact;
use sentier_proto::access::events::v1::{AccessEvent, CredentialRevoked};
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::v1::GetDisclosureRequest;
use sentier_proto::referrals::v1::referral::State;
use tonic::Code;

use crate::steps::{accepting, ask, consented, hospital, next, reason, sent, watch_from};
use crate::world::{World, credential};

pub(crate) async fn a_stream_resumes_after_a_cut_without_loss(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let partner = world.partner(place.agency);
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let first = ask(world, place).await;
    let (token, seen) = next(&mut stream).await;
    assert_eq!(seen.name, first.name());
    drop(stream);

    // While it is away another referral comes and the first is answered.
    let second = sent(world, place).await;
    partner.clone().accept_referral(accepting(first)).await.expect("accepts");
    let mut stream = watch_from(&partner, &token).await.expect("resumes");
    let mut missed = Vec::new();
    for _ in 0..3 {
        let (_, referral) = next(&mut stream).await;
        missed.push((referral.name.clone(), referral.state()));
    }
    let expected = [
        (second.name(), State::Sent),
        (first.name(), State::Received),
        (first.name(), State::Accepted),
    ];
    assert_eq!(missed, expected);
    // From the beginning everything comes again, in the same order.
    let mut again = watch_from(&partner, "").await.expect("opens");
    assert_eq!(next(&mut again).await, (token, seen));
}

pub(crate) async fn a_resume_token_of_another_agency_is_refused(world: &World) {
    consented(world);
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let mut stream = watch_from(&world.partner(place.agency), "").await.expect("opens");
    ask(world, place).await;
    let (token, _) = next(&mut stream).await;
    for wrong in [token.as_str(), "seven"] {
        let refused = watch_from(&world.partner(other.agency), wrong).await.expect_err("foreign");
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert_eq!(reason(&refused), "FOREIGN_RESUME_TOKEN");
    }
}

pub(crate) async fn a_reading_is_no_change_on_the_stream(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let asked = ask(world, place).await;
    assert_eq!(next(&mut stream).await.1.state(), State::Sent);
    let request = GetDisclosureRequest { name: asked.name() };
    partner.get_disclosure(request).await.expect("reads");
    partner.accept_referral(accepting(asked)).await.expect("accepts");
    assert_eq!(next(&mut stream).await.1.state(), State::Received);
}

pub(crate) async fn a_revoked_credential_ends_the_stream(world: &World) {
    consented(world);
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let mut stream = watch_from(&world.partner(place.agency), "").await.expect("opens");
    let mut untouched = watch_from(&world.partner(other.agency), "").await.expect("opens");
    let until = world.clock.now().plus(Duration::from_hours(24));
    let revoked = CredentialRevoked {
        credential_id: credential(place.agency).to_string(),
        expire_time: Some(timestamp(until)),
    };
    let event = AccessEvent {
        envelope: Some(EventEnvelope::default()),
        fact: Some(Fact::CredentialRevoked(revoked)),
    };
    world.tell_of_access("credential_revoked", event.encode_to_vec()).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), stream.message()).await;
    let ended = ended.expect("in time").expect_err("an error");
    assert_eq!(ended.code(), Code::Unauthenticated);
    assert_eq!(reason(&ended), "CREDENTIAL_REVOKED");
    let asked = ask(world, other).await;
    assert_eq!(next(&mut untouched).await.1.name, asked.name());
}

/// More stop reading than the store has connections: whoever kept one would be missed.
pub(crate) async fn readers_that_stop_hold_nobody_up(world: &World) {
    const REFERRALS: usize = 40;
    const STOPPED: usize = 20;
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut partner = world.partner(place.agency);
    let mut stopped = Vec::new();
    for _ in 0..STOPPED {
        let narrow = world.narrow_partner(place.agency);
        stopped.push(watch_from(&narrow, "").await.expect("opens"));
    }
    let mut quick = watch_from(&world.partner(place.agency), "").await.expect("opens");
    let mut asked = Vec::new();
    for _ in 0..REFERRALS {
        asked.push(ask(world, place).await);
    }
    let mut accepted = 0;
    while accepted < REFERRALS {
        let (_, change) = next(&mut quick).await;
        if change.state() == State::Sent {
            let asked = asked.iter().find(|asked| asked.name() == change.name);
            let answer = accepting(*asked.expect("one of these"));
            partner.accept_referral(answer).await.expect("accepts");
        }
        accepted += usize::from(change.state() == State::Accepted);
    }
    // What they did not take waits in the store, not in a buffer.
    for slow in &mut stopped {
        let mut taken = 0;
        while taken < REFERRALS {
            taken += usize::from(next(slow).await.1.state() == State::Accepted);
        }
    }
}

pub(crate) async fn a_heartbeat_comes_within_sixteen_seconds(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let partner = world.partner(place.agency);
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let opened = Instant::now();
    let beat = stream.message().await.expect("no error").expect("not the end");
    assert!(beat.referral.is_none() && opened.elapsed() > Duration::from_secs(14));
    assert!(opened.elapsed() < Duration::from_secs(17), "{:?}", opened.elapsed());
    // Its token resumes like any other.
    watch_from(&partner, &beat.resume_token).await.expect("resumes");
    // The end of the process ends the stream cleanly.
    world.service.stop().await;
    assert!(stream.message().await.expect("a clean end").is_none());
}
