//! Appending without an aggregate: several streams, atomically, each behind its expected version.
//!
//! For callers that have nothing to decide (a ledger entry, an import); it goes through the same writer
//! and the same request log as every command.

use std::sync::Arc;

use sentier_platform::trace::TraceParent;
use tokio::sync::oneshot;
use tracing::Instrument as _;
use uuid::Uuid;

use super::job::{Decision, Folded, Job, Outcome, Stamp};
use super::{Answered, EventStore, NewEvent, StoreError, StoredEvent, StreamAppend};

/// Where an append ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The store's position of the last appended event.
    pub position: i64,
    /// Whether this is the answer to an earlier append with the same request id.
    pub repeated: bool,
}

/// Why nothing was appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// A stream is not at its expected version.
    #[error("a stream has moved on from its expected version")]
    Stale,
    /// The request id was used for another append.
    #[error("the request id was used for another request")]
    RequestReused,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EventStore {
    /// Appends to several streams in one transaction, all or nothing.
    ///
    /// # Errors
    /// [`AppendError::Stale`] when any stream is not at its expected version; then nothing is stored.
    pub async fn append(
        &self,
        stamp: Stamp,
        appends: Vec<StreamAppend>,
    ) -> Result<Appended, AppendError> {
        self.submit_raw(stamp, appends, false).await
    }

    /// Appends one event at the end of a stream, at whatever version it stands.
    ///
    /// # Errors
    /// When the store fails, or the request id was used for another append.
    pub async fn note(
        &self,
        stamp: Stamp,
        stream: Uuid,
        event: NewEvent,
    ) -> Result<Appended, AppendError> {
        let append = StreamAppend { stream, expected_version: 0, events: vec![event] };
        self.submit_raw(stamp, vec![append], true).await
    }

    async fn submit_raw(
        &self,
        stamp: Stamp,
        appends: Vec<StreamAppend>,
        anywhere: bool,
    ) -> Result<Appended, AppendError> {
        let fingerprint = stamp.fingerprint;
        let (tell, told) = oneshot::channel();
        let span = tracing::info_span!("eventing.append");
        let trace = span.in_scope(TraceParent::current);
        self.submit(Box::new(RawAppend { stamp, appends, anywhere, trace, tell }))?;
        match told.instrument(span).await.map_err(|_dropped| StoreError::Closed)? {
            Outcome::Committed { position, .. } | Outcome::Unchanged { position, .. } => {
                Ok(Appended { position, repeated: false })
            }
            Outcome::Repeated(Answered { position, fingerprint: earlier, .. }) => {
                if earlier == fingerprint {
                    Ok(Appended { position, repeated: true })
                } else {
                    Err(AppendError::RequestReused)
                }
            }
            Outcome::Refused | Outcome::Conflict => Err(AppendError::Stale),
            Outcome::Failed(error) => Err(error.into()),
        }
    }
}

struct RawAppend {
    stamp: Stamp,
    appends: Vec<StreamAppend>,
    /// Whether the first stream may stand at any version.
    anywhere: bool,
    trace: Option<TraceParent>,
    tell: oneshot::Sender<Outcome>,
}

impl Job for RawAppend {
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    fn stream(&self) -> Uuid {
        self.appends.first().map_or_else(Uuid::nil, |first| first.stream)
    }

    fn trace(&self) -> Option<&TraceParent> {
        self.trace.as_ref()
    }

    fn fold(&self, base: Option<Folded>, events: &[StoredEvent]) -> Result<Folded, StoreError> {
        let version = events.last().map(|event| event.version);
        let version = version.or_else(|| base.map(|base| base.version)).unwrap_or(0);
        Ok(Folded { version, state: Arc::new(()) })
    }

    fn restore(&self, version: i64, _snapshot: &[u8]) -> Option<Folded> {
        Some(Folded { version, state: Arc::new(()) })
    }

    fn snapshot(&self, _folded: &Folded) -> Option<Vec<u8>> {
        None
    }

    fn decide(&mut self, state: &Folded) -> Result<Decision, StoreError> {
        let Some((own, also)) = self.appends.split_first() else {
            return Ok(Decision::Nothing);
        };
        if !self.anywhere && own.expected_version != state.version {
            return Ok(Decision::Refused);
        }
        let added = i64::try_from(own.events.len()).unwrap_or(0);
        let next = Folded { version: state.version + added, state: Arc::clone(&state.state) };
        Ok(Decision::Append { events: own.events.clone(), also: also.to_vec(), next })
    }

    fn finish(self: Box<Self>, outcome: Outcome) {
        // The caller may have gone away at its deadline; the request log answers its retry.
        drop(self.tell.send(outcome));
    }
}
