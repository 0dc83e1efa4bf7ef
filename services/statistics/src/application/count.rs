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
use uuid::Uuid;

use crate::store::{FiguresCodec, IndicatorsCodec, figures_stream, indicators_stream};
use crate::sums::{CountKeys, KeyLost};

/// Counts published facts on the stream of their centre and month.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    host: Host,
    keys: CountKeys,
    streams: Streams<FiguresCodec>,
    care: Streams<IndicatorsCodec>,
}

impl Count {
    pub(crate) fn new(host: &Host, keys: &CountKeys) -> Self {
        Self {
            host: host.clone(),
            keys: keys.clone(),
            streams: Streams::new(&host.store),
            care: Streams::new(&host.store),
        }
    }

    /// Adds one to the cell of `command`; nothing when this message was counted before.
    ///
    /// PRIVACY: the count holds no id, and is sealed until its sums are final. The request log holds one that follows from the published event's
    /// and only says that a message was counted.
    pub(crate) async fn count(
        &self,
        consumer: &'static str,
        message: &Delivered,
        command: Command,
    ) -> Result<(), ReactionError> {
        let call = self.call(consumer, message);
        let at = call.stamp.at;
        let ring = self.keys.counting_at(at).map_err(|lost| waits(&lost))?.ring();
        let stream = figures_stream(&message.centre, command.month());
        let decide = move |state: &_| Figures::decide(state, command, at);
        counted(self.streams.transact(call, stream, ring, decide).await)
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
        let ring = self.keys.counting_at(at).map_err(|lost| waits(&lost))?.ring();
        let stream = indicators_stream(&message.centre, month);
        let decide = move |state: &_| Indicators::decide(state, command.clone(), at);
        counted(self.care.transact(call, stream, ring, decide).await)
    }

    /// Bars a message that this consumer did not count yet: its request is answered from now on, and it
    /// never will be counted. `false` when it was counted already.
    pub(crate) async fn bar(
        &self,
        consumer: &'static str,
        (message, barred): (&Delivered, Uuid),
        month: Month,
    ) -> Result<bool, ReactionError> {
        let call = self.barring(consumer, message, barred);
        let at = call.stamp.at;
        let stream = figures_stream(&message.centre, month);
        let decide = move |state: &_| Figures::decide(state, Command::BarMessage { month }, at);
        barred_or_counted(self.streams.transact(call, stream, KeyRing::none(), decide).await)
    }

    /// As [`Count::bar`], for what the indicators are computed from.
    pub(crate) async fn bar_care(
        &self,
        consumer: &'static str,
        (message, barred): (&Delivered, Uuid),
        month: Month,
    ) -> Result<bool, ReactionError> {
        let call = self.barring(consumer, message, barred);
        let at = call.stamp.at;
        let stream = indicators_stream(&message.centre, month);
        let bar = indicators::Command::BarMessage;
        let decide = move |state: &_| Indicators::decide(state, bar.clone(), at);
        barred_or_counted(self.care.transact(call, stream, KeyRing::none(), decide).await)
    }

    /// The call of the barred message, with a content that no message has.
    fn barring(&self, consumer: &'static str, message: &Delivered, barred: Uuid) -> Call {
        let principal = Principal::Service { name: self.host.name.to_owned() };
        let request_id = Delivered::request_id_of(consumer, barred);
        self.host.call(&principal, &message.centre, request_id, BARRED, None)
    }

    fn call(&self, consumer: &'static str, message: &Delivered) -> Call {
        let principal = Principal::Service { name: self.host.name.to_owned() };
        let fingerprint = Sha256::digest(&message.payload).into();
        let request_id = message.request_id(consumer);
        self.host.call(&principal, &message.centre, request_id, fingerprint, None)
    }
}

/// Without a key nothing is counted; the clock or the folder may be put right.
fn waits(lost: &KeyLost) -> ReactionError {
    ReactionError::Retry(lost.to_string())
}

/// What stands for the content of a barred message.
const BARRED: [u8; 32] = [0xBA; 32];

fn barred_or_counted<S, R>(
    outcome: Result<Committed<S>, TransactError<R>>,
) -> Result<bool, ReactionError>
where
    TransactError<R>: std::fmt::Display,
{
    match outcome {
        Ok(_) => Ok(true),
        // The request was answered for another content: it was counted.
        Err(TransactError::RequestReused) => Ok(false),
        Err(error) => Err(ReactionError::Retry(error.to_string())),
    }
}

fn counted<S, R: std::fmt::Display>(
    outcome: Result<Committed<S>, TransactError<R>>,
) -> Result<(), ReactionError>
where
    TransactError<R>: std::fmt::Display,
{
    match outcome {
        // What was answered before with other bytes is answered all the same: facts are sealed anew when a broker
        // lost its disk and everything is published again, and a barred message is never counted.
        Ok(_) | Err(TransactError::RequestReused) => Ok(()),
        Err(TransactError::Rejected(rejection)) => {
            Err(ReactionError::Poison(rejection.to_string()))
        }
        Err(error @ (TransactError::Stale | TransactError::Store(_))) => {
            Err(ReactionError::Retry(error.to_string()))
        }
    }
}
