//! Opens what was sealed to the statistics; what does not open is parked and counted.

use std::sync::LazyLock;

use opentelemetry::KeyValue;
use opentelemetry::metrics::Counter;
use prost::Message;
use sentier_eventing::facts::FactsError;
use sentier_eventing::inbox::{Delivered, ReactionError};
use sentier_proto::cases::events::v1::{
    CareFacts, CareFactsReleased, IncidentFacts, IncidentFactsReleased, SurvivorFacts,
    SurvivorFactsReleased,
};
use sentier_proto::common::v1::SealedFacts;

use super::poison;
use crate::application::SealingKeys;

/// Sealed facts that could not be counted, by cause. Each of them stands among the parked messages.
static UNREADABLE: LazyLock<Counter<u64>> = LazyLock::new(|| {
    opentelemetry::global::meter("statistics")
        .u64_counter("statistics.sealed_facts_parked")
        .with_description("Sealed facts that were parked, by cause")
        .build()
});

/// What facts of incidents are sealed for; a service that seals for it names it alike.
const INCIDENT: &str = "statistics.incident";
/// What facts of care are sealed for.
const CARE: &str = "statistics.care";
/// What facts of survivors are sealed for.
const SURVIVOR: &str = "statistics.survivor";

/// The facts of an incident.
pub(super) fn incident(
    keys: &SealingKeys,
    message: &Delivered,
    released: &IncidentFactsReleased,
) -> Result<IncidentFacts, ReactionError> {
    unseal(keys, INCIDENT, message, released.facts.as_ref())
}

/// Facts of care.
pub(super) fn care(
    keys: &SealingKeys,
    message: &Delivered,
    released: &CareFactsReleased,
) -> Result<CareFacts, ReactionError> {
    unseal(keys, CARE, message, released.facts.as_ref())
}

/// Facts of a survivor.
pub(super) fn survivor(
    keys: &SealingKeys,
    message: &Delivered,
    released: &SurvivorFactsReleased,
) -> Result<SurvivorFacts, ReactionError> {
    unseal(keys, SURVIVOR, message, released.facts.as_ref())
}

fn unseal<M: Message + Default>(
    keys: &SealingKeys,
    purpose: &'static str,
    message: &Delivered,
    sealed: Option<&SealedFacts>,
) -> Result<M, ReactionError> {
    let sealed = sealed.ok_or_else(|| refused("malformed", "no facts"))?;
    keys.unseal(purpose, message.event_id, sealed).map_err(|error| match error {
        FactsError::UnknownKey => refused("key_destroyed", "the sealing key is destroyed"),
        FactsError::Files(_) => ReactionError::Retry(error.to_string()),
        FactsError::PublicKey | FactsError::Seal | FactsError::Open => {
            refused("does_not_open", "the facts do not open here")
        }
    })
}

/// Facts that opened and are none.
pub(super) fn malformed() -> ReactionError {
    refused("malformed", "facts that are no facts")
}

fn refused(cause: &'static str, reason: &'static str) -> ReactionError {
    UNREADABLE.add(1, &[KeyValue::new("cause", cause)]);
    poison(reason)
}
