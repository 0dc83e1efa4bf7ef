//! The counters of open periods: a row per table and period, all its cells in one value.
//!
//! PRIVACY: a counter begins at its noise, drawn in the transaction that creates it, and the noise is kept
//! nowhere else. So there is no moment at which the store holds a true count. All cells are written each
//! time, so that which of them moved does not show in how the rows lie.

use sentier_eventing::db::{Database, Row, Tx};
use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::release::noise::draw;
use sentier_statistics_domain::release::{Change, ReleaseId, Rho};

use super::ReleasingError;
use super::entropy::Entropy;

/// A counter as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counter {
    pub(super) id: ReleaseId,
    /// The cost for which its noise was drawn.
    pub(super) rho: Rho,
    /// Every cell, noise included.
    pub(super) counts: Vec<i64>,
}

/// Creates the tables that are missing. They are the service's memory, not read models: nothing in the log
/// gives them back.
pub(super) async fn create(db: &Database) -> Result<(), ReleasingError> {
    let bytes = db.dialect().bytes();
    let by_key = db.dialect().by_key();
    let statements = [
        "CREATE TABLE IF NOT EXISTS release_gate (id BIGINT PRIMARY KEY)".to_owned(),
        format!(
            "CREATE TABLE IF NOT EXISTS release_counter (release TEXT PRIMARY KEY, \
             rho BIGINT NOT NULL, counts {bytes} NOT NULL)"
        ),
        format!(
            "CREATE TABLE IF NOT EXISTS release_mark (year BIGINT NOT NULL, \
             digest {bytes} NOT NULL, sealed {bytes} NOT NULL, PRIMARY KEY (year, digest)){by_key}"
        ),
        "INSERT INTO release_gate VALUES (1) ON CONFLICT DO NOTHING".to_owned(),
    ];
    Ok(db.create(statements).await?)
}

/// Enters the one door to counters and marks; held until the transaction ends.
///
/// LOCK ORDER: before any other row of the releases.
pub(super) async fn enter(db: &Database) -> Result<Tx, ReleasingError> {
    let mut tx = db.begin().await?;
    tx.execute("UPDATE release_gate SET id = id WHERE id = 1", &[]).await?;
    Ok(tx)
}

/// Creates a counter at its noise, unless it is there.
pub(super) async fn open(
    tx: &mut Tx,
    id: ReleaseId,
    entropy: &mut Entropy,
) -> Result<(), ReleasingError> {
    let name = id.to_string();
    let sql = "SELECT 1 FROM release_counter WHERE release = $1";
    if !tx.fetch(sql, &[name.as_str().into()]).await?.is_empty() {
        return Ok(());
    }
    let rho = id.table.rho(YEAR);
    let variance = id.table.variance(rho).ok_or(ReleasingError::Foreign)?;
    let mut counts = Vec::with_capacity(id.table.size());
    for _cell in 0..id.table.size() {
        counts.push(draw(variance, entropy)?);
    }
    let rho = i64::try_from(rho.0).map_err(|_beyond| ReleasingError::Foreign)?;
    let sql = "INSERT INTO release_counter (release, rho, counts) VALUES ($1, $2, $3)";
    tx.execute(sql, &[name.into(), rho.into(), written(&counts).into()]).await?;
    Ok(())
}

/// Moves counters; one that is not there yet is created first.
pub(super) async fn change(
    tx: &mut Tx,
    changes: &[Change],
    entropy: &mut Entropy,
) -> Result<(), ReleasingError> {
    for Change { counter, place, by } in changes {
        open(tx, *counter, entropy).await?;
        let sql = "SELECT release, rho, counts FROM release_counter WHERE release = $1";
        let rows = tx.fetch(sql, &[counter.to_string().into()]).await?;
        let mut found = rows.first().map(read).transpose()?.ok_or(ReleasingError::Foreign)?;
        *found.counts.get_mut(*place).ok_or(ReleasingError::Foreign)? += by;
        let sql = "UPDATE release_counter SET counts = $2 WHERE release = $1";
        tx.execute(sql, &[counter.to_string().into(), written(&found.counts).into()]).await?;
    }
    Ok(())
}

/// Every counter there is, in the order of publication.
pub(super) async fn all(db: &Database) -> Result<Vec<Counter>, ReleasingError> {
    let rows = db.fetch("SELECT release, rho, counts FROM release_counter", &[]).await?;
    let mut counters = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    counters.sort_unstable_by_key(|counter| counter.id);
    Ok(counters)
}

/// Forgets a counter whose release is durable.
pub(super) async fn remove(db: &Database, id: ReleaseId) -> Result<(), ReleasingError> {
    let sql = "DELETE FROM release_counter WHERE release = $1";
    db.execute(sql, &[id.to_string().into()]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Counter, ReleasingError> {
    let id: ReleaseId = row.text(0)?.parse().map_err(|_malformed| ReleasingError::Foreign)?;
    let rho = u64::try_from(row.i64(1)?).map_err(|_negative| ReleasingError::Foreign)?;
    let bytes = row.bytes(2)?;
    let (counts, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() || counts.len() != id.table.size() {
        return Err(ReleasingError::Foreign);
    }
    let counts = counts.iter().map(|count| i64::from_be_bytes(*count)).collect();
    Ok(Counter { id, rho: Rho(rho), counts })
}

fn written(counts: &[i64]) -> Vec<u8> {
    counts.iter().flat_map(|count| count.to_be_bytes()).collect()
}
