//! Which centres chose that their schedules erase by themselves, so that the schedule knows where to look.

use sentier_cases_domain::erasing::Event;
use sentier_eventing::db::{Database, Tx};
use sentier_eventing::projection::Tables;
use sentier_eventing::{StoreError, StoredEvent};

use super::TABLES;

pub(super) const TABLE: &str = "erasing_centre";

pub(super) fn schema(tables: Tables) -> Vec<String> {
    vec![format!("CREATE TABLE {} (centre TEXT PRIMARY KEY)", tables.name(TABLE))]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &Event,
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    let sql = if event.notice.is_some() {
        format!("INSERT INTO {table} (centre) VALUES ($1) ON CONFLICT (centre) DO NOTHING")
    } else {
        format!("DELETE FROM {table} WHERE centre = $1")
    };
    tx.execute(&sql, &[stored.centre.as_str().into()]).await?;
    Ok(())
}

/// The codes of those centres, in order. There are as many as installations have centres: some hundred.
pub(crate) async fn centres(db: &Database) -> Result<Vec<String>, StoreError> {
    let sql = format!("SELECT centre FROM {} ORDER BY centre", TABLES.name(TABLE));
    let rows = db.fetch(&sql, &[]).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<Result<_, sqlx::Error>>()?)
}
