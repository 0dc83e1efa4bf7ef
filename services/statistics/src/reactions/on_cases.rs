//! Counts cases, follow-ups and, with consent to statistics, incidents.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_statistics_domain::figures::Command;

use super::{convert, decode, month, poison, unsealing};
use crate::application::{Count, SealingKeys};

const NAME: &str = "statistics_on_cases";

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
    fn command(&self, message: &Delivered) -> Result<Option<Command>, ReactionError> {
        let event: CasesEvent = decode(message)?;
        let month = month(message, event.envelope.as_ref())?;
        match event.fact {
            Some(Fact::CaseOpened(_)) => Ok(Some(Command::CountCaseOpened { month })),
            Some(Fact::CaseClosed(_)) => Ok(Some(Command::CountCaseClosed { month })),
            Some(Fact::FollowUpRecorded(_)) => Ok(Some(Command::CountFollowUp { month })),
            Some(Fact::IncidentFactsReleased(released)) => {
                let facts = unsealing::incident(&self.keys, message, &released)?;
                let counted = convert::incident(&facts).ok_or_else(unsealing::malformed)?;
                Ok((!facts.counted_elsewhere).then_some(counted))
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
            match self.command(message)? {
                Some(command) => self.count.count(NAME, message, command).await,
                None => Ok(()),
            }
        }
        .boxed()
    }
}
