//! Referrals of agencies towards the centre.

use std::time::Duration;

use sentier_eventing::db::Database;
use sentier_proto::common::v1::{Need, Sex, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::inbound_referral::{Agreement, State};
use sentier_proto::referrals::v1::referral::DeclineReason;
use sentier_proto::referrals::v1::{
    AcceptInboundReferralRequest, DeclineInboundReferralRequest, GetInboundReferralRequest,
    GetSubmissionRequest, InboundReferral, ListInboundReferralsRequest, Submission,
    SubmitInboundReferralRequest, WithdrawInboundReferralRequest,
};
use sentier_test_support::wait::until;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::fakes::Standing;
use crate::steps::{Place, hospital, key, reason, stored};
use crate::world::{CENTRE, Submitter, World};

const SECRET: &str = "Essivi, chez sa tante à Agbonou";

fn told() -> Submission {
    Submission {
        full_name: "Essivi Amegan".to_owned(),
        sex: Sex::Female.into(),
        phone: "+228 90 00 00 01".to_owned(),
        safe_contact: SECRET.to_owned(),
        note: String::new(),
    }
}

fn submitting() -> SubmitInboundReferralRequest {
    SubmitInboundReferralRequest {
        parent: name::centre(CENTRE),
        request_id: key(),
        need: Need::PsychosocialSupport.into(),
        urgency: Urgency::Urgent.into(),
        agreement: Agreement::Thumbprint.into(),
        submission: Some(told()),
    }
}

pub(crate) async fn submitted(world: &World, place: Place) -> InboundReferral {
    let answer = world.submitter(place.agency).submit_inbound_referral(submitting()).await;
    answer.expect("submits").into_inner().inbound_referral.expect("one")
}

async fn found(client: &mut Submitter, named: &str) -> Result<InboundReferral, Status> {
    let asked = GetInboundReferralRequest { name: named.to_owned() };
    let answer = client.get_inbound_referral(asked).await?.into_inner();
    Ok(answer.inbound_referral.expect("one"))
}

async fn read(client: &mut Submitter, named: &str) -> Result<Submission, Status> {
    let asked = GetSubmissionRequest { name: named.to_owned() };
    Ok(client.get_submission(asked).await?.into_inner().submission.expect("told"))
}

fn accepting(named: &str, case: &str) -> AcceptInboundReferralRequest {
    AcceptInboundReferralRequest {
        name: named.to_owned(),
        request_id: key(),
        expected_version: None,
        case: case.to_owned(),
    }
}

fn declining(named: &str) -> DeclineInboundReferralRequest {
    DeclineInboundReferralRequest {
        name: named.to_owned(),
        request_id: key(),
        expected_version: None,
        reason: DeclineReason::NotEligible.into(),
    }
}

fn withdrawing(named: &str) -> WithdrawInboundReferralRequest {
    WithdrawInboundReferralRequest {
        name: named.to_owned(),
        request_id: key(),
        expected_version: None,
    }
}

async fn key_is_held(world: &World, named: &str) -> bool {
    let subject: Uuid = named.rsplit('/').next().expect("an id").parse().expect("an id");
    let keys = world.folder.path().join("referrals-keys/keys.db");
    let keys = Database::open(&format!("sqlite:{}", keys.display())).await.expect("opens");
    let held = keys.fetch("SELECT 1 FROM vault_key WHERE subject = $1", &[subject.into()]).await;
    keys.close().await;
    !held.expect("reads").is_empty()
}

pub(crate) async fn an_agency_refers_to_the_centre_which_opens_a_case(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let mut agency = world.submitter(place.agency);
    let submit = submitting();
    let first = agency.submit_inbound_referral(submit.clone()).await.expect("submits");
    let first = first.into_inner().inbound_referral.expect("one");
    let again = agency.submit_inbound_referral(submit).await.expect("repeats").into_inner();
    assert_eq!(again.inbound_referral, Some(first.clone()));
    assert_eq!((first.state(), first.agreement()), (State::Submitted, Agreement::Thumbprint));

    let mut intake = world.taker(CENTRE, "intake");
    let listing = ListInboundReferralsRequest {
        parent: name::centre(CENTRE),
        state: State::Submitted.into(),
        ..<_>::default()
    };
    let listed = intake.list_inbound_referrals(listing).await.expect("lists").into_inner();
    assert_eq!(listed.inbound_referrals, std::slice::from_ref(&first));
    let readings = stored(world, "personal_data_read.v1").await;
    assert_eq!(read(&mut intake, &first.name).await.expect("reads"), told());
    assert_eq!(stored(world, "personal_data_read.v1").await, readings + 1);

    let case = name::case(CENTRE, Uuid::now_v7());
    let accepted = intake.accept_inbound_referral(accepting(&first.name, &case)).await;
    let accepted = accepted.expect("accepts").into_inner().inbound_referral.expect("one");
    assert_eq!((accepted.state(), accepted.case.as_str()), (State::Accepted, case.as_str()));
    // The agency learns that it was taken, and nothing of the case.
    let seen = found(&mut agency, &first.name).await.expect("its own");
    assert_eq!((seen.state(), seen.case.as_str()), (State::Accepted, ""));
    // What was told stands in her file now, and nowhere else.
    assert_eq!(
        reason(&read(&mut intake, &first.name).await.expect_err("over")),
        "DISCLOSURE_ENDED"
    );
    until(async || (!key_is_held(world, &first.name).await).then_some(())).await;
    until(async || (stored(world, "submission_destroyed.v1").await == 1).then_some(())).await;
}

pub(crate) async fn a_declined_one_gives_its_reason_and_its_key_is_destroyed(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let inbound = submitted(world, place).await;
    assert!(key_is_held(world, &inbound.name).await);
    let mut supervisor = world.taker(CENTRE, "supervisor");
    supervisor.decline_inbound_referral(declining(&inbound.name)).await.expect("declines");
    let seen = found(&mut world.submitter(place.agency), &inbound.name).await.expect("its own");
    assert_eq!(
        (seen.state(), seen.decline_reason()),
        (State::Declined, DeclineReason::NotEligible)
    );
    let case = name::case(CENTRE, Uuid::now_v7());
    let late = supervisor.accept_inbound_referral(accepting(&inbound.name, &case)).await;
    assert_eq!(reason(&late.expect_err("answered")), "REFERRAL_STATE");
    until(async || (!key_is_held(world, &inbound.name).await).then_some(())).await;
}

pub(crate) async fn only_its_agency_takes_it_back(world: &World) {
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let inbound = submitted(world, place).await;
    let (mut owner, mut stranger) = (world.submitter(place.agency), world.submitter(other.agency));
    let refused = stranger.withdraw_inbound_referral(withdrawing(&inbound.name)).await;
    assert_eq!(refused.expect_err("another's").code(), Code::NotFound);
    assert_eq!(found(&mut stranger, &inbound.name).await.expect_err("hers").code(), Code::NotFound);
    let all = stranger.list_inbound_referrals(ListInboundReferralsRequest::default()).await;
    assert!(all.expect("lists").into_inner().inbound_referrals.is_empty());
    owner.withdraw_inbound_referral(withdrawing(&inbound.name)).await.expect("takes back");
    let mut supervisor = world.taker(CENTRE, "supervisor");
    assert_eq!(
        found(&mut supervisor, &inbound.name).await.expect("shown").state(),
        State::Withdrawn
    );
    let over = read(&mut supervisor, &inbound.name).await.expect_err("she does not wish it");
    assert_eq!(reason(&over), "DISCLOSURE_ENDED");
}

pub(crate) async fn what_nobody_answers_lapses(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let inbound = submitted(world, place).await;
    world.clock.advance(Duration::from_hours(24));
    let mut agency = world.submitter(place.agency);
    until(async || {
        let seen = found(&mut agency.clone(), &inbound.name).await.ok()?;
        (seen.state() == State::Lapsed).then_some(())
    })
    .await;
    until(async || (!key_is_held(world, &inbound.name).await).then_some(())).await;
    let late = agency.withdraw_inbound_referral(withdrawing(&inbound.name)).await;
    assert_eq!(reason(&late.expect_err("over")), "REFERRAL_STATE");
    assert_eq!(stored(world, "inbound_lapsed.v1").await, 1);
}

pub(crate) async fn who_may_not_take_it_sees_nothing(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let inbound = submitted(world, place).await;
    for (centre, role) in [(CENTRE, "manager"), (CENTRE, "administrator"), ("kara-2", "supervisor")]
    {
        let mut other = world.taker(centre, role);
        for refused in [
            found(&mut other, &inbound.name).await.map(drop),
            read(&mut other, &inbound.name).await.map(drop),
            other.decline_inbound_referral(declining(&inbound.name)).await.map(drop),
        ] {
            assert_eq!(refused.expect_err(role).code(), Code::PermissionDenied, "{role}");
        }
    }
    // An agency reads nothing back, not even its own words; and staff submit nothing.
    let mut agency = world.submitter(place.agency);
    let back = read(&mut agency, &inbound.name).await.expect_err("the centre's");
    assert_eq!(back.code(), Code::PermissionDenied);
    let mut intake = world.taker(CENTRE, "intake");
    let refused = intake.submit_inbound_referral(submitting()).await.expect_err("an agency's");
    assert_eq!(refused.code(), Code::PermissionDenied);
    // A case that must not be there for her cannot be linked.
    world.claims.relate(Standing { excluded: true, ..Standing::default() });
    let case = name::case(CENTRE, Uuid::now_v7());
    let hidden = intake.accept_inbound_referral(accepting(&inbound.name, &case)).await;
    assert_eq!(hidden.expect_err("hidden").code(), Code::NotFound);
    world.claims.relate(Standing::default());
    assert_eq!(found(&mut intake, &inbound.name).await.expect("shown").state(), State::Submitted);
}

pub(crate) async fn what_was_told_stands_nowhere_in_clear(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    submitted(world, place).await;
    let db = Database::open(&world.database).await.expect("opens");
    let rows = db.fetch("SELECT payload FROM event", &[]).await.expect("reads");
    db.close().await;
    let all: String = rows
        .iter()
        .map(|row| String::from_utf8_lossy(&row.bytes(0).expect("bytes")).into_owned())
        .collect();
    assert!(all.contains("thumbprint"), "the entry is there");
    assert!(!all.contains("Essivi") && !all.contains("Agbonou") && !all.contains("90 00 00 01"));
}

pub(crate) async fn everything_wrong_with_a_submission_is_said_at_once(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let wrong = SubmitInboundReferralRequest {
        submission: Some(Submission { full_name: "é".repeat(201), ..Submission::default() }),
        ..SubmitInboundReferralRequest::default()
    };
    let refused = world.submitter(place.agency).submit_inbound_referral(wrong).await;
    let refused = refused.expect_err("wrong");
    assert_eq!(refused.code(), Code::InvalidArgument);
    let violations = refused.get_details_bad_request().expect("details").field_violations;
    let fields: Vec<_> = violations.into_iter().map(|one| one.field).collect();
    assert_eq!(
        fields,
        [
            "parent",
            "request_id",
            "need",
            "urgency",
            "agreement",
            "submission.sex",
            "submission.full_name",
            "submission.safe_contact"
        ]
    );
    assert_eq!(stored(world, "inbound_submitted.v1").await, 0);
}

pub(crate) async fn a_centre_that_the_agency_does_not_serve_is_not_referred_to(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let elsewhere = SubmitInboundReferralRequest { parent: name::centre("kara-2"), ..submitting() };
    let refused = world.submitter(place.agency).submit_inbound_referral(elsewhere).await;
    assert_eq!(reason(&refused.expect_err("not theirs")), "AGENCY_NOT_ACTIVE");
    let unknown = world.submitter(Uuid::from_u128(99)).submit_inbound_referral(submitting()).await;
    assert_eq!(reason(&unknown.expect_err("not in the directory")), "AGENCY_NOT_ACTIVE");
}

pub(crate) async fn the_centre_is_told_which_case_was_opened_and_by_which_agency(world: &World) {
    let place = hospital(world, "Santé Ogou").await;
    let inbound = submitted(world, place).await;
    let case = Uuid::now_v7();
    let accept = accepting(&inbound.name, &name::case(CENTRE, case));
    let mut intake = world.taker(CENTRE, "intake");
    intake.accept_inbound_referral(accept).await.expect("accepts");
    let taken = until(async || {
        world.heard.all().into_iter().find_map(|(_, event)| match event.fact {
            Some(Told::InboundTaken(taken)) => Some(taken),
            _ => None,
        })
    })
    .await;
    assert!(inbound.name.ends_with(&taken.inbound_id));
    assert_eq!((taken.case_id, taken.agency_id), (case.to_string(), place.agency.to_string()));
    assert_eq!(taken.need, i32::from(Need::PsychosocialSupport));
}
