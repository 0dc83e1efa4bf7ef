//! Without a consent nothing leaves but on a legal ground that one person states and another approves.

use std::time::Duration;

use sentier_proto::cases::v1::consent_override::{Ground, State};
use sentier_proto::cases::v1::{
    ApproveOverrideRequest, ClaimDisclosureRequest, GetTimelineRequest, RequestOverrideRequest,
};
use sentier_proto::common::v1::FieldGroup;
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

const REASON: &str = "He waits for her at the zogbedzi bridge";

fn ask(case: &str) -> RequestOverrideRequest {
    RequestOverrideRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        agency: name::agency(HOSPITAL),
        field_groups: vec![FieldGroup::Identity.into()],
        ground: Ground::ImminentDanger.into(),
        reason: REASON.to_owned(),
        survivor_told: true,
    }
}

fn approve(overriding: &str) -> ApproveOverrideRequest {
    ApproveOverrideRequest {
        name: overriding.to_owned(),
        request_id: request_id(),
        expected_version: None,
    }
}

async fn asked(client: &mut Client, case: &str) -> String {
    client.request_override(ask(case)).await.expect("asks").into_inner().override_name
}

async fn an_override_takes_two_people_and_ends_by_itself(on: On) {
    let world = World::start(on).await;
    let (mut akouvi, mut sena) = (world.caseworker(), world.supervisor());
    let case = opened(&mut akouvi).await;
    let overriding = asked(&mut akouvi, &case).await;
    let consent = overriding.replace("/overrides/", "/consents/");
    let wanted = [FieldGroup::Identity];

    // Asked for, it permits nothing; who asked cannot approve, whatever her role.
    let refused = akouvi.request_referral(refer(&case, &consent, &wanted)).await.expect_err("no");
    assert_eq!(reason(&refused).1, "NO_SUCH_CONSENT");
    let refused = akouvi.approve_override(approve(&overriding)).await.expect_err("no");
    assert_eq!(reason(&refused), (Code::PermissionDenied, "NOT_PERMITTED".to_owned()));

    let approved = sena.approve_override(approve(&overriding)).await.expect("approves");
    let known = approved.into_inner().case.expect("a case");
    assert_eq!(known.overrides[0].state(), State::Approved);
    assert_eq!(known.overrides[0].consent, consent);
    assert!(known.consents[0].overriding);
    let asked = refer(&case, &consent, &wanted);
    let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
    let claim = ClaimDisclosureRequest {
        case_name: case.clone(),
        referral,
        agency: name::agency(HOSPITAL),
        limit: None,
    };
    let mut referrals = world.service("referrals");
    let left = referrals.claim_disclosure(claim.clone()).await.expect("leaves").into_inner();
    let who = left.disclosure.expect("a disclosure").survivor.expect("identity");
    assert_eq!((who.full_name, who.phone), (survivor().full_name, String::new()));

    // The whole of it stands in the timeline; the reason only in the file.
    let timeline = GetTimelineRequest { name: case.clone(), ..GetTimelineRequest::default() };
    let lines = sena.get_timeline(timeline).await.expect("reads").into_inner().entries;
    let by = |kind: &str| lines.iter().find(|line| line.kind == kind).map(|line| &line.principal);
    assert_eq!(by("override_requested"), Some(&format!("centres/{CENTRE}/staff/{AKOUVI}")));
    assert_eq!(by("override_approved"), Some(&format!("centres/{CENTRE}/staff/{SENA}")));
    assert!(!format!("{lines:?}").contains(REASON));
    let read = file(&mut sena, &case).await;
    assert_eq!(read.override_reasons[0].reason, REASON);

    world.clock.advance(Duration::from_hours(72));
    let refused = referrals.claim_disclosure(claim).await.expect_err("over");
    assert_eq!(reason(&refused).1, "CONSENT_NOT_VALID");
    world.stop().await;
}

#[tokio::test]
async fn an_override_takes_two_people_and_ends_by_itself_on_sqlite() {
    Box::pin(an_override_takes_two_people_and_ends_by_itself(On::Sqlite)).await;
}

#[tokio::test]
async fn an_override_takes_two_people_and_ends_by_itself_on_postgres() {
    Box::pin(an_override_takes_two_people_and_ends_by_itself(On::Postgres)).await;
}

#[tokio::test]
async fn a_supervisor_does_not_approve_what_she_asked_for_herself() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut sena = world.supervisor();
    let overriding = asked(&mut sena, &case).await;
    let refused = sena.approve_override(approve(&overriding)).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "OWN_OVERRIDE".to_owned()));
    let mut other = world.staff(Uuid::from_u128(40), CENTRE, &["supervisor"]);
    other.approve_override(approve(&overriding)).await.expect("approves");
}

#[tokio::test]
async fn a_request_lapses_after_a_day_and_an_empty_one_names_its_fields() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let overriding = asked(&mut akouvi, &case).await;
    world.clock.advance(Duration::from_hours(24));
    let refused = world.supervisor().approve_override(approve(&overriding)).await;
    assert_eq!(reason(&refused.expect_err("late")).1, "OVERRIDE_LAPSED");

    let empty = RequestOverrideRequest { name: case, ..RequestOverrideRequest::default() };
    let refused = akouvi.request_override(empty).await.expect_err("refused");
    assert_eq!(fields(&refused), ["request_id", "agency", "ground"]);
}
