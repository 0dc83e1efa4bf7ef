//! Reading back: streams, the total order, the request log, snapshots.

use std::collections::HashMap;

use uuid::Uuid;

use super::job::Answered;
use super::{StoreError, StoredEvent};
use crate::db::{Database, Dialect, Row, Value};

/// Events of one stream with versions above `after`, oldest first, at most `limit`.
pub(super) async fn stream(
    db: &Database,
    stream: Uuid,
    after: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!(
        "SELECT {} FROM event WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3",
        StoredEvent::COLUMNS
    );
    events(&db.fetch(&sql, &[stream.into(), after.into(), limit.into()]).await?)
}

/// Events of several streams, each in order.
pub(super) async fn streams(
    db: &Database,
    wanted: &[(Uuid, i64)],
) -> Result<HashMap<Uuid, Vec<StoredEvent>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<StoredEvent>> = HashMap::new();
    match db.dialect() {
        Dialect::Postgres => {
            // LATERAL leaves the planner the index alone. As a plain join it is planned while the table
            // is small, by reading all of it, and that plan is kept while the table grows.
            let sql = format!(
                "SELECT found.* FROM unnest($1::bytea[], $2::bigint[]) AS w (s, v) \
                 CROSS JOIN LATERAL (SELECT {} FROM event \
                 WHERE event.stream = w.s AND event.version > w.v \
                 ORDER BY event.version OFFSET 0) AS found",
                StoredEvent::COLUMNS
            );
            let values = [
                Value::Blobs(wanted.iter().map(|(id, _)| id.as_bytes().to_vec()).collect()),
                Value::Ints(wanted.iter().map(|(_, after)| *after).collect()),
            ];
            for event in events(&db.fetch(&sql, &values).await?)? {
                found.entry(event.stream).or_default().push(event);
            }
        }
        Dialect::Sqlite => {
            for (id, after) in wanted {
                found.insert(*id, stream(db, *id, *after, i64::MAX).await?);
            }
        }
    }
    Ok(found)
}

/// Events with positions above `after`, in the total order, at most `limit`.
pub(super) async fn log(
    db: &Database,
    after: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!(
        "SELECT {} FROM event WHERE position > $1 ORDER BY position LIMIT $2",
        StoredEvent::COLUMNS
    );
    events(&db.fetch(&sql, &[after.into(), limit.into()]).await?)
}

/// The events at these positions, in the total order.
pub(super) async fn at(db: &Database, positions: &[i64]) -> Result<Vec<StoredEvent>, StoreError> {
    let columns = StoredEvent::COLUMNS;
    match db.dialect() {
        Dialect::Postgres => {
            let sql =
                format!("SELECT {columns} FROM event WHERE position = ANY($1) ORDER BY position");
            events(&db.fetch(&sql, &[Value::Ints(positions.to_vec())]).await?)
        }
        Dialect::Sqlite => {
            let sql = format!("SELECT {columns} FROM event WHERE position = $1");
            let mut found = Vec::with_capacity(positions.len());
            for position in positions {
                found.extend(events(&db.fetch(&sql, &[(*position).into()]).await?)?);
            }
            found.sort_by_key(|event| event.position);
            Ok(found)
        }
    }
}

/// The position of the last stored event; 0 in an empty store.
pub(super) async fn head(db: &Database) -> Result<i64, StoreError> {
    let rows = db.fetch("SELECT position FROM head WHERE id = 1", &[]).await?;
    rows.first().map_or(Ok(0), |row| Ok(row.i64(0)?))
}

/// Which of these request ids were answered.
pub(super) async fn answered(
    db: &Database,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Answered>, StoreError> {
    const COLUMNS: &str = "request_id, fingerprint, stream, version, position";
    let mut found = HashMap::new();
    let mut keep = |rows: &[Row]| -> Result<(), StoreError> {
        for row in rows {
            let fingerprint = row.bytes(1)?.try_into().map_err(|_wrong_length| {
                StoreError::Database(sqlx::Error::Decode("a fingerprint has 32 bytes".into()))
            })?;
            let answer = Answered {
                fingerprint,
                stream: row.uuid(2)?,
                version: row.i64(3)?,
                position: row.i64(4)?,
            };
            found.insert(row.uuid(0)?, answer);
        }
        Ok(())
    };
    match db.dialect() {
        Dialect::Postgres => {
            let sql = format!("SELECT {COLUMNS} FROM request WHERE request_id = ANY($1)");
            let ids = Value::Blobs(ids.iter().map(|id| id.as_bytes().to_vec()).collect());
            keep(&db.fetch(&sql, &[ids]).await?)?;
        }
        Dialect::Sqlite => {
            let sql = format!("SELECT {COLUMNS} FROM request WHERE request_id = $1");
            for id in ids {
                keep(&db.fetch(&sql, &[(*id).into()]).await?)?;
            }
        }
    }
    Ok(found)
}

/// The snapshots of these streams, with their versions.
pub(super) async fn snapshots(
    db: &Database,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, (i64, Vec<u8>)>, StoreError> {
    let mut found = HashMap::new();
    let mut keep = |rows: &[Row]| -> Result<(), StoreError> {
        for row in rows {
            found.insert(row.uuid(0)?, (row.i64(1)?, row.bytes(2)?));
        }
        Ok(())
    };
    match db.dialect() {
        Dialect::Postgres => {
            let sql = "SELECT stream, version, payload FROM snapshot WHERE stream = ANY($1)";
            let ids = Value::Blobs(ids.iter().map(|id| id.as_bytes().to_vec()).collect());
            keep(&db.fetch(sql, &[ids]).await?)?;
        }
        Dialect::Sqlite => {
            let sql = "SELECT stream, version, payload FROM snapshot WHERE stream = $1";
            for id in ids {
                keep(&db.fetch(sql, &[(*id).into()]).await?)?;
            }
        }
    }
    Ok(found)
}

fn events(rows: &[Row]) -> Result<Vec<StoredEvent>, StoreError> {
    Ok(rows.iter().map(StoredEvent::from_row).collect::<Result<_, _>>()?)
}
