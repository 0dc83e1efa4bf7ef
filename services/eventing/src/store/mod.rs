//! The event store: streams, one total order, the request log, snapshots.
//!
//! There is one append path: a command goes to the [`writer`] and is decided and committed there
//! together with whatever else is queued. Readers see positions without gaps and without late
//! arrivals, because positions are handed out under a lock that is held until the commit.

mod append;
mod error;
mod event;
mod head;
mod job;
mod loader;
mod raw;
mod read;
mod tail;
mod traces;
mod writer;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use moka::sync::Cache;
use sentier_platform::trace::TraceParent;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::db::Database;
pub use error::StoreError;
pub use event::{NewEvent, StoredEvent, StreamAppend};
pub use job::{Answered, Stamp};
pub(crate) use job::{Decision, Folded, Job, Outcome};
pub use raw::{AppendError, Appended};
use tail::Tail;
use traces::Traces;

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Folded states kept in memory, at most. They hold no personal values.
    pub cached_states: u64,
    /// Commands that may wait for the writer; more are told to come back.
    pub queue: usize,
    /// How often the head is read again, in case another process wrote.
    pub poll: Duration,
    /// Whose events these are, in figures.
    pub service: &'static str,
}

impl Default for StoreOptions {
    fn default() -> Self {
        let poll = Duration::from_millis(500);
        Self { cached_states: 20_000, queue: 4_096, poll, service: "unnamed" }
    }
}

/// The events of one service. Cheap to clone; the writer ends when the last clone is dropped.
#[derive(Clone)]
pub struct EventStore {
    db: Database,
    queue: mpsc::Sender<Box<dyn Job>>,
    loads: mpsc::Sender<loader::Wanted>,
    states: Arc<Cache<Uuid, Folded>>,
    head: watch::Receiver<i64>,
    tail: Tail,
    traces: Traces,
}

impl std::fmt::Debug for EventStore {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("EventStore").field("head", &*self.head.borrow()).finish_non_exhaustive()
    }
}

impl EventStore {
    /// Opens the store at `sqlite:PATH` or `postgres://…`, brings its tables up to date and starts its
    /// writer on the current runtime.
    ///
    /// # Errors
    /// When the database does not answer or a migration fails.
    pub async fn open(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        let db = Database::open(url).await?;
        db.migrate(&sqlx::migrate!("migrations/postgres"), &sqlx::migrate!("migrations/sqlite"))
            .await
            .map_err(StoreError::Migration)?;
        head::catch_up(&db).await?;
        let (queue, jobs) = mpsc::channel(options.queue);
        let (loads, wanted) = mpsc::channel(options.queue);
        let states = Arc::new(Cache::new(options.cached_states));
        let (announce, head) = watch::channel(read::head(&db).await?);
        let (tail, traces) = (Tail::default(), Traces::new());
        let writer = writer::Writer {
            db: db.clone(),
            queue: jobs,
            states: Arc::clone(&states),
            known: Mutex::default(),
            head: announce.clone(),
            tail: tail.clone(),
            traces: traces.clone(),
            service: options.service,
        };
        spawn(writer.run());
        spawn(loader::run(db.clone(), wanted));
        spawn(follow_head(db.clone(), announce, queue.downgrade(), options.poll));
        Ok(Self { db, queue, loads, states, head, tail, traces })
    }

    /// The database, for read models of the same service.
    pub const fn database(&self) -> &Database {
        &self.db
    }

    /// Events of one stream with versions above `after`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_stream(
        &self,
        stream: Uuid,
        after: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        read::stream(&self.db, stream, after, limit.into()).await
    }

    /// Events with positions above `after`, in the total order, at most `limit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_log(&self, after: i64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        let just_stored =
            usize::try_from(limit).ok().and_then(|limit| self.tail.after(after, limit));
        match just_stored {
            Some(events) => Ok(events),
            None => read::log(&self.db, after, limit.into()).await,
        }
    }

    /// The events at these positions, in the total order; those that are not there are left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_at(&self, positions: &[i64]) -> Result<Vec<StoredEvent>, StoreError> {
        read::at(&self.db, positions).await
    }

    /// The position of the last stored event that this process knows of, and its changes.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// The trace that stored an event lately, when this process did and recorded it.
    pub(crate) fn trace_of(&self, position: i64) -> Option<TraceParent> {
        self.traces.of(position)
    }

    /// The position of the last stored event, read from the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_head(&self) -> Result<i64, StoreError> {
        read::head(&self.db).await
    }

    /// The snapshot of a stream with its version, when there is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_snapshot(&self, stream: Uuid) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        Ok(read::snapshots(&self.db, &[stream]).await?.remove(&stream))
    }

    /// The state of a stream as this process saw it last; another may have written since.
    pub(crate) fn last_seen(&self, stream: Uuid) -> Option<Folded> {
        self.states.get(&stream)
    }

    /// Remembers the state of a stream, unless a later one is known.
    pub(crate) fn saw(&self, stream: Uuid, state: Folded) {
        self.states.entry(stream).and_upsert_with(|known| match known {
            Some(known) if known.value().version >= state.version => known.into_value(),
            _ => state,
        });
    }

    /// All events of a stream above a version, in a reading that is shared with other callers: for streams
    /// that are nearly known.
    pub(crate) async fn news_of(
        &self,
        stream: Uuid,
        after: i64,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let (tell, told) = oneshot::channel();
        let wanted = loader::Wanted { stream, after, tell };
        self.loads.send(wanted).await.map_err(|_closed| StoreError::Closed)?;
        told.await.map_err(|_dropped| StoreError::Closed)?
    }

    pub(crate) fn submit(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        self.queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })
    }
}

/// Tells waiting readers about events that another process stored.
async fn follow_head(
    db: Database,
    announce: watch::Sender<i64>,
    alive: mpsc::WeakSender<Box<dyn Job>>,
    poll: Duration,
) {
    loop {
        tokio::time::sleep(poll).await;
        if alive.upgrade().is_none() {
            return;
        }
        if let Ok(head) = read::head(&db).await {
            announce.send_if_modified(|known| {
                let newer = head > *known;
                *known = (*known).max(head);
                newer
            });
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the writer must outlive the shutdown of its callers: it ends when the last handle does"
)]
fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    drop(tokio::spawn(task));
}
