//! What was told at intake is completed or corrected: the file shows it, and what stood before; the
//! timeline names the fields; search and figures follow.

use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CasesEvent, IncidentFacts};
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::{
    ChildSurvivor, Circumstances, ClaimDisclosureRequest, ConsentGiving, CorrectIncidentRequest,
    GetTimelineRequest, GrantConsentRequest, IncidentAnswers, ListTasksRequest, PlaceType,
    SearchCasesRequest, Survivor, SurvivorProfile, TaskKind, TimelineEntry, YesNo, case_referral,
    consent, consent_giving,
};
use sentier_proto::common::v1::{AgeBand, Date, FieldGroup, IncidentType};
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

const NEW_NAME: &str = "Akofa Wotodzo-Test";

async fn timeline(client: &mut Client, case: &str) -> Vec<TimelineEntry> {
    let asked = GetTimelineRequest { name: case.to_owned(), ..<_>::default() };
    client.get_timeline(asked).await.expect("tells").into_inner().entries
}

async fn found(world: &World, full_name: &str) -> usize {
    let mut finding = FindingServiceClient::new(world.connection(AKOUVI, CENTRE, &["caseworker"]));
    let asked = SearchCasesRequest {
        parent: name::centre(CENTRE),
        full_name: full_name.to_owned(),
        ..SearchCasesRequest::default()
    };
    finding.search_cases(asked).await.expect("searches").into_inner().matches.len()
}

/// Who corrected which fields, and no value.
async fn named_in_the_timeline(client: &mut Client, case: &str, paths: &[&str]) {
    let entries = timeline(client, case).await;
    let shown: Vec<_> = entries.iter().filter(|entry| entry.kind == "survivor_corrected").collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].fields, paths);
    assert_eq!(shown[0].principal, name::staff(CENTRE, AKOUVI));
    assert!(entries.iter().any(|entry| entry.kind == "personal_data_read"), "it was a reading");
    assert!(!format!("{entries:?}").contains(NEW_NAME), "no value stands in a timeline");
}

async fn what_is_known_of_her_is_corrected(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let mut corrections = world.corrections(AKOUVI, "caseworker");
    let case = opened(&mut akouvi).await;
    assert_eq!(found(&world, FULL_NAME).await, 1);
    let told = Survivor {
        full_name: NEW_NAME.to_owned(),
        birth_date: Some(Date { year: 1998, month: 1, day: 1 }),
        birth_date_estimated: true,
        profile: Some(SurvivorProfile { occupation: "weaver".to_owned(), ..<_>::default() }),
        ..Survivor::default()
    };
    let paths = ["full_name", "birth_date", "profile.occupation"];
    let asked = correct_survivor(&case, told, &paths);
    let first = corrections.correct_survivor(asked.clone()).await.expect("corrects").into_inner();
    let again = corrections.correct_survivor(asked).await.expect("repeats").into_inner();
    assert_eq!(first, again);

    let read = file(&mut akouvi, &case).await;
    let now = read.survivor.clone().expect("a survivor");
    assert_eq!((now.full_name.as_str(), now.phone.as_str()), (NEW_NAME, PHONE));
    assert!(now.birth_date_estimated);
    let profile = now.profile.clone().expect("a profile");
    assert_eq!((profile.occupation.as_str(), profile.ethnicity.as_str()), ("weaver", ETHNICITY));
    assert_eq!(read.corrections.len(), 1, "a repeat corrects nothing");
    let correction = &read.corrections[0];
    assert_eq!(correction.fields, paths);
    assert_eq!(correction.staff, name::staff(CENTRE, AKOUVI));
    assert_eq!(correction.former_survivor, Some(survivor()));

    named_in_the_timeline(&mut akouvi, &case, &paths).await;
    assert_eq!((found(&world, NEW_NAME).await, found(&world, FULL_NAME).await), (1, 0));

    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    let read = file(&mut akouvi, &case).await;
    assert!(read.survivor.is_none() && read.corrections.is_empty());
    world.stop().await;
    world.nothing_holds(NEW_NAME);
}

#[tokio::test]
async fn what_is_known_of_her_is_corrected_on_sqlite() {
    Box::pin(what_is_known_of_her_is_corrected(On::Sqlite)).await;
}

#[tokio::test]
async fn what_is_known_of_her_is_corrected_on_postgres() {
    Box::pin(what_is_known_of_her_is_corrected(On::Postgres)).await;
}

#[tokio::test]
async fn a_corrected_incident_is_classified_again_and_both_are_shown() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut corrections = world.corrections(AKOUVI, "caseworker");
    let case = opened(&mut akouvi).await;
    let recorded = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();
    let asked = CorrectIncidentRequest {
        answers: Some(IncidentAnswers { penetration: true, gender_based: true, ..<_>::default() }),
        circumstances: Some(Circumstances {
            place_type: PlaceType::Market.into(),
            ..Circumstances::default()
        }),
        ..correct_incident(&recorded.incident, &["answers", "circumstances.place_type"])
    };
    let first = corrections.correct_incident(asked.clone()).await.expect("corrects").into_inner();
    assert_eq!((first.r#type(), first.deciding_question), (IncidentType::Rape, 1));
    assert_eq!(first.former_type(), IncidentType::PhysicalAssault);
    assert_eq!(first.former_deciding_question, 3);
    let again = corrections.correct_incident(asked).await.expect("repeats").into_inner();
    assert_eq!(first, again);

    let read = file(&mut akouvi, &case).await;
    let [now] = read.incidents.as_slice() else { panic!("one incident") };
    assert_eq!(now.r#type(), IncidentType::Rape);
    let circumstances_now = now.circumstances.clone().expect("circumstances");
    assert_eq!(circumstances_now.place_type(), PlaceType::Market);
    assert_eq!(circumstances_now.town, TOWN, "what is not named stays");
    let former = read.corrections[0].former_incident.clone().expect("the former incident");
    assert_eq!(former.r#type(), IncidentType::PhysicalAssault);
    assert_eq!(former.circumstances, Some(circumstances()));
    assert!(now.clocks.len() > former.clocks.len(), "clocks follow from the corrected type");
    let entries = timeline(&mut akouvi, &case).await;
    let shown = entries.iter().find(|entry| entry.kind == "incident_corrected").expect("shown");
    assert_eq!(shown.subject, recorded.incident);
    assert_eq!(shown.fields, ["answers", "circumstances.place_type"]);
}

#[tokio::test]
async fn a_correction_is_refused_where_an_opening_would_be() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut corrections = world.corrections(AKOUVI, "caseworker");
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    let recorded = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();
    let wrong = |status: tonic::Status| {
        assert_eq!(reason(&status), (Code::InvalidArgument, "INVALID_FIELDS".to_owned()));
        fields(&status)
    };
    let cleared = CorrectIncidentRequest {
        circumstances: None,
        ..correct_incident(&recorded.incident, &["circumstances.abduction"])
    };
    let status = corrections.correct_incident(cleared).await.expect_err("refused");
    assert_eq!(wrong(status), ["circumstances.abduction"]);
    let child = Survivor { birth_date: Some(Date { year: 2020, month: 1, day: 1 }), ..survivor() };
    let asked = correct_survivor(&case, child, &["birth_date"]);
    let status = corrections.correct_survivor(asked).await.expect_err("refused");
    assert_eq!(wrong(status), ["survivor.profile.separation", "survivor.profile.child"]);
    for paths in [&[][..], &["name"], &["profile.child.lives_alone"]] {
        let asked = correct_survivor(&case, survivor(), paths);
        let status = corrections.correct_survivor(asked).await.expect_err("refused");
        assert_eq!(wrong(status), ["update_mask"]);
    }
    let none = format!("{case}/incidents/{}", Uuid::now_v7());
    let status = corrections.correct_incident(correct_incident(&none, &["*"])).await;
    assert_eq!(reason(&status.expect_err("refused")).1, "NO_SUCH_INCIDENT");
    // Another's case is no case.
    let mut dede = world.corrections(DEDE, "caseworker");
    let asked = correct_survivor(&case, survivor(), &["phone"]);
    let status = dede.correct_survivor(asked).await.expect_err("refused");
    assert_eq!(reason(&status).0, Code::NotFound);
    let mut stale = correct_survivor(&case, survivor(), &["phone"]);
    stale.expected_version = Some(1);
    stale.survivor = Some(Survivor { phone: "+228 00".to_owned(), ..survivor() });
    let status = corrections.correct_survivor(stale).await.expect_err("refused");
    assert_eq!(reason(&status).0, Code::Aborted);
}

#[tokio::test]
async fn a_figure_that_rests_on_what_was_corrected_is_replaced() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut corrections = world.corrections(AKOUVI, "caseworker");
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    let recorded = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();
    let open = |published: &(String, CasesEvent)| -> Option<IncidentFacts> {
        let Some(Fact::IncidentFactsReleased(it)) = &published.1.fact else { return None };
        let id: Uuid = published.1.envelope.as_ref()?.event_id.parse().ok()?;
        world.statistics.keys.unseal("statistics.incident", id, it.facts.as_ref()?).ok()
    };
    world.peers.published(4).await;
    let asked = CorrectIncidentRequest {
        answers: Some(IncidentAnswers { penetration: true, gender_based: true, ..<_>::default() }),
        ..correct_incident(&recorded.incident, &["answers"])
    };
    corrections.correct_incident(asked).await.expect("corrects");
    world.peers.published(5).await;
    // What no figure rests on is not told again; her age is.
    let name = Survivor { full_name: NEW_NAME.to_owned(), ..survivor() };
    let asked = correct_survivor(&case, name, &["full_name"]);
    corrections.correct_survivor(asked).await.expect("corrects");
    let older = Survivor { birth_date: Some(Date { year: 1980, month: 1, day: 1 }), ..survivor() };
    let asked = correct_survivor(&case, older, &["birth_date"]);
    corrections.correct_survivor(asked).await.expect("corrects");
    let published = world.peers.published(6).await;
    let facts: Vec<IncidentFacts> = published.iter().filter_map(open).collect();
    let [first, second, third] = facts.as_slice() else { panic!("{} facts", facts.len()) };
    assert_eq!(first.r#type(), IncidentType::PhysicalAssault);
    assert_eq!(first.replaced, None);
    assert_eq!(second.r#type(), IncidentType::Rape);
    assert_eq!(second.replaced.as_deref(), Some(first));
    assert_eq!(third.age_band(), AgeBand::AgeBand35To49);
    let before = IncidentFacts { replaced: None, ..second.clone() };
    assert_eq!(third.replaced.as_deref(), Some(&before));
    assert_eq!(third.record_month, first.record_month);
}

/// Whether the consents of this case are to be asked for again.
async fn asks_again(world: &World, case: &str) -> bool {
    let asked = ListTasksRequest { parent: name::centre(CENTRE), ..ListTasksRequest::default() };
    let listed = world.care(AKOUVI, "caseworker").list_tasks(asked).await.expect("lists");
    let mut tasks = listed.into_inner().tasks.into_iter();
    tasks.any(|task| task.kind() == TaskKind::ConsentAgain && task.case == case)
}

#[tokio::test]
async fn a_corrected_birth_date_ends_the_consent_that_she_was_too_young_to_give() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let groups = [FieldGroup::Identity];
    let granted = akouvi.grant_consent(services(&case, &groups)).await.expect("grants");
    let given = granted.into_inner().consent;
    let asked = refer(&case, &given, &groups);
    let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
    let agency = name::agency(HOSPITAL);
    let claim = ClaimDisclosureRequest { case_name: case.clone(), referral, agency, limit: None };
    let mut referrals = world.service("referrals");
    referrals.claim_disclosure(claim.clone()).await.expect("discloses");

    // She is fifteen, and nobody wrote down why her caregiver was left out.
    let alone = ChildSurvivor { lives_alone: YesNo::Unknown.into(), ..ChildSurvivor::default() };
    let fifteen = Survivor {
        birth_date: Some(Date { year: 2011, month: 1, day: 1 }),
        profile: Some(SurvivorProfile { child: Some(alone), ..profile() }),
        ..survivor()
    };
    let asked = correct_survivor(&case, fifteen, &["birth_date", "profile.child"]);
    let mut corrections = world.corrections(AKOUVI, "caseworker");
    let first = corrections.correct_survivor(asked.clone()).await.expect("corrects").into_inner();
    let again = corrections.correct_survivor(asked).await.expect("repeats").into_inner();
    assert_eq!(first, again);
    let known = first.case.expect("a case");
    assert_eq!(known.consents[0].state(), consent::State::EndedByCorrection);
    assert_eq!(known.referrals[0].progress(), case_referral::Progress::Revoked);
    let refused = referrals.claim_disclosure(claim).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "CONSENT_NOT_VALID".to_owned()));
    // Whoever holds a copy is told as of any withdrawal.
    let published = world.peers.published(4).await;
    assert!(published[3].0.ends_with("consent_withdrawn"));
    let entries = timeline(&mut akouvi, &case).await;
    let shown = entries.iter().find(|entry| entry.kind == "consent_withdrawn").expect("shown");
    assert_eq!((&shown.subject, shown.detail.as_str()), (&given, "correction"));

    // Her caseworker asks those whom her age says, and the work is done.
    assert!(asks_again(&world, &case).await);
    let both = ConsentGiving {
        by: consent_giving::By::SurvivorAndCaregiver.into(),
        age: consent_giving::Age::Age15To17.into(),
        ..giving()
    };
    let anew = GrantConsentRequest { giving: Some(both), ..services(&case, &groups) };
    akouvi.grant_consent(anew).await.expect("grants");
    assert!(!asks_again(&world, &case).await);
}
