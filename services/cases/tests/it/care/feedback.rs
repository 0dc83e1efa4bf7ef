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
