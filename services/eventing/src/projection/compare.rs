//! Rebuilds a read model from zero beside the live one, and says whether every row is the same.

use super::runner::checkpoint;
use super::{Projection, Tables};
use crate::db::{Database, Tx};
use crate::store::{EventStore, StoreError};

/// Events that are applied at once.
const PAGE: u32 = 500;

/// How a live read model compares with one that was rebuilt from the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The read model's name.
    pub name: &'static str,
    /// Up to which position of the log both were built.
    pub position: i64,
    /// Its tables.
    pub tables: Vec<ComparedTable>,
}

impl Comparison {
    /// Whether every row of every table is the same.
    pub fn is_equal(&self) -> bool {
        self.tables.iter().all(|table| table.lacking == 0 && table.surplus == 0)
    }
}

/// How one table compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedTable {
    /// Its name, without version.
    pub table: &'static str,
    /// How many rows the rebuilt one has.
    pub rows: i64,
    /// Rebuilt rows that the live one lacks, or has otherwise.
    pub lacking: i64,
    /// Live rows that the rebuilt one lacks, or has otherwise.
    pub surplus: i64,
}

/// Compares a live read model with its rebuild; `None` when it was never built.
///
/// The live one goes on meanwhile; it waits for the last events and the comparison itself.
///
/// # Errors
/// When the database does not answer, or the read model cannot be built.
pub async fn compare(
    store: &EventStore,
    projection: &dyn Projection,
) -> Result<Option<Comparison>, StoreError> {
    let db = store.database();
    let scratch = Tables::scratch(projection.version());
    let Some(reached) = live_position(db, projection).await? else { return Ok(None) };
    // What a comparison left behind that was cut short.
    drop_scratch(db, projection, &scratch).await?;
    let compared = rebuild_and_compare(store, projection, &scratch, reached).await;
    drop_scratch(db, projection, &scratch).await?;
    compared.map(Some)
}

async fn rebuild_and_compare(
    store: &EventStore,
    projection: &dyn Projection,
    scratch: &Tables,
    reached: i64,
) -> Result<Comparison, StoreError> {
    let db = store.database();
    let mut tx = db.begin().await?;
    for statement in projection.schema(db.dialect(), scratch) {
        tx.execute(&statement, &[]).await?;
    }
    tx.commit().await?;
    let mut position = 0;
    while position < reached {
        let mut tx = db.begin().await?;
        position = apply(store, projection, scratch, &mut tx, (position, reached)).await?;
        tx.commit().await?;
    }
    // Holds the live one back.
    let mut tx = db.begin().await?;
    let reached = checkpoint(&mut tx, projection).await?.unwrap_or(reached);
    while position < reached {
        position = apply(store, projection, scratch, &mut tx, (position, reached)).await?;
    }
    let live = Tables::of_version(projection.version());
    let mut tables = Vec::new();
    for table in projection.tables().iter().copied() {
        let (live, rebuilt) = (live.name(table), scratch.name(table));
        tables.push(ComparedTable {
            table,
            rows: count(&mut tx, &format!("SELECT * FROM {rebuilt}")).await?,
            lacking: difference(&mut tx, &rebuilt, &live).await?,
            surplus: difference(&mut tx, &live, &rebuilt).await?,
        });
    }
    tx.commit().await?;
    Ok(Comparison { name: projection.name(), position, tables })
}

/// Applies the next page of the events after `range.0` up to `range.1`; answers where it ended.
async fn apply(
    store: &EventStore,
    projection: &dyn Projection,
    tables: &Tables,
    tx: &mut Tx,
    range: (i64, i64),
) -> Result<i64, StoreError> {
    let mut events = store.read_log(range.0, PAGE).await?;
    events.retain(|event| event.position <= range.1);
    let Some(last) = events.last().map(|event| event.position) else { return Ok(range.1) };
    projection.apply(tx, tables, &events).await?;
    Ok(last)
}

/// How many rows of `one` are not in `other`: by value, and by how often where rows repeat.
async fn difference(tx: &mut Tx, one: &str, other: &str) -> Result<i64, StoreError> {
    let differing = count(tx, &format!("SELECT * FROM {one} EXCEPT SELECT * FROM {other}")).await?;
    if differing > 0 {
        return Ok(differing);
    }
    let more = count(tx, &format!("SELECT * FROM {one}")).await?
        - count(tx, &format!("SELECT * FROM {other}")).await?;
    Ok(more.max(0))
}

async fn count(tx: &mut Tx, rows: &str) -> Result<i64, StoreError> {
    let rows = tx.fetch(&format!("SELECT COUNT(*) FROM ({rows}) AS counted"), &[]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.i64(0))?)
}

async fn live_position(
    db: &Database,
    projection: &dyn Projection,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT position FROM projection WHERE name = $1 AND version = $2";
    let rows = db.fetch(sql, &[projection.name().into(), projection.version().into()]).await?;
    rows.first().map(|row| Ok(row.i64(0)?)).transpose()
}

async fn drop_scratch(
    db: &Database,
    projection: &dyn Projection,
    scratch: &Tables,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for table in projection.tables() {
        tx.execute(&format!("DROP TABLE IF EXISTS {}", scratch.name(table)), &[]).await?;
    }
    Ok(tx.commit().await?)
}
