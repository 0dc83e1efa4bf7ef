//! Where the names stand: for each case the position of the event that holds who she is. The index in
//! memory reads on from the position it has reached. Holds no personal value.

use futures_util::future::BoxFuture;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::{CaseId, SurvivorId};
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::{StoreError, StoredEvent};

use crate::store::CaseCodec;

/// The projection's name.
pub(crate) const SOUGHT: &str = "sought";
const VERSION: u32 = 1;
const TABLES: Tables = Tables::of_version(VERSION);

/// Who can be sought.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SoughtList;

/// A case to take into the index, or to leave out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Of the event that says who she is, or that she was erased.
    pub(crate) position: i64,
    pub(crate) case: CaseId,
    pub(crate) survivor: SurvivorId,
    pub(crate) erased: bool,
}

impl Projection for SoughtList {
    fn name(&self) -> &'static str {
        SOUGHT
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[SOUGHT]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = match dialect {
            Dialect::Postgres => "BYTEA",
            Dialect::Sqlite => "BLOB",
        };
        let table = tables.name(SOUGHT);
        vec![
            format!(
                "CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, centre TEXT NOT NULL, \
                 survivor {bytes} NOT NULL, position BIGINT NOT NULL, erased BIGINT NOT NULL)"
            ),
            format!("CREATE INDEX {table}_centre ON {table} (centre, position)"),
        ]
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            for stored in events {
                apply(tx, *tables, stored).await?;
            }
            Ok(())
        })
    }
}

async fn apply(tx: &mut Tx, tables: Tables, stored: &StoredEvent) -> Result<(), StoreError> {
    let table = tables.name(SOUGHT);
    match CaseCodec::withheld(&stored.event_type, &stored.payload)? {
        Some(Event::CaseOpened { survivor, .. }) => {
            let sql = format!(
                "INSERT INTO {table} (case_id, centre, survivor, position, erased) \
                 VALUES ($1, $2, $3, $4, 0)"
            );
            let values = [
                stored.stream.into(),
                stored.centre.as_str().into(),
                survivor.as_uuid().into(),
                stored.position.into(),
            ];
            tx.execute(&sql, &values).await?;
        }
        // The correction holds all that the index takes.
        Some(Event::SurvivorCorrected { .. }) => {
            let sql = format!("UPDATE {table} SET position = $2 WHERE case_id = $1");
            tx.execute(&sql, &[stored.stream.into(), stored.position.into()]).await?;
        }
        Some(Event::SurvivorErased { .. }) => {
            let sql = format!("UPDATE {table} SET position = $2, erased = 1 WHERE case_id = $1");
            tx.execute(&sql, &[stored.stream.into(), stored.position.into()]).await?;
        }
        _ => {}
    }
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
        TABLES.name(SOUGHT)
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
