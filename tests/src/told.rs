//! Everything that this process tells of itself: log lines in JSON, spans as a collector would get them,
//! and the page that Prometheus scrapes. Once per process, before anything else runs.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use prometheus::{Registry, TextEncoder};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// Bytes that were written.
#[derive(Clone, Debug, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn add(&self, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
    }

    fn read(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl SpanExporter for Lines {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        for span in batch {
            self.add(format!("{span:?}\n").as_bytes());
        }
        Ok(())
    }
}

/// What was told so far.
#[derive(Debug)]
pub struct Told {
    logs: Lines,
    spans: Lines,
    registry: Registry,
    traces: SdkTracerProvider,
}

impl Told {
    /// Listens from now on, to more than any deployment would log: everything of ours from `trace` on,
    /// and what libraries say from `debug` on.
    ///
    /// # Panics
    /// When somebody else listens already.
    pub fn listen() -> Self {
        let (logs, spans, registry) = (Lines::default(), Lines::default(), Registry::new());
        let scrape = opentelemetry_prometheus::exporter()
            .with_registry(registry.clone())
            .build()
            .expect("a scrape");
        opentelemetry::global::set_meter_provider(
            SdkMeterProvider::builder().with_reader(scrape).build(),
        );
        let traces = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let ours = ["access", "cases", "referrals", "statistics", "eventing", "platform", "desk"]
            .map(|name| format!(",sentier_{name}=trace"))
            .concat();
        tracing_subscriber::registry()
            .with(EnvFilter::new(format!("debug,sentier=trace{ours}")))
            .with(tracing_subscriber::fmt::layer().json().with_writer(logs.clone()).boxed())
            .with(tracing_opentelemetry::layer().with_tracer(traces.tracer("test")))
            .try_init()
            .expect("nobody listens yet");
        Self { logs, spans, registry, traces }
    }

    /// Logs, spans and metrics, each with its name.
    ///
    /// # Panics
    /// When the figures cannot be rendered.
    pub fn everything(&self) -> Vec<(String, Vec<u8>)> {
        self.traces.force_flush().expect("spans are flushed");
        let page = TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .expect("a page of metrics");
        vec![
            ("the log".to_owned(), self.logs.read()),
            ("the spans".to_owned(), self.spans.read()),
            ("the metrics".to_owned(), page.into_bytes()),
        ]
    }
}
