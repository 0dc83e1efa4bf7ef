//! What leaves: stored events, translated by an allow-list and published in order.
//!
//! The log itself is the outbox: an event is written once, in its own commit, and the relay reads on
//! from its mark. So nothing can be stored and not published, or published and not stored.

mod batch;
mod lease;
mod relay;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::store::StoredEvent;
pub use relay::Relay;

/// A published event, ready for the broker.
#[derive(Clone, PartialEq, Eq)]
pub struct Published {
    /// CloudEvents id and NATS message id; the same on every try.
    pub event_id: Uuid,
    /// What happened, the last token of the subject: `case_opened`.
    pub fact: &'static str,
    /// The centre's code, the second token of the subject.
    pub centre: String,
    /// The encoded protobuf message.
    pub payload: Vec<u8>,
}

impl std::fmt::Debug for Published {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Published").field("fact", &self.fact).finish_non_exhaustive()
    }
}

/// Why an event cannot be translated now; the relay waits and tries again, in order.
#[derive(Debug, thiserror::Error)]
#[error("an event cannot be published now: {0}")]
pub struct PublishError(pub &'static str);

/// From stored event to published events: the one place where facts leave the service.
pub trait Publisher: Send + Sync + 'static {
    /// What the world may know of `event`; an empty vector for what stays inside.
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>>;

    /// Whether messages carry the trace of the command that stored their event. They must not where
    /// somebody outside our services reads them: a trace's id tells who did what when.
    fn carries_trace(&self) -> bool {
        true
    }

    /// Whether messages may travel in batches.
    ///
    /// A batch is named after its members and numbers them, in headers that every subscriber sees: where
    /// somebody outside our services reads, each message goes by itself.
    fn in_batches(&self) -> bool {
        true
    }
}
