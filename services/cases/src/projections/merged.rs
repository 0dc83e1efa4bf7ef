//! Cases that follow another: a row per case, without personal data, so that lists leave it out and a
//! search that finds it tells of the case that is followed.

use std::collections::BTreeMap;

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::merge::Fact;
use sentier_cases_domain::id::CaseId;
use sentier_eventing::StoreError;
use sentier_eventing::db::{Column, Database, Row, Tx};
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

/// Of these cases those that follow another, each with the one that it follows.
pub(crate) async fn followed(
    db: &Database,
    cases: &[CaseId],
) -> Result<BTreeMap<CaseId, CaseId>, StoreError> {
    let wanted = Column::ids(cases.iter().map(|case| case.as_uuid()));
    let (among, values) = db.dialect().among("case_id", wanted);
    let sql = format!("SELECT case_id, follows FROM {} WHERE {among}", TABLES.name(TABLE));
    let rows = db.fetch(&sql, &values).await?;
    let read = |row: &Row| Ok((CaseId::from_uuid(row.uuid(0)?), CaseId::from_uuid(row.uuid(1)?)));
    rows.iter().map(read).collect()
}
