//! The drafts that are kept: whose each is and when it was last saved. Holds no personal value.

use sentier_cases_domain::draft::Event;
use sentier_cases_domain::id::{DraftId, StaffId};
use sentier_eventing::db::{Database, Row, Tx};
use sentier_eventing::projection::Tables;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;

use super::TABLES;

pub(super) const TABLE: &str = "draft_list";

const COLUMNS: &str = "position, draft_id, centre, saved_at";

/// One draft that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Of its last saving.
    pub(crate) position: i64,
    pub(crate) draft: DraftId,
    pub(crate) centre: String,
    pub(crate) saved_at: Moment,
}

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (draft_id {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
             centre TEXT NOT NULL, staff {bytes} NOT NULL, saved_at BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {table}_staff ON {table} (staff, position)"),
        format!("CREATE INDEX {table}_saved_at ON {table} (saved_at)"),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &Event,
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    // A draft that is saved again moves to the top.
    tx.execute(&format!("DELETE FROM {table} WHERE draft_id = $1"), &[stored.stream.into()])
        .await?;
    if let Event::DraftSaved { staff, at, .. } = event {
        let sql = format!(
            "INSERT INTO {table} (draft_id, position, centre, staff, saved_at) \
             VALUES ($1, $2, $3, $4, $5)"
        );
        let values = [
            stored.stream.into(),
            stored.position.into(),
            stored.centre.as_str().into(),
            staff.as_uuid().into(),
            (*at).into(),
        ];
        tx.execute(&sql, &values).await?;
    }
    Ok(())
}

/// Drafts of a member of staff at a centre, newest first, saved after a moment and before a position.
pub(crate) async fn page(
    db: &Database,
    (centre, staff): (&str, StaffId),
    saved_after: Moment,
    before: i64,
    limit: u32,
) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE staff = $1 AND centre = $2 AND saved_at > $3 \
         AND position < $4 ORDER BY position DESC LIMIT $5",
        TABLES.name(TABLE)
    );
    let values = [
        staff.as_uuid().into(),
        centre.into(),
        saved_after.into(),
        before.into(),
        i64::from(limit).into(),
    ];
    read(&db.fetch(&sql, &values).await?)
}

/// Drafts that were last saved at a moment or before.
pub(crate) async fn lapsed(
    db: &Database,
    saved_until: Moment,
    limit: u32,
) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE saved_at <= $1 ORDER BY saved_at LIMIT $2",
        TABLES.name(TABLE)
    );
    read(&db.fetch(&sql, &[saved_until.into(), i64::from(limit).into()]).await?)
}

fn read(rows: &[Row]) -> Result<Vec<Kept>, StoreError> {
    let kept = |row: &Row| {
        Ok(Kept {
            position: row.i64(0)?,
            draft: DraftId::from_uuid(row.uuid(1)?),
            centre: row.text(2)?,
            saved_at: Moment::from_micros(row.i64(3)?),
        })
    };
    Ok(rows.iter().map(kept).collect::<Result<_, sqlx::Error>>()?)
}
