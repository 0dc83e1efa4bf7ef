//! What streams have gained since a version, read for many callers at once.
//!
//! Every command is let in by the present state of what it changes, and another process may have changed
//! it. One task asks for all who wait: the question is the same for one stream and for fifty.

use std::collections::BTreeMap;

use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::{StoreError, StoredEvent, read};
use crate::db::Database;

/// Callers that are answered from one reading, at most.
const BATCH: usize = 256;

/// One caller's question.
pub(super) struct Wanted {
    pub stream: Uuid,
    /// Events above this version.
    pub after: i64,
    pub tell: oneshot::Sender<Result<Vec<StoredEvent>, StoreError>>,
}

/// Works until every handle of the store is gone.
pub(super) async fn run(db: Database, mut queue: mpsc::Receiver<Wanted>) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        gather(&mut queue, &mut batch, BATCH).await;
        let mut streams: BTreeMap<Uuid, i64> = BTreeMap::new();
        for wanted in &batch {
            let after = streams.entry(wanted.stream).or_insert(wanted.after);
            *after = (*after).min(wanted.after);
        }
        let streams: Vec<(Uuid, i64)> = streams.into_iter().collect();
        let found = read::streams(&db, &streams).await;
        if let Err(error) = &found {
            tracing::error!(error = %error, streams = streams.len(), "streams cannot be read");
        }
        for Wanted { stream, after, tell } in batch.drain(..) {
            let answer = match &found {
                Ok(found) => Ok(behind(after, found.get(&stream))),
                Err(_told_above) => Err(StoreError::Unavailable),
            };
            // The caller may have gone away at its deadline.
            drop(tell.send(answer));
        }
    }
}

/// Lets callers that are on the point of asking do so, and takes what they asked. Nobody waits for a
/// clock: when no other task is ready, this returns at once.
pub(super) async fn gather<T>(queue: &mut mpsc::Receiver<T>, batch: &mut Vec<T>, most: usize) {
    tokio::task::yield_now().await;
    while batch.len() < most
        && let Ok(more) = queue.try_recv()
    {
        batch.push(more);
    }
}

fn behind(after: i64, events: Option<&Vec<StoredEvent>>) -> Vec<StoredEvent> {
    let newer = events.into_iter().flatten().filter(|event| event.version > after);
    newer.cloned().collect()
}
