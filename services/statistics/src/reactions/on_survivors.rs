//! Counts survivors for the releases, and takes out who withdrew.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::events::v1::cases_event::Fact;

use super::{convert_survivor, decode, month, poison, unsealing};
use crate::application::SealingKeys;
use crate::releasing::{ReleasingError, Survivors};

const NAME: &str = "statistics_releases_on_cases";

/// The reaction.
#[derive(Debug)]
pub(crate) struct OnSurvivors {
    survivors: Survivors,
    keys: SealingKeys,
}

impl OnSurvivors {
    pub(crate) const fn new(survivors: Survivors, keys: SealingKeys) -> Self {
        Self { survivors, keys }
    }

    /// PRIVACY: the facts are opened here, move counters that began at their noise, and are dropped.
    async fn taken(&self, message: &Delivered) -> Result<(), ReactionError> {
        let event: CasesEvent = decode(message)?;
        month(message, event.envelope.as_ref())?;
        let Some(Fact::SurvivorFactsReleased(released)) = event.fact else {
            return Err(poison("not a fact that is counted"));
        };
        let facts = unsealing::survivor(&self.keys, message, &released)?;
        let facts = convert_survivor::survivor(&message.centre, &facts);
        let facts = facts.ok_or_else(unsealing::malformed)?;
        self.survivors.take(message.event_id, &facts).await.map_err(|error| match error {
            ReleasingError::Mark(_) | ReleasingError::Foreign => {
                poison("where she stands cannot be read")
            }
            other => ReactionError::Retry(other.to_string()),
        })
    }
}

impl Reaction for OnSurvivors {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["survivor_facts_released"]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        self.taken(message).boxed()
    }
}
