//! Counts cases, follow-ups and, with consent to statistics, incidents.

use std::sync::LazyLock;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use opentelemetry::KeyValue;
use opentelemetry::metrics::Counter;
use sentier_eventing::facts::FactsError;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CasesEvent, IncidentFacts, IncidentFactsReleased};
use sentier_statistics_domain::figures::Command;

use super::{convert, decode, month, poison};
use crate::application::{Count, SealingKeys};

const NAME: &str = "statistics_on_cases";

/// Sealed facts that could not be counted, by cause. Each of them stands among the parked messages.
static UNREADABLE: LazyLock<Counter<u64>> = LazyLock::new(|| {
    opentelemetry::global::meter("statistics")
        .u64_counter("statistics.sealed_facts_parked")
        .with_description("Sealed facts of incidents that were parked, by cause")
        .build()
});

/// The reaction.
#[derive(Debug)]
pub(crate) struct OnCases {
    count: Count,
    keys: SealingKeys,
}

impl OnCases {
    pub(crate) const fn new(count: Count, keys: SealingKeys) -> Self {
        Self { count, keys }
    }

    fn command(&self, message: &Delivered) -> Result<Command, ReactionError> {
        let event: CasesEvent = decode(message)?;
        let month = month(message, event.envelope.as_ref())?;
        match event.fact {
            Some(Fact::CaseOpened(_)) => Ok(Command::CountCaseOpened { month }),
            Some(Fact::CaseClosed(_)) => Ok(Command::CountCaseClosed { month }),
            Some(Fact::FollowUpRecorded(_)) => Ok(Command::CountFollowUp { month }),
            Some(Fact::IncidentFactsReleased(released)) => {
                let facts = self.unseal(message, &released)?;
                convert::incident(&facts)
                    .ok_or_else(|| refused("malformed", "facts that are no facts"))
            }
            _ => Err(poison("not a fact that is counted")),
        }
    }

    /// PRIVACY: the facts are opened here, become one of the figures' cells at once, and are dropped;
    /// the incident's id goes no further than this message.
    fn unseal(
        &self,
        message: &Delivered,
        released: &IncidentFactsReleased,
    ) -> Result<IncidentFacts, ReactionError> {
        let sealed = released.facts.as_ref().ok_or_else(|| refused("malformed", "no facts"))?;
        self.keys.unseal(message.event_id, sealed).map_err(|error| match error {
            FactsError::UnknownKey => refused("key_destroyed", "the sealing key is destroyed"),
            FactsError::Files(_) => ReactionError::Retry(error.to_string()),
            FactsError::PublicKey | FactsError::Seal | FactsError::Open => {
                refused("does_not_open", "the facts do not open here")
            }
        })
    }
}

fn refused(cause: &'static str, reason: &'static str) -> ReactionError {
    UNREADABLE.add(1, &[KeyValue::new("cause", cause)]);
    poison(reason)
}

impl Reaction for OnCases {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["case_opened", "case_closed", "follow_up_recorded", "incident_facts_released"]
    }

    /// A sum does not depend on the order of what is added.
    fn in_order(&self) -> bool {
        false
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move { self.count.count(NAME, message, self.command(message)?).await }.boxed()
    }
}
