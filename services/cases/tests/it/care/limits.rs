//! The limits of a case as tasks: that somebody takes it over, and that she is offered health care.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::grpc::moment;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::{FieldGroup, Need};

use super::*;
use crate::clocks::rape;
use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);

/// What AKOUVI, or another, has to do, page by page of one task, with a purpose or without.
async fn listed(care: &mut Care, purpose: &str) -> Vec<Task> {
    let (mut found, mut token) = (Vec::new(), String::new());
    loop {
        let request = ListTasksRequest {
            parent: format!("centres/{CENTRE}"),
            page_size: 1,
            page_token: token,
            purpose: purpose.to_owned(),
            ..ListTasksRequest::default()
        };
        let page = care.list_tasks(request).await.expect("lists").into_inner();
        found.extend(page.tasks);
        token = page.next_page_token;
        if token.is_empty() {
            return found;
        }
    }
}

/// The tasks of health care: of which incident, and until when.
async fn health(care: &mut Care, purpose: &str) -> Vec<(String, Moment)> {
    let all = listed(care, purpose).await;
    assert!(all.is_sorted_by_key(|task| task.due_time.map(|due| (due.seconds, due.nanos))));
    let of_health = all.into_iter().filter(|task| task.kind() == TaskKind::Health);
    of_health
        .map(|task| (task.subject, moment(&task.due_time.expect("an end")).expect("a time")))
        .collect()
}

async fn told(world: &World, case: &str) -> Vec<String> {
    let asked = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    let told = world.supervisor().get_timeline(asked).await.expect("tells").into_inner();
    let overdue = told.entries.into_iter().filter(|entry| entry.kind == "task_overdue");
    overdue.map(|entry| entry.detail).collect()
}

async fn a_case_is_taken_over_within_one_clock_and_else_that_is_told(on: On) {
    let mut world = World::start(on).await;
    let (mut care, mut dede) = (world.care(AKOUVI, "caseworker"), world.care(DEDE, "caseworker"));
    let case = opened(&mut world.caseworker()).await;
    let asked_at = world.clock.now();
    care.request_transfer(transfer(&case, DEDE)).await.expect("asks");
    let due = |tasks: Vec<Task>| {
        let task = tasks.into_iter().find(|task| task.kind() == TaskKind::Transfer);
        moment(&task.expect("a task").due_time.expect("an end")).expect("a time")
    };
    assert_eq!(due(listed(&mut dede, "").await), asked_at.plus(HOUR * 3));
    // It is the clock that the case shows, also when the risk is known later, and goes down again.
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    assert_eq!(due(listed(&mut dede, "").await), asked_at.plus(HOUR));
    let shown = file(&mut world.caseworker(), &case).await.case.expect("a case").assignment_clock;
    let shown = shown.and_then(|clock| clock.deadline).expect("a clock");
    assert_eq!(moment(&shown), Some(asked_at.plus(HOUR)));
    let low = RecordAssessmentRequest { risk: RiskLevel::Low.into(), ..assessment(&case, None) };
    care.record_assessment(low).await.expect("assesses again");
    assert_eq!(due(listed(&mut dede, "").await), asked_at.plus(HOUR * 3));
    care.record_assessment(assessment(&case, None)).await.expect("assesses once more");
    world.clock.advance(HOUR);
    world.restart().await;
    until(|| async { (told(&world, &case).await == ["transfer"]).then_some(()) }).await;
    for projection in sentier_cases::projections() {
        let compared =
            sentier_eventing::projection::compare(&world.host.store, projection.as_ref());
        assert!(compared.await.expect("rebuilds").expect("it was built").is_equal());
    }
    world.stop().await;
}

#[tokio::test]
async fn a_case_is_taken_over_within_one_clock_and_else_that_is_told_on_sqlite() {
    Box::pin(a_case_is_taken_over_within_one_clock_and_else_that_is_told(On::Sqlite)).await;
}

#[tokio::test]
async fn a_case_is_taken_over_within_one_clock_and_else_that_is_told_on_postgres() {
    Box::pin(a_case_is_taken_over_within_one_clock_and_else_that_is_told(On::Postgres)).await;
}

/// She was offered health care, and declined.
fn declined() -> Circumstances {
    let sector = Sector::Health.into();
    let status = SectorStatus::DeclinedBySurvivor.into();
    Circumstances { sectors: vec![SectorOutcome { sector, status }], ..circumstances() }
}

#[tokio::test]
async fn health_care_is_a_task_after_every_incident_due_at_her_nearest_limit_for_who_may_read_it() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let now = world.clock.now();
    let mut recorded = Vec::new();
    for hours in [10, 60] {
        let case = opened(&mut akouvi).await;
        let told = rape(&case, now.minus(HOUR * hours));
        recorded.push((case, akouvi.record_incident(told).await.expect("records").into_inner()));
    }
    let beaten = opened(&mut akouvi).await;
    let other = akouvi.record_incident(incident(&beaten)).await.expect("records").into_inner();
    let [first, last] = [&recorded[0], &recorded[1]].map(|(_, it)| it.incident.clone());
    // What is stored tells nothing of what happened: after each incident the same task.
    let stored = health(&mut care, "").await;
    let known: Vec<_> = stored.iter().map(|(incident, _)| incident.clone()).collect();
    assert_eq!(known, [first.clone(), last.clone(), other.incident.clone()]);
    assert!(stored.iter().all(|(_, due)| *due == now.plus(HOUR * 24)), "{stored:?}");
    // With a purpose prophylaxis decides, until seventy-two hours after, and the nearest comes first.
    let limits = health(&mut care, "direct_care").await;
    let minute = Duration::from_mins(1);
    let near = |due: Moment, hours: u32| {
        let end = now.plus(HOUR * hours);
        due <= end && end.since(due) <= minute
    };
    assert_eq!(limits[0].0, last);
    assert!(near(limits[0].1, 12), "{limits:?}");
    assert_eq!(limits[1], (other.incident.clone(), now.plus(HOUR * 24)), "no limit of its own");
    assert!(limits[2].0 == first && near(limits[2].1, 62), "{limits:?}");
    // Each case is read for it, and its supervisor's list of the centre's reads none.
    let timeline = |case: &str| GetTimelineRequest { name: case.to_owned(), ..<_>::default() };
    let reads = async |case: &str| {
        let told = world.supervisor().get_timeline(timeline(case)).await.expect("tells");
        let told = told.into_inner().entries;
        told.iter().filter(|entry| entry.kind == "personal_data_read").count()
    };
    let before = reads(&beaten).await;
    assert!(before > 0);
    let of_centre = health(&mut world.care(SENA, "supervisor"), "supervision").await;
    assert_eq!((of_centre.len(), reads(&beaten).await), (3, before));

    // A referral to health care ends it, and so do the centre's own service and what she decided.
    let groups = [FieldGroup::Identity];
    let granted = akouvi.grant_consent(services(&recorded[1].0, &groups)).await.expect("grants");
    let consent = granted.into_inner().consent;
    akouvi.request_referral(refer(&recorded[1].0, &consent, &groups)).await.expect("refers");
    let served = RecordServiceRequest {
        name: recorded[0].0.clone(),
        request_id: request_id(),
        need: Need::HealthCare.into(),
        give_time: Some(sentier_platform::grpc::timestamp(world.clock.now())),
        ..RecordServiceRequest::default()
    };
    care.record_service(served).await.expect("gives it");
    assert_eq!(health(&mut care, "").await.len(), 1);
    let circumstances = declined();
    let decided = CorrectIncidentRequest {
        circumstances: Some(circumstances.clone()),
        ..correct_incident(&other.incident, &["circumstances.sectors"])
    };
    world.corrections(AKOUVI, "caseworker").correct_incident(decided).await.expect("corrects");
    assert!(health(&mut care, "").await.is_empty());
    let told = RecordIncidentRequest { circumstances: Some(circumstances), ..incident(&beaten) };
    akouvi.record_incident(told).await.expect("records");
    assert!(health(&mut care, "").await.is_empty(), "she was offered it before it was recorded");
}

#[tokio::test]
async fn that_nobody_offered_health_care_within_a_day_is_told_on_the_case() {
    let mut world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    world.clock.advance(HOUR * 24);
    world.restart().await;
    until(|| async { (told(&world, &case).await == ["health"]).then_some(()) }).await;
    world.stop().await;
}
