//! What the loops and the writer measure of themselves.
//!
//! PRIVACY: labels are fixed names of our own (service, relay, consumer, read model), never a centre, a
//! stream or a caller: how much a centre writes is nobody's business.

use std::sync::LazyLock;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge, Histogram};

struct Figures {
    batch: Histogram<u64>,
    commit: Histogram<f64>,
    relay_events: Gauge<i64>,
    relay_age: Gauge<f64>,
    consumer: Gauge<u64>,
    projection: Gauge<i64>,
    parked: Counter<u64>,
}

// First used after telemetry began: stores are opened behind it.
static FIGURES: LazyLock<Figures> = LazyLock::new(|| {
    let meter = opentelemetry::global::meter("sentier");
    let sizes = vec![1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
    let seconds = vec![0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0];
    Figures {
        batch: meter
            .u64_histogram("sentier.append.batch")
            .with_description("Commands that shared one commit")
            .with_boundaries(sizes)
            .build(),
        commit: meter
            .f64_histogram("sentier.append.commit")
            .with_unit("s")
            .with_description("Time of one commit, the flush to the disk included")
            .with_boundaries(seconds)
            .build(),
        relay_events: meter
            .i64_gauge("sentier.relay.lag")
            .with_description("Stored events that the relay has not looked at")
            .build(),
        relay_age: meter
            .f64_gauge("sentier.relay.lag_age")
            .with_unit("s")
            .with_description("How long the relay has been behind the store")
            .build(),
        consumer: meter
            .u64_gauge("sentier.consumer.lag")
            .with_description("Messages on the broker that the consumer has not taken")
            .build(),
        projection: meter
            .i64_gauge("sentier.projection.lag")
            .with_description("Stored events that the read model does not show")
            .build(),
        parked: meter
            .u64_counter("sentier.consumer.parked")
            .with_description("Messages that could not be taken and were put aside")
            .build(),
    }
});

pub(crate) fn committed(service: &'static str, commands: usize, took: Duration) {
    let labels = [KeyValue::new("service", service)];
    FIGURES.batch.record(u64::try_from(commands).unwrap_or(u64::MAX), &labels);
    FIGURES.commit.record(took.as_secs_f64(), &labels);
}

pub(crate) fn relayed(relay: &'static str, behind: i64, since: Duration) {
    let labels = [KeyValue::new("relay", relay)];
    FIGURES.relay_events.record(behind.max(0), &labels);
    FIGURES.relay_age.record(since.as_secs_f64(), &labels);
}

pub(crate) fn consumed(consumer: &'static str, pending: u64) {
    FIGURES.consumer.record(pending, &[KeyValue::new("consumer", consumer)]);
}

pub(crate) fn parked(consumer: &'static str) {
    FIGURES.parked.add(1, &[KeyValue::new("consumer", consumer)]);
}

pub(crate) fn projected(projection: &'static str, behind: i64) {
    FIGURES.projection.record(behind.max(0), &[KeyValue::new("projection", projection)]);
}
