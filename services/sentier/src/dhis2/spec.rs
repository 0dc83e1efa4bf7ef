//! What is sent, specified; and a small receiver that is away, refuses, and takes it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sentier_platform::shutdown::Shutdown;
use sentier_proto::statistics::v1::{Indicator, IndicatorCell, IndicatorPart, IndicatorValue};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::mapping::{Mapping, skeleton};
use super::push::{ImportCount, Patience, Receiver};
use super::set::made;

const MAPPING: &str = r#"
url = "https://dhis2.example.tg"
data_set = "aLpVgfXiz0f"

[org_units]
"ogou-1" = "DiszpKrYNg8"

[[value]]
indicator = "incidents"
data_element = "s46m5MS0hxu"

[[value]]
indicator = "closure_rate"
number = "denominator"
data_element = "ThisIsOne01"
category_option_combo = "Prlt0C1RF0s"

[[value]]
indicator = "incidents"
number = "parts"
data_element = "s46m5MS0hxu"
[value.parts]
"rape" = "Rape0000001"
"other" = "Other000001"
"#;

fn mapping() -> Mapping {
    Mapping::parse(MAPPING).unwrap()
}

fn indicator(code: &str, parts: &[&str]) -> Indicator {
    let part = |code: &&str| IndicatorPart { code: (*code).to_owned(), label: "…".to_owned() };
    Indicator {
        name: format!("indicators/{code}"),
        parts: parts.iter().map(part).collect(),
        ..Indicator::default()
    }
}

fn catalogue() -> Vec<Indicator> {
    vec![indicator("incidents", &["rape", "other"]), indicator("closure_rate", &[])]
}

fn values() -> Vec<IndicatorValue> {
    let cell = |code: &str, count| IndicatorCell { code: code.to_owned(), count };
    let value = |code: &str| IndicatorValue {
        indicator: format!("indicators/{code}"),
        month: "2026-11".to_owned(),
        ..IndicatorValue::default()
    };
    vec![
        IndicatorValue {
            numerator: Some(17),
            cells: vec![cell("rape", Some(12)), cell("other", None)],
            withheld: true,
            ..value("incidents")
        },
        IndicatorValue { numerator: Some(6), denominator: Some(9), ..value("closure_rate") },
    ]
}

#[test]
fn a_month_is_the_message_that_a_dhis2_takes_and_what_is_withheld_is_not_in_it() {
    assert_eq!(mapping().wrong(&catalogue()), Vec::<String>::new());
    let made = made(&mapping(), "ogou-1", "2026-11", &values()).unwrap();
    assert_eq!(made.withheld, 1);
    let expected = json!({
        "dataSet": "aLpVgfXiz0f",
        "period": "202611",
        "orgUnit": "DiszpKrYNg8",
        "dataValues": [
            { "dataElement": "s46m5MS0hxu", "value": "17" },
            { "dataElement": "ThisIsOne01", "categoryOptionCombo": "Prlt0C1RF0s", "value": "9" },
            { "dataElement": "s46m5MS0hxu", "categoryOptionCombo": "Rape0000001", "value": "12" },
        ],
    });
    assert_eq!(serde_json::to_value(&made.set).unwrap(), expected);
}

#[test]
fn a_mapping_that_cannot_be_meant_is_refused_with_all_that_is_wrong() {
    let wrong = MAPPING
        .replace("\"other\" =", "\"others\" =")
        .replace("indicator = \"closure_rate\"", "indicator = \"closures\"")
        .replace("Rape0000001", "Other000001");
    let wrong = Mapping::parse(&wrong).unwrap().wrong(&catalogue());
    assert_eq!(
        wrong,
        [
            "there is no indicator closures",
            "incidents has no part others",
            "incidents goes where another value goes",
        ]
    );
    for (from, to) in [("aLpVgfXiz0f", "short"), ("aLpVgfXiz0f", "1LpVgfXiz0f"), ("url", "address")]
    {
        assert!(Mapping::parse(&MAPPING.replace(from, to)).is_err(), "{to}");
    }
    assert!(made(&mapping(), "kara-1", "2026-11", &values()).is_err(), "no org unit");
    assert!(made(&mapping(), "ogou-1", "2026-10", &values()).is_err(), "another month");
}

#[test]
fn a_new_mapping_names_every_indicator_and_part() {
    let text = skeleton(&catalogue());
    assert!(text.contains("indicator = \"closure_rate\"") && text.contains("\"rape\" = \"\""));
    // Filled in, it is one.
    let filled = text.replace("\"\"", "\"aLpVgfXiz0f\"");
    assert_eq!(Mapping::parse(&filled).unwrap().values.len(), 2);
}

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
