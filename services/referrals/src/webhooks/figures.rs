//! What delivering measures of itself.
//!
//! PRIVACY: labels are our own fixed names, never an agency, a webhook or a referral.

use std::sync::LazyLock;

use opentelemetry::KeyValue;
use opentelemetry::metrics::Counter;

struct Figures {
    deliveries: Counter<u64>,
    disabled: Counter<u64>,
}

// First used after telemetry began: webhooks are delivered behind it.
static FIGURES: LazyLock<Figures> = LazyLock::new(|| {
    let meter = opentelemetry::global::meter("sentier");
    Figures {
        deliveries: meter
            .u64_counter("sentier.webhook.deliveries")
            .with_description("Tries to deliver a change to a webhook, by what came of them")
            .build(),
        disabled: meter
            .u64_counter("sentier.webhook.disabled")
            .with_description("Webhooks that were switched off because nothing was taken")
            .build(),
    }
});

/// A try ended: `taken`, `given_up`, or the reason of its failure.
pub(super) fn tried(outcome: &'static str) {
    FIGURES.deliveries.add(1, &[KeyValue::new("outcome", outcome)]);
}

/// A webhook was switched off.
pub(super) fn disabled() {
    FIGURES.disabled.add(1, &[]);
}
