//! A small receiver that is away, refuses, and takes what is pushed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sentier_platform::shutdown::Shutdown;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::push::{ImportCount, Patience, Receiver};

/// Answers in turn, and keeps what it was sent.
#[derive(Clone, Default)]
struct Dhis2 {
    sent: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Dhis2 {
    async fn start(&self, answers: Vec<(StatusCode, Value)>) -> String {
        let (sent, answers) = (Arc::clone(&self.sent), Arc::new(Mutex::new(answers)));
        let take = move |headers: HeaderMap, body: String| {
            let token = headers["authorization"].to_str().unwrap().to_owned();
            sent.lock().unwrap().push((token, serde_json::from_str(&body).unwrap()));
            let (status, answer) = answers.lock().unwrap().remove(0);
            std::future::ready((status, answer.to_string()))
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/dhis/api/dataValueSets", post(take));
        drop(Shutdown::new().spawn(async move { axum::serve(listener, router).await }));
        format!("http://{address}/dhis/")
    }

    fn sent(&self) -> Vec<(String, Value)> {
        self.sent.lock().unwrap().clone()
    }
}

async fn pushed(url: &str) -> anyhow::Result<ImportCount> {
    let receiver = Receiver::new(url, Zeroizing::new("d2pat_secret".to_owned()), None)?;
    assert!(!format!("{receiver:?}").contains("d2pat"));
    let patience = Patience { tries: 3, pause: Duration::from_millis(10) };
    receiver.push(r#"{"dataValues":[]}"#, patience).await
}

fn taken() -> Value {
    json!({ "status": "OK", "response": { "importCount": { "imported": 2, "updated": 1, "ignored": 0, "deleted": 0 } } })
}

#[tokio::test]
async fn a_receiver_that_is_away_is_tried_again_until_it_takes_the_same_message() {
    let dhis2 = Dhis2::default();
    let busy = json!("<html>busy</html>");
    let answers = vec![
        (StatusCode::SERVICE_UNAVAILABLE, busy.clone()),
        (StatusCode::TOO_MANY_REQUESTS, busy),
        (StatusCode::OK, taken()),
    ];
    let counts = pushed(&dhis2.start(answers).await).await.unwrap();
    assert_eq!(counts, ImportCount { imported: 2, updated: 1, ignored: 0 });
    let sent = dhis2.sent();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|one| *one == sent[0]) && sent[0].0 == "ApiToken d2pat_secret");
}

#[tokio::test]
async fn what_it_refuses_is_told_at_once_and_patience_ends() {
    let conflict = json!({
        "httpStatusCode": 409,
        "response": {
            "importCount": { "imported": 0, "updated": 0, "ignored": 1, "deleted": 0 },
            "conflicts": [{ "object": "s46m5MS0hxu", "value": "Data element not found" }],
        },
    });
    let dhis2 = Dhis2::default();
    let error =
        pushed(&dhis2.start(vec![(StatusCode::CONFLICT, conflict)]).await).await.unwrap_err();
    assert!(error.to_string().contains("s46m5MS0hxu Data element not found"), "{error}");
    assert_eq!(dhis2.sent().len(), 1);

    let dhis2 = Dhis2::default();
    let denied = vec![(StatusCode::UNAUTHORIZED, json!({}))];
    let error = pushed(&dhis2.start(denied).await).await.unwrap_err();
    assert!(error.to_string().contains("token") && !format!("{error:?}").contains("d2pat"));

    let dhis2 = Dhis2::default();
    let away = vec![(StatusCode::BAD_GATEWAY, json!({})); 3];
    let error = pushed(&dhis2.start(away).await).await.unwrap_err();
    assert!(error.to_string().contains("given up after 3 tries"), "{error}");
    assert!(pushed("http://dhis2.example.tg").await.is_err(), "in clear, and not on this machine");
    assert!(pushed("http://127.0.0.1:9/").await.is_err(), "nobody listens");
}
