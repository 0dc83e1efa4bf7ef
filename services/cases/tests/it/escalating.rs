//! What an escalation asks of the pathway beside her age and her sex: until when care can still work, and where it
//! happened. The answer is the pathway's (`services/referrals/tests/it/ranking.rs`).

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::grpc::moment;
use sentier_proto::cases::v1::RequestReferralRequest;
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::ProposePathwayRequest;

use crate::clocks::rape;
use crate::referrals::{GROUPS, silent};
use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);
const DISTRICT: &str = "Ogou 1";

/// What the pathway was asked after the hospital was silent about this need of a woman who was raped at this
/// moment.
async fn asked_after(world: &World, need: Need, at: Moment) -> ProposePathwayRequest {
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let mut told = rape(&case, at);
    let circumstances = told.circumstances.as_mut().expect("circumstances");
    DISTRICT.clone_into(&mut circumstances.district);
    akouvi.record_incident(told).await.expect("records");
    let consent = akouvi.grant_consent(services(&case, &GROUPS)).await.expect("grants");
    let consent = consent.into_inner().consent;
    let request = RequestReferralRequest { need: need.into(), ..refer(&case, &consent, &GROUPS) };
    let referral = akouvi.request_referral(request).await.expect("refers").into_inner().referral;
    let before = world.referrals.asked().len();
    silent(world, &case, &referral).await;
    // It is told twice, and nobody is there to be asked: so the pathway is asked twice.
    let asked = until(|| async {
        let asked = world.referrals.asked().split_off(before);
        (asked.len() == 2).then_some(asked)
    })
    .await;
    assert_eq!(asked[0], asked[1]);
    asked[0].clone()
}

async fn an_escalation_asks_with_the_limit_that_still_runs_and_where_it_happened(on: On) {
    let world = World::start(on).await;
    // The minute of the incident, ten hours ago.
    let now = world.clock.now().as_micros();
    let at = Moment::from_micros(now - now.rem_euclid(60_000_000)).minus(HOUR * 10);
    let police = asked_after(&world, Need::Police, at).await;
    assert_eq!((police.limit_time, police.commune.as_str()), (None, DISTRICT));
    // Prophylaxis against HIV within 72 hours, emergency contraception within 120, and then no limit more.
    for (passed, limit) in [(10, Some(72)), (73, Some(120)), (121, None)] {
        world.clock.advance(at.plus(HOUR * passed).since(world.clock.now()));
        let asked = asked_after(&world, Need::HealthCare, at).await;
        let until = asked.limit_time.as_ref().and_then(moment);
        assert_eq!(until, limit.map(|hours| at.plus(HOUR * hours)), "{passed} hours after");
        assert_eq!((asked.need(), asked.commune.as_str()), (Need::HealthCare, DISTRICT));
    }
    world.stop().await;
}

#[tokio::test]
async fn an_escalation_asks_with_the_limit_that_still_runs_and_where_it_happened_on_sqlite() {
    an_escalation_asks_with_the_limit_that_still_runs_and_where_it_happened(On::Sqlite).await;
}

#[tokio::test]
async fn an_escalation_asks_with_the_limit_that_still_runs_and_where_it_happened_on_postgres() {
    an_escalation_asks_with_the_limit_that_still_runs_and_where_it_happened(On::Postgres).await;
}
