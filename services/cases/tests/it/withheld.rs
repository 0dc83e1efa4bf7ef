//! She consents first and is asked afterwards: an incident that is not whole waits for its answers.

use sentier_proto::cases::v1::{
    GetTimelineRequest, ListTasksRequest, RecordIncidentRequest, Task, TaskKind,
};
use sentier_proto::name;

use crate::world::*;

async fn kinds(world: &World, case: &str) -> Vec<String> {
    let asked = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    let told = world.supervisor().get_timeline(asked).await.expect("tells").into_inner();
    told.entries.into_iter().map(|entry| entry.kind).collect()
}

async fn to_complete(world: &World) -> Vec<Task> {
    let asked = ListTasksRequest { parent: name::centre(CENTRE), ..ListTasksRequest::default() };
    let found = world.care(AKOUVI, "caseworker").list_tasks(asked).await.expect("lists");
    let tasks = found.into_inner().tasks.into_iter();
    tasks.filter(|task| task.kind() == TaskKind::MinimumData).collect()
}

async fn an_incident_is_counted_when_it_is_whole_and_its_caseworker_is_told_what_is_missing(
    on: On,
) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let short = RecordIncidentRequest { circumstances: None, ..incident(&case) };
    let recorded = akouvi.record_incident(short).await.expect("records").into_inner().incident;
    assert!(file(&mut akouvi, &case).await.incidents[0].missing_fields.is_empty());
    // Consent comes before forms: it is given, and nothing is refused.
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    let told = until(|| async {
        Some(kinds(&world, &case).await).filter(|kinds| is(kinds, "facts_withheld"))
    });
    assert!(!is(&told.await, "facts_released"));
    let [task] = &to_complete(&world).await[..] else { panic!("one task") };
    assert_eq!((task.case.as_str(), task.subject.as_str()), (case.as_str(), recorded.as_str()));
    let missing = file(&mut akouvi, &case).await.incidents.remove(0).missing_fields;
    assert_eq!(missing.len(), 10, "{missing:?}");
    assert!(missing.iter().all(|field| field.starts_with("circumstances.")));

    let whole = correct_incident(&recorded, &["*"]);
    world.corrections(AKOUVI, "caseworker").correct_incident(whole).await.expect("completes");
    until(|| async { is(&kinds(&world, &case).await, "facts_released").then_some(()) }).await;
    assert!(to_complete(&world).await.is_empty());
    assert!(file(&mut akouvi, &case).await.incidents[0].missing_fields.is_empty());
    for projection in sentier_cases::projections() {
        let compared =
            sentier_eventing::projection::compare(&world.host.store, projection.as_ref());
        assert!(compared.await.expect("rebuilds").expect("it was built").is_equal());
    }
    world.stop().await;
}

fn is(kinds: &[String], kind: &str) -> bool {
    kinds.iter().any(|one| one == kind)
}

#[tokio::test]
async fn an_incident_is_counted_when_it_is_whole_on_sqlite() {
    Box::pin(an_incident_is_counted_when_it_is_whole_and_its_caseworker_is_told_what_is_missing(
        On::Sqlite,
    ))
    .await;
}

#[tokio::test]
async fn an_incident_is_counted_when_it_is_whole_on_postgres() {
    Box::pin(an_incident_is_counted_when_it_is_whole_and_its_caseworker_is_told_what_is_missing(
        On::Postgres,
    ))
    .await;
}
