//! Survivors whose erasure is stored, and drafts that ended: what the process that destroys their keys
//! works through.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::draft;
use sentier_cases_domain::id::SurvivorId;
use sentier_eventing::db::{Database, Tx};
use sentier_eventing::projection::Tables;
use sentier_eventing::{StoreError, StoredEvent};

use super::{Placed, TABLES};

pub(super) const TABLE: &str = "erased_survivor";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![format!("CREATE TABLE {table} (position BIGINT PRIMARY KEY, survivor {bytes} NOT NULL)")]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let Event::SurvivorErased { survivor, .. } = placed.event else { return Ok(()) };
    let sql = format!("INSERT INTO {} (position, survivor) VALUES ($1, $2)", tables.name(TABLE));
    tx.execute(&sql, &[placed.stored.position.into(), survivor.as_uuid().into()]).await?;
    Ok(())
}

/// The keys of a draft go with its end: what became of it lives on in the case.
pub(super) async fn apply_draft(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &draft::Event,
) -> Result<(), StoreError> {
    let draft::Event::DraftEnded { .. } = event else { return Ok(()) };
    let sql = format!("INSERT INTO {} (position, survivor) VALUES ($1, $2)", tables.name(TABLE));
    tx.execute(&sql, &[stored.position.into(), stored.stream.into()]).await?;
    Ok(())
}

/// Survivors whose erasure stands behind a position, oldest first.
pub(crate) async fn after(
    db: &Database,
    position: i64,
    limit: u32,
) -> Result<Vec<(i64, SurvivorId)>, StoreError> {
    let sql = format!(
        "SELECT position, survivor FROM {} WHERE position > $1 ORDER BY position LIMIT $2",
        TABLES.name(TABLE)
    );
    let rows = db.fetch(&sql, &[position.into(), limit.into()]).await?;
    let read = rows.iter().map(|row| Ok((row.i64(0)?, SurvivorId::from_uuid(row.uuid(1)?))));
    Ok(read.collect::<Result<_, sqlx::Error>>()?)
}
