//! What is to be done, by whom, until when.

use std::time::Duration;

use sentier_eventing::projection::compare;
use sentier_proto::cases::v1::TaskUrgency::{Due, Overdue, Unspecified, Upcoming};
use sentier_proto::cases::v1::*;

use super::*;
use crate::world::*;

fn kinds(tasks: &[Task]) -> Vec<TaskKind> {
    tasks.iter().map(Task::kind).collect()
}

async fn tasks_begin_and_end_with_what_is_recorded(on: On) {
    let world = World::start(on).await;
    let mut care = world.care(AKOUVI, "caseworker");
    let case = opened(&mut world.caseworker()).await;
    let first = tasks(&mut care, Unspecified, "").await;
    assert_eq!(kinds(&first), [TaskKind::Assessment, TaskKind::ActionPlan]);
    assert!(first.iter().all(|task| task.case == case && task.owner == staff(AKOUVI)));
    assert!(first[0].survivor_code.starts_with("OG1-"));
    a_plan_makes_tasks(&world, &case).await;
    time_makes_them_due(&world, &case).await;
    they_go_with_the_case_and_rest_with_it(&world, &case).await;
    for projection in sentier_cases::projections() {
        let compared = compare(&world.host.store, projection.as_ref()).await.expect("rebuilds");
        assert!(compared.expect("it was built").is_equal());
    }
    world.stop().await;
}

async fn a_plan_makes_tasks(world: &World, case: &str) {
    let (mut care, mut sena) = (world.care(AKOUVI, "caseworker"), world.care(SENA, "supervisor"));
    let now = world.clock.now();
    care.record_assessment(assessment(case, None)).await.expect("assesses");
    care.agree_action_plan(plan(case, after(now, 3))).await.expect("plans");
    let asked = care.request_approval(ask(case, ApprovalSubject::ActionPlan)).await;
    let asked = asked.expect("asks").into_inner().entry;
    assert_eq!(
        kinds(&tasks(&mut care, Upcoming, "").await),
        [TaskKind::Action, TaskKind::Action, TaskKind::FollowUp]
    );
    // The approval is the supervisor's.
    let of_centre = tasks(&mut sena, Upcoming, "").await;
    assert_eq!(of_centre.len(), 4);
    let approval = of_centre.iter().find(|task| task.kind() == TaskKind::Approval);
    let approval = approval.expect("an approval");
    assert_eq!((approval.subject.as_str(), approval.owner.as_str()), (asked.as_str(), ""));
    sena.answer_approval(answer(case, &asked, true)).await.expect("approves");
    assert_eq!(tasks(&mut sena, Unspecified, "").await.len(), 3);
}

async fn time_makes_them_due(world: &World, case: &str) {
    let mut care = world.care(AKOUVI, "caseworker");
    assert!(tasks(&mut care, Overdue, "").await.is_empty());
    world.clock.advance(Duration::from_hours(3 * 24));
    assert_eq!(tasks(&mut care, Due, "").await.len(), 3, "the third day");
    world.clock.advance(Duration::from_hours(24));
    assert_eq!(tasks(&mut care, Overdue, "").await.len(), 3, "the day after");
    let met = follow_up(case, world.clock.now());
    world.caseworker().record_follow_up(met).await.expect("follows up");
    assert_eq!(kinds(&tasks(&mut care, Overdue, "").await), [TaskKind::Action, TaskKind::Action]);
}

async fn they_go_with_the_case_and_rest_with_it(world: &World, case: &str) {
    let (mut care, mut sena) = (world.care(AKOUVI, "caseworker"), world.care(SENA, "supervisor"));
    sena.assign_case(assign(case, DEDE)).await.expect("assigns");
    assert!(tasks(&mut care, Unspecified, "").await.is_empty());
    let mut dede = world.care(DEDE, "caseworker");
    assert_eq!(tasks(&mut dede, Unspecified, "").await.len(), 2);
    assert!(tasks(&mut dede, Unspecified, &staff(AKOUVI)).await.is_empty());
    assert_eq!(tasks(&mut sena, Unspecified, &staff(DEDE)).await.len(), 2);
    closes(world, case).await;
    assert!(tasks(&mut sena, Unspecified, "").await.is_empty());
    sena.reopen_case(reopen(case)).await.expect("reopens");
    assert_eq!(tasks(&mut dede, Unspecified, "").await.len(), 2);
}

#[tokio::test]
async fn tasks_begin_and_end_with_what_is_recorded_on_sqlite() {
    Box::pin(tasks_begin_and_end_with_what_is_recorded(On::Sqlite)).await;
}

#[tokio::test]
async fn tasks_begin_and_end_with_what_is_recorded_on_postgres() {
    Box::pin(tasks_begin_and_end_with_what_is_recorded(On::Postgres)).await;
}

#[tokio::test]
async fn who_is_asked_to_take_a_case_over_finds_it_among_her_tasks() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let mut dede = world.care(DEDE, "caseworker");
    let case = opened(&mut akouvi).await;
    let asked = care.request_transfer(transfer(&case, DEDE)).await.expect("asks").into_inner();
    let found = tasks(&mut dede, Unspecified, "").await;
    assert_eq!(kinds(&found), [TaskKind::Transfer]);
    assert_eq!(found[0].subject, asked.entry);
    dede.answer_transfer(take(&case, &asked.entry, false)).await.expect("declines");
    assert!(tasks(&mut dede, Unspecified, "").await.is_empty());
}

async fn told(world: &World, case: &str) -> Vec<String> {
    let asked = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    let told = world.supervisor().get_timeline(asked).await.expect("tells").into_inner();
    let overdue = told.entries.into_iter().filter(|entry| entry.kind == "task_overdue");
    overdue.map(|entry| entry.detail).collect()
}

async fn a_time_that_passed_is_told_on_the_case_once(on: On) {
    let mut world = World::start(on).await;
    let case = opened(&mut world.caseworker()).await;
    let mut sena = world.care(SENA, "supervisor");
    let waits = tasks(&mut sena, Unspecified, "").await;
    assert_eq!(kinds(&waits)[0], TaskKind::Assignment, "the nearest end");
    world.clock.advance(Duration::from_hours(3) - Duration::from_mins(1));
    world.restart().await;
    assert!(told(&world, &case).await.is_empty(), "2:59");
    world.clock.advance(Duration::from_mins(1));
    for _again in 0..2 {
        world.restart().await;
        until(|| async { (told(&world, &case).await == ["assignment"]).then_some(()) }).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(told(&world, &case).await, ["assignment"]);
    }
    // It is still to be done, until anything is.
    let mut sena = world.care(SENA, "supervisor");
    assert_eq!(kinds(&tasks(&mut sena, Overdue, "").await), [TaskKind::Assignment]);
    let mut care = world.care(AKOUVI, "caseworker");
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    assert!(tasks(&mut sena, Overdue, "").await.is_empty());
    world.stop().await;
}

#[tokio::test]
async fn a_time_that_passed_is_told_on_the_case_once_on_sqlite() {
    Box::pin(a_time_that_passed_is_told_on_the_case_once(On::Sqlite)).await;
}

#[tokio::test]
async fn a_time_that_passed_is_told_on_the_case_once_on_postgres() {
    Box::pin(a_time_that_passed_is_told_on_the_case_once(On::Postgres)).await;
}
