//! What a survivor says is written down by another, and leads nowhere.

use sentier_eventing::db::Value;
use sentier_proto::cases::v1::*;
use sentier_proto::name;
use tonic::Code;

use super::*;
use crate::world::*;

fn feedback(caseworker: &str, scores: &[(FeedbackQuestion, i32)]) -> RecordFeedbackRequest {
    RecordFeedbackRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        caseworker: caseworker.to_owned(),
        scores: scores
            .iter()
            .map(|(question, score)| FeedbackScore { question: (*question).into(), score: *score })
            .collect(),
    }
}

#[tokio::test]
async fn a_feedback_is_written_down_by_another_and_names_no_case_and_no_caseworker() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let given = feedback(&staff(AKOUVI), &[(FeedbackQuestion::Helped, 5)]);
    let own = world.care(AKOUVI, "caseworker").record_feedback(given.clone()).await;
    assert_eq!(reason(&own.expect_err("refused")).0, Code::PermissionDenied);
    let mut dede = world.care(DEDE, "caseworker");
    dede.record_feedback(given.clone()).await.expect("records");
    dede.record_feedback(given.clone()).await.expect("repeats");

    let sql = "SELECT payload, at, stream FROM event WHERE event_type = $1";
    let kind = [Value::from("feedback_recorded.v1")];
    let rows = world.host.store.database().fetch(sql, &kind).await.expect("rows");
    assert_eq!(rows.len(), 1, "a repeat is stored once");
    let payload = String::from_utf8(rows[0].bytes(0).expect("bytes")).expect("text");
    assert_eq!(payload, r#"{"scores":{"helped":5}}"#);
    assert_eq!(rows[0].i64(1).expect("a moment") % 86_400_000_000, 0, "the day, not the hour");
    assert!(!case.ends_with(&rows[0].uuid(2).expect("a stream").to_string()));

    // Who worked with her is not even part of what the request is recognised by.
    let other = RecordFeedbackRequest { caseworker: staff(SENA), ..given };
    dede.record_feedback(other).await.expect("the same request");
}

#[tokio::test]
async fn the_manager_sees_a_mean_per_question_of_an_ended_quarter_from_five_voices_on() {
    use FeedbackQuestion::{FollowedUp, Helped, Listened};
    let world = World::start(On::Sqlite).await;
    let manager = uuid::Uuid::from_u128(15);
    let mut dede = world.care(DEDE, "caseworker");
    // Five voices on one question, four on another, and then the quarter ends.
    for voice in 0..5 {
        let mut scores = vec![(Helped, 4)];
        if voice > 0 {
            scores.push((Listened, 5));
        }
        dede.record_feedback(feedback(&staff(AKOUVI), &scores)).await.expect("records");
    }
    let today = world.clock.now().to_datetime().date();
    let quarter = i32::from(u8::from(today.month()).div_ceil(3));
    let asked =
        GetFeedbackSummaryRequest { parent: name::centre(CENTRE), year: today.year(), quarter };
    let running = world.care(manager, "manager").get_feedback_summary(asked.clone()).await;
    assert_eq!(fields(&running.expect_err("refused")), ["quarter"]);
    world.clock.advance(std::time::Duration::from_hours(24 * 93));
    let mut dede = world.care(DEDE, "caseworker");
    dede.record_feedback(feedback(&staff(AKOUVI), &[(Helped, 1)])).await.expect("of the next");
    let told = world.care(manager, "manager").get_feedback_summary(asked.clone()).await;
    let told = told.expect("tells").into_inner();
    assert_eq!((told.feedback_count, told.averages.len()), (Some(5), 18));
    let of = |question: FeedbackQuestion| {
        let found = told.averages.iter().find(|one| one.question() == question);
        found.map(|one| (one.answer_count, one.average_tenths)).expect("every question")
    };
    assert_eq!(of(Helped), (Some(5), Some(40)));
    assert_eq!((of(Listened), of(FollowedUp)), ((None, None), (None, None)));
    let refused = world.care(SENA, "supervisor").get_feedback_summary(asked).await;
    assert_eq!(refused.expect_err("refused").code(), Code::PermissionDenied);
}

#[tokio::test]
async fn scores_are_from_one_to_five_and_each_question_counts_once() {
    let world = World::start(On::Sqlite).await;
    let mut dede = world.care(DEDE, "intake");
    for (scores, field) in [
        (&[][..], "scores"),
        (&[(FeedbackQuestion::Safer, 6)], "scores.score"),
        (&[(FeedbackQuestion::Unspecified, 3)], "scores.question"),
        (&[(FeedbackQuestion::Safer, 1), (FeedbackQuestion::Safer, 2)], "scores"),
    ] {
        let refused = dede.record_feedback(feedback(&staff(AKOUVI), scores)).await;
        assert_eq!(fields(&refused.expect_err("refused")), [field]);
    }
}
