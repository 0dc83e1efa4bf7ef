//! The calls behind a page are of one trace.

use std::collections::BTreeSet;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn the_calls_behind_a_page_are_of_one_trace_and_those_of_the_next_of_another() {
    let tracer = SdkTracerProvider::builder().build().tracer("test");
    let layer = tracing_opentelemetry::layer().with_tracer(tracer);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))
        .expect("each test is a process of its own");
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let mut traces = Vec::new();
    for page in [format!("/cases/{CASE}"), "/cases".to_owned()] {
        let before = desk.stub.calls().len();
        assert_eq!(afi.get(&page).await.status, 200);
        let calls = desk.stub.calls().split_off(before);
        let of_page: BTreeSet<String> = calls
            .iter()
            .filter_map(|call| Some(call.trace.split('-').nth(1)?.to_owned()))
            .collect();
        assert_eq!(of_page.len(), 1, "{page} made {} calls", calls.len());
        traces.extend(of_page);
    }
    assert_ne!(traces[0], traces[1]);
}
