//! Who must not be told of which case: conflicts of interest and seals, as every list asks for them.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::safeguard::Fact;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{Placed, TABLES};
use crate::application::SealedCase;

pub(super) const EXCLUSIONS: &str = "exclusion";
pub(super) const SEALS: &str = "seal";
/// Whom each seal names.
pub(super) const NAMED: &str = "seal_named";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let (exclusions, seals, named) =
        (tables.name(EXCLUSIONS), tables.name(SEALS), tables.name(NAMED));
    let pairs = |table: String| {
        format!(
            "CREATE TABLE {table} (case_id {bytes} NOT NULL, staff {bytes} NOT NULL, \
             PRIMARY KEY (case_id, staff))"
        )
    };
    vec![
        pairs(exclusions),
        pairs(named),
        format!(
            "CREATE TABLE {seals} (case_id {bytes} PRIMARY KEY, centre TEXT NOT NULL, \
             position BIGINT NOT NULL, at BIGINT NOT NULL, sealer {bytes} NOT NULL)"
        ),
        format!("CREATE INDEX {seals}_centre ON {seals} (centre, position)"),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let Event::Safeguard(event) = placed.event else { return Ok(()) };
    let case: Value = placed.case.as_uuid().into();
    match &event.fact {
        Fact::StaffExcluded { staff, .. } => {
            let sql =
                format!("INSERT INTO {} (case_id, staff) VALUES ($1, $2)", tables.name(EXCLUSIONS));
            tx.execute(&sql, &[case, staff.as_uuid().into()]).await?;
        }
        Fact::StaffReadmitted { staff, .. } => {
            let table = tables.name(EXCLUSIONS);
            let sql = format!("DELETE FROM {table} WHERE case_id = $1 AND staff = $2");
            tx.execute(&sql, &[case, staff.as_uuid().into()]).await?;
        }
        Fact::CaseSealed { to, .. } => {
            unseal(tx, tables, &case).await?;
            let sql = format!(
                "INSERT INTO {} (case_id, centre, position, at, sealer) \
                 VALUES ($1, $2, $3, $4, $5)",
                tables.name(SEALS)
            );
            let values = [
                case.clone(),
                placed.stored.centre.as_str().into(),
                placed.stored.position.into(),
                event.at.into(),
                event.by.as_uuid().into(),
            ];
            tx.execute(&sql, &values).await?;
            let sql =
                format!("INSERT INTO {} (case_id, staff) VALUES ($1, $2)", tables.name(NAMED));
            for staff in to {
                tx.execute(&sql, &[case.clone(), staff.as_uuid().into()]).await?;
            }
        }
        Fact::CaseUnsealed { .. } => unseal(tx, tables, &case).await?,
        _ => {}
    }
    Ok(())
}

async fn unseal(tx: &mut Tx, tables: Tables, case: &Value) -> Result<(), StoreError> {
    for table in [tables.name(SEALS), tables.name(NAMED)] {
        let sql = format!("DELETE FROM {table} WHERE case_id = $1");
        tx.execute(&sql, std::slice::from_ref(case)).await?;
    }
    Ok(())
}

/// Who asks, as a value of a query; nobody is excluded from nothing, and named by no seal.
pub(super) fn seen_by(viewer: Option<StaffId>) -> Value {
    viewer.map_or(Uuid::nil(), StaffId::as_uuid).into()
}

/// The condition that a case does not have who asks, given at `viewer`, on its list of conflicts.
pub(super) fn not_excluded(case: &str, viewer: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {} e WHERE e.case_id = {case} AND e.staff = {viewer})",
        TABLES.name(EXCLUSIONS)
    )
}

/// The condition that a case is there for who asks, given at `viewer`.
pub(super) fn visible(case: &str, viewer: &str) -> String {
    format!(
        "{} AND (NOT EXISTS (SELECT 1 FROM {} s WHERE s.case_id = {case}) \
         OR EXISTS (SELECT 1 FROM {} n WHERE n.case_id = {case} AND n.staff = {viewer}))",
        not_excluded(case, viewer),
        TABLES.name(SEALS),
        TABLES.name(NAMED)
    )
}

/// At most `limit` sealed cases of a centre before a position, the newest seal first.
pub(crate) async fn sealed(
    db: &Database,
    centre: &str,
    viewer: Option<StaffId>,
    before: i64,
    limit: u32,
) -> Result<Vec<SealedCase>, StoreError> {
    let table = TABLES.name(SEALS);
    let sql = format!(
        "SELECT position, case_id, at, sealer FROM {table} \
         WHERE centre = $1 AND position < $2 AND {} ORDER BY position DESC LIMIT $3",
        not_excluded(&format!("{table}.case_id"), "$4")
    );
    let values = [centre.into(), before.into(), limit.into(), seen_by(viewer)];
    let rows = db.fetch(&sql, &values).await?;
    let mut sealed = Vec::with_capacity(rows.len());
    for row in &rows {
        let case = row.uuid(1)?;
        let sql =
            format!("SELECT staff FROM {} WHERE case_id = $1 ORDER BY staff", TABLES.name(NAMED));
        let named = db.fetch(&sql, &[case.into()]).await?;
        let named = named.iter().map(|row| row.uuid(0).map(StaffId::from_uuid));
        sealed.push(SealedCase {
            position: row.i64(0)?,
            case: CaseId::from_uuid(case),
            at: Moment::from_micros(row.i64(2)?),
            by: StaffId::from_uuid(row.uuid(3)?),
            to: named.collect::<Result<_, sqlx::Error>>()?,
        });
    }
    Ok(sealed)
}
