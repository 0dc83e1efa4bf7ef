//! PostgreSQL connections between two uses.
//!
//! A pool asks a connection whether it lives whenever it is given back, in a task of its own: a round trip
//! more for each use of it, and most uses are one round trip. So a connection that did as it was told rests
//! here, and one that is in doubt (a statement was cut off, a transaction was given up) is closed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgPool, Postgres};
use sqlx::{Connection as _, Executor as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ACQUIRE;

/// A connection that was used so lately is not asked whether it lives.
const TRUSTED: Duration = Duration::from_millis(500);

/// Connections of one database. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Rack {
    pub(super) pool: PgPool,
    room: Arc<Semaphore>,
    resting: Resting,
}

type Resting = Arc<Mutex<Vec<(Instant, PoolConnection<Postgres>)>>>;

impl Rack {
    /// Connections of a pool that holds so many.
    pub(super) fn new(pool: PgPool, most: u32) -> Self {
        let room = Semaphore::new(usize::try_from(most).unwrap_or(1));
        Self { pool, room: Arc::new(room), resting: Resting::default() }
    }

    /// A connection for one use: the one that rests shortest, which is most surely alive.
    pub(super) async fn take(&self) -> Result<Taken, sqlx::Error> {
        let room = Arc::clone(&self.room).acquire_owned();
        let room = tokio::time::timeout(ACQUIRE, room).await;
        let room = room.map_err(|_elapsed| sqlx::Error::PoolTimedOut)?;
        let room = room.map_err(|_closed| sqlx::Error::PoolClosed)?;
        while let Some((since, mut connection)) = self.pop() {
            if since.elapsed() > TRUSTED && connection.ping().await.is_err() {
                connection.close_on_drop();
                continue;
            }
            return Ok(self.taken(connection, room));
        }
        Ok(self.taken(self.pool.acquire().await?, room))
    }

    fn taken(&self, connection: PoolConnection<Postgres>, room: OwnedSemaphorePermit) -> Taken {
        Taken { connection: Some(connection), resting: Arc::clone(&self.resting), _room: room }
    }

    fn pop(&self) -> Option<(Instant, PoolConnection<Postgres>)> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Closes every connection, after the statements that run.
    pub(super) async fn close(&self) {
        while let Some((_, connection)) = self.pop() {
            drop(connection);
        }
        self.pool.close().await;
        while let Some((_, connection)) = self.pop() {
            drop(connection);
        }
    }
}

/// A connection in use; dropped without [`Taken::give_back`] it is closed, and what was begun on it ends.
#[derive(Debug)]
pub(super) struct Taken {
    // INVARIANT: there until it is given back or dropped.
    connection: Option<PoolConnection<Postgres>>,
    resting: Resting,
    _room: OwnedSemaphorePermit,
}

impl Taken {
    /// The connection.
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Runs statements without values, several at once.
    pub(super) async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.connection()?.execute(sqlx::raw_sql(sql)).await.map(drop)
    }

    /// It did as it was told.
    pub(super) fn give_back(mut self) {
        if let Some(connection) = self.connection.take() {
            let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
            resting.push((Instant::now(), connection));
        }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.connection {
            connection.close_on_drop();
        }
    }
}
