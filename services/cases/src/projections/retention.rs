//! Since when nothing happened to each case, and whether a legal hold stands: what comes to its end. Holds
//! no personal value.

use std::collections::BTreeMap;

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::Fact;
use sentier_cases_domain::case::ending::{self, is_needed};
use sentier_cases_domain::id::{CaseId, EntryId, StaffId, SurvivorId};
use sentier_eventing::StoreError;
use sentier_eventing::db::{Column, Database, Row, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{Placed, TABLES, safeguard};

pub(super) const TABLE: &str = "retention";

const COLUMNS: &str = "position, case_id, survivor, survivor_code, closed_at, last_at, hold, erased, erase_at, stopped";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
             centre TEXT NOT NULL, survivor {bytes} NOT NULL, survivor_code TEXT NOT NULL, \
             opened_at BIGINT NOT NULL, closed_at BIGINT, last_at BIGINT NOT NULL, hold {bytes}, \
             erased BIGINT NOT NULL, erase_at BIGINT, stopped BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {table}_rest ON {table} (centre, closed_at, opened_at)"),
        format!("CREATE INDEX {table}_code ON {table} (centre, survivor_code)"),
        format!("CREATE INDEX {table}_hold ON {table} (centre, hold)"),
        format!("CREATE INDEX {table}_announced ON {table} (centre, erase_at)"),
    ]
}

/// Applies a page of events; the last entry of each case in one statement for all.
pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    page: &[Placed<'_>],
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    for placed in page {
        change(tx, &table, placed).await?;
        if is_needed(placed.event) {
            let sql = format!(
                "UPDATE {table} SET erase_at = NULL, stopped = 0 \
                 WHERE case_id = $1 AND erase_at IS NOT NULL"
            );
            tx.execute(&sql, &[placed.case.as_uuid().into()]).await?;
        }
    }
    let entries = page.iter().filter(|one| !is_told_by_itself(one.event));
    let last: BTreeMap<Uuid, i64> =
        entries.map(|one| (one.case.as_uuid(), one.stored.at.as_micros())).collect();
    if last.is_empty() {
        return Ok(());
    }
    let (given, values) = tx
        .dialect()
        .rows(vec![Column::ids(last.keys().copied()), Column::Ints(last.into_values().collect())]);
    let sql =
        format!("UPDATE {table} SET last_at = given.c2 FROM {given} WHERE case_id = given.c1");
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// What the service tells of a case by itself is no entry: a file to which nobody comes back stays so.
const fn is_told_by_itself(event: &Event) -> bool {
    matches!(
        event,
        Event::TaskOverdue { .. }
            | Event::FactsReleased { .. }
            | Event::FactsWithheld { .. }
            | Event::Ending(_)
    )
}

async fn change(tx: &mut Tx, table: &str, placed: &Placed<'_>) -> Result<(), StoreError> {
    let case: Value = placed.case.as_uuid().into();
    let (change, value): (&str, Value) = match placed.event {
        Event::CaseOpened { survivor, survivor_code, at, .. } => {
            let sql = format!(
                "INSERT INTO {table} (case_id, position, centre, survivor, survivor_code, \
                 opened_at, last_at, erased, stopped) VALUES ($1, $2, $3, $4, $5, $6, $6, 0, 0)"
            );
            let values = [
                case,
                placed.stored.position.into(),
                placed.stored.centre.as_str().into(),
                survivor.as_uuid().into(),
                survivor_code.as_str().into(),
                (*at).into(),
            ];
            tx.execute(&sql, &values).await?;
            return Ok(());
        }
        Event::CaseClosed { at, .. } => ("closed_at = $2", (*at).into()),
        Event::SurvivorErased { .. } => ("erased = $2, erase_at = NULL", 1_i64.into()),
        Event::Ending(ending::Event::Announced { erase_at, .. }) => {
            ("erase_at = $2, stopped = 0", (*erase_at).into())
        }
        Event::Care(event) => match &event.fact {
            Fact::CaseReopened { .. } => ("closed_at = $2", None::<i64>.into()),
            Fact::HoldSet { .. } => ("hold = $2", Some(event.entry.as_uuid()).into()),
            Fact::HoldLifted { .. } => ("hold = $2", None::<Uuid>.into()),
            Fact::ErasureStopped { .. } => ("stopped = $2", 1_i64.into()),
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    tx.execute(&format!("UPDATE {table} SET {change} WHERE case_id = $1"), &[case, value]).await?;
    Ok(())
}

/// A file and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resting {
    pub(crate) position: i64,
    pub(crate) case: CaseId,
    pub(crate) survivor: SurvivorId,
    pub(crate) survivor_code: String,
    pub(crate) closed_at: Option<Moment>,
    pub(crate) last_at: Moment,
    pub(crate) hold: Option<EntryId>,
    pub(crate) erased: bool,
    /// From when on its schedule erases it, as it announced.
    pub(crate) erase_at: Option<Moment>,
    /// Whether a person stopped that.
    pub(crate) stopped: bool,
}

/// Which files of a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Closed before a moment; or open, and without an entry since another.
    Rested { closed: Moment, open: Moment },
    /// Whose erasure their schedule announced, those that a person stopped among them.
    Announced,
    /// Under a legal hold.
    Held,
    /// With a survivor code.
    Code(String),
}

/// Files of a centre behind a position, oldest first.
pub(crate) async fn page(
    db: &Database,
    (centre, viewer): (&str, Option<StaffId>),
    which: &Which,
    after: i64,
    limit: u32,
) -> Result<Vec<Resting>, StoreError> {
    let table = TABLES.name(TABLE);
    let mut values: Vec<Value> =
        vec![centre.into(), after.into(), limit.into(), safeguard::seen_by(viewer)];
    let of_centre = format!(
        "SELECT {COLUMNS} FROM {table} WHERE centre = $1 AND position > $2 AND {}",
        safeguard::not_excluded(&format!("{table}.case_id"), "$4")
    );
    let sql = match which {
        Which::Rested { closed, open } => {
            values.extend([(*closed).into(), (*open).into()]);
            format!(
                "{of_centre} AND erased = 0 AND closed_at < $5 UNION ALL {of_centre} \
                 AND erased = 0 AND closed_at IS NULL AND opened_at < $6 AND last_at < $6"
            )
        }
        Which::Announced => format!("{of_centre} AND erase_at IS NOT NULL"),
        Which::Held => format!("{of_centre} AND hold IS NOT NULL"),
        Which::Code(code) => {
            values.push(code.as_str().into());
            format!("{of_centre} AND survivor_code = $5")
        }
    };
    let sql = format!("{sql} ORDER BY position LIMIT $3");
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

fn read(row: &Row) -> Result<Resting, sqlx::Error> {
    Ok(Resting {
        position: row.i64(0)?,
        case: CaseId::from_uuid(row.uuid(1)?),
        survivor: SurvivorId::from_uuid(row.uuid(2)?),
        survivor_code: row.text(3)?,
        closed_at: row.opt_i64(4)?.map(Moment::from_micros),
        last_at: Moment::from_micros(row.i64(5)?),
        hold: row.opt_uuid(6)?.map(EntryId::from_uuid),
        erased: row.i64(7)? != 0,
        erase_at: row.opt_i64(8)?.map(Moment::from_micros),
        stopped: row.i64(9)? != 0,
    })
}

/// One file.
pub(crate) async fn one(db: &Database, case: CaseId) -> Result<Option<Resting>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {} WHERE case_id = $1", TABLES.name(TABLE));
    let rows = db.fetch(&sql, &[case.as_uuid().into()]).await?;
    Ok(rows.first().map(read).transpose()?)
}
