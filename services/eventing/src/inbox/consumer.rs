//! The one consumer loop.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::{AckKind, Message};
use futures_util::future::join_all;
use futures_util::{FutureExt as _, StreamExt as _};
use sentier_platform::trace::{self, TraceParent};
use tokio::sync::watch;
use tracing::Instrument as _;
use uuid::Uuid;

use super::{Delivered, Reaction, ReactionError};
use crate::db::Database;
use crate::figures;
use crate::nats::{Nats, NatsError, stream_name};
use crate::store::EventStore;

/// Messages in flight, at most. They are taken one after the other, unless their order means nothing.
const IN_FLIGHT: i64 = 256;
/// Messages that are taken together where order means nothing, at most.
const TOGETHER: usize = 64;
/// How long the broker waits for an acknowledgement before it delivers again.
const ACK_WAIT: Duration = Duration::from_secs(30);
/// Given back, but not to the request for messages that is still open here until this process ends.
const GIVEN_BACK: AckKind = AckKind::Nak(Some(Duration::from_secs(1)));
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Feeds a reaction from the broker.
pub struct Consumer {
    /// The broker.
    pub nats: Nats,
    /// What is done with the messages.
    pub reaction: Arc<dyn Reaction>,
    /// The service's own store, where poison is parked.
    pub store: EventStore,
    /// Turns true when the process ends.
    pub stop: watch::Receiver<bool>,
}

impl std::fmt::Debug for Consumer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Consumer").field("name", &self.reaction.name()).finish_non_exhaustive()
    }
}

impl Consumer {
    /// Works until `stop` turns true; a broker that goes away is waited for.
    pub async fn run(mut self) {
        while !*self.stop.borrow() {
            if let Err(error) = self.consume().await {
                tracing::warn!(consumer = self.reaction.name(), %error, "the consumer pauses");
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
                _ = self.stop.changed() => {}
            }
        }
    }

    async fn consume(&mut self) -> Result<(), NatsError> {
        let mut messages = self.subscribe().await?;
        loop {
            let next = tokio::select! {
                next = messages.next() => next,
                _ = self.stop.changed() => return self.give_back(messages).await,
            };
            let Some(first) = next else { return Ok(()) };
            let first = first.map_err(|error| NatsError::Refused(error.into()))?;
            if self.reaction.in_order() {
                self.take(&first).await;
            } else {
                self.take_together(first, &mut messages).await?;
            }
            if *self.stop.borrow() {
                return self.give_back(messages).await;
            }
        }
    }

    /// Gives messages that wait here back to the broker, so that the next process need not wait until
    /// it delivers them again by itself.
    async fn give_back(&self, mut messages: pull::Stream) -> Result<(), NatsError> {
        while let Some(Some(Ok(message))) = messages.next().now_or_never() {
            acknowledge(&message, GIVEN_BACK).await;
        }
        self.nats.client.flush().await.map_err(|error| NatsError::Refused(error.into()))
    }

    async fn subscribe(&self) -> Result<pull::Stream, NatsError> {
        let service = self.reaction.service();
        let refused = |error: async_nats::Error| NatsError::Refused(error);
        self.nats.ensure_stream(service).await?;
        let stream = self
            .nats
            .jetstream
            .get_stream(stream_name(service))
            .await
            .map_err(|error| refused(error.into()))?;
        let facts = self.reaction.facts();
        let wanted = pull::Config {
            durable_name: Some(self.reaction.name().to_owned()),
            filter_subjects: facts
                .iter()
                .map(|fact| format!("sentier.*.{service}.v1.{fact}"))
                .collect(),
            ack_policy: AckPolicy::Explicit,
            ack_wait: ACK_WAIT,
            max_ack_pending: IN_FLIGHT,
            deliver_policy: DeliverPolicy::All,
            ..pull::Config::default()
        };
        let consumer =
            stream.create_consumer(wanted.clone()).await.map_err(|error| refused(error.into()))?;
        let echoed = &consumer.cached_info().config;
        // A server that drops the filters would hand us subjects that are not ours.
        let single = wanted.filter_subjects.len() == 1
            && wanted.filter_subjects.first() == Some(&echoed.filter_subject);
        if echoed.filter_subjects != wanted.filter_subjects && !single {
            return Err(NatsError::Ignored("filter_subjects"));
        }
        consumer.messages().await.map_err(|error| refused(error.into()))
    }

    /// Takes a message and those that have come behind it, all at once.
    async fn take_together(
        &self,
        first: Message,
        messages: &mut pull::Stream,
    ) -> Result<(), NatsError> {
        let (mut taken, mut end) = (vec![first], Ok(()));
        while taken.len() < TOGETHER {
            match messages.next().now_or_never() {
                Some(Some(Ok(message))) => taken.push(message),
                Some(Some(Err(error))) => {
                    end = Err(NatsError::Refused(error.into()));
                    break;
                }
                Some(None) | None => break,
            }
        }
        join_all(taken.iter().map(|message| self.take(message))).await;
        end
    }

    /// Makes the effect durable, then acknowledges; tries for as long as it takes.
    async fn take(&self, message: &Message) {
        let Some(delivered) = delivered(message) else {
            return drop_foreign(self.reaction.name(), message).await;
        };
        if let Ok(info) = message.info() {
            figures::consumed(self.reaction.name(), info.pending);
        }
        let span = tracing::info_span!("eventing.consume", consumer = self.reaction.name());
        if let Some(producer) = producer(message) {
            producer.link(&span);
        }
        let mut pause = FIRST_PAUSE;
        let mut stop = self.stop.clone();
        while !*stop.borrow() {
            if let Some(done) = self.attempt(&delivered).instrument(span.clone()).await {
                return acknowledge(message, done).await;
            }
            acknowledge(message, AckKind::Progress).await;
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        acknowledge(message, GIVEN_BACK).await;
    }

    /// One try; `None` when the message must be tried again.
    async fn attempt(&self, message: &Delivered) -> Option<AckKind> {
        let name = self.reaction.name();
        match self.reaction.react(message).await {
            Ok(()) => Some(AckKind::Ack),
            Err(ReactionError::Poison(reason)) => {
                if !park(self.store.database(), name, message, &reason).await {
                    return None;
                }
                figures::parked(name);
                Some(AckKind::Term)
            }
            Err(ReactionError::Retry(reason)) => {
                tracing::warn!(consumer = name, reason, "a message waits");
                None
            }
        }
    }
}

/// A message without our headers was not published by a relay of ours.
async fn drop_foreign(consumer: &str, message: &Message) {
    tracing::error!(consumer, "a message without id is dropped");
    acknowledge(message, AckKind::Term).await;
}

/// A lost acknowledgement only brings the message again.
async fn acknowledge(message: &Message, kind: AckKind) {
    if message.ack_with(kind).await.is_err() {
        tracing::warn!("an acknowledgement was lost");
    }
}

/// The trace of the command whose event this is.
fn producer(message: &Message) -> Option<TraceParent> {
    TraceParent::parse(message.headers.as_ref()?.get(trace::HEADER)?.as_str())
}

fn delivered(message: &Message) -> Option<Delivered> {
    let id = message.headers.as_ref()?.get("Nats-Msg-Id")?;
    let centre = message.subject.split('.').nth(1)?;
    Some(Delivered {
        event_id: Uuid::try_parse(id.as_str()).ok()?,
        subject: message.subject.to_string(),
        centre: centre.to_owned(),
        payload: message.payload.to_vec(),
    })
}

/// Keeps a message that can never be taken; `false` when the store is away.
async fn park(db: &Database, consumer: &str, message: &Delivered, reason: &str) -> bool {
    let sql = "INSERT INTO parked (consumer, event_id, subject, payload, reason) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let values = [
        consumer.into(),
        message.event_id.into(),
        message.subject.as_str().into(),
        message.payload.as_slice().into(),
        reason.into(),
    ];
    tracing::error!(consumer, "a message is parked");
    db.execute(sql, &values).await.is_ok()
}
