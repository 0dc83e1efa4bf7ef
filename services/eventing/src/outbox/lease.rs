//! One relay per service at a time, whatever the number of replicas.

use uuid::Uuid;

use crate::db::Database;
use crate::store::StoreError;

/// How long a lease holds without being renewed, in microseconds.
const LEASE: i64 = 10_000_000;

/// Takes or keeps the lease; answers the published position when this holder has it.
pub(super) async fn take(
    db: &Database,
    name: &str,
    holder: Uuid,
) -> Result<Option<i64>, StoreError> {
    let now = db.dialect().now();
    let sql = format!(
        "INSERT INTO relay (name, holder, until, position) VALUES ($1, $2, {now} + $3, 0) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
         WHERE relay.holder = excluded.holder OR relay.until < {now}"
    );
    let taken = db.execute(&sql, &[name.into(), holder.into(), LEASE.into()]).await?;
    if taken == 0 {
        return Ok(None);
    }
    let sql = "SELECT position FROM relay WHERE name = $1";
    let rows = db.fetch(sql, &[name.into()]).await?;
    rows.first().map(|row| Ok(row.i64(0)?)).transpose()
}

/// Moves the mark and renews the lease; `false` when another holder has it. A mark that a power cut takes
/// back brings messages again that the broker, or the inbox, knows already.
pub(super) async fn mark(
    db: &Database,
    name: &str,
    holder: Uuid,
    position: i64,
) -> Result<bool, StoreError> {
    let sql = format!(
        "UPDATE relay SET position = $3, until = {} + $4 WHERE name = $1 AND holder = $2",
        db.dialect().now()
    );
    let values = [name.into(), holder.into(), position.into(), LEASE.into()];
    let mut tx = db.begin_derived().await?;
    let touched = tx.execute(&sql, &values).await?;
    tx.commit().await?;
    Ok(touched > 0)
}

/// Gives the lease up, so that another replica need not wait for its end.
pub(super) async fn release(db: &Database, name: &str, holder: Uuid) -> Result<(), StoreError> {
    let sql = "UPDATE relay SET until = 0 WHERE name = $1 AND holder = $2";
    db.execute(sql, &[name.into(), holder.into()]).await?;
    Ok(())
}
