//! What the writer is asked to do: one command, with its types erased.

use std::any::Any;
use std::sync::Arc;

use sentier_kernel::Moment;
use sentier_platform::trace::TraceParent;
use uuid::Uuid;

use super::{NewEvent, StoreError, StoredEvent, StreamAppend};

/// A folded state of some aggregate, and the version it stands at.
#[derive(Clone)]
pub(crate) struct Folded {
    /// 0 when the stream does not exist.
    pub version: i64,
    /// An `Arc` of the aggregate's state.
    pub state: Arc<dyn Any + Send + Sync>,
}

/// What stands around every event of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The caller's key.
    pub request_id: Uuid,
    /// SHA-256 of the request, so that a key reused for another request is noticed.
    pub fingerprint: [u8; 32],
    /// Who called, as a resource name.
    pub principal: String,
    /// The centre's code.
    pub centre: String,
    /// When the command was received.
    pub at: Moment,
}

/// An earlier answer to the same request id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The stream that was written.
    pub stream: Uuid,
    /// Its version after the command.
    pub version: i64,
    /// The store's position after the command.
    pub position: i64,
    /// What the request was.
    pub fingerprint: [u8; 32],
}

/// What a job decided, given the state.
pub(crate) enum Decision {
    /// Store these; `next` is the state after them.
    Append { events: Vec<NewEvent>, also: Vec<StreamAppend>, next: Folded },
    /// Nothing changes: it was already so.
    Nothing,
    /// The job keeps its reason and tells it on `finish`.
    Refused,
}

/// What became of a job.
pub(crate) enum Outcome {
    /// Durable. `state` is the stream's state after it.
    Committed { position: i64, state: Folded },
    /// Nothing to store.
    Unchanged { position: i64, state: Folded },
    /// The request id was answered before.
    Repeated(Answered),
    /// The job refused.
    Refused,
    /// Another stream that the job writes has moved on.
    Conflict,
    /// The store failed.
    Failed(StoreError),
}

/// One command on its way through the writer.
pub(crate) trait Job: Send + Sync {
    fn stamp(&self) -> &Stamp;
    fn stream(&self) -> Uuid;
    /// The trace that the command belongs to, when one is recorded.
    fn trace(&self) -> Option<&TraceParent>;
    /// The state after `events`, from `base` or from the beginning.
    fn fold(&self, base: Option<Folded>, events: &[StoredEvent]) -> Result<Folded, StoreError>;
    /// The state in a snapshot, when it can still be read.
    fn restore(&self, version: i64, snapshot: &[u8]) -> Option<Folded>;
    /// The snapshot of a state, when the aggregate keeps any.
    fn snapshot(&self, folded: &Folded) -> Option<Vec<u8>>;
    /// Decides; called again when the state turned out to be stale.
    fn decide(&mut self, state: &Folded) -> Result<Decision, StoreError>;
    /// Tells the waiting caller. Last call.
    fn finish(self: Box<Self>, outcome: Outcome);
}
