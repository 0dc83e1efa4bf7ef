//! Cases that follow another: a row per case, without personal data, so that lists leave it out and a
//! search that finds it tells of the case that is followed.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::merge::Fact;
use sentier_cases_domain::id::CaseId;
use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Tx};
use sentier_eventing::projection::Tables;

use super::{Placed, TABLES};

pub(super) const TABLE: &str = "merged_case";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![format!("CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, follows {bytes} NOT NULL)")]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let Event::Merge(event) = placed.event else { return Ok(()) };
    let (table, case) = (tables.name(TABLE), placed.case.as_uuid());
    match event.fact {
        Fact::Followed { .. } => {
            let sql = format!("INSERT INTO {table} (case_id, follows) VALUES ($1, $2)");
            tx.execute(&sql, &[case.into(), event.case.as_uuid().into()]).await?;
        }
        Fact::Parted { .. } => {
            let sql = format!("DELETE FROM {table} WHERE case_id = $1");
            tx.execute(&sql, &[case.into()]).await?;
        }
        Fact::TookIn { .. } | Fact::Released { .. } | Fact::MarkedDifferent => {}
    }
    Ok(())
}

/// A condition on a list of cases: only those that follow no other.
pub(super) fn none_of(list: &str) -> String {
    let table = TABLES.name(TABLE);
    format!("NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.case_id = {list}.case_id)")
}

/// The case that a case follows; itself when it follows none.
pub(crate) async fn followed(db: &Database, case: CaseId) -> Result<CaseId, StoreError> {
    let sql = format!("SELECT follows FROM {} WHERE case_id = $1", TABLES.name(TABLE));
    let rows = db.fetch(&sql, &[case.as_uuid().into()]).await?;
    let follows = rows.first().map(|row| row.uuid(0)).transpose()?;
    Ok(follows.map_or(case, CaseId::from_uuid))
}
