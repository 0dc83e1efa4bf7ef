//! A trace crosses the broker between our services, and nowhere else.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use sentier_platform::trace::TraceParent;
use sentier_test_support::broker::Broker;
use sentier_test_support::databases::Fresh;
use tracing::Instrument as _;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::broker::{connected, relay_of};
use crate::conformance::append_one;

/// The traces that the first `count` messages of the stream carry.
async fn carried(broker: &Broker, count: u64) -> Vec<Option<TraceParent>> {
    let client = async_nats::connect(&broker.url).await.expect("connects");
    let context = async_nats::jetstream::new(client);
    let stream = context.get_stream("SENTIER_CASES").await.expect("the stream");
    for _attempt in 0..500 {
        if stream.get_info().await.expect("its state").state.last_sequence >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut traces = Vec::new();
    for sequence in 1..=count {
        let message = stream.get_raw_message(sequence).await.expect("a message");
        let header = message.headers.get("traceparent").map(ToString::to_string);
        traces.push(header.and_then(|text| TraceParent::parse(&text)));
    }
    traces
}

fn trace_id(parent: &str) -> String {
    parent.split('-').nth(1).expect("a trace's id").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_carries_the_trace_of_its_command_unless_it_must_not() {
    let tracer = SdkTracerProvider::builder().build().tracer("test");
    let layer = tracing_opentelemetry::layer().with_tracer(tracer);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))
        .expect("each test is a process of its own");
    for carries in [true, false] {
        let (fresh, broker) = (Fresh::sqlite(), Broker::start().await);
        let (store, nats) = (fresh.store().await, connected(&broker).await);
        nats.ensure_stream("cases").await.expect("a stream");
        let command = tracing::info_span!("command");
        let trace = command.in_scope(TraceParent::current).expect("is recorded").to_string();
        append_one(&store, 1, 1).instrument(command).await;
        append_one(&store, 2, 2).await;
        let stop = relay_of(&store, &nats, carries);
        let found = carried(&broker, 2).await;
        stop.send_replace(true);
        assert_eq!(found.iter().all(Option::is_some), carries, "{found:?}");
        assert_eq!(found.iter().any(Option::is_some), carries, "{found:?}");
        // The second event belongs to a trace of its own.
        let of = |found: &Option<TraceParent>| found.as_ref().map(|it| trace_id(&it.to_string()));
        let wanted = carries.then(|| trace_id(&trace));
        assert_eq!(of(&found[0]), wanted);
        assert!(!carries || of(&found[1]) != wanted, "{found:?}");
    }
}
