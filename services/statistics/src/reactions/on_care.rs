//! Counts what the indicators of case management are computed from: facts of the work on cases, and
//! incidents, each with consent to statistics.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_statistics_domain::indicators::Command;

use super::{convert_care, decode, month, taken_back, unsealing};
use crate::application::{Count, SealingKeys};

const NAME: &str = "statistics_indicators_on_cases";

/// The reaction.
#[derive(Debug)]
pub(crate) struct OnCare {
    count: Count,
    keys: SealingKeys,
}

impl OnCare {
    pub(crate) const fn new(count: Count, keys: SealingKeys) -> Self {
        Self { count, keys }
    }

    /// PRIVACY: the facts are opened here, become sums at once, and are dropped.
    async fn counted(&self, message: &Delivered) -> Result<(), ReactionError> {
        let event: CasesEvent = decode(message)?;
        let month = month(message, event.envelope.as_ref())?;
        let (counts, takes_back) = match event.fact {
            Some(Fact::CareFactsReleased(released)) => {
                let facts = unsealing::care(&self.keys, message, &released)?;
                (convert_care::care(&facts), facts.takes_back)
            }
            Some(Fact::IncidentFactsReleased(released)) => {
                let facts = unsealing::incident(&self.keys, message, &released)?;
                (convert_care::incident(&facts), facts.takes_back)
            }
            _ => return Err(unsealing::malformed()),
        };
        let counts = counts.ok_or_else(unsealing::malformed)?;
        // What was not counted yet never will be, and then there is nothing to take out.
        if let Some(taken) = taken_back(&takes_back)?
            && self.count.bar_care(NAME, (message, taken), month).await?
        {
            return Ok(());
        }
        self.count.count_care(NAME, message, month, Command::CountCare { counts }).await
    }
}

impl Reaction for OnCare {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["care_facts_released", "incident_facts_released"]
    }

    /// A sum does not depend on the order of what is added.
    fn in_order(&self) -> bool {
        false
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        self.counted(message).boxed()
    }
}
