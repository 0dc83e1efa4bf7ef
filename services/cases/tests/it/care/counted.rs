//! What of the work on a case goes to the statistics: codes and months, sealed, under a consent.

use std::sync::atomic::Ordering;
use std::time::Duration;

use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CareFact, CareFacts, CareMeasure, CasesEvent};
use sentier_proto::cases::v1::*;
use sentier_proto::name;

use super::*;
use crate::world::*;

fn opened_facts(world: &World, event: &CasesEvent) -> Vec<CareFact> {
    whole(world, event).facts
}

/// What a message says, opened as the statistics open it.
fn whole(world: &World, event: &CasesEvent) -> CareFacts {
    let envelope = event.envelope.as_ref().expect("an envelope");
    let Some(Fact::CareFactsReleased(released)) = &event.fact else { panic!("another fact") };
    let sealed = released.facts.as_ref().expect("facts");
    let event_id = envelope.event_id.parse().expect("an id");
    world.statistics.keys.unseal("statistics.care", event_id, sealed).expect("opens")
}

fn measures(facts: &[CareFact]) -> Vec<(CareMeasure, i64)> {
    facts.iter().map(|fact| (fact.measure(), fact.amount)).collect()
}

async fn what_is_done_for_her_is_told_once_she_agrees_and_names_no_case(on: On) {
    let world = World::start(on).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let case = opened(&mut akouvi).await;
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    let due = after(world.clock.now(), 30);
    care.agree_action_plan(plan(&case, due)).await.expect("plans");
    akouvi.record_follow_up(follow_up(&case, world.clock.now())).await.expect("follows up");
    world.care(SENA, "supervisor").assign_case(assign(&case, DEDE)).await.expect("assigns");
    closes(&world, &case).await;

    // How many cases a worker has is a message of its own, whatever the consent.
    let told = world.peers.care(7).await;
    let told: Vec<Vec<CareFact>> = told.iter().map(|event| opened_facts(&world, event)).collect();
    let facts: Vec<Vec<CareFact>> =
        [&told[..2], &told[2..3], &told[3..5], &told[5..]].map(<[_]>::concat).into();
    // What came before the consent comes with it.
    let first =
        [(CareMeasure::Opened, 1), (CareMeasure::AssessedInTime, 1), (CareMeasure::CasesHeld, 1)];
    assert_eq!(measures(&facts[0]), first);
    assert_eq!(measures(&facts[1]), [(CareMeasure::ActionPlanned, 1)]);
    let moved =
        [(CareMeasure::Supervised, 1), (CareMeasure::CasesHeld, -1), (CareMeasure::CasesHeld, 1)];
    assert_eq!(measures(&facts[2]), moved);
    let ended = [
        (CareMeasure::Closed, 1),
        (CareMeasure::LastedTo1Month, 1),
        (CareMeasure::FollowUps, 1),
        (CareMeasure::CasesHeld, -1),
    ];
    assert_eq!(measures(&facts[3]), ended);
    // A worker has one handle, which is not her id; what left her is what she had.
    assert_eq!(facts[0][2].worker_ref, facts[2][1].worker_ref);
    assert_eq!(facts[2][2].worker_ref, facts[3][3].worker_ref);
    assert_ne!(facts[0][2].worker_ref, AKOUVI.to_string());
    assert!(facts.iter().flatten().all(|fact| fact.month.is_some_and(|month| month.day == 1)));
    // PRIVACY: no reading of her file was needed, and the plain text holds no id of the case.
    let id = case.rsplit('/').next().expect("an id");
    assert!(!format!("{facts:?}").contains(id));
    let timeline = GetTimelineRequest { name: case.clone(), ..Default::default() };
    let told = world.supervisor().get_timeline(timeline).await.expect("tells").into_inner();
    let mut read = told.entries.iter().filter(|entry| entry.kind == "personal_data_read");
    assert!(read.all(|entry| entry.detail != "statistics"));
    world.stop().await;
}

#[tokio::test]
async fn what_is_done_for_her_is_told_once_she_agrees_and_names_no_case_on_sqlite() {
    what_is_done_for_her_is_told_once_she_agrees_and_names_no_case(On::Sqlite).await;
}

#[tokio::test]
async fn what_is_done_for_her_is_told_once_she_agrees_and_names_no_case_on_postgres() {
    what_is_done_for_her_is_told_once_she_agrees_and_names_no_case(On::Postgres).await;
}

#[tokio::test]
async fn a_consent_that_ends_before_publishing_lets_nothing_of_care_out() {
    let world = World::start(On::Sqlite).await;
    world.statistics.away.store(true, Ordering::SeqCst);
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let case = opened(&mut akouvi).await;
    let granted = akouvi.grant_consent(statistics(&case)).await.expect("grants").into_inner();
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    akouvi.withdraw_consent(withdraw(&granted.consent)).await.expect("withdraws");
    world.statistics.away.store(false, Ordering::SeqCst);

    // Only that her caseworker has a case more, and one less.
    let told = world.peers.care(2).await;
    let facts: Vec<_> =
        told.iter().flat_map(|event| measures(&opened_facts(&world, event))).collect();
    assert_eq!(facts, [(CareMeasure::CasesHeld, 1), (CareMeasure::CasesHeld, -1)]);
    care.make_safety_plan(safety_plan(&case)).await.expect("plans");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(world.peers.care(2).await.len(), 2);
}

#[tokio::test]
async fn a_withdrawal_takes_back_what_was_told_in_an_open_month() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let case = opened(&mut akouvi).await;
    let granted = akouvi.grant_consent(statistics(&case)).await.expect("grants").into_inner();
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    world.peers.care(3).await;
    akouvi.withdraw_consent(withdraw(&granted.consent)).await.expect("withdraws");

    // The opening, how many cases she has, the assessment; one case less, and both taken back.
    let told = world.peers.care(6).await;
    let id = |event: &CasesEvent| event.envelope.as_ref().expect("an envelope").event_id.clone();
    let opened: Vec<CareFacts> = told.iter().map(|event| whole(&world, event)).collect();
    let all: Vec<_> = opened.iter().flat_map(|one| measures(&one.facts)).collect();
    assert_eq!(all.iter().map(|(_, amount)| amount).sum::<i64>(), 0, "{all:?}");
    let back: Vec<_> = opened.iter().filter(|one| !one.takes_back.is_empty()).collect();
    let taken: Vec<_> = back.iter().map(|one| measures(&one.facts)).collect();
    assert!(taken.contains(&vec![(CareMeasure::Opened, -1)]), "{taken:?}");
    assert!(taken.contains(&vec![(CareMeasure::AssessedInTime, -1)]), "{taken:?}");
    for one in back {
        assert!(told.iter().any(|event| id(event) == one.takes_back), "it was told");
    }
}

#[tokio::test]
async fn a_feedback_tells_whether_she_was_content_and_nothing_else() {
    let world = World::start(On::Sqlite).await;
    let scores = |score| vec![FeedbackScore { question: FeedbackQuestion::Helped.into(), score }];
    for score in [5, 3] {
        let feedback = RecordFeedbackRequest {
            parent: name::centre(CENTRE),
            request_id: request_id(),
            caseworker: staff(AKOUVI),
            scores: scores(score),
        };
        world.care(DEDE, "caseworker").record_feedback(feedback).await.expect("records");
    }
    let told = world.peers.care(2).await;
    let facts: Vec<_> =
        told.iter().flat_map(|event| measures(&opened_facts(&world, event))).collect();
    assert_eq!(facts, [(CareMeasure::Content, 1), (CareMeasure::NotContent, 1)]);
}
