//! The task that keeps one read model up to date.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;
use tokio::sync::{Notify, watch};
use tracing::Instrument as _;

use super::{Projection, Tables};
use crate::db::{Database, Dialect, Tx};
use crate::figures;
use crate::store::{EventStore, StoreError, StoredEvent};

/// Events that share one transaction, at most.
const PAGE: u32 = 500;
/// How long after a failure the next try is.
const PAUSE: Duration = Duration::from_secs(1);
/// A page of so many events is a sign of load: the next one waits until more can share its commit, or
/// until somebody waits for it.
const LOADED: usize = 8;
const GATHER: Duration = Duration::from_millis(20);
/// So many events may be passed over before the checkpoint is moved for their sake.
///
/// After a restart they are looked at again. So a read model that has caught up may stand so many events behind
/// the head in its row.
pub const PASSED_OVER: i64 = 1_000;

const LOCK_POSTGRES: &str =
    "SELECT position FROM projection WHERE name = $1 AND version = $2 FOR UPDATE";
const LOCK_SQLITE: &str = "SELECT position FROM projection WHERE name = $1 AND version = $2";
const MOVE: &str = "UPDATE projection SET position = $4 \
     WHERE name = $1 AND version = $2 AND position = $3";
const SWAP: &str = "UPDATE projection SET live = CASE WHEN version = $2 THEN 1 ELSE 0 END \
     WHERE name = $1 AND version <= $2";

pub(super) struct Runner {
    pub store: EventStore,
    pub projection: Arc<dyn Projection>,
    /// Up to here every event is applied, or nothing follows from it.
    pub position: i64,
    /// The checkpoint as it stands in the database; never past the position.
    pub stored: i64,
    /// The page behind the position, when it was read already.
    pub ahead: Option<Vec<StoredEvent>>,
    pub announce: watch::Sender<i64>,
    /// Told when somebody waits for the read model.
    pub awaited: Arc<Notify>,
    pub stop: watch::Receiver<bool>,
}

/// Creates this version's tables when they are missing, drops tables that an earlier swap left behind,
/// and gives the checkpoint.
pub(super) async fn prepare(
    store: &EventStore,
    projection: &dyn Projection,
) -> Result<i64, StoreError> {
    let db = store.database();
    let mut tx = db.begin().await?;
    if tx.dialect() == Dialect::Postgres {
        // Two processes of one service may start at once; the head row orders them.
        tx.fetch("SELECT position FROM head WHERE id = 1 FOR UPDATE", &[]).await?;
    }
    if let Some(position) = checkpoint(&mut tx, projection).await? {
        tx.commit().await?;
        drop_replaced(db, projection).await?;
        return Ok(position);
    }
    let tables = Tables::of_version(projection.version());
    for statement in projection.schema(db.dialect(), &tables) {
        tx.execute(&statement, &[]).await?;
    }
    let insert = "INSERT INTO projection (name, version, position, live) VALUES ($1, $2, 0, 0)";
    tx.execute(insert, &[projection.name().into(), projection.version().into()]).await?;
    tx.commit().await?;
    Ok(0)
}

/// The checkpoint, locked until the transaction ends; `None` when there is none.
pub(super) async fn checkpoint(
    tx: &mut Tx,
    projection: &dyn Projection,
) -> Result<Option<i64>, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Postgres => LOCK_POSTGRES,
        Dialect::Sqlite => LOCK_SQLITE,
    };
    let key = [projection.name().into(), projection.version().into()];
    let rows = tx.fetch(sql, &key).await?;
    rows.first().map(|row| Ok(row.i64(0)?)).transpose()
}

async fn drop_replaced(db: &Database, projection: &dyn Projection) -> Result<(), StoreError> {
    let sql = "SELECT old.version FROM projection old JOIN projection own ON own.name = old.name \
         WHERE own.name = $1 AND own.version = $2 AND own.live = 1 AND old.version < own.version";
    let key = [projection.name().into(), projection.version().into()];
    for row in db.fetch(sql, &key).await? {
        let version = row.i64(0)?;
        let Ok(replaced) = u32::try_from(version) else { continue };
        let mut tx = db.begin().await?;
        for table in projection.tables() {
            let name = Tables::of_version(replaced).name(table);
            tx.execute(&format!("DROP TABLE IF EXISTS {name}"), &[]).await?;
        }
        let forget = "DELETE FROM projection WHERE name = $1 AND version = $2";
        tx.execute(forget, &[projection.name().into(), version.into()]).await?;
        tx.commit().await?;
        tracing::info!(projection = projection.name(), version, "dropped a replaced read model");
    }
    Ok(())
}

fn is_full(events: usize) -> bool {
    u32::try_from(events).is_ok_and(|events| events >= PAGE)
}

impl Runner {
    pub(super) async fn run(mut self) {
        let mut head = self.store.head();
        let mut swapped = false;
        while !*self.stop.borrow() {
            if self.catch_up().await.is_err() {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            if !swapped {
                swapped = self.swap_in().await.is_ok();
            }
            let position = self.position;
            tokio::select! {
                moved = head.wait_for(|head| *head > position) => if moved.is_err() { return },
                _ = self.stop.changed() => return,
            }
        }
    }

    async fn catch_up(&mut self) -> Result<(), StoreError> {
        loop {
            match self.advance().await {
                Ok(Some(events)) if !*self.stop.borrow() => self.gather(events).await,
                Ok(_) => return Ok(()),
                Err(error) => {
                    let name = self.projection.name();
                    tracing::error!(projection = name, error = %error, "a read model waits");
                    return Err(error);
                }
            }
        }
    }

    /// Under load, lets events gather behind a page of so many that was not full.
    async fn gather(&self, events: usize) {
        if events < LOADED || is_full(events) {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(GATHER) => {}
            () = self.awaited.notified() => {}
        }
    }

    /// Applies the next page; answers how many events it held, `None` when there is none.
    async fn advance(&mut self) -> Result<Option<usize>, StoreError> {
        if *self.store.head().borrow() <= self.position {
            return Ok(None);
        }
        let events = match self.ahead.take() {
            Some(events) => events,
            None => self.store.read_log(self.position, PAGE).await?,
        };
        let Some(last) = events.last().map(|event| event.position) else { return Ok(None) };
        if self.may_pass_over(&events, last) {
            self.position = last;
            self.announce();
            return Ok(Some(0));
        }
        let span = tracing::info_span!("eventing.project", projection = self.projection.name());
        if is_full(events.len()) {
            // There is more: it is read while this page is written.
            let store = self.store.clone();
            let applying = self.apply(&events, last).instrument(span);
            let (applied, next) = join(applying, store.read_log(last, PAGE)).await;
            applied?;
            self.ahead = next.ok().filter(|_| self.position == last);
        } else {
            self.apply(&events, last).instrument(span).await?;
        }
        self.announce();
        Ok(Some(events.len()))
    }

    fn announce(&self) {
        figures::projected(self.projection.name(), *self.store.head().borrow() - self.position);
        self.announce.send_replace(self.position);
    }

    /// Whether nothing follows from these events, and the checkpoint can wait for those from which it does.
    fn may_pass_over(&self, events: &[StoredEvent], last: i64) -> bool {
        last - self.stored < PASSED_OVER
            && !events.iter().any(|event| self.projection.takes(&event.event_type))
    }

    /// Applies events up to `last` and moves the checkpoint with them. The events are durable; their
    /// rows need no flush of their own, for which the next command would have to wait.
    async fn apply(&mut self, events: &[StoredEvent], last: i64) -> Result<(), StoreError> {
        let mut tx = self.store.database().begin_derived().await?;
        let (name, version) = (self.projection.name(), self.projection.version());
        let key = [name.into(), version.into(), self.stored.into(), last.into()];
        // The checkpoint first: its row is locked from here on, and it is moved by one process only.
        if tx.execute(MOVE, &key).await? == 0 {
            // Another process of this service was faster, or the checkpoint was taken back: go on from there.
            self.stored = checkpoint(&mut tx, self.projection.as_ref()).await?.unwrap_or(0);
            self.position = self.stored;
            return Ok(());
        }
        self.projection.apply(&mut tx, &Tables::of_version(version), events).await?;
        tx.commit().await?;
        (self.stored, self.position) = (last, last);
        Ok(())
    }

    async fn swap_in(&self) -> Result<(), StoreError> {
        let key = [self.projection.name().into(), self.projection.version().into()];
        self.store.database().execute(SWAP, &key).await?;
        Ok(())
    }
}
