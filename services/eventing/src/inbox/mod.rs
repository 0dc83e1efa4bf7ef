//! What arrives: published events of other services, each with its effect exactly once.
//!
//! A reaction's effect is a command whose request id is derived from the event id and the consumer's
//! name. The request log, written in the transaction of the effect, is the inbox: a message that comes
//! again is answered from it.

mod consumer;

use futures_util::future::BoxFuture;
use uuid::Uuid;

pub use consumer::Consumer;

/// A message as a reaction sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The published event's id.
    pub event_id: Uuid,
    /// The full subject.
    pub subject: String,
    /// The centre's code, from the subject.
    pub centre: String,
    /// The encoded protobuf message.
    pub payload: Vec<u8>,
}

impl std::fmt::Debug for Delivered {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Delivered").field("subject", &self.subject).finish_non_exhaustive()
    }
}

impl Delivered {
    /// The request id of `consumer`'s effect: the same on every delivery.
    pub fn request_id(&self, consumer: &str) -> Uuid {
        Self::request_id_of(consumer, self.event_id)
    }

    /// The request id of `consumer`'s effect of the message with this id.
    pub fn request_id_of(consumer: &str, event_id: Uuid) -> Uuid {
        Uuid::new_v5(&event_id, consumer.as_bytes())
    }
}

/// Why a reaction did not take a message. Never quotes the message.
#[derive(Debug, thiserror::Error)]
pub enum ReactionError {
    /// Something is away: the same message is tried again, before any later one.
    #[error("try again: {0}")]
    Retry(String),
    /// The message can never be taken: it is parked with this reason, and the next one comes.
    #[error("cannot be taken: {0}")]
    Poison(String),
}

/// What a service does on another's published events.
pub trait Reaction: Send + Sync + 'static {
    /// The durable consumer's name, `referrals_on_cases`.
    fn name(&self) -> &'static str;

    /// The service whose events these are.
    fn service(&self) -> &'static str;

    /// The facts it wants, `referral_requested`.
    fn facts(&self) -> &'static [&'static str];

    /// Whether one message must wait for the effect of the one before. Where their order means nothing,
    /// those that have come are taken together, and their effects share commits.
    fn in_order(&self) -> bool {
        true
    }

    /// Makes the effect durable, or says why not. Called again for the same message.
    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>>;
}
