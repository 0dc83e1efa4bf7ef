//! What a process tells of itself: logs, traces to a collector, metrics to a scrape.
//!
//! Personal values have no `Debug` or `Display` and so cannot reach any of them.

use std::future::IntoFuture as _;
use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{MetricExporter, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use prometheus::{Registry, TextEncoder};
use tokio::net::TcpListener;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::TelemetryConfig;
use crate::shutdown::Shutdown;

/// Why telemetry cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not in the syntax of `EnvFilter`.
    #[error("`telemetry.filter` is not a filter")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// The collector's address is malformed.
    #[error("`telemetry.otlp_endpoint` is not usable")]
    Exporter(#[from] opentelemetry_otlp::ExporterBuildError),
    /// The metrics cannot be registered for the scrape.
    #[error("metrics cannot be registered for the scrape")]
    Scrape(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The process has a subscriber already.
    #[error("telemetry was begun before")]
    Twice(#[from] tracing_subscriber::util::TryInitError),
}

/// Keeps telemetry alive; sends what is buffered when dropped.
#[derive(Debug)]
pub struct Guard {
    traces: Option<SdkTracerProvider>,
    metrics: SdkMeterProvider,
    registry: Registry,
}

/// Begins telemetry for the process `name`; once per process, inside the runtime.
///
/// # Errors
/// When an option is not usable, or telemetry was begun before.
pub fn init(name: &'static str, config: &TelemetryConfig) -> Result<Guard, TelemetryError> {
    let resource = Resource::builder().with_service_name(name).build();
    let registry = Registry::new();
    let scrape = opentelemetry_prometheus::exporter()
        .with_registry(registry.clone())
        .build()
        .map_err(|error| TelemetryError::Scrape(Box::new(error)))?;
    let mut metrics =
        SdkMeterProvider::builder().with_resource(resource.clone()).with_reader(scrape);
    let mut traces = None;
    if let Some(endpoint) = &config.otlp_endpoint {
        let spans = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
        let provider =
            SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(spans);
        traces = Some(provider.build());
        let figures = MetricExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
        metrics = metrics.with_periodic_exporter(figures);
    }
    let metrics = metrics.build();

    let lines = tracing_subscriber::fmt::layer();
    let lines = if config.json { lines.json().boxed() } else { lines.boxed() };
    let spans = traces
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer(name)));
    tracing_subscriber::registry()
        .with(EnvFilter::try_new(&config.filter)?)
        .with(lines)
        .with(spans)
        .try_init()?;
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    opentelemetry::global::set_meter_provider(metrics.clone());
    Ok(Guard { traces, metrics, registry })
}

impl Guard {
    /// The page that Prometheus scrapes, at `/metrics`, and `/healthz`, which says that the process lives.
    pub fn scrape(&self) -> Router {
        let registry = self.registry.clone();
        Router::new()
            .route("/metrics", get(move || async move { page(&registry) }))
            .route("/healthz", get(|| async { StatusCode::OK }))
    }

    /// Serves [`Guard::scrape`] on `address` until the process ends; gives the bound address.
    ///
    /// # Errors
    /// When the address cannot be bound.
    pub async fn serve_scrape(
        &self,
        address: SocketAddr,
        shutdown: &Shutdown,
    ) -> std::io::Result<SocketAddr> {
        let listener = TcpListener::bind(address).await?;
        let bound = listener.local_addr()?;
        let router = self.scrape();
        let soft = shutdown.token();
        drop(shutdown.spawn(async move {
            let serving = axum::serve(listener, router).into_future();
            // A scraper's open connection does not hold the end up.
            if let Some(Err(error)) = soft.run_until_cancelled(serving).await {
                tracing::warn!(%error, "metrics are no longer served");
            }
        }));
        Ok(bound)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let traces = self.traces.as_ref().map_or(Ok(()), SdkTracerProvider::shutdown);
        for sent in [traces, self.metrics.shutdown()] {
            if let Err(error) = sent {
                tracing::warn!(%error, "the last spans or figures were not sent");
            }
        }
    }
}

fn page(registry: &Registry) -> Result<String, StatusCode> {
    TextEncoder::new()
        .encode_to_string(&registry.gather())
        .map_err(|_cause| StatusCode::INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_counter_appears_on_the_scraped_page_and_a_second_start_is_refused() {
        let config = TelemetryConfig::default();
        let guard = init("cases", &config).unwrap();
        let meter = opentelemetry::global::meter("cases");
        meter.u64_counter("commands").build().add(3, &[]);
        let page = page(&guard.registry).unwrap();
        assert!(
            page.lines().any(|line| line.starts_with("commands_total") && line.ends_with(" 3")),
            "{page}"
        );
        assert!(matches!(init("cases", &config), Err(TelemetryError::Twice(_))));
    }
}
