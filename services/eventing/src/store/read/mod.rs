//! Reading back: streams, the total order, the request log, snapshots.

mod packed;

use std::collections::HashMap;

use uuid::Uuid;

use super::job::Answered;
use super::{StoreError, StoredEvent};
use crate::db::{Column, Database, Dialect, Row};

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
    let streams = Column::ids(wanted.iter().map(|(id, _after)| *id));
    let after = Column::Ints(wanted.iter().map(|(_id, after)| *after).collect());
    let (given, values) = db.dialect().rows(vec![streams, after]);
    let columns = StoredEvent::COLUMNS;
    let sql = match db.dialect() {
        // LATERAL leaves the planner the index alone. As a plain join it is planned while the table is
        // small, by reading all of it, and that plan is kept while the table grows.
        Dialect::Postgres => format!(
            "SELECT found.* FROM {given} CROSS JOIN LATERAL (SELECT {columns} FROM event \
             WHERE stream = given.c1 AND version > given.c2 ORDER BY version OFFSET 0) AS found"
        ),
        // Here CROSS JOIN says which table is looked up for each row of the other.
        Dialect::Sqlite => format!(
            "SELECT {columns} FROM {given} CROSS JOIN event \
             WHERE stream = given.c1 AND version > given.c2 ORDER BY stream, version"
        ),
    };
    let mut found: HashMap<Uuid, Vec<StoredEvent>> = HashMap::new();
    for event in events(&db.fetch(&sql, &values).await?)? {
        found.entry(event.stream).or_default().push(event);
    }
    Ok(found)
}

/// So many events are worth packing.
const MANY: i64 = 100;

/// Events with positions above `after`, in the total order, at most `limit`.
pub(super) async fn log(
    db: &Database,
    after: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    if db.dialect() == Dialect::Sqlite && limit >= MANY {
        return packed::log(db, after, limit).await;
    }
    let sql = format!(
        "SELECT {} FROM event WHERE position > $1 ORDER BY position LIMIT $2",
        StoredEvent::COLUMNS
    );
    events(&db.fetch(&sql, &[after.into(), limit.into()]).await?)
}

/// The events at these positions, in the total order.
pub(super) async fn at(db: &Database, positions: &[i64]) -> Result<Vec<StoredEvent>, StoreError> {
    let (condition, values) = db.dialect().among("position", Column::Ints(positions.to_vec()));
    let columns = StoredEvent::COLUMNS;
    let sql = format!("SELECT {columns} FROM event WHERE {condition} ORDER BY position");
    events(&db.fetch(&sql, &values).await?)
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
    let (condition, values) = db.dialect().among("request_id", Column::ids(ids.iter().copied()));
    let sql = format!(
        "SELECT request_id, fingerprint, stream, version, position FROM request WHERE {condition}"
    );
    let mut found = HashMap::new();
    for row in db.fetch(&sql, &values).await? {
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
    Ok(found)
}

/// The snapshots of these streams, with their versions.
pub(super) async fn snapshots(
    db: &Database,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, (i64, Vec<u8>)>, StoreError> {
    let (condition, values) = db.dialect().among("stream", Column::ids(ids.iter().copied()));
    let sql = format!("SELECT stream, version, payload FROM snapshot WHERE {condition}");
    let mut found = HashMap::new();
    for row in db.fetch(&sql, &values).await? {
        found.insert(row.uuid(0)?, (row.i64(1)?, row.bytes(2)?));
    }
    Ok(found)
}

fn events(rows: &[Row]) -> Result<Vec<StoredEvent>, StoreError> {
    Ok(rows.iter().map(StoredEvent::from_row).collect::<Result<_, _>>()?)
}
