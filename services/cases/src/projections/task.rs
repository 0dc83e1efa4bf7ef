//! What is to be done: one row per task, without personal data; the domain says when one begins and ends.

use sentier_cases_domain::case::care::task::{Change, Kind, Owner, Task, changes};
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;

use super::{Placed, TABLES, case_list, honey_record, safeguard};
use crate::application::{DueTask, WantedTasks};

pub(super) const TABLE: &str = "task";

/// More tasks than one event begins.
const MOST: i64 = 64;

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (id BIGINT PRIMARY KEY, case_id {bytes} NOT NULL, \
             kind TEXT NOT NULL, subject {bytes} NOT NULL, due_at BIGINT NOT NULL, \
             centre TEXT NOT NULL, survivor_code TEXT NOT NULL, owner {bytes}, \
             follows BIGINT NOT NULL, resting BIGINT NOT NULL)"
        ),
        format!("CREATE UNIQUE INDEX {table}_subject ON {table} (case_id, kind, subject)"),
        format!("CREATE INDEX {table}_centre ON {table} (centre, due_at, id) WHERE resting = 0"),
        format!("CREATE INDEX {table}_owner ON {table} (owner, due_at, id) WHERE resting = 0"),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    let case: Value = placed.case.as_uuid().into();
    for (number, change) in (0..).zip(changes(placed.event)) {
        match change {
            Change::Begin(task) => begin(tx, tables, placed, number, task).await?,
            Change::End(kind, subject) => {
                let sql = format!(
                    "DELETE FROM {table} WHERE case_id = $1 AND kind = $2 AND subject = $3"
                );
                tx.execute(&sql, &[case.clone(), kind.code().into(), subject.into()]).await?;
            }
            Change::EndAll(kind) => {
                let sql = format!("DELETE FROM {table} WHERE case_id = $1 AND kind = $2");
                tx.execute(&sql, &[case.clone(), kind.code().into()]).await?;
            }
            Change::Caseworker(to) => {
                let sql =
                    format!("UPDATE {table} SET owner = $2 WHERE case_id = $1 AND follows = 1");
                tx.execute(&sql, &[case.clone(), to.as_uuid().into()]).await?;
            }
            Change::Unask(staff) => {
                let sql =
                    format!("DELETE FROM {table} WHERE case_id = $1 AND kind = $2 AND owner = $3");
                let values = [case.clone(), Kind::Transfer.code().into(), staff.as_uuid().into()];
                tx.execute(&sql, &values).await?;
            }
            Change::Rest | Change::Resume => {
                let sql = format!("UPDATE {table} SET resting = $2 WHERE case_id = $1");
                tx.execute(&sql, &[case.clone(), (change == Change::Rest).into()]).await?;
            }
        }
    }
    Ok(())
}

/// A task in the place of one of the same kind and subject; the row of its case stands already.
async fn begin(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
    number: i64,
    task: Task,
) -> Result<(), StoreError> {
    let (table, cases) = (tables.name(TABLE), tables.name(case_list::TABLE));
    let Task { kind, subject, due, owner } = task;
    let key: [Value; 3] = [placed.case.as_uuid().into(), kind.code().into(), subject.into()];
    let sql = format!("DELETE FROM {table} WHERE case_id = $1 AND kind = $2 AND subject = $3");
    tx.execute(&sql, &key).await?;
    let sql = format!("SELECT caseworker, centre, survivor_code FROM {cases} WHERE case_id = $1");
    let rows = tx.fetch(&sql, &[placed.case.as_uuid().into()]).await?;
    let Some(row) = rows.first() else { return Ok(()) };
    let (follows, owner) = match owner {
        Owner::Caseworker => (true, Value::from(row.uuid(0)?)),
        Owner::Supervisor => (false, Value::Bytes(None)),
        Owner::Staff(staff) => (false, Value::from(staff.as_uuid())),
    };
    let sql = format!(
        "INSERT INTO {table} (id, case_id, kind, subject, due_at, centre, survivor_code, owner, \
         follows, resting) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)"
    );
    let [case, kind, subject] = key;
    let values = [
        (placed.stored.position * MOST + number).into(),
        case,
        kind,
        subject,
        due.into(),
        row.text(1)?.into(),
        row.text(2)?.into(),
        owner,
        follows.into(),
    ];
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// At most `limit` tasks, the nearest end first, behind a place in that order.
pub(crate) async fn page(
    db: &Database,
    wanted: &WantedTasks,
    behind: Option<(Moment, i64)>,
    limit: u32,
) -> Result<Vec<DueTask>, StoreError> {
    let (due, id) = behind.unwrap_or((Moment::from_micros(i64::MIN), i64::MIN));
    let mut values: Vec<Value> =
        vec![wanted.centre.as_str().into(), due.into(), id.into(), i64::from(limit).into()];
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let viewer = place(safeguard::seen_by(wanted.viewer));
    let case = format!("{}.case_id", TABLES.name(TABLE));
    let mut conditions = vec![
        "centre = $1 AND resting = 0 AND (due_at, id) > ($2, $3)".to_owned(),
        safeguard::visible(&case, &viewer),
        // Nothing is to be done for whom nobody met.
        honey_record::is_none(&case),
    ];
    conditions.extend(wanted.owner.map(|id| format!("owner = {}", place(id.as_uuid().into()))));
    conditions.extend(wanted.after.map(|at| format!("due_at > {}", place(at.into()))));
    conditions.extend(wanted.until.map(|at| format!("due_at <= {}", place(at.into()))));
    let conditions = conditions.join(" AND ");
    let sql = format!(
        "SELECT id, case_id, survivor_code, kind, subject, due_at, owner FROM {} \
         WHERE {conditions} ORDER BY due_at, id LIMIT $4",
        TABLES.name(TABLE)
    );
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(due_task).collect::<Result<_, _>>()?)
}

fn due_task(row: &Row) -> Result<DueTask, sqlx::Error> {
    let (code, kind) = (row.text(2)?, row.text(3)?);
    let unknown = || sqlx::Error::Decode("a task of an unknown kind".into());
    Ok(DueTask {
        id: row.i64(0)?,
        case: CaseId::from_uuid(row.uuid(1)?),
        survivor_code: SurvivorCode::parse(&code)
            .map_err(|malformed| sqlx::Error::Decode(malformed.into()))?,
        kind: Kind::ALL.iter().copied().find(|known| known.code() == kind).ok_or_else(unknown)?,
        subject: Some(row.uuid(4)?).filter(|subject| !subject.is_nil()),
        due: Moment::from_micros(row.i64(5)?),
        owner: row.opt_uuid(6)?.map(StaffId::from_uuid),
    })
}
