//! The one way to change an aggregate: load, decide, append; and the one door to personal data.

mod disclose;
mod error;
mod job;

use std::marker::PhantomData;
use std::sync::Arc;

use sentier_kernel::{Decider, Moment};
use tokio::sync::oneshot;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::codec::{Codec, Event, Rejection, State};
use crate::store::{EventStore, Folded, Stamp, StoreError, StoredEvent, StreamAppend};
use crate::vault::{KeyRing, Opener};
pub use disclose::{Entered, READ_EVENT, Reading, readings_stream};
pub use error::TransactError;
use job::{Told, Transact, encode, typed};

/// Events of a stream that are read at once.
const PAGE: u32 = 1_000;

/// The streams of one kind of aggregate. Cheap to clone.
pub struct Streams<C> {
    store: EventStore,
    codec: PhantomData<fn() -> C>,
}

impl<C> Clone for Streams<C> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), codec: PhantomData }
    }
}

impl<C> std::fmt::Debug for Streams<C> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Streams")
    }
}

/// One command's surroundings: who calls, when, and the caller's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What stands around every event of the command.
    pub stamp: Stamp,
    /// The version that the caller saw; the command is refused when the stream moved on.
    pub expected_version: Option<i64>,
}

/// A state and the version it stands at.
#[derive(Debug)]
pub struct Loaded<S> {
    /// 0 when there is no such stream.
    pub version: i64,
    /// The state.
    pub state: Arc<S>,
}

/// The answer to a command that is durable.
#[derive(Debug)]
pub struct Committed<S> {
    /// The stream; on a repeat the one that the first call wrote.
    pub stream: Uuid,
    /// Its version after the command.
    pub version: i64,
    /// The store's position after the command.
    pub position: i64,
    /// The state as of that version.
    pub state: Arc<S>,
    /// Whether this is the answer to an earlier call with the same request id.
    pub repeated: bool,
}

/// An event with its place, decoded.
#[derive(Clone, Debug)]
pub struct Recorded<E> {
    /// Place in the store's total order.
    pub position: i64,
    /// Place in the stream.
    pub version: i64,
    /// When the command was received.
    pub at: Moment,
    /// Who called, as a resource name.
    pub principal: String,
    /// The event.
    pub event: E,
}

impl<C: Codec> Streams<C> {
    /// The streams of `C`'s aggregate in `store`.
    pub fn new(store: &EventStore) -> Self {
        Self { store: store.clone(), codec: PhantomData }
    }

    /// The present state of a stream.
    ///
    /// # Errors
    /// When the store does not answer or an event cannot be read.
    pub async fn state(&self, stream: Uuid) -> Result<Loaded<State<C>>, StoreError> {
        let seen =
            self.store.last_seen(stream).and_then(|seen| Some((seen.version, typed::<C>(&seen)?)));
        let Some((mut version, mut state)) = seen else {
            let loaded = self.state_at(stream, i64::MAX).await?;
            self.keep(stream, &loaded);
            return Ok(loaded);
        };
        let news = self.store.news_of(stream, version).await?;
        if let Some(last) = news.last() {
            version = last.version;
            let mut folded = state.as_ref().clone();
            for event in &news {
                let decoded = C::decode(&event.event_type, &event.payload, &Opener::withholding())?;
                folded = C::Aggregate::evolve(folded, &decoded);
            }
            state = Arc::new(folded);
            self.keep(stream, &Loaded { version, state: Arc::clone(&state) });
        }
        Ok(Loaded { version, state })
    }

    fn keep(&self, stream: Uuid, loaded: &Loaded<State<C>>) {
        let state = Arc::clone(&loaded.state);
        self.store.saw(stream, Folded { version: loaded.version, state });
    }

    /// Decides a command and makes its events durable: idempotent by the request id, committed together
    /// with other commands, decided again when another process wrote the stream.
    ///
    /// # Errors
    /// The aggregate's rejection; [`TransactError::Stale`] when the expected version is behind.
    pub async fn transact<F>(
        &self,
        call: Call,
        stream: Uuid,
        ring: KeyRing,
        decide: F,
    ) -> Result<Committed<State<C>>, TransactError<Rejection<C>>>
    where
        F: Fn(&State<C>) -> Result<Vec<Event<C>>, Rejection<C>> + Send + Sync + 'static,
        Rejection<C>: Send + Sync,
    {
        self.transact_with(call, stream, ring, decide, |_events| Ok(Vec::new())).await
    }

    /// Decides a command as [`Streams::transact`] does, and makes events of other streams durable in
    /// the same append: all of them or none. `also` is told the decided events, and makes the others
    /// with [`Streams::appended`] of their own codec; it is not asked when nothing was decided.
    ///
    /// Choose as `stream` the one that callers contend for: its state is always the latest, and the
    /// command is decided again when another writer was faster.
    ///
    /// # Errors
    /// The aggregate's rejection; [`TransactError::Stale`] when the expected version of this or of
    /// another stream is behind.
    pub async fn transact_with<F, A>(
        &self,
        call: Call,
        stream: Uuid,
        ring: KeyRing,
        decide: F,
        also: A,
    ) -> Result<Committed<State<C>>, TransactError<Rejection<C>>>
    where
        F: Fn(&State<C>) -> Result<Vec<Event<C>>, Rejection<C>> + Send + Sync + 'static,
        A: Fn(&[Event<C>]) -> Result<Vec<StreamAppend>, StoreError> + Send + Sync + 'static,
        Rejection<C>: Send + Sync,
    {
        let fingerprint = call.stamp.fingerprint;
        let (tell, told) = oneshot::channel();
        let span = tracing::info_span!("eventing.append");
        let job =
            span.in_scope(|| Transact::<C, F, A>::new(call, stream, ring, decide, also, tell));
        self.store.submit(Box::new(job))?;
        match told.instrument(span).await.map_err(|_dropped| StoreError::Closed)? {
            Told::Done { position, version, state } => {
                Ok(Committed { stream, version, position, state, repeated: false })
            }
            Told::Repeated(answer) if answer.fingerprint != fingerprint => {
                Err(TransactError::RequestReused)
            }
            Told::Repeated(answer) => {
                let state = self.state_at(answer.stream, answer.version).await?.state;
                Ok(Committed {
                    stream: answer.stream,
                    version: answer.version,
                    position: answer.position,
                    state,
                    repeated: true,
                })
            }
            Told::Refused(error) => Err(error),
        }
    }

    /// Events of this aggregate for the append of another aggregate's command
    /// ([`Streams::transact_with`]), behind `expected_version`; 0 for a stream that must not exist.
    ///
    /// # Errors
    /// When a personal field cannot be sealed.
    pub fn appended(
        call: &Call,
        stream: Uuid,
        expected_version: i64,
        ring: &KeyRing,
        events: &[Event<C>],
    ) -> Result<StreamAppend, StoreError> {
        let events = encode::<C>(call, stream, expected_version, ring, events)?;
        Ok(StreamAppend { stream, expected_version, events })
    }

    /// Events of a stream with versions above `after`, oldest first, at most `limit`; personal fields
    /// withheld.
    ///
    /// # Errors
    /// When the store does not answer or an event cannot be read.
    pub async fn history(
        &self,
        stream: Uuid,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Recorded<Event<C>>>, StoreError> {
        let stored = self.store.read_stream(stream, after, limit).await?;
        stored.iter().map(|event| Self::recorded(event, &Opener::withholding())).collect()
    }

    async fn state_at(&self, stream: Uuid, version: i64) -> Result<Loaded<State<C>>, StoreError> {
        let mut state = C::Aggregate::initial();
        let mut reached = 0;
        loop {
            let page = self.store.read_stream(stream, reached, PAGE).await?;
            let last_page = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            for event in page.iter().filter(|event| event.version <= version) {
                let decoded = C::decode(&event.event_type, &event.payload, &Opener::withholding())?;
                state = C::Aggregate::evolve(state, &decoded);
                reached = event.version;
            }
            if last_page || reached >= version {
                return Ok(Loaded { version: reached, state: Arc::new(state) });
            }
        }
    }

    fn recorded(
        stored: &StoredEvent,
        opener: &Opener<'_>,
    ) -> Result<Recorded<Event<C>>, StoreError> {
        Ok(Recorded {
            position: stored.position,
            version: stored.version,
            at: stored.at,
            principal: stored.principal.clone(),
            event: C::decode(&stored.event_type, &stored.payload, opener)?,
        })
    }
}
