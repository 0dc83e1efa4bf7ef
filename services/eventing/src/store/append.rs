//! What makes events durable: one statement for the batch's events, one for its lines of the log.

use uuid::Uuid;

use super::head::Head;
use super::job::Stamp;
use super::{NewEvent, StoreError};
use crate::db::{Column, Database, Tx, Value};
use crate::ledger::{Hash, Leaf};

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

const INSERT_EVENTS: &str = "INSERT INTO event \
     (position, stream, version, event_type, at, principal, centre, payload, leaf)";
const INSERT_REQUESTS: &str =
    "INSERT INTO request (request_id, fingerprint, stream, version, position, at)";

/// The whole batch in one statement, which is a transaction by itself: PostgreSQL alone can. The head row
/// is updated first, and everything else hangs on that update: it holds the row's lock until the commit,
/// as [`Head::lock`] does, and finds nothing when another process has moved the head.
const AT_ONCE: &str = "WITH moved AS (\
     UPDATE head SET position = $1, leaves = $1, peaks = $2 \
     WHERE id = 1 AND position = $3 AND leaves = $3 RETURNING position), \
     stored AS (INSERT INTO event \
     (position, stream, version, event_type, at, principal, centre, payload, leaf) \
     SELECT given.* FROM moved CROSS JOIN unnest($4::bigint[], $5::bytea[], $6::bigint[], \
     $7::text[], $8::bigint[], $9::text[], $10::text[], $11::bytea[], $12::bytea[]) AS given), \
     logged AS (INSERT INTO request (request_id, fingerprint, stream, version, position, at) \
     SELECT given.* FROM moved CROSS JOIN unnest($13::bytea[], $14::bytea[], $15::bytea[], \
     $16::bigint[], $17::bigint[], $18::bigint[]) AS given), \
     kept AS (INSERT INTO snapshot (stream, version, payload) \
     SELECT given.* FROM moved CROSS JOIN unnest($19::bytea[], $20::bigint[], $21::bytea[]) AS given \
     ON CONFLICT (stream) DO UPDATE SET version = excluded.version, payload = excluded.payload \
     WHERE snapshot.version < excluded.version) \
     SELECT position FROM moved";

/// Writes the rows behind the head as it was last known, and moves it; `false` when another process has
/// moved it, and nothing is written.
pub(super) async fn at_once(
    db: &Database,
    head: &mut Head,
    rows: &[Row<'_>],
    requests: &[Logged<'_>],
    snapshots: &[(Uuid, i64, Vec<u8>)],
) -> Result<bool, StoreError> {
    let before = head.position;
    let placed = head.place(rows);
    let mut values: Vec<Value> =
        vec![head.position.into(), head.edge.to_bytes().into(), before.into()];
    let kept = vec![
        Column::ids(snapshots.iter().map(|(stream, ..)| *stream)),
        Column::Ints(snapshots.iter().map(|(_, version, _)| *version).collect()),
        Column::Blobs(snapshots.iter().map(|(.., payload)| payload.clone()).collect()),
    ];
    let logged = request_columns(requests, &placed, before);
    let columns = event_columns(&placed).into_iter().chain(logged).chain(kept);
    values.extend(columns.map(Value::Column));
    Ok(!db.write_at_once(AT_ONCE, &values).await?.is_empty())
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

/// Writes the rows behind `head` and moves it.
pub(super) async fn write(
    tx: &mut Tx,
    head: &mut Head,
    rows: &[Row<'_>],
    requests: &[Logged<'_>],
) -> Result<(), StoreError> {
    let before = head.position;
    let placed = head.place(rows);
    insert(tx, &placed, requests, before).await?;
    if !placed.is_empty() {
        head.write(tx).await?;
    }
    Ok(())
}

impl Head {
    /// Gives the rows the positions behind the last, and takes them into the tree.
    fn place<'a>(&mut self, rows: &'a [Row<'a>]) -> Vec<Placed<'a>> {
        let placed = (self.position + 1..).zip(rows);
        let placed: Vec<_> = placed.map(|(position, row)| Placed::new(position, row)).collect();
        for one in &placed {
            self.position = one.position;
            self.edge.append(one.leaf);
        }
        placed
    }
}

/// Keeps snapshots (stream, version, state), in the commit of the events that made them due.
pub(super) async fn keep_snapshots(
    tx: &mut Tx,
    snapshots: Vec<(Uuid, i64, Vec<u8>)>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO snapshot (stream, version, payload) VALUES ($1, $2, $3) \
         ON CONFLICT (stream) DO UPDATE SET version = excluded.version, payload = excluded.payload \
         WHERE snapshot.version < excluded.version";
    for (stream, version, payload) in snapshots {
        tx.execute(SQL, &[stream.into(), version.into(), payload.into()]).await?;
    }
    Ok(())
}

/// A row with the position that it takes, and what the ledger will hold of it.
struct Placed<'a> {
    row: &'a Row<'a>,
    position: i64,
    leaf: Hash,
}

impl<'a> Placed<'a> {
    fn new(position: i64, row: &'a Row<'a>) -> Self {
        let leaf = Leaf {
            position,
            stream: row.stream,
            version: row.version,
            event_type: row.event.event_type,
            at: row.stamp.at,
            principal: &row.stamp.principal,
            centre: &row.stamp.centre,
            payload: &row.event.payload,
        };
        Self { row, position, leaf: leaf.hash() }
    }
}

fn position_of(logged: &Logged<'_>, placed: &[Placed<'_>], head: i64) -> i64 {
    placed.get(logged.last).map_or(head, |last| last.position)
}

async fn insert(
    tx: &mut Tx,
    placed: &[Placed<'_>],
    requests: &[Logged<'_>],
    head: i64,
) -> Result<(), StoreError> {
    if !placed.is_empty() {
        tx.insert(INSERT_EVENTS, event_columns(placed)).await?;
    }
    if !requests.is_empty() {
        tx.insert(INSERT_REQUESTS, request_columns(requests, placed, head)).await?;
    }
    Ok(())
}

fn event_columns(placed: &[Placed<'_>]) -> Vec<Column> {
    let rows = || placed.iter().map(|one| one.row);
    vec![
        Column::Ints(placed.iter().map(|one| one.position).collect()),
        Column::ids(rows().map(|row| row.stream)),
        Column::Ints(rows().map(|row| row.version).collect()),
        Column::Texts(rows().map(|row| row.event.event_type.to_owned()).collect()),
        Column::Ints(rows().map(|row| row.stamp.at.as_micros()).collect()),
        Column::Texts(rows().map(|row| row.stamp.principal.clone()).collect()),
        Column::Texts(rows().map(|row| row.stamp.centre.clone()).collect()),
        Column::Blobs(rows().map(|row| row.event.payload.clone()).collect()),
        Column::Blobs(placed.iter().map(|one| one.leaf.to_vec()).collect()),
    ]
}

fn request_columns(requests: &[Logged<'_>], placed: &[Placed<'_>], head: i64) -> Vec<Column> {
    vec![
        Column::ids(requests.iter().map(|it| it.stamp.request_id)),
        Column::Blobs(requests.iter().map(|it| it.stamp.fingerprint.to_vec()).collect()),
        Column::ids(requests.iter().map(|it| it.stream)),
        Column::Ints(requests.iter().map(|it| it.version).collect()),
        Column::Ints(requests.iter().map(|it| position_of(it, placed, head)).collect()),
        Column::Ints(requests.iter().map(|it| it.stamp.at.as_micros()).collect()),
    ]
}
