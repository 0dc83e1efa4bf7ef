//! Many events of SQLite in one row.
//!
//! Each row that SQLite gives is copied value by value and wakes the task that waits for it, on another
//! thread: that is most of what reading the log costs there. So a page crosses as one text.

use sentier_kernel::Moment;
use serde::Deserialize;
use uuid::Uuid;

use crate::db::Database;
use crate::store::{StoreError, StoredEvent};

const SQL: &str = "SELECT json_group_array(json_array(position, hex(stream), version, event_type, at, \
     principal, centre, hex(payload))) FROM (SELECT position, stream, version, event_type, at, \
     principal, centre, payload FROM event WHERE position > $1 ORDER BY position LIMIT $2)";

/// One event, in the order of the statement.
#[derive(Deserialize)]
struct Packed<'a>(i64, &'a str, i64, String, i64, String, String, &'a str);

/// Events with positions above `after`, in the total order, at most `limit`.
pub(super) async fn log(
    db: &Database,
    after: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = db.fetch(SQL, &[after.into(), limit.into()]).await?;
    let Some(page) = rows.first().map(|row| row.text(0)).transpose()? else {
        return Ok(Vec::new());
    };
    let packed: Vec<Packed<'_>> = serde_json::from_str(&page).map_err(foreign)?;
    let mut events: Vec<StoredEvent> =
        packed.into_iter().map(event).collect::<Result<_, sqlx::Error>>()?;
    // An aggregate promises no order.
    events.sort_unstable_by_key(|event| event.position);
    Ok(events)
}

fn event(packed: Packed<'_>) -> Result<StoredEvent, sqlx::Error> {
    let Packed(position, stream, version, event_type, at, principal, centre, payload) = packed;
    let mut id = [0; 16];
    hex::decode_to_slice(stream, &mut id).map_err(foreign)?;
    Ok(StoredEvent {
        position,
        stream: Uuid::from_bytes(id),
        version,
        event_type,
        at: Moment::from_micros(at),
        principal,
        centre,
        payload: hex::decode(payload).map_err(foreign)?,
    })
}

fn foreign(cause: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(cause.into())
}
