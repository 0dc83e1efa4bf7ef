//! The group commit: one task takes what is queued, decides it and commits it together.
//!
//! Throughput grows with load instead of stopping at the disk's flush rate, and an idle store waits
//! for nobody: a batch is whatever is queued at the moment. Commands on one stream are decided one
//! after the other in memory, so a hot stream costs no retries.

mod decide;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use moka::sync::Cache;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use super::append::{self, Logged, Row};
use super::head::Head;
use super::job::{Folded, Job, Outcome, Stamp};
use super::loader::gather;
use super::tail::Tail;
use super::traces::Traces;
use super::{NewEvent, StoreError, StoredEvent, StreamAppend};
use crate::db::{Database, Dialect};
use crate::figures;
use decide::Decided;

/// Commands that share one commit, at most.
const BATCH: usize = 512;
/// How often a command is decided when other processes keep writing its streams.
const ATTEMPTS: u32 = 8;
/// A stream's state is snapshotted when its version passes a multiple of this.
const SNAPSHOT_EVERY: i64 = 100;

/// The writer's side of a store.
pub(super) struct Writer {
    pub db: Database,
    pub queue: mpsc::Receiver<Box<dyn Job>>,
    pub states: Arc<Cache<Uuid, Folded>>,
    /// The head as this writer left it; none when it must be read.
    pub known: Mutex<Option<Head>>,
    pub head: watch::Sender<i64>,
    pub tail: Tail,
    pub traces: Traces,
    pub service: &'static str,
}

/// A job that decided to append, with what it appends.
struct Pending {
    job: Box<dyn Job>,
    stamp: Stamp,
    appends: Vec<StreamAppend>,
    state: Folded,
}

/// How a batch is looked at before it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// As if no request came again and nobody else wrote: the tables' keys refuse the batch if one did.
    Hopeful,
    /// The request log is asked first.
    Careful,
}

/// Jobs that are on their way together.
type Jobs = Vec<Box<dyn Job>>;

impl Writer {
    /// Works until every handle of the store is gone.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        while self.queue.recv_many(&mut batch, BATCH).await > 0 {
            gather(&mut self.queue, &mut batch, BATCH).await;
            let mut jobs = std::mem::take(&mut batch);
            let mut look = Look::Hopeful;
            while !jobs.is_empty() {
                let (now, later) = without_repeats(jobs);
                jobs = self.commit(now, look, 1).await;
                jobs.extend(later);
                look = Look::Careful;
            }
        }
    }

    /// Decides and commits jobs of distinct request ids; after a conflict that a careful look met, each is
    /// tried again, alone. Gives back those that must be decided again, with a careful look.
    async fn commit(&self, jobs: Jobs, look: Look, attempt: u32) -> Jobs {
        let Decided { pending, settled, mut resting } = match self.decide(jobs, look).await {
            Ok(decided) => decided,
            Err((jobs, error)) => {
                fail(jobs, &error);
                return Jobs::new();
            }
        };
        for (job, outcome) in settled {
            job.finish(outcome);
        }
        if pending.is_empty() {
            return resting;
        }
        let began = Instant::now();
        match self.write(&pending).await {
            Ok(head) => {
                figures::committed(self.service, pending.len(), began.elapsed());
                self.acknowledge(pending, head);
            }
            Err(error) => {
                for one in &pending {
                    for append in &one.appends {
                        self.states.invalidate(&append.stream);
                    }
                }
                if look == Look::Hopeful && is_conflict(&error) {
                    resting.extend(pending.into_iter().map(|one| one.job));
                } else {
                    resting.extend(self.retry(pending, &error, attempt).await);
                }
            }
        }
        resting
    }

    async fn retry(&self, pending: Vec<Pending>, error: &StoreError, attempt: u32) -> Jobs {
        let mut again = Jobs::new();
        if is_conflict(error) {
            for one in pending {
                if attempt < ATTEMPTS {
                    // Another process wrote one of the streams: each decides again on the new state,
                    // alone, so that one conflict cannot hold up the rest.
                    again.extend(
                        Box::pin(self.commit(vec![one.job], Look::Careful, attempt + 1)).await,
                    );
                } else {
                    one.job.finish(Outcome::Conflict);
                }
            }
        } else {
            fail(pending.into_iter().map(|one| one.job).collect(), error);
        }
        again
    }

    /// Before any caller is told: whoever lists next waits for this position.
    fn announce(&self, position: i64) {
        self.head.send_modify(|known| *known = (*known).max(position));
    }

    async fn write(&self, pending: &[Pending]) -> Result<i64, StoreError> {
        let (rows, requests) = layout(pending);
        let (beside, snapshots) = (beside(pending), snapshots(pending));
        let known = self.known().take();
        if let Some(mut head) = known.filter(|_| beside.is_empty())
            && self.db.dialect() == Dialect::Postgres
            && append::at_once(&self.db, &mut head, &rows, &requests, &snapshots).await?
        {
            return Ok(self.know(head));
        }
        let mut tx = self.db.begin().await?;
        let mut head = Head::lock(&mut tx).await?;
        append::check_beside(&mut tx, &beside).await?;
        append::write(&mut tx, &mut head, &rows, &requests).await?;
        append::keep_snapshots(&mut tx, snapshots).await?;
        tx.commit().await?;
        Ok(self.know(head))
    }

    fn known(&self) -> MutexGuard<'_, Option<Head>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn know(&self, head: Head) -> i64 {
        let position = head.position;
        *self.known() = Some(head);
        position
    }

    fn acknowledge(&self, pending: Vec<Pending>, head: i64) {
        let stored = stored(&pending, head);
        let mut position = head.saturating_sub(i64::try_from(stored.len()).unwrap_or(0));
        self.tail.push(stored);
        self.announce(head);
        for one in pending {
            let stored = i64::try_from(count(&one.appends)).unwrap_or(0);
            position += stored;
            if let Some(trace) = one.job.trace() {
                self.traces.stored(position, stored, trace);
            }
            for also in one.appends.iter().skip(1) {
                self.states.invalidate(&also.stream);
            }
            self.states.insert(one.job.stream(), one.state.clone());
            one.job.finish(Outcome::Committed { position, state: one.state });
        }
    }
}

/// The batch's events as they stand in the log, which now ends at `head`.
fn stored(pending: &[Pending], head: i64) -> Vec<StoredEvent> {
    let (rows, _requests) = layout(pending);
    let before = head.saturating_sub(i64::try_from(rows.len()).unwrap_or(0));
    (before + 1..)
        .zip(rows)
        .map(|(position, row)| StoredEvent {
            position,
            stream: row.stream,
            version: row.version,
            event_type: row.event.event_type.to_owned(),
            at: row.stamp.at,
            principal: row.stamp.principal.clone(),
            centre: row.stamp.centre.clone(),
            payload: row.event.payload.clone(),
        })
        .collect()
}

fn count(appends: &[StreamAppend]) -> usize {
    appends.iter().map(|append| append.events.len()).sum()
}

/// Snapshots that are due: a stream's version passes a multiple of [`SNAPSHOT_EVERY`].
fn snapshots(pending: &[Pending]) -> Vec<(Uuid, i64, Vec<u8>)> {
    let due = pending.iter().filter(|one| {
        let before = one.appends.first().map_or(0, |own| own.expected_version);
        before / SNAPSHOT_EVERY < one.state.version / SNAPSHOT_EVERY
    });
    // Of one stream the last alone.
    let last: BTreeMap<Uuid, &Pending> = due.map(|one| (one.job.stream(), one)).collect();
    let taken = last.into_iter().filter_map(|(stream, one)| {
        Some((stream, one.state.version, one.job.snapshot(&one.state)?))
    });
    taken.collect()
}

/// The streams that commands write beside their own and whose states were not folded here.
fn beside(pending: &[Pending]) -> Vec<(Uuid, i64)> {
    pending
        .iter()
        .flat_map(|one| one.appends.iter().skip(1))
        .map(|append| (append.stream, append.expected_version))
        .filter(|(_stream, expected)| *expected > 0)
        .collect()
}

/// The batch as rows, and its lines of the request log.
fn layout(pending: &[Pending]) -> (Vec<Row<'_>>, Vec<Logged<'_>>) {
    let mut rows = Vec::new();
    let mut requests = Vec::new();
    for one in pending {
        for append in &one.appends {
            let versions = append.expected_version + 1..;
            rows.extend(versions.zip(&append.events).map(|(version, event): (i64, &NewEvent)| {
                Row { stamp: &one.stamp, stream: append.stream, version, event }
            }));
        }
        requests.push(Logged {
            stamp: &one.stamp,
            stream: one.job.stream(),
            version: one.state.version,
            last: rows.len().saturating_sub(1),
        });
    }
    (rows, requests)
}

/// Splits off jobs whose request id stands earlier in the batch: they are answered from the log.
fn without_repeats(jobs: Jobs) -> (Jobs, Jobs) {
    let mut seen = HashSet::new();
    jobs.into_iter().partition(|job| seen.insert(job.stamp().request_id))
}

fn is_conflict(error: &StoreError) -> bool {
    match error {
        StoreError::Database(sqlx::Error::Database(error)) => error.is_unique_violation(),
        StoreError::Moved => true,
        _ => false,
    }
}

fn fail(jobs: Jobs, error: &StoreError) {
    tracing::error!(error = %error, jobs = jobs.len(), "the store refused a batch");
    for job in jobs {
        job.finish(Outcome::Failed(StoreError::Unavailable));
    }
}
