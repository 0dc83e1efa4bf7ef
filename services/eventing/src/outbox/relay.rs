//! The loop that publishes a service's events in order.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sentier_platform::trace::TraceParent;
use tokio::sync::watch;
use tracing::Instrument as _;
use uuid::Uuid;

use super::batch::{self, Traced};
use super::{Publisher, lease};
use crate::figures;
use crate::nats::Nats;
use crate::store::{EventStore, StoredEvent};

/// Stored events that are translated at once; their messages stay below the broker's 1 000 a batch.
const PAGE: usize = 200;
/// Messages in one atomic batch, at most.
const BATCH: usize = 500;
/// How often a replica without the lease asks for it, and how long after a failure the next try is.
const PAUSE: Duration = Duration::from_millis(500);
/// A page of so many events is a sign of load: the next one waits until more can share its
/// acknowledgement.
const LOADED: usize = 8;
const GATHER: Duration = Duration::from_millis(10);
/// An idle holder renews its lease this often.
const RENEW: Duration = Duration::from_secs(3);

/// Publishes a service's events while it holds the lease.
pub struct Relay {
    /// Names its mark and its lease; the service's name, but for a relay beside the first.
    pub name: &'static str,
    /// The service's name, the third token of its subjects.
    pub service: &'static str,
    /// Where the events are.
    pub store: EventStore,
    /// Where they go.
    pub nats: Nats,
    /// What of them goes.
    pub publisher: Arc<dyn Publisher>,
    /// This replica; a fresh id.
    pub holder: Uuid,
    /// Turns true when the process ends.
    pub stop: watch::Receiver<bool>,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Relay").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Why the relay must pause; every kind is tried again.
#[derive(Debug, thiserror::Error)]
enum Pause {
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    #[error(transparent)]
    Publish(#[from] super::PublishError),
    #[error(transparent)]
    Nats(#[from] crate::nats::NatsError),
    #[error(transparent)]
    Batch(#[from] batch::BatchError),
}

impl Relay {
    /// Works until `stop` turns true; a failure pauses it, nothing is skipped.
    pub async fn run(mut self) {
        let mut lag = Lag::default();
        while !*self.stop.borrow() {
            let held = self.hold(&mut lag).await;
            held.unwrap_or_else(|pause| warn(self.name, &pause.to_string()));
            lag.measure(&self);
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                _ = self.stop.changed() => {}
            }
        }
        if lease::release(self.store.database(), self.name, self.holder).await.is_err() {
            warn(self.name, "its lease could not be given back and ends by itself");
        }
    }

    /// Publishes for as long as the lease is ours.
    async fn hold(&mut self, lag: &mut Lag) -> Result<(), Pause> {
        let db = self.store.database().clone();
        lag.position = lease::take(&db, self.name, self.holder).await?;
        let Some(mut position) = lag.position else { return Ok(()) };
        if self.nats.ensure_stream(self.service).await? && position > 0 {
            // The broker lost its disk: the log is the truth, and consumers know what they have taken.
            warn(self.name, "the broker's stream is empty: everything is published again");
            position = 0;
        }
        let mut head = self.store.head();
        let mut marked = Instant::now();
        while !*self.stop.borrow() {
            lag.position = Some(position);
            lag.measure(self);
            let Page { reached, events, published } = self.publish_after(position).await?;
            if reached > position {
                position = reached;
                // Events of which nothing leaves are only read again after a crash: no commit for them.
                if published > 0 || marked.elapsed() >= RENEW {
                    if !lease::mark(&db, self.name, self.holder, position).await? {
                        return Ok(());
                    }
                    marked = Instant::now();
                }
                if (LOADED..PAGE).contains(&events) {
                    tokio::time::sleep(GATHER).await;
                }
                continue;
            }
            tokio::select! {
                _ = moved_past(&mut head, position) => {}
                () = tokio::time::sleep(RENEW) => {
                    if !lease::mark(&db, self.name, self.holder, position).await? {
                        return Ok(());
                    }
                    marked = Instant::now();
                }
                _ = self.stop.changed() => {}
            }
        }
        Ok(())
    }

    /// Publishes the next page.
    async fn publish_after(&self, position: i64) -> Result<Page, Pause> {
        let nothing = Page { reached: position, events: 0, published: 0 };
        if *self.store.head().borrow() <= position {
            return Ok(nothing);
        }
        let events = self.store.read_log(position, u32::try_from(PAGE).unwrap_or(u32::MAX)).await?;
        let Some(last) = events.last() else { return Ok(nothing) };
        let span = tracing::info_span!("eventing.relay", relay = self.name);
        let published = self.publish_events(&events).instrument(span).await?;
        Ok(Page { reached: last.position, events: events.len(), published })
    }

    /// Publishes what the world may know of these events; answers how many messages that took.
    async fn publish_events(&self, events: &[StoredEvent]) -> Result<usize, Pause> {
        let carries = self.publisher.carries_trace();
        let mut messages = Vec::new();
        for event in events {
            let trace = || self.store.trace_of(event.position).or_else(TraceParent::current);
            let trace = carries.then(trace).flatten();
            let published = self.publisher.translate(event).await?.into_iter();
            messages.extend(published.map(|published| Traced { published, trace: trace.clone() }));
        }
        for chunk in messages.chunks(BATCH) {
            if self.publisher.in_batches() {
                batch::publish(&self.nats, self.service, chunk).await?;
            } else {
                batch::publish_alone(&self.nats, self.service, chunk).await?;
            }
        }
        Ok(messages.len())
    }
}

/// A page of the log that was published.
struct Page {
    /// Up to here all is published.
    reached: i64,
    /// Events that were looked at.
    events: usize,
    /// Messages that they took.
    published: usize,
}

/// How far the holder of the lease is behind, and since when.
#[derive(Default)]
struct Lag {
    /// `None` while another replica has the lease, and measures.
    position: Option<i64>,
    since: Option<Instant>,
}

impl Lag {
    fn measure(&mut self, relay: &Relay) {
        let Some(position) = self.position else { return };
        let behind = *relay.store.head().borrow() - position;
        let since = if behind > 0 { self.since.or_else(|| Some(Instant::now())) } else { None };
        self.since = since;
        let age = since.map(|since| since.elapsed()).unwrap_or_default();
        figures::relayed(relay.name, behind, age);
    }
}

/// Waits until the store's head is past `position`; at once when the store is gone.
async fn moved_past(head: &mut watch::Receiver<i64>, position: i64) -> bool {
    head.wait_for(|head| *head > position).await.is_ok()
}

fn warn(relay: &str, reason: &str) {
    tracing::warn!(relay, reason, "the relay pauses");
}
