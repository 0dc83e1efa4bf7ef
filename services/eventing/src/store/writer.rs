//! The group commit: one task takes what is queued, decides it and commits it together.
//!
//! Throughput grows with load instead of stopping at the disk's flush rate, and an idle store waits
//! for nobody: a batch is whatever is queued at the moment. Commands on one stream are decided one
//! after the other in memory, so a hot stream costs no retries.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use moka::sync::Cache;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use super::append::{self, Logged, Row};
use super::head::Head;
use super::job::{Decision, Folded, Job, Outcome, Stamp};
use super::traces::Traces;
use super::{NewEvent, StoreError, StreamAppend, read};
use crate::db::Database;
use crate::figures;

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
    pub states: Cache<Uuid, Folded>,
    pub head: watch::Sender<i64>,
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

/// Jobs that are on their way together.
type Jobs = Vec<Box<dyn Job>>;
/// Jobs that need no commit, with the outcome they will be told.
type Settled = Vec<(Box<dyn Job>, Outcome)>;

impl Writer {
    /// Works until every handle of the store is gone.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        while self.queue.recv_many(&mut batch, BATCH).await > 0 {
            let mut jobs = std::mem::take(&mut batch);
            while !jobs.is_empty() {
                let (now, later) = without_repeats(jobs);
                self.commit(now, 1).await;
                jobs = later;
            }
        }
    }

    /// Decides and commits jobs of distinct request ids; after a conflict each is tried again, alone.
    async fn commit(&self, jobs: Jobs, attempt: u32) {
        let (pending, settled) = match self.decide(jobs).await {
            Ok(decided) => decided,
            Err((jobs, error)) => {
                fail(jobs, &error);
                return;
            }
        };
        for (job, outcome) in settled {
            job.finish(outcome);
        }
        if pending.is_empty() {
            return;
        }
        let began = Instant::now();
        match self.write(&pending).await {
            Ok(head) => {
                figures::committed(self.service, pending.len(), began.elapsed());
                self.acknowledge(pending, head).await;
            }
            Err(error) => {
                for one in &pending {
                    for append in &one.appends {
                        self.states.invalidate(&append.stream);
                    }
                }
                self.retry(pending, &error, attempt).await;
            }
        }
    }

    async fn retry(&self, pending: Vec<Pending>, error: &StoreError, attempt: u32) {
        if is_conflict(error) {
            for one in pending {
                if attempt < ATTEMPTS {
                    // Another process wrote one of the streams: each decides again on the new state,
                    // alone, so that one conflict cannot hold up the rest.
                    Box::pin(self.commit(vec![one.job], attempt + 1)).await;
                } else {
                    one.job.finish(Outcome::Conflict);
                }
            }
        } else {
            fail(pending.into_iter().map(|one| one.job).collect(), error);
        }
    }

    async fn decide(&self, jobs: Jobs) -> Result<(Vec<Pending>, Settled), (Jobs, StoreError)> {
        let mut states = match self.load(&jobs).await {
            Ok(states) => states,
            Err(error) => return Err((jobs, error)),
        };
        let ids: Vec<Uuid> = jobs.iter().map(|job| job.stamp().request_id).collect();
        let mut answered = match read::answered(&self.db, &ids).await {
            Ok(answered) => answered,
            Err(error) => return Err((jobs, error)),
        };
        let position = *self.head.borrow();
        let (mut pending, mut settled) = (Vec::new(), Vec::new());
        for mut job in jobs {
            if let Some(answer) = answered.remove(&job.stamp().request_id) {
                settled.push((job, Outcome::Repeated(answer)));
                continue;
            }
            let stream = job.stream();
            let Some(mut state) = states.get(&stream).cloned() else {
                settled.push((job, Outcome::Failed(StoreError::Closed)));
                continue;
            };
            let mut decision = job.decide(&state);
            if matches!(decision, Ok(Decision::Nothing | Decision::Refused))
                && let Ok(Some(newer)) = self.newer(job.as_ref(), &state).await
            {
                states.insert(stream, newer.clone());
                state = newer;
                decision = job.decide(&state);
            }
            match decision {
                Ok(Decision::Append { events, also, next }) => {
                    let own = StreamAppend { stream, expected_version: state.version, events };
                    let appends = std::iter::once(own).chain(also).collect();
                    states.insert(stream, next.clone());
                    let stamp = job.stamp().clone();
                    pending.push(Pending { job, stamp, appends, state: next });
                }
                Ok(Decision::Nothing) => {
                    settled.push((job, Outcome::Unchanged { position, state }));
                }
                Ok(Decision::Refused) => settled.push((job, Outcome::Refused)),
                Err(error) => settled.push((job, Outcome::Failed(error))),
            }
        }
        Ok((pending, settled))
    }

    /// The states of every job's stream: from memory, else from snapshot and tail.
    async fn load(&self, jobs: &[Box<dyn Job>]) -> Result<HashMap<Uuid, Folded>, StoreError> {
        let mut states = HashMap::new();
        let mut missing: HashMap<Uuid, &dyn Job> = HashMap::new();
        for job in jobs {
            let stream = job.stream();
            match self.states.get(&stream) {
                Some(folded) => {
                    states.insert(stream, folded);
                }
                None => {
                    missing.insert(stream, job.as_ref());
                }
            }
        }
        if missing.is_empty() {
            return Ok(states);
        }
        let ids: Vec<Uuid> = missing.keys().copied().collect();
        let mut bases: HashMap<Uuid, Folded> = HashMap::new();
        for (stream, (version, payload)) in read::snapshots(&self.db, &ids).await? {
            let restored = missing.get(&stream).and_then(|job| job.restore(version, &payload));
            bases.extend(restored.map(|folded| (stream, folded)));
        }
        let after = |stream: &Uuid| bases.get(stream).map_or(0, |folded| folded.version);
        let wanted: Vec<(Uuid, i64)> = ids.iter().map(|stream| (*stream, after(stream))).collect();
        let mut found = read::streams(&self.db, &wanted).await?;
        for (stream, job) in missing {
            let events = found.remove(&stream).unwrap_or_default();
            let folded = job.fold(bases.remove(&stream), &events)?;
            self.states.insert(stream, folded.clone());
            states.insert(stream, folded);
        }
        Ok(states)
    }

    /// The state after events that another process stored behind ours. An append on a stale state is
    /// caught by its version; a refusal on one must be looked at again.
    async fn newer(&self, job: &dyn Job, state: &Folded) -> Result<Option<Folded>, StoreError> {
        let tail = read::stream(&self.db, job.stream(), state.version, i64::MAX).await?;
        if tail.is_empty() {
            return Ok(None);
        }
        job.fold(Some(state.clone()), &tail).map(Some)
    }

    async fn write(&self, pending: &[Pending]) -> Result<i64, StoreError> {
        let (rows, requests) = layout(pending);
        let mut tx = self.db.begin().await?;
        let mut head = Head::lock(&mut tx).await?;
        append::check_beside(&mut tx, &beside(pending)).await?;
        let last = append::write(&mut tx, &mut head, &rows, &requests).await?;
        tx.commit().await?;
        Ok(last)
    }

    async fn acknowledge(&self, pending: Vec<Pending>, head: i64) {
        // Before any caller is told: whoever lists next waits for this position.
        self.head.send_modify(|known| *known = (*known).max(head));
        let total: usize = pending.iter().map(|one| count(&one.appends)).sum();
        let mut position = head.saturating_sub(i64::try_from(total).unwrap_or(0));
        for one in pending {
            let stored = i64::try_from(count(&one.appends)).unwrap_or(0);
            position += stored;
            if let Some(trace) = one.job.trace() {
                self.traces.stored(position, stored, trace);
            }
            for also in one.appends.iter().skip(1) {
                self.states.invalidate(&also.stream);
            }
            let stream = one.job.stream();
            let before = one.appends.first().map_or(0, |own| own.expected_version);
            if before / SNAPSHOT_EVERY < one.state.version / SNAPSHOT_EVERY {
                self.keep_snapshot(stream, one.job.as_ref(), &one.state).await;
            }
            self.states.insert(stream, one.state.clone());
            one.job.finish(Outcome::Committed { position, state: one.state });
        }
    }

    /// A snapshot only saves time: when it cannot be kept, the stream is read from its beginning.
    async fn keep_snapshot(&self, stream: Uuid, job: &dyn Job, state: &Folded) {
        let Some(payload) = job.snapshot(state) else {
            return;
        };
        let sql = "INSERT INTO snapshot (stream, version, payload) VALUES ($1, $2, $3) \
             ON CONFLICT (stream) DO UPDATE SET version = excluded.version, payload = excluded.payload \
             WHERE snapshot.version < excluded.version";
        let values = [stream.into(), state.version.into(), payload.into()];
        if self.db.execute(sql, &values).await.is_err() {
            tracing::warn!("a snapshot could not be kept");
        }
    }
}

fn count(appends: &[StreamAppend]) -> usize {
    appends.iter().map(|append| append.events.len()).sum()
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
