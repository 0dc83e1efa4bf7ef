//! Counts one published fact.

use sentier_eventing::Streams;
use sentier_eventing::host::Host;
use sentier_eventing::inbox::{Delivered, ReactionError};
use sentier_eventing::streams::{Call, Committed, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::principal::Principal;
use sentier_statistics_domain::figures::{Command, Figures};
use sentier_statistics_domain::indicators::{self, Indicators};
use sentier_statistics_domain::value::Month;
use sha2::{Digest as _, Sha256};

use crate::store::{FiguresCodec, IndicatorsCodec, figures_stream, indicators_stream};

/// Counts published facts on the stream of their centre and month.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    host: Host,
    streams: Streams<FiguresCodec>,
    care: Streams<IndicatorsCodec>,
}

impl Count {
    pub(crate) fn new(host: &Host) -> Self {
        Self {
            host: host.clone(),
            streams: Streams::new(&host.store),
            care: Streams::new(&host.store),
        }
    }

    /// Adds one to the cell of `command`; nothing when this message was counted before.
    ///
    /// PRIVACY: the count holds no id. The request log holds one that follows from the published event's
    /// and only says that a message was counted.
    pub(crate) async fn count(
        &self,
        consumer: &'static str,
        message: &Delivered,
        command: Command,
    ) -> Result<(), ReactionError> {
        let call = self.call(consumer, message);
        let at = call.stamp.at;
        let stream = figures_stream(&message.centre, command.month());
        let decide = move |state: &_| Figures::decide(state, command, at);
        counted(self.streams.transact(call, stream, KeyRing::none(), decide).await)
    }

    /// As [`Count::count`], for what the indicators are computed from, on the stream of `month`.
    pub(crate) async fn count_care(
        &self,
        consumer: &'static str,
        message: &Delivered,
        month: Month,
        command: indicators::Command,
    ) -> Result<(), ReactionError> {
        let call = self.call(consumer, message);
        let at = call.stamp.at;
        let stream = indicators_stream(&message.centre, month);
        let decide = move |state: &_| Indicators::decide(state, command.clone(), at);
        counted(self.care.transact(call, stream, KeyRing::none(), decide).await)
    }

    fn call(&self, consumer: &'static str, message: &Delivered) -> Call {
        let principal = Principal::Service { name: self.host.name.to_owned() };
        let fingerprint = Sha256::digest(&message.payload).into();
        let request_id = message.request_id(consumer);
        self.host.call(&principal, &message.centre, request_id, fingerprint, None)
    }
}

fn counted<S, R: std::fmt::Display>(
    outcome: Result<Committed<S>, TransactError<R>>,
) -> Result<(), ReactionError>
where
    TransactError<R>: std::fmt::Display,
{
    match outcome {
        Ok(_) => Ok(()),
        Err(TransactError::Rejected(rejection)) => {
            Err(ReactionError::Poison(rejection.to_string()))
        }
        Err(TransactError::RequestReused) => {
            Err(ReactionError::Poison("the event came before with another content".to_owned()))
        }
        Err(error @ (TransactError::Stale | TransactError::Store(_))) => {
            Err(ReactionError::Retry(error.to_string()))
        }
    }
}
