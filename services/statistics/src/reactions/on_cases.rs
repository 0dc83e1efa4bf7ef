//! Counts cases, follow-ups and, with consent to statistics, incidents.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_statistics_domain::figures::Command;
use uuid::Uuid;

use super::{convert, decode, month, poison, taken_back, unsealing};
use crate::application::{Count, SealingKeys};

const NAME: &str = "statistics_on_cases";

/// What to count, and the message that it takes out again.
type Told = (Command, Option<Uuid>);

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

    /// What to count; nothing for an incident that another organisation counts in the same figures.
    ///
    /// PRIVACY: the facts are opened here, become one of the figures' cells at once, and are dropped;
    /// the incident's id goes no further than this message.
    fn command(&self, message: &Delivered) -> Result<Option<Told>, ReactionError> {
        let event: CasesEvent = decode(message)?;
        let month = month(message, event.envelope.as_ref())?;
        match event.fact {
            Some(Fact::CaseOpened(_)) => Ok(Some((Command::CountCaseOpened { month }, None))),
            Some(Fact::CaseClosed(_)) => Ok(Some((Command::CountCaseClosed { month }, None))),
            Some(Fact::FollowUpRecorded(_)) => Ok(Some((Command::CountFollowUp { month }, None))),
            Some(Fact::IncidentFactsReleased(released)) => {
                let facts = unsealing::incident(&self.keys, message, &released)?;
                let counts = convert::incident(&facts)
                    .map_err(|convert::Malformed| unsealing::malformed())?;
                let takes_back = taken_back(&facts.takes_back)?;
                Ok(counts.map(|command| (command, takes_back)))
            }
            _ => Err(poison("not a fact that is counted")),
        }
    }
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
        async move {
            let Some((command, takes_back)) = self.command(message)? else { return Ok(()) };
            // What was not counted yet never will be, and then there is nothing to take out.
            if let Some(taken) = takes_back
                && self.count.bar(NAME, (message, taken), command.month()).await?
            {
                return Ok(());
            }
            self.count.count(NAME, message, command).await
        }
        .boxed()
    }
}
