//! Recomputes the whole tree from the rows, and says where they are not what was signed.
//!
//! It needs the database and the log's public key, nothing else. A witness's checkpoint, kept where the
//! installation cannot reach it, also shows that the store was set back to an older copy.

mod report;
mod walk;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Checkpoint, Verifier};
use crate::db::{Database, Row};
use crate::store::{StoreError, StoredEvent};
pub use report::{Fault, Finding, Report};
use walk::Walk;

/// Rows that are read at once.
const PAGE: i64 = 2_000;

/// Checks every stored event against the ledger.
///
/// # Errors
/// When the database does not answer, or is no event store with a ledger.
pub async fn verify(
    db: &Database,
    log: &Verifier,
    witnessed: Option<&Checkpoint>,
) -> Result<Report, StoreError> {
    // What a writer adds meanwhile stands behind this head and is left for the next time.
    let head = db.fetch("SELECT position, leaves, peaks FROM head WHERE id = 1", &[]).await?;
    let head = head.first().ok_or(StoreError::Ledger)?;
    let last = head.i64(0)?;
    let mut walk = Walk::new();
    expect_signed(db, log, last, &mut walk).await?;
    if let Some(checkpoint) = witnessed {
        walk.expect(checkpoint, Fault::Witness);
    }
    walk.at_size();
    let sql = format!(
        "SELECT {}, leaf FROM event WHERE position > $1 AND position <= $2 \
         ORDER BY position LIMIT $3",
        StoredEvent::COLUMNS
    );
    let mut reached = i64::MIN;
    loop {
        let rows = db.fetch(&sql, &[reached.into(), last.into(), PAGE.into()]).await?;
        for row in &rows {
            reached = row.i64(0)?;
            walk.event(reached, event(row).as_ref());
        }
        if rows.is_empty() {
            break;
        }
    }
    beyond(db, last, &mut walk).await?;
    Ok(walk.finish(last, head.opt_i64(1)?, head.opt_bytes(2)?.as_deref()))
}

/// The leaf of the event at a position, recomputed from its row, in base64; `None` when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn leaf_at(db: &Database, position: i64) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT {}, leaf FROM event WHERE position = $1", StoredEvent::COLUMNS);
    let rows = db.fetch(&sql, &[position.into()]).await?;
    let found = rows.first().and_then(event);
    Ok(found.map(|(stored, _leaf)| STANDARD.encode(stored.leaf())))
}

/// The event in a row with the leaf that was stored beside it; `None` when it cannot even be read.
fn event(row: &Row) -> Option<(StoredEvent, Option<Vec<u8>>)> {
    Some((StoredEvent::from_row(row).ok()?, row.opt_bytes(8).ok()?))
}

/// Rows behind the head were put there by somebody else than the writer, unless the head has moved on.
async fn beyond(db: &Database, last: i64, walk: &mut Walk) -> Result<(), StoreError> {
    let sql = "SELECT (SELECT position FROM head WHERE id = 1), \
         (SELECT MIN(position) FROM event WHERE position > $1), (SELECT MAX(position) FROM event)";
    let rows = db.fetch(sql, &[last.into()]).await?;
    let Some(row) = rows.first() else { return Ok(()) };
    if let (Some(next), Some(newest)) = (row.opt_i64(1)?, row.opt_i64(2)?)
        && newest > row.i64(0)?
    {
        walk.find(next, Fault::Added);
    }
    Ok(())
}

async fn expect_signed(
    db: &Database,
    log: &Verifier,
    last: i64,
    walk: &mut Walk,
) -> Result<(), StoreError> {
    for row in db.fetch("SELECT size, note FROM checkpoint ORDER BY size", &[]).await? {
        let size = row.i64(0)?;
        match log.verify(&row.text(1)?) {
            Ok(checkpoint) if i64::try_from(checkpoint.size) == Ok(size) => {
                // One that was signed while we work is not ours to check.
                if size <= last || !moved_on(db, size).await? {
                    walk.expect(&checkpoint, Fault::Rewritten);
                }
            }
            Ok(_) | Err(_) => walk.find(size, Fault::Unsigned),
        }
    }
    Ok(())
}

async fn moved_on(db: &Database, size: i64) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM head WHERE position >= $1";
    Ok(!db.fetch(sql, &[size.into()]).await?.is_empty())
}
