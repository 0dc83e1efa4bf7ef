//! What another person must look into: a break-glass alone, and a honey record that was opened.

use sentier_cases_domain::alone::month_of;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::safeguard::Fact;
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_eventing::db::{Database, Row, Tx};
use sentier_eventing::projection::Tables;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;

use super::{Placed, TABLES, safeguard};
use crate::application::{Alarm, AlarmKind, WantedAlarms};

pub(super) const TABLE: &str = "alarm";

/// An alarm as it is raised.
pub(super) struct Raised {
    pub alarm: EntryId,
    pub case: CaseId,
    pub kind: AlarmKind,
    pub by: StaffId,
    pub at: Moment,
    /// How many files she opened alone in that month, this one included; 0 for what is no break-glass.
    pub month_count: i64,
}

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (id {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
             centre TEXT NOT NULL, case_id {bytes} NOT NULL, kind TEXT NOT NULL, \
             staff {bytes} NOT NULL, at BIGINT NOT NULL, month_count BIGINT NOT NULL, \
             reviewer {bytes}, reviewed_at BIGINT)"
        ),
        format!("CREATE INDEX {table}_staff ON {table} (staff, at)"),
        format!("CREATE INDEX {table}_centre ON {table} (centre, position)"),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let Event::Safeguard(event) = placed.event else { return Ok(()) };
    match &event.fact {
        Fact::GlassBroken { .. } => {
            let (alarm, case) = (event.entry, placed.case);
            let (kind, by, at) = (AlarmKind::BreakGlass, event.by, event.at);
            let month_count = broken_before(tx, tables, by, at).await? + 1;
            let raised = Raised { alarm, case, kind, by, at, month_count };
            raise(tx, tables, placed.stored, raised).await
        }
        Fact::GlassReviewed { opening, .. } => {
            review(tx, tables, *opening, event.by, event.at).await
        }
        _ => Ok(()),
    }
}

/// How many files somebody opened alone in the month of a moment, before it.
async fn broken_before(
    tx: &mut Tx,
    tables: Tables,
    by: StaffId,
    at: Moment,
) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) FROM {} WHERE staff = $1 AND at >= $2 AND at <= $3 AND kind = $4",
        tables.name(TABLE)
    );
    let since = month_of(at).0;
    let kind = AlarmKind::BreakGlass.code();
    let values = [by.as_uuid().into(), since.into(), at.into(), kind.into()];
    let rows = tx.fetch(&sql, &values).await?;
    Ok(rows.first().map(|row| row.i64(0)).transpose()?.unwrap_or_default())
}

pub(super) async fn raise(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    raised: Raised,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO {} (id, position, centre, case_id, kind, staff, at, month_count) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tables.name(TABLE)
    );
    let values = [
        raised.alarm.as_uuid().into(),
        stored.position.into(),
        stored.centre.as_str().into(),
        raised.case.as_uuid().into(),
        raised.kind.code().into(),
        raised.by.as_uuid().into(),
        raised.at.into(),
        raised.month_count.into(),
    ];
    tx.execute(&sql, &values).await?;
    Ok(())
}

pub(super) async fn review(
    tx: &mut Tx,
    tables: Tables,
    alarm: EntryId,
    by: StaffId,
    at: Moment,
) -> Result<(), StoreError> {
    let sql =
        format!("UPDATE {} SET reviewer = $2, reviewed_at = $3 WHERE id = $1", tables.name(TABLE));
    tx.execute(&sql, &[alarm.as_uuid().into(), by.as_uuid().into(), at.into()]).await?;
    Ok(())
}

/// At most `limit` alarms of a centre before a position, newest first.
pub(crate) async fn page(
    db: &Database,
    wanted: &WantedAlarms,
    before: i64,
    limit: u32,
) -> Result<Vec<Alarm>, StoreError> {
    let table = TABLES.name(TABLE);
    let open = if wanted.reviewed { "" } else { " AND reviewer IS NULL" };
    let sql = format!(
        "SELECT position, id, case_id, kind, staff, at, reviewer, reviewed_at, month_count \
         FROM {table} WHERE centre = $1 AND position < $2{open} AND {} ORDER BY position DESC LIMIT $3",
        safeguard::not_excluded(&format!("{table}.case_id"), "$4")
    );
    let values = [
        wanted.centre.as_str().into(),
        before.into(),
        limit.into(),
        safeguard::seen_by(wanted.viewer),
    ];
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(alarm).collect::<Result<_, _>>()?)
}

fn alarm(row: &Row) -> Result<Alarm, sqlx::Error> {
    let kind = row.text(3)?;
    let unknown = || sqlx::Error::Decode("an alarm of an unknown kind".into());
    let reviewer = row.opt_uuid(6)?.map(StaffId::from_uuid);
    Ok(Alarm {
        position: row.i64(0)?,
        alarm: EntryId::from_uuid(row.uuid(1)?),
        case: CaseId::from_uuid(row.uuid(2)?),
        kind: AlarmKind::ALL.into_iter().find(|known| known.code() == kind).ok_or_else(unknown)?,
        by: StaffId::from_uuid(row.uuid(4)?),
        at: Moment::from_micros(row.i64(5)?),
        month_count: row.i64(8)?,
        reviewed: reviewer.zip(row.opt_i64(7)?.map(Moment::from_micros)),
    })
}
