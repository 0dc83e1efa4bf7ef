//! Every direction a referral can go, and every way it can end: towards the centre, onward, a case handed over, a
//! structure that is silent, one that declines, one that is stopped. A completed one, a withdrawal under the eyes
//! of an open stream and an agency that is a day without a line are lived through in `partners/life.rs`.

use std::time::Duration;

use sentier::demo::play::{Agency, Client, Given, Stage, Wanted};
use sentier::demo::world::AgencyKind;
use sentier_platform::clock::Clock;
use sentier_platform::ids::new_id;
use sentier_proto::cases::v1::agency_service_client::AgencyServiceClient;
use sentier_proto::cases::v1::case::State as CaseState;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::cases::v1::{
    Case, CaseReferral, OnwardProposal, RequestAgencyTransferRequest, TakeUpOnwardRequest,
};
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Sex, Urgency};
use sentier_proto::referrals::v1::directory_service_client::DirectoryServiceClient;
use sentier_proto::referrals::v1::inbound_referral::Agreement;
use sentier_proto::referrals::v1::inbound_service_client::InboundServiceClient;
use sentier_proto::referrals::v1::lifecycle_service_client::LifecycleServiceClient;
use sentier_proto::referrals::v1::onward_proposal::State as Answered;
use sentier_proto::referrals::v1::onward_service_client::OnwardServiceClient;
use sentier_proto::referrals::v1::referral::DeclineReason;
use sentier_proto::referrals::v1::{
    AcceptInboundReferralRequest, RequestCancellationRequest, SetCaseTakeoverRequest, Submission,
    SubmitInboundReferralRequest, SubmitOnwardProposalRequest,
};
use sentier_tests::system::{On, Whole};
use sentier_tests::wait::wait_for;

use super::people::survivor;

const GROUPS: [FieldGroup; 1] = [FieldGroup::Identity];

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_goes_in_every_direction_and_ends_in_every_way() {
    let clock = Clock::fixed(Clock::system().now());
    let whole = Whole::start_at(On::Sqlite, &clock).await;
    let stage = whole.stage().await;
    let case = towards_the_centre(&stage).await;
    onward(&stage, &case).await;
    stopped(&stage).await;
    handed_over(&stage, &case).await;
    // Last: the hours that pass end the sessions of who signed in before.
    silent(&stage, &clock).await;
    whole.stop().await;
}

fn agency(stage: &Stage, kind: AgencyKind) -> &Agency {
    stage.agency(kind).expect("an agency")
}

async fn facts(stage: &Stage, case: &str) -> Case {
    stage.caseworkers[0].get_case(case).await.expect("the case").case.expect("life-cycle facts")
}

async fn consent(stage: &Stage, case: &str, to: &str) -> String {
    let given = Given {
        purpose: ConsentPurpose::Services,
        agency: to,
        field_groups: &GROUPS,
        expire_time: None,
    };
    stage.caseworkers[0].grant_consent(case, given).await.expect("a consent")
}

/// Refers her with her consent; the referral's name.
async fn refer(stage: &Stage, case: &str, to: &Agency) -> String {
    let consent = consent(stage, case, &to.name).await;
    let wanted = Wanted {
        structure: &to.structure,
        need: to.kind.serves()[0],
        urgency: Urgency::Urgent,
        consent: &consent,
        field_groups: &GROUPS,
    };
    stage.caseworkers[0].request_referral(case, wanted).await.expect("a referral")
}

async fn arrived(client: &Client, referral: &str) {
    wait_for("the referral to arrive", async || client.acknowledge(referral).await.ok()).await;
}

async fn progress(stage: &Stage, case: &str, referral: &str, expected: Progress) -> CaseReferral {
    wait_for("the answer to reach the case", async || {
        let known = facts(stage, case).await.referrals;
        let known = known.into_iter().find(|one| one.referral == referral)?;
        (known.progress() == expected).then_some(known)
    })
    .await
}

/// The shelter refers her to the centre, which opens a case and links it; the case says who referred her.
async fn towards_the_centre(stage: &Stage) -> String {
    let shelter = agency(stage, AgencyKind::Shelter);
    let submit = SubmitInboundReferralRequest {
        parent: stage.centre.clone(),
        request_id: new_id().to_string(),
        need: Need::PsychosocialSupport.into(),
        urgency: Urgency::Routine.into(),
        agreement: Agreement::Signature.into(),
        submission: Some(Submission {
            sex: Sex::Female.into(),
            safe_contact: "Par la maison d'accueil".to_owned(),
            ..Submission::default()
        }),
    };
    let submit = shelter.client.signed(submit).await.expect("a credential");
    let mut towards = InboundServiceClient::new(shelter.client.channels.referrals.clone());
    let inbound = towards.submit_inbound_referral(submit).await.expect("submits").into_inner();
    let inbound = inbound.inbound_referral.expect("one").name;

    let worker = &stage.caseworkers[0];
    let case = worker.open_case(&stage.centre, &survivor("sena41")).await.expect("a case");
    let accept = AcceptInboundReferralRequest {
        name: inbound,
        request_id: new_id().to_string(),
        expected_version: None,
        case: case.clone(),
    };
    let accept = worker.signed(accept).await.expect("a credential");
    let mut taking = InboundServiceClient::new(worker.channels.referrals.clone());
    taking.accept_inbound_referral(accept).await.expect("accepts");
    let from = wait_for("the case to know who referred her", async || {
        facts(stage, &case).await.referred_in.into_iter().next()
    })
    .await;
    assert_eq!((from.agency.as_str(), from.need()), (&*shelter.name, Need::PsychosocialSupport));
    case
}

/// The hospital, which serves her, proposes the legal clinic; she agrees, and it is asked. The hospital learns that
/// much, and no more.
async fn onward(stage: &Stage, case: &str) {
    let hospital = agency(stage, AgencyKind::Hospital);
    let clinic = agency(stage, AgencyKind::LegalClinic);
    let first = refer(stage, case, hospital).await;
    arrived(&hospital.client, &first).await;
    hospital.client.accept(&first).await.expect("accepts");
    let propose = SubmitOnwardProposalRequest {
        name: first.clone(),
        request_id: new_id().to_string(),
        expected_version: None,
        need: Need::LegalAid.into(),
        urgency: Urgency::Routine.into(),
        structure: clinic.structure.clone(),
    };
    let propose = hospital.client.signed(propose).await.expect("a credential");
    let mut proposing = OnwardServiceClient::new(hospital.client.channels.referrals.clone());
    proposing.submit_onward_proposal(propose).await.expect("proposes");
    let proposal: OnwardProposal = wait_for("her caseworker to have it", async || {
        facts(stage, case).await.onward_proposals.into_iter().next()
    })
    .await;

    let worker = &stage.caseworkers[0];
    let consent = consent(stage, case, &clinic.name).await;
    let take_up = TakeUpOnwardRequest {
        name: case.to_owned(),
        request_id: new_id().to_string(),
        expected_version: None,
        proposal: proposal.id,
        structure: proposal.structure,
        consent,
        field_groups: GROUPS.map(i32::from).to_vec(),
    };
    let take_up = worker.signed(take_up).await.expect("a credential");
    let mut answering = AgencyServiceClient::new(worker.channels.cases.clone());
    let taken = answering.take_up_onward(take_up).await.expect("takes up").into_inner().referral;
    arrived(&clinic.client, &taken).await;
    let survivor = clinic.client.disclosure(&taken).await.expect("a disclosure").survivor;
    assert!(survivor.expect("her identity").full_name.contains("sena41"));
    let known = progress(stage, case, &taken, Progress::Received).await;
    assert_eq!(known.onward_of, first);
    let told = wait_for("the hospital to learn it", async || {
        let referral = hospital.client.find_referral(&first).await.ok()??;
        let proposal = referral.onward_proposals.into_iter().next()?;
        (proposal.state() == Answered::TakenUp).then_some(proposal)
    })
    .await;
    assert!(!format!("{told:?}").contains(taken.rsplit('/').next().expect("an id")));
    // What the clinic is asked says nothing of the hospital.
    let asked = clinic.client.find_referral(&taken).await.expect("an answer").expect("its own");
    assert!(asked.onward_proposals.is_empty() && !asked.transfer);
    clinic.client.decline(&taken, DeclineReason::NoCapacity).await.expect("declines");
    progress(stage, case, &taken, Progress::Declined).await;
}

/// What nobody has seen yet is stopped at the centre's word.
async fn stopped(stage: &Stage) {
    let worker = &stage.caseworkers[0];
    let case = worker.open_case(&stage.centre, &survivor("kossiwa42")).await.expect("a case");
    let shelter = agency(stage, AgencyKind::Shelter);
    let referral = refer(stage, &case, shelter).await;
    progress(stage, &case, &referral, Progress::Sent).await;
    let stop = RequestCancellationRequest {
        name: referral.clone(),
        request_id: new_id().to_string(),
        expected_version: None,
    };
    let stop = worker.signed(stop).await.expect("a credential");
    let mut stopping = LifecycleServiceClient::new(worker.channels.referrals.clone());
    stopping.request_cancellation(stop).await.expect("stops");
    progress(stage, &case, &referral, Progress::Cancelled).await;
    let refused = shelter.client.disclosure(&referral).await.expect_err("no copy");
    assert!(refused.is("DISCLOSURE_ENDED"), "{refused}");
}

/// The police are silent past their deadline; the next structure is asked, to which she consented as well.
async fn silent(stage: &Stage, clock: &Clock) {
    let worker = &stage.caseworkers[0];
    let case = worker.open_case(&stage.centre, &survivor("abra43")).await.expect("a case");
    let shelter = agency(stage, AgencyKind::Shelter);
    let second = stage
        .manager
        .structure(&shelter.name, "Second accueil (fictif)", &[Need::Police], &stage.centre)
        .await
        .expect("a structure");
    consent(stage, &case, &shelter.name).await;
    let police = agency(stage, AgencyKind::PolicePost);
    let first = refer(stage, &case, police).await;
    progress(stage, &case, &first, Progress::Sent).await;
    clock.advance(Duration::from_hours(4));
    progress(stage, &case, &first, Progress::Expired).await;
    let next = wait_for("the next structure to be asked", async || {
        let known = facts(stage, &case).await.referrals;
        known.into_iter().find(|one| one.structure == second)
    })
    .await;
    arrived(&shelter.client, &next.referral).await;
    let refused = police.client.acknowledge(&first).await.expect_err("too late");
    assert!(refused.is("REFERRAL_STATE"), "{refused}");
}

/// The case is handed over: the centre's until the agency accepts, and the agency's from then on.
async fn handed_over(stage: &Stage, case: &str) {
    let social = agency(stage, AgencyKind::SocialServices);
    let takes = SetCaseTakeoverRequest {
        name: social.name.clone(),
        request_id: new_id().to_string(),
        takes_cases_over: true,
    };
    let takes = stage.manager.signed(takes).await.expect("a credential");
    let mut directory = DirectoryServiceClient::new(stage.manager.channels.referrals.clone());
    directory.set_case_takeover(takes).await.expect("says so");
    let consent = consent(stage, case, &social.name).await;
    let ask = RequestAgencyTransferRequest {
        name: case.to_owned(),
        request_id: new_id().to_string(),
        expected_version: None,
        structure: social.structure.clone(),
        need: Need::PsychosocialSupport.into(),
        urgency: Urgency::Routine.into(),
        consent,
        field_groups: GROUPS.map(i32::from).to_vec(),
    };
    // Her caseworker asks with the checklist, and the supervisor approves by handing over.
    let asked = stage.caseworkers[0].request_closure(case, Reason::Transferred).await;
    asked.expect("asks to close");
    let ask = stage.supervisor.signed(ask).await.expect("a credential");
    let mut asking = AgencyServiceClient::new(stage.supervisor.channels.cases.clone());
    let asked = asking.request_agency_transfer(ask).await.expect("asks").into_inner().referral;
    arrived(&social.client, &asked).await;
    let seen = social.client.find_referral(&asked).await.expect("an answer").expect("its own");
    assert!(seen.transfer, "the agency sees what it is asked");
    assert_eq!(facts(stage, case).await.state(), CaseState::Open, "until it accepts");
    social.client.accept(&asked).await.expect("takes it over");
    wait_for("the centre's work to end", async || {
        (facts(stage, case).await.state() == CaseState::Closed).then_some(())
    })
    .await;
}
