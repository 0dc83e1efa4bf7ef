//! The head row: the last position, and the right edge of the tree over all events up to it.

use super::{StoreError, StoredEvent};
use crate::db::{Database, Dialect, Tx};
use crate::ledger::Frontier;

/// Events that are hashed at once when the tree lags behind the log.
const PAGE: i64 = 1_000;

/// The head row, locked until the transaction ends.
pub(super) struct Head {
    /// The position of the last stored event.
    pub position: i64,
    /// The tree over the events up to it.
    pub edge: Frontier,
}

impl Head {
    /// Takes the head row's lock.
    ///
    /// INVARIANT: positions are handed out only under this lock, which is held until the commit. So a
    /// reader who sees position n has seen, or can see, every position below n: no gaps, no late
    /// arrivals.
    pub(super) async fn lock(tx: &mut Tx) -> Result<Self, StoreError> {
        let sql = match tx.dialect() {
            Dialect::Postgres => "SELECT position, leaves, peaks FROM head WHERE id = 1 FOR UPDATE",
            // BEGIN IMMEDIATE holds SQLite's only write lock already.
            Dialect::Sqlite => "SELECT position, leaves, peaks FROM head WHERE id = 1",
        };
        let rows = tx.fetch(sql, &[]).await?;
        let row = rows.first().ok_or(StoreError::Database(sqlx::Error::RowNotFound))?;
        let size = u64::try_from(row.i64(1)?).map_err(|_negative| StoreError::Ledger)?;
        let edge = Frontier::from_bytes(size, &row.bytes(2)?).ok_or(StoreError::Ledger)?;
        let mut head = Self { position: row.i64(0)?, edge };
        head.catch_up(tx).await?;
        Ok(head)
    }

    /// Adds events that were stored by a version without ledger.
    async fn catch_up(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT {} FROM event WHERE position > $1 ORDER BY position LIMIT $2",
            StoredEvent::COLUMNS
        );
        loop {
            let reached = i64::try_from(self.edge.size()).map_err(|_huge| StoreError::Ledger)?;
            if reached == self.position {
                return Ok(());
            }
            let rows = tx.fetch(&sql, &[reached.into(), PAGE.into()]).await?;
            if rows.is_empty() {
                return Err(StoreError::Ledger);
            }
            for row in &rows {
                self.edge.append(StoredEvent::from_row(row)?.leaf());
            }
        }
    }

    /// Writes the row back.
    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let sql = "UPDATE head SET position = $1, leaves = $1, peaks = $2 WHERE id = 1";
        tx.execute(sql, &[self.position.into(), self.edge.to_bytes().into()]).await?;
        Ok(())
    }
}

/// Brings the tree of an older store up to its log.
pub(super) async fn catch_up(db: &Database) -> Result<(), StoreError> {
    let lagging = "SELECT 1 FROM head WHERE leaves <> position";
    if db.fetch(lagging, &[]).await?.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let head = Head::lock(&mut tx).await?;
    head.write(&mut tx).await?;
    tx.commit().await?;
    tracing::info!(events = head.position, "the ledger has caught up with the log");
    Ok(())
}
