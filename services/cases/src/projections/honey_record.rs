//! Which cases are made up, and who opened them. A manager's to know.

use sentier_cases_domain::honey::Event;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_eventing::db::{Database, Tx};
use sentier_eventing::projection::Tables;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;

use super::{TABLES, alarm};
use crate::application::{AlarmKind, HoneyRecord};

pub(super) const TABLE: &str = "honey_record";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, stream {bytes} NOT NULL, \
             centre TEXT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, \
             planter {bytes} NOT NULL)"
        ),
        format!("CREATE INDEX {table}_centre ON {table} (centre, position)"),
        format!("CREATE UNIQUE INDEX {table}_stream ON {table} (stream)"),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &Event,
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    match *event {
        Event::Planted { case, by, at } => {
            let sql = format!(
                "INSERT INTO {table} (case_id, stream, centre, position, at, planter) \
                 VALUES ($1, $2, $3, $4, $5, $6)"
            );
            let values = [
                case.as_uuid().into(),
                stored.stream.into(),
                stored.centre.as_str().into(),
                stored.position.into(),
                at.into(),
                by.as_uuid().into(),
            ];
            tx.execute(&sql, &values).await?;
        }
        Event::Opened { alarm, by, refused, at } => {
            let sql = format!("SELECT case_id FROM {table} WHERE stream = $1");
            let rows = tx.fetch(&sql, &[stored.stream.into()]).await?;
            let Some(row) = rows.first() else { return Ok(()) };
            let case = CaseId::from_uuid(row.uuid(0)?);
            let kind = if refused { AlarmKind::HoneyRefused } else { AlarmKind::HoneyOpened };
            let raised = alarm::Raised { alarm, case, kind, by, at, month_count: 0 };
            alarm::raise(tx, tables, stored, raised).await?;
        }
        Event::Reviewed { alarm, by, at } => {
            alarm::review(tx, tables, alarm, by, at).await?;
        }
    }
    Ok(())
}

/// The condition that a case is not made up.
pub(super) fn is_none(case: &str) -> String {
    format!("NOT EXISTS (SELECT 1 FROM {} h WHERE h.case_id = {case})", TABLES.name(TABLE))
}

/// At most `limit` records of a centre before a position, newest first.
pub(crate) async fn page(
    db: &Database,
    centre: &str,
    before: i64,
    limit: u32,
) -> Result<Vec<HoneyRecord>, StoreError> {
    let sql = format!(
        "SELECT position, case_id, at, planter FROM {} \
         WHERE centre = $1 AND position < $2 ORDER BY position DESC LIMIT $3",
        TABLES.name(TABLE)
    );
    let rows = db.fetch(&sql, &[centre.into(), before.into(), limit.into()]).await?;
    let record = rows.iter().map(|row| {
        Ok(HoneyRecord {
            position: row.i64(0)?,
            case: CaseId::from_uuid(row.uuid(1)?),
            at: Moment::from_micros(row.i64(2)?),
            by: StaffId::from_uuid(row.uuid(3)?),
        })
    });
    Ok(record.collect::<Result<_, sqlx::Error>>()?)
}
