//! The one statement that makes events durable, in both dialects.

use uuid::Uuid;

use super::job::Stamp;
use super::{NewEvent, StoreError};
use crate::db::{Dialect, Tx, Value};

/// Events of one command for one stream, with the versions they take.
pub(super) struct Row<'a> {
    pub stamp: &'a Stamp,
    pub stream: Uuid,
    pub version: i64,
    pub event: &'a NewEvent,
}

/// One line of the request log; `last` is the index of the command's last event among the rows.
pub(super) struct Logged<'a> {
    pub stamp: &'a Stamp,
    pub stream: Uuid,
    pub version: i64,
    pub last: usize,
}

const INSERT_EVENT: &str = "INSERT INTO event \
     (position, stream, version, event_type, at, principal, centre, payload) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INSERT_EVENTS: &str = "INSERT INTO event \
     (position, stream, version, event_type, at, principal, centre, payload) \
     SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::text[], $5::bigint[], \
     $6::text[], $7::text[], $8::bytea[])";
const INSERT_REQUEST: &str = "INSERT INTO request \
     (request_id, fingerprint, stream, version, position, at) VALUES ($1, $2, $3, $4, $5, $6)";
const INSERT_REQUESTS: &str = "INSERT INTO request \
     (request_id, fingerprint, stream, version, position, at) \
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[], \
     $6::bigint[])";

/// Takes the head row's lock and gives the position of the last stored event.
///
/// INVARIANT: positions are handed out only under this lock, which is held until the commit. So a
/// reader who sees position n has seen, or can see, every position below n: no gaps, no late arrivals.
pub(super) async fn lock_head(tx: &mut Tx) -> Result<i64, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Postgres => "SELECT position FROM head WHERE id = 1 FOR UPDATE",
        // BEGIN IMMEDIATE holds SQLite's only write lock already.
        Dialect::Sqlite => "SELECT position FROM head WHERE id = 1",
    };
    let rows = tx.fetch(sql, &[]).await?;
    match rows.first() {
        Some(row) => Ok(row.i64(0)?),
        None => Err(StoreError::Database(sqlx::Error::RowNotFound)),
    }
}

/// Checks that these streams have reached the versions that are expected of them. One that has passed
/// its version is caught by the table's key; this catches a gap.
pub(super) async fn check_beside(tx: &mut Tx, expected: &[(Uuid, i64)]) -> Result<(), StoreError> {
    const SQL: &str = "SELECT 1 FROM event WHERE stream = $1 AND version = $2";
    for (stream, version) in expected {
        if tx.fetch(SQL, &[(*stream).into(), (*version).into()]).await?.is_empty() {
            return Err(StoreError::Moved);
        }
    }
    Ok(())
}

/// Writes the rows at the positions behind `head` and moves the head; answers the new head.
pub(super) async fn write(
    tx: &mut Tx,
    head: i64,
    rows: &[Row<'_>],
    requests: &[Logged<'_>],
) -> Result<i64, StoreError> {
    let positions: Vec<i64> = (head + 1..).take(rows.len()).collect();
    let last = positions.last().copied().unwrap_or(head);
    match tx.dialect() {
        Dialect::Postgres => write_columns(tx, &positions, rows, requests, head).await?,
        Dialect::Sqlite => write_rows(tx, &positions, rows, requests, head).await?,
    }
    if last > head {
        tx.execute("UPDATE head SET position = $1 WHERE id = 1", &[last.into()]).await?;
    }
    Ok(last)
}

fn position_of(logged: &Logged<'_>, positions: &[i64], head: i64) -> i64 {
    positions.get(logged.last).copied().unwrap_or(head)
}

async fn write_rows(
    tx: &mut Tx,
    positions: &[i64],
    rows: &[Row<'_>],
    requests: &[Logged<'_>],
    head: i64,
) -> Result<(), StoreError> {
    for (row, position) in rows.iter().zip(positions) {
        let values = [
            (*position).into(),
            row.stream.into(),
            row.version.into(),
            row.event.event_type.into(),
            row.stamp.at.into(),
            row.stamp.principal.as_str().into(),
            row.stamp.centre.as_str().into(),
            row.event.payload.as_slice().into(),
        ];
        tx.execute(INSERT_EVENT, &values).await?;
    }
    for logged in requests {
        let values = [
            logged.stamp.request_id.into(),
            logged.stamp.fingerprint.as_slice().into(),
            logged.stream.into(),
            logged.version.into(),
            position_of(logged, positions, head).into(),
            logged.stamp.at.into(),
        ];
        tx.execute(INSERT_REQUEST, &values).await?;
    }
    Ok(())
}

async fn write_columns(
    tx: &mut Tx,
    positions: &[i64],
    rows: &[Row<'_>],
    requests: &[Logged<'_>],
    head: i64,
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        let values = [
            Value::Ints(positions.to_vec()),
            Value::Blobs(rows.iter().map(|row| row.stream.as_bytes().to_vec()).collect()),
            Value::Ints(rows.iter().map(|row| row.version).collect()),
            Value::Texts(rows.iter().map(|row| row.event.event_type.to_owned()).collect()),
            Value::Ints(rows.iter().map(|row| row.stamp.at.as_micros()).collect()),
            Value::Texts(rows.iter().map(|row| row.stamp.principal.clone()).collect()),
            Value::Texts(rows.iter().map(|row| row.stamp.centre.clone()).collect()),
            Value::Blobs(rows.iter().map(|row| row.event.payload.clone()).collect()),
        ];
        tx.execute(INSERT_EVENTS, &values).await?;
    }
    if !requests.is_empty() {
        let values = [
            Value::Blobs(
                requests.iter().map(|it| it.stamp.request_id.as_bytes().to_vec()).collect(),
            ),
            Value::Blobs(requests.iter().map(|it| it.stamp.fingerprint.to_vec()).collect()),
            Value::Blobs(requests.iter().map(|it| it.stream.as_bytes().to_vec()).collect()),
            Value::Ints(requests.iter().map(|it| it.version).collect()),
            Value::Ints(requests.iter().map(|it| position_of(it, positions, head)).collect()),
            Value::Ints(requests.iter().map(|it| it.stamp.at.as_micros()).collect()),
        ];
        tx.execute(INSERT_REQUESTS, &values).await?;
    }
    Ok(())
}
