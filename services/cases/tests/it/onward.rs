//! What agencies propose beyond their referrals, whom they referred to the centre, and a case that one takes
//! over.

use sentier_proto::cases::events::v1::OnwardAnswered;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::v1::agency_service_client::AgencyServiceClient;
use sentier_proto::cases::v1::case::State;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::cases::v1::onward_proposal::{Refusal, State as Standing};
use sentier_proto::cases::v1::{
    Case, DeclineOnwardRequest, GetCaseRequest, GetTimelineRequest, GrantConsentRequest,
    ListTasksRequest, RequestAgencyTransferRequest, RequestReferralRequest, TakeUpOnwardRequest,
    TaskKind, close_case_request,
};
use sentier_proto::common::v1::{EventEnvelope, FieldGroup, Need, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::events::v1::{
    InboundTaken, OnwardProposed, ReferralAccepted, ReferralDeclined, ReferralRef, ReferralsEvent,
};
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

const POST: Uuid = Uuid::from_u128(0x9057);
const GROUPS: [FieldGroup; 2] = [FieldGroup::Identity, FieldGroup::Incident];

type Agencies = AgencyServiceClient<Connection>;

/// A case that the hospital serves.
struct Served {
    case: String,
    consent: String,
    referral: String,
}

fn last(name: &str) -> String {
    name.rsplit('/').next().unwrap_or_default().to_owned()
}

fn agencies(world: &World, id: Uuid, role: &str) -> Agencies {
    AgencyServiceClient::new(world.connection(id, CENTRE, &[role]))
}

async fn served(akouvi: &mut Client) -> Served {
    let case = opened(akouvi).await;
    let consent = akouvi.grant_consent(services(&case, &GROUPS)).await.expect("grants");
    let consent = consent.into_inner().consent;
    let asked = refer(&case, &consent, &GROUPS);
    let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
    Served { case, consent, referral }
}

async fn consent_to_police(akouvi: &mut Client, case: &str) -> String {
    let granted = GrantConsentRequest { agency: name::agency(POLICE), ..services(case, &GROUPS) };
    akouvi.grant_consent(granted).await.expect("grants").into_inner().consent
}

async fn facts(client: &Client, case: &str) -> Case {
    let view = GetCaseRequest { name: case.to_owned(), view: 2, ..GetCaseRequest::default() };
    client.clone().get_case(view).await.expect("reads").into_inner().case.expect("a case")
}

fn about(served: &Served) -> ReferralRef {
    ReferralRef {
        referral_id: last(&served.referral),
        case_id: last(&served.case),
        agency_id: HOSPITAL.to_string(),
        structure_id: WARD.to_string(),
        need: Need::HealthCare.into(),
    }
}

async fn tell(world: &World, fact: &'static str, told: Told) {
    let event = ReferralsEvent { envelope: Some(EventEnvelope::default()), fact: Some(told) };
    // Told twice, as the broker may.
    world.peers.tell(CENTRE, fact, &event).await;
    world.peers.tell(CENTRE, fact, &event).await;
}

/// The hospital proposes the police post; the proposal's id, once her caseworker has it.
async fn proposed(world: &World, akouvi: &Client, served: &Served) -> String {
    let proposal = Uuid::now_v7().to_string();
    let told = OnwardProposed {
        referral: Some(about(served)),
        proposal_id: proposal.clone(),
        need: Need::Police.into(),
        urgency: Urgency::Routine.into(),
        place_agency_id: POLICE.to_string(),
        place_structure_id: POST.to_string(),
    };
    tell(world, "onward_proposed", Told::OnwardProposed(told)).await;
    until(|| async {
        let case = facts(akouvi, &served.case).await;
        case.onward_proposals.iter().any(|one| one.id == proposal).then_some(())
    })
    .await;
    proposal
}

async fn has_task(world: &World, case: &str) -> bool {
    let asked = ListTasksRequest { parent: name::centre(CENTRE), ..ListTasksRequest::default() };
    let tasks = world.care(AKOUVI, "caseworker").list_tasks(asked).await.expect("lists");
    let mut tasks = tasks.into_inner().tasks.into_iter();
    tasks.any(|task| task.kind() == TaskKind::Onward && task.case == case)
}

fn taking_up(served: &Served, proposal: &str, consent: &str) -> TakeUpOnwardRequest {
    TakeUpOnwardRequest {
        name: served.case.clone(),
        request_id: request_id(),
        expected_version: None,
        proposal: proposal.to_owned(),
        structure: name::structure(POLICE, POST),
        consent: consent.to_owned(),
        field_groups: GROUPS.map(i32::from).to_vec(),
    }
}

/// What was told of proposals, in order, once `count` facts were published.
async fn answers(world: &World, count: usize) -> Vec<OnwardAnswered> {
    let published = world.peers.published(count).await;
    let answers = published.into_iter().filter_map(|(_, event)| match event.fact {
        Some(Fact::OnwardAnswered(answer)) => Some(answer),
        _ => None,
    });
    answers.collect()
}

async fn what_an_agency_proposes_is_asked_of_her_and_referred_under_her_consent(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let served = served(&mut akouvi).await;
    let proposal = proposed(&world, &akouvi, &served).await;
    let before = facts(&akouvi, &served.case).await;
    let known = &before.onward_proposals[0];
    assert_eq!(
        (known.state(), known.need(), before.onward_proposals.len()),
        (Standing::Proposed, Need::Police, 1)
    );
    assert_eq!(
        (known.structure.as_str(), known.referral.as_str()),
        (&*name::structure(POLICE, POST), &*served.referral)
    );
    until(|| async { has_task(&world, &served.case).await.then_some(()) }).await;

    let mut answering = agencies(&world, AKOUVI, "caseworker");
    let without = taking_up(&served, &proposal, &served.consent);
    let refused = answering.take_up_onward(without).await.expect_err("another agency's consent");
    let expected = (Code::FailedPrecondition, "CONSENT_FOR_ANOTHER_AGENCY".to_owned());
    assert_eq!(reason(&refused), expected);
    let consent = consent_to_police(&mut akouvi, &served.case).await;
    let wish = taking_up(&served, &proposal, &consent);
    let taken = answering.take_up_onward(wish.clone()).await.expect("takes up").into_inner();
    let again = answering.take_up_onward(wish).await.expect("repeats").into_inner();
    assert_eq!(again.referral, taken.referral);

    let after = facts(&akouvi, &served.case).await;
    let known = &after.onward_proposals[0];
    assert_eq!(
        (known.state(), known.onward_referral.as_str()),
        (Standing::TakenUp, &*taken.referral)
    );
    let new = after.referrals.iter().find(|one| one.referral == taken.referral).expect("new");
    assert_eq!(
        (new.onward_of.as_str(), new.need(), new.consent.as_str()),
        (&*served.referral, Need::Police, &*consent)
    );
    until(|| async { (!has_task(&world, &served.case).await).then_some(()) }).await;
    // Opened, two consents, two requests, and the answer: once, and without the other referral.
    let answer = OnwardAnswered {
        referral_id: last(&served.referral),
        proposal_id: proposal,
        taken_up: true,
    };
    assert_eq!(answers(&world, 6).await, [answer]);
    world.stop().await;
}

#[tokio::test]
async fn what_an_agency_proposes_is_asked_of_her_and_referred_under_her_consent_on_sqlite() {
    Box::pin(what_an_agency_proposes_is_asked_of_her_and_referred_under_her_consent(On::Sqlite))
        .await;
}

#[tokio::test]
async fn what_an_agency_proposes_is_asked_of_her_and_referred_under_her_consent_on_postgres() {
    Box::pin(what_an_agency_proposes_is_asked_of_her_and_referred_under_her_consent(On::Postgres))
        .await;
}

#[tokio::test]
async fn a_proposal_that_is_declined_or_whose_consent_ends_is_answered_without_why() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let served = served(&mut akouvi).await;
    let first = proposed(&world, &akouvi, &served).await;
    let second = proposed(&world, &akouvi, &served).await;
    let decline = DeclineOnwardRequest {
        name: served.case.clone(),
        request_id: request_id(),
        expected_version: None,
        proposal: first.clone(),
        reason: Refusal::SurvivorDeclines.into(),
    };
    let mut another = agencies(&world, DEDE, "caseworker");
    let refused = another.decline_onward(decline.clone()).await.expect_err("not her case");
    assert_eq!(refused.code(), Code::NotFound);
    let mut answering = agencies(&world, AKOUVI, "caseworker");
    answering.decline_onward(decline).await.expect("declines");
    akouvi.withdraw_consent(withdraw(&served.consent)).await.expect("withdraws");

    let case = facts(&akouvi, &served.case).await;
    let find = |id: &str| case.onward_proposals.iter().find(|one| one.id == id).expect("known");
    assert_eq!(find(&first).refusal(), Refusal::SurvivorDeclines);
    assert_eq!(find(&second).state(), Standing::Ended);
    until(|| async { (!has_task(&world, &served.case).await).then_some(()) }).await;
    let told = answers(&world, 6).await;
    assert!(told.iter().all(|answer| !answer.taken_up));
    let told: Vec<_> = told.into_iter().map(|answer| answer.proposal_id).collect();
    assert_eq!(told, [first, second]);
}

#[tokio::test]
async fn who_referred_her_to_the_centre_stands_on_her_case() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let taken = InboundTaken {
        inbound_id: Uuid::now_v7().to_string(),
        case_id: last(&case),
        agency_id: POLICE.to_string(),
        need: Need::PsychosocialSupport.into(),
    };
    tell(&world, "inbound_taken", Told::InboundTaken(taken)).await;
    let known = until(|| async {
        let known = facts(&akouvi, &case).await.referred_in;
        (!known.is_empty()).then_some(known)
    })
    .await;
    assert_eq!(known.len(), 1);
    assert_eq!(
        (known[0].agency.as_str(), known[0].need()),
        (&*name::agency(POLICE), Need::PsychosocialSupport)
    );
    let timeline = GetTimelineRequest { name: case, page_size: 50, ..<_>::default() };
    let entries = akouvi.get_timeline(timeline).await.expect("reads").into_inner().entries;
    let entry = entries.iter().find(|one| one.kind == "case_referred_in").expect("an entry");
    assert_eq!(entry.principal, name::agency(POLICE));
}

fn handing_over(served: &Served, consent: &str) -> RequestAgencyTransferRequest {
    let asked = refer(&served.case, consent, &GROUPS);
    let RequestReferralRequest { name, request_id, need, urgency, consent, field_groups, .. } =
        asked;
    RequestAgencyTransferRequest {
        name,
        request_id,
        expected_version: None,
        structure: name::structure(POLICE, POST),
        need,
        urgency,
        consent,
        field_groups,
    }
}

fn to_police(served: &Served, referral: &str) -> ReferralRef {
    ReferralRef {
        referral_id: last(referral),
        agency_id: POLICE.to_string(),
        structure_id: POST.to_string(),
        ..about(served)
    }
}

/// Who asks it of whom, and when it is refused; the referral that asks.
async fn handed_over_with_approval_and_consent(
    world: &World,
    served: &Served,
    consent: &str,
) -> String {
    let mut caseworker = agencies(world, AKOUVI, "caseworker");
    let alone = caseworker.request_agency_transfer(handing_over(served, consent)).await;
    assert_eq!(reason(&alone.expect_err("nobody approved it")).1, "CLOSURE_NOT_APPROVED");
    let mut supervisor = agencies(world, SENA, "supervisor");
    let unchecked = supervisor.request_agency_transfer(handing_over(served, consent)).await;
    assert_eq!(reason(&unchecked.expect_err("no checklist")).1, "CLOSURE_NOT_APPROVED");
    ask_to_close_for(world, &served.case, close_case_request::Reason::Transferred).await;
    let unconsented = supervisor.request_agency_transfer(handing_over(served, &served.consent));
    let unconsented = unconsented.await.expect_err("her consent names another agency");
    assert_eq!(reason(&unconsented).1, "CONSENT_FOR_ANOTHER_AGENCY");
    let asked = supervisor.request_agency_transfer(handing_over(served, consent)).await;
    let asked = asked.expect("asks").into_inner().referral;
    let twice = supervisor.request_agency_transfer(handing_over(served, consent)).await;
    assert_eq!(reason(&twice.expect_err("one at a time")).1, "AGENCY_TRANSFER_PENDING");
    asked
}

async fn a_case_is_the_agencys_once_it_accepts_and_stays_as_it_was_until_then(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let served = served(&mut akouvi).await;
    let consent = consent_to_police(&mut akouvi, &served.case).await;
    let first = handed_over_with_approval_and_consent(&world, &served, &consent).await;
    let mut supervisor = agencies(&world, SENA, "supervisor");
    let declined = ReferralDeclined {
        referral: Some(to_police(&served, &first)),
        reason: 1,
        never_sent: false,
    };
    tell(&world, "referral_declined", Told::ReferralDeclined(declined)).await;
    until(|| async {
        let case = facts(&akouvi, &served.case).await;
        let known = case.referrals.iter().find(|one| one.referral == first)?;
        (known.progress() == Progress::Declined).then_some(())
    })
    .await;
    let still = facts(&akouvi, &served.case).await;
    assert_eq!(still.state(), State::Open, "everything is as it was");

    let asked = supervisor.request_agency_transfer(handing_over(&served, &consent)).await;
    let second = asked.expect("asks again").into_inner().referral;
    assert_eq!(facts(&akouvi, &served.case).await.state(), State::Open);
    let accepted = ReferralAccepted { referral: Some(to_police(&served, &second)) };
    tell(&world, "referral_accepted", Told::ReferralAccepted(accepted)).await;
    let closed = until(|| async {
        let case = facts(&akouvi, &served.case).await;
        (case.state() == State::Closed).then_some(case)
    })
    .await;
    let known = closed.referrals.iter().find(|one| one.referral == second).expect("known");
    assert!(known.transfer && known.progress() == Progress::Accepted);
    let timeline =
        GetTimelineRequest { name: served.case.clone(), page_size: 50, ..<_>::default() };
    let entries = akouvi.get_timeline(timeline).await.expect("reads").into_inner().entries;
    let entry = entries.iter().find(|one| one.kind == "case_closed").expect("an entry");
    assert_eq!(entry.detail, "transferred");
    // Opened, two consents, a referral, two transfers, the end.
    let transfers: Vec<bool> = world
        .peers
        .published(7)
        .await
        .into_iter()
        .filter_map(|(_, event)| match event.fact {
            Some(Fact::ReferralRequested(asked)) => Some(asked.transfer),
            _ => None,
        })
        .collect();
    assert_eq!(transfers, [false, true, true]);
    world.stop().await;
}

#[tokio::test]
async fn a_case_is_the_agencys_once_it_accepts_and_stays_as_it_was_until_then_on_sqlite() {
    Box::pin(a_case_is_the_agencys_once_it_accepts_and_stays_as_it_was_until_then(On::Sqlite))
        .await;
}

#[tokio::test]
async fn a_case_is_the_agencys_once_it_accepts_and_stays_as_it_was_until_then_on_postgres() {
    Box::pin(a_case_is_the_agencys_once_it_accepts_and_stays_as_it_was_until_then(On::Postgres))
        .await;
}
