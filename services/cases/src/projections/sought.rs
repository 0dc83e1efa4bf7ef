//! Where the names stand: for each case the position of the event that holds who she is. The index in
//! memory reads on from the position it has reached. Holds no personal value.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::{CaseId, SurvivorId};
use sentier_eventing::StoreError;
use sentier_eventing::db::{Column, Database, Row, Tx};
use sentier_eventing::projection::Tables;

use super::{Placed, TABLES};

pub(super) const TABLE: &str = "sought";

/// A case to take into the index, or to leave out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Of the event that says who she is, or that she was erased.
    pub(crate) position: i64,
    pub(crate) case: CaseId,
    pub(crate) survivor: SurvivorId,
    pub(crate) erased: bool,
}

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, centre TEXT NOT NULL, \
             survivor {bytes} NOT NULL, position BIGINT NOT NULL, erased BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {table}_centre ON {table} (centre, position)"),
    ]
}

/// Applies a page of events; a case is opened before anything else happens to it.
pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    page: &[Placed<'_>],
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    open(tx, &table, page).await?;
    for placed in page {
        let change = match placed.event {
            // The correction holds all that the index takes.
            Event::SurvivorCorrected { .. } => "position = $2",
            Event::SurvivorErased { .. } => "position = $2, erased = 1",
            _ => continue,
        };
        let sql = format!("UPDATE {table} SET {change} WHERE case_id = $1");
        tx.execute(&sql, &[placed.stored.stream.into(), placed.stored.position.into()]).await?;
    }
    Ok(())
}

async fn open(tx: &mut Tx, table: &str, page: &[Placed<'_>]) -> Result<(), StoreError> {
    let opened: Vec<_> = page
        .iter()
        .filter_map(|placed| match placed.event {
            Event::CaseOpened { survivor, .. } => Some((placed.stored, survivor.as_uuid())),
            _ => None,
        })
        .collect();
    if opened.is_empty() {
        return Ok(());
    }
    let columns = vec![
        Column::ids(opened.iter().map(|(stored, _)| stored.stream)),
        Column::Texts(opened.iter().map(|(stored, _)| stored.centre.clone()).collect()),
        Column::ids(opened.iter().map(|(_, survivor)| *survivor)),
        Column::Ints(opened.iter().map(|(stored, _)| stored.position).collect()),
        Column::Ints(vec![0; opened.len()]),
    ];
    let into = format!("INSERT INTO {table} (case_id, centre, survivor, position, erased)");
    tx.insert(&into, columns).await?;
    Ok(())
}

/// At most `limit` places of a centre behind a position, in the order of the log.
pub(crate) async fn after(
    db: &Database,
    centre: &str,
    position: i64,
    limit: u32,
) -> Result<Vec<Place>, StoreError> {
    let sql = format!(
        "SELECT position, case_id, survivor, erased FROM {} \
         WHERE centre = $1 AND position > $2 ORDER BY position LIMIT $3",
        TABLES.name(TABLE)
    );
    let rows = db.fetch(&sql, &[centre.into(), position.into(), limit.into()]).await?;
    Ok(rows.iter().map(place).collect::<Result<_, _>>()?)
}

fn place(row: &Row) -> Result<Place, sqlx::Error> {
    Ok(Place {
        position: row.i64(0)?,
        case: CaseId::from_uuid(row.uuid(1)?),
        survivor: SurvivorId::from_uuid(row.uuid(2)?),
        erased: row.i64(3)? != 0,
    })
}
