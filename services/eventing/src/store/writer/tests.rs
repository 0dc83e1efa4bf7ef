//! What a caller is told is durable: batches whose write fails, and another process in between.

use sentier_kernel::Moment;
use sentier_platform::trace::TraceParent;
use tempfile::TempDir;

use super::*;
use crate::store::{Decision, EventStore, StoreOptions};

const STREAM: Uuid = Uuid::from_u128(10);

/// The outcomes in the order in which they were told.
type Told = Arc<Mutex<Vec<(u128, &'static str)>>>;

/// A command that sees nothing but its stream's version.
struct Asked {
    stamp: Stamp,
    decide: Box<dyn FnMut(i64) -> Decision + Send + Sync>,
    told: Told,
}

impl Job for Asked {
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    fn stream(&self) -> Uuid {
        STREAM
    }

    fn trace(&self) -> Option<&TraceParent> {
        None
    }

    fn fold(&self, base: Option<Folded>, events: &[StoredEvent]) -> Result<Folded, StoreError> {
        let before = base.map_or(0, |base| base.version);
        Ok(at(events.last().map_or(before, |event| event.version)))
    }

    fn restore(&self, version: i64, _snapshot: &[u8]) -> Option<Folded> {
        Some(at(version))
    }

    fn snapshot(&self, _folded: &Folded) -> Option<Vec<u8>> {
        None
    }

    fn decide(&mut self, state: &Folded) -> Result<Decision, StoreError> {
        Ok((self.decide)(state.version))
    }

    fn finish(self: Box<Self>, outcome: Outcome) {
        let what = match outcome {
            Outcome::Committed { .. } => "committed",
            Outcome::Unchanged { .. } => "unchanged",
            Outcome::Repeated(_) => "repeated",
            Outcome::Refused => "refused",
            Outcome::Conflict => "conflict",
            Outcome::Failed(_) => "failed",
        };
        self.told.lock().expect("the list").push((self.stamp.request_id.as_u128(), what));
    }
}

fn at(version: i64) -> Folded {
    Folded { version, state: Arc::new(()) }
}

fn event() -> NewEvent {
    NewEvent { event_type: "counted.v1", payload: b"{}".to_vec() }
}

fn append(version: i64) -> Decision {
    Decision::Append { events: vec![event()], also: Vec::new(), next: at(version + 1) }
}

fn stamp(request: u128) -> Stamp {
    Stamp {
        request_id: Uuid::from_u128(request),
        fingerprint: [7; 32],
        principal: "services/test".to_owned(),
        centre: "ogou-1".to_owned(),
        at: Moment::from_micros(1),
    }
}

/// A store of one test, the writer's own connections to it, and what the writer told.
struct Place {
    store: EventStore,
    db: Database,
    told: Told,
    _folder: TempDir,
}

impl Place {
    async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = EventStore::open(&url, StoreOptions::default()).await.expect("opens");
        let db = Database::open(&url).await.expect("opens");
        Self { store, db, told: Told::default(), _folder: folder }
    }

    fn asked(
        &self,
        request: u128,
        decide: impl FnMut(i64) -> Decision + Send + Sync + 'static,
    ) -> Box<dyn Job> {
        let told = Arc::clone(&self.told);
        Box::new(Asked { stamp: stamp(request), decide: Box::new(decide), told })
    }

    /// Lets a writer, which may remember the stream at a version, work through one batch.
    async fn work(&self, remembered: Option<i64>, batch: Vec<Box<dyn Job>>) {
        let (sender, queue) = mpsc::channel(batch.len());
        for job in batch {
            assert!(sender.try_send(job).is_ok(), "the queue takes the batch");
        }
        drop(sender);
        let states = Arc::new(Cache::new(10));
        if let Some(version) = remembered {
            states.insert(STREAM, at(version));
        }
        let (db, head) = (self.db.clone(), watch::channel(0).0);
        let (tail, traces) = (Tail::default(), Traces::new());
        let known = Mutex::default();
        Writer { db, queue, states, known, head, tail, traces, service: "test" }.run().await;
    }

    fn told(&self) -> Vec<(u128, &'static str)> {
        self.told.lock().expect("the list").clone()
    }
}

/// Appends to an empty stream; finds it as it should be otherwise.
fn once(version: i64) -> Decision {
    if version == 0 { append(version) } else { Decision::Nothing }
}

/// Appends to an empty stream; refuses another.
fn first(version: i64) -> Decision {
    if version == 0 { append(version) } else { Decision::Refused }
}

#[tokio::test]
async fn what_rests_on_a_batch_is_told_after_its_commit() {
    let place = Place::new().await;
    let batch = vec![place.asked(1, once), place.asked(2, once), place.asked(3, first)];
    place.work(None, batch).await;
    assert_eq!(place.told(), [(1, "committed"), (2, "unchanged"), (3, "refused")]);
}

#[tokio::test]
async fn what_rests_on_a_batch_that_failed_is_not_told() {
    let place = Place::new().await;
    place.db.execute("PRAGMA query_only = ON", &[]).await.expect("writes fail from now on");
    let batch = vec![place.asked(1, once), place.asked(2, once), place.asked(3, first)];
    place.work(None, batch).await;
    assert_eq!(place.told(), [(1, "failed"), (2, "failed"), (3, "failed")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_another_process_has_just_stored_is_not_refused() {
    let place = Place::new().await;
    let other = place.store.clone();
    let mut elsewhere = Some(move || {
        let append = StreamAppend { stream: STREAM, expected_version: 0, events: vec![event()] };
        let stored = other.append(stamp(1), vec![append]);
        let runtime = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| runtime.block_on(stored)).expect("stores");
    });
    let job = place.asked(1, move |_version| {
        if let Some(store) = elsewhere.take() {
            store();
        }
        Decision::Refused
    });
    place.work(Some(0), vec![job]).await;
    assert_eq!(place.told(), [(1, "repeated")]);
}
