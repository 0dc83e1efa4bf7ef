//! A trace goes with a call from one service to another.

use std::sync::{Arc, Mutex, PoisonError};

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use sentier_tests::system::{On, Whole};
use sentier_tests::wait::wait_for;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::path::refer;

/// The spans that ended so far.
#[derive(Clone, Debug, Default)]
struct Spans(Arc<Mutex<Vec<SpanData>>>);

impl SpanExporter for Spans {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(batch);
        Ok(())
    }
}

impl Spans {
    fn listen() -> Self {
        let spans = Self::default();
        let traces = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let layer = tracing_opentelemetry::layer().with_tracer(traces.tracer("test"));
        tracing_subscriber::registry().with(LevelFilter::INFO).with(layer).init();
        spans
    }

    /// Those with this name and a field of this value.
    fn find(&self, name: &str, value: &str) -> Vec<SpanData> {
        let spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let has = |span: &&SpanData| {
            span.name == name && span.attributes.iter().any(|it| it.value.as_str() == value)
        };
        spans.iter().filter(has).cloned().collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_belongs_to_the_trace_of_the_message_that_led_to_it() {
    let spans = Spans::listen();
    let whole = Whole::start(On::Sqlite).await;
    let stage = whole.stage().await;
    refer(&stage, "kodzo05").await;
    let (claim, message) = wait_for("the claim", async || {
        let claim = spans.find("rpc", "/sentier.cases.v1.CasesService/ClaimDisclosure").pop()?;
        Some((claim, spans.find("eventing.consume", "referrals_on_requests").pop()?))
    })
    .await;
    assert_eq!(claim.span_context.trace_id(), message.span_context.trace_id());
    assert!(claim.parent_span_is_remote, "it came with the call");
    whole.stop().await;
}
