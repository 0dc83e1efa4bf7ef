//! What is to be done: one row per task, without personal data; the domain says when one begins and ends.

use std::collections::{BTreeMap, VecDeque};

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::codes::Risk;
use sentier_cases_domain::case::care::task::{
    Change, Kind, Owner, TOLD_WHEN_OVERDUE, Task, changes,
};
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::StoreError;
use sentier_eventing::db::{Column, Database, Row, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{Placed, TABLES, case_list, honey_record, safeguard};
use crate::application::{DueTask, Health, Lately, WantedTasks};

pub(super) const TABLE: &str = "task";

/// More tasks than one event begins.
const MOST: i64 = 64;

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (id BIGINT PRIMARY KEY, case_id {bytes} NOT NULL, \
             kind TEXT NOT NULL, subject {bytes} NOT NULL, due_at BIGINT NOT NULL, \
             calm_at BIGINT NOT NULL, high_at BIGINT NOT NULL, centre TEXT NOT NULL, survivor_code TEXT NOT NULL, owner {bytes}, \
             follows BIGINT NOT NULL, resting BIGINT NOT NULL, told BIGINT NOT NULL)"
        ),
        format!("CREATE UNIQUE INDEX {table}_subject ON {table} (case_id, kind, subject)"),
        format!("CREATE INDEX {table}_centre ON {table} (centre, due_at, id) WHERE resting = 0"),
        format!(
            "CREATE INDEX {table}_overdue ON {table} (due_at, id) WHERE resting = 0 AND told = 0"
        ),
        format!("CREATE INDEX {table}_owner ON {table} (owner, due_at, id) WHERE resting = 0"),
    ]
}

/// Applies a page of events. Changes of one case keep their order; those of different cases have none,
/// and are written together.
pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    page: &[Placed<'_>],
) -> Result<(), StoreError> {
    let mut waiting: BTreeMap<CaseId, VecDeque<Numbered>> = BTreeMap::new();
    for placed in page {
        for (number, change) in (0..).zip(changes(placed.event)) {
            let queue = waiting.entry(placed.case).or_default();
            let again = queue.back().is_some_and(|(_, last)| *last == change);
            // What ended need not end again; what begins again is another task.
            if !again || matches!(change, Change::Begin(_)) {
                queue.push_back((placed.stored.position * MOST + number, change));
            }
        }
    }
    while !waiting.is_empty() {
        let mut round = Round::default();
        for (case, queue) in &mut waiting {
            round.take(*case, queue);
        }
        waiting.retain(|_, queue| !queue.is_empty());
        round.write(tx, tables).await?;
    }
    tell(tx, tables, page).await
}

/// That a task is overdue was told; another that began in its place since is untold.
async fn tell(tx: &mut Tx, tables: Tables, page: &[Placed<'_>]) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE {} SET told = 1 WHERE case_id = $1 AND kind = $2 AND subject = $3 AND due_at = $4",
        tables.name(TABLE)
    );
    for placed in page {
        if let Event::TaskOverdue { kind, subject, due, .. } = placed.event {
            let case: Value = placed.case.as_uuid().into();
            tx.execute(&sql, &[case, kind.code().into(), (*subject).into(), (*due).into()]).await?;
        }
    }
    Ok(())
}

/// A change with the id that a task gets which begins with it.
type Numbered = (i64, Change);

/// Changes that can be written together: of each case as many as do not touch each other.
#[derive(Default)]
struct Round {
    begun: Vec<(CaseId, i64, Task)>,
    ended: Vec<(CaseId, Kind, Uuid)>,
    all_ended: Vec<(CaseId, Kind)>,
    rest: Vec<(CaseId, Change)>,
}

impl Round {
    fn take(&mut self, case: CaseId, queue: &mut VecDeque<Numbered>) {
        let mut begun: Vec<(Kind, Uuid)> = Vec::new();
        while let Some((id, change)) = queue.pop_front() {
            match change {
                Change::Begin(task) if !begun.contains(&(task.kind, task.subject)) => {
                    begun.push((task.kind, task.subject));
                    self.begun.push((case, id, task));
                    continue;
                }
                other if !begun.is_empty() => queue.push_front((id, other)),
                Change::Begin(task) => self.begun.push((case, id, task)),
                Change::End(kind, subject) => self.ended.push((case, kind, subject)),
                Change::EndAll(kind) => self.all_ended.push((case, kind)),
                other => self.rest.push((case, other)),
            }
            return;
        }
    }

    async fn write(self, tx: &mut Tx, tables: Tables) -> Result<(), StoreError> {
        let table = tables.name(TABLE);
        begin(tx, tables, &self.begun).await?;
        if !self.ended.is_empty() {
            let (given, values) = tx.dialect().rows(vec![
                Column::ids(self.ended.iter().map(|(case, ..)| case.as_uuid())),
                codes(self.ended.iter().map(|(_, kind, _)| *kind)),
                Column::ids(self.ended.iter().map(|(.., subject)| *subject)),
            ]);
            let sql = format!(
                "DELETE FROM {table} \
                 WHERE (case_id, kind, subject) IN (SELECT c1, c2, c3 FROM {given})"
            );
            tx.execute(&sql, &values).await?;
        }
        if !self.all_ended.is_empty() {
            let (given, values) = tx.dialect().rows(vec![
                Column::ids(self.all_ended.iter().map(|(case, _)| case.as_uuid())),
                codes(self.all_ended.iter().map(|(_, kind)| *kind)),
            ]);
            let sql = format!(
                "DELETE FROM {table} WHERE (case_id, kind) IN (SELECT c1, c2 FROM {given})"
            );
            tx.execute(&sql, &values).await?;
        }
        for (case, change) in self.rest {
            if let Change::Unask(staff) = change {
                let sql =
                    format!("DELETE FROM {table} WHERE case_id = $1 AND kind = $2 AND owner = $3");
                let kind = Kind::Transfer.code().into();
                tx.execute(&sql, &[case.as_uuid().into(), kind, staff.as_uuid().into()]).await?;
                continue;
            }
            if let Change::HighRisk(high) = change {
                hasten(tx, &table, case, high).await?;
                continue;
            }
            let (set, value): (_, Value) = match change {
                Change::Caseworker(to) => ("owner = $2 WHERE follows = 1 AND", to.as_uuid().into()),
                Change::Rest => ("resting = $2 WHERE", true.into()),
                Change::Resume => ("resting = $2 WHERE", false.into()),
                Change::Begin(_)
                | Change::End(..)
                | Change::EndAll(_)
                | Change::HighRisk(_)
                | Change::Unask(_) => continue,
            };
            let sql = format!("UPDATE {table} SET {set} case_id = $1");
            tx.execute(&sql, &[case.as_uuid().into(), value]).await?;
        }
        Ok(())
    }
}

/// What is due sooner at high risk is due by the risk of now; a new end is untold.
async fn hasten(tx: &mut Tx, table: &str, case: CaseId, high: bool) -> Result<(), StoreError> {
    let (due, told_of) = (if high { "high_at" } else { "calm_at" }, told_of());
    let sql = format!(
        "UPDATE {table} SET told = CASE WHEN kind IN ({told_of}) THEN 0 ELSE told END, \
         due_at = {due} WHERE case_id = $1 AND due_at <> {due}"
    );
    tx.execute(&sql, &[case.as_uuid().into()]).await?;
    Ok(())
}

/// The kinds whose end is told, as SQL lists them.
fn told_of() -> String {
    TOLD_WHEN_OVERDUE.map(|kind| format!("'{}'", kind.code())).join(", ")
}

fn codes(kinds: impl Iterator<Item = Kind>) -> Column {
    Column::Texts(kinds.map(|kind| kind.code().to_owned()).collect())
}

/// Tasks in the place of those of the same kind and subject; the rows of their cases stand already.
async fn begin(
    tx: &mut Tx,
    tables: Tables,
    tasks: &[(CaseId, i64, Task)],
) -> Result<(), StoreError> {
    if tasks.is_empty() {
        return Ok(());
    }
    let (table, cases) = (tables.name(TABLE), tables.name(case_list::TABLE));
    let follows = |owner: Owner| i64::from(owner == Owner::Caseworker);
    // No bytes for no owner: a column of given rows holds no nulls.
    let staff = |owner: Owner| match owner {
        Owner::Staff(staff) => staff.as_uuid().as_bytes().to_vec(),
        Owner::Caseworker | Owner::Supervisor => Vec::new(),
    };
    let (given, values) = tx.dialect().rows(vec![
        Column::Ints(tasks.iter().map(|(_, id, _)| *id).collect()),
        Column::ids(tasks.iter().map(|(case, ..)| case.as_uuid())),
        codes(tasks.iter().map(|(.., task)| task.kind)),
        Column::ids(tasks.iter().map(|(.., task)| task.subject)),
        Column::Ints(tasks.iter().map(|(.., task)| task.due.as_micros()).collect()),
        Column::Ints(tasks.iter().map(|(.., task)| follows(task.owner)).collect()),
        Column::Blobs(tasks.iter().map(|(.., task)| staff(task.owner)).collect()),
        Column::Ints(tasks.iter().map(|(.., task)| task.due_at_high_risk.as_micros()).collect()),
    ]);
    let (told_of, high) = (told_of(), Risk::High.code());
    let sql = format!(
        "INSERT INTO {table} (id, case_id, kind, subject, due_at, calm_at, high_at, centre, \
         survivor_code, owner, follows, resting, told) SELECT c1, c2, c3, c4, \
         CASE WHEN listed.risk = '{high}' THEN c8 ELSE c5 END, c5, c8, listed.centre, listed.survivor_code, \
         CASE WHEN c6 = 1 THEN listed.caseworker WHEN length(c7) = 0 THEN NULL ELSE c7 END, c6, 0, \
         CASE WHEN c3 IN ({told_of}) THEN 0 ELSE 1 END \
         FROM {given} JOIN {cases} AS listed ON listed.case_id = c2 WHERE TRUE \
         ON CONFLICT (case_id, kind, subject) DO UPDATE SET id = excluded.id, \
         due_at = excluded.due_at, calm_at = excluded.calm_at, high_at = excluded.high_at, \
         centre = excluded.centre, \
         survivor_code = excluded.survivor_code, owner = excluded.owner, \
         follows = excluded.follows, told = excluded.told, resting = 0"
    );
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// Tasks whose time passed by `now` and of which that was not told yet, the oldest first, behind a place
/// in that order.
pub(crate) async fn overdue(
    db: &Database,
    now: Moment,
    behind: Option<(Moment, i64)>,
    limit: u32,
) -> Result<Vec<DueTask>, StoreError> {
    let (due, id) = behind.unwrap_or((Moment::from_micros(i64::MIN), i64::MIN));
    let sql = format!(
        "SELECT id, case_id, survivor_code, kind, subject, due_at, owner FROM {} \
         WHERE resting = 0 AND told = 0 AND due_at <= $1 AND (due_at, id) > ($2, $3) \
         ORDER BY due_at, id LIMIT $4",
        TABLES.name(TABLE)
    );
    let rows =
        db.fetch(&sql, &[now.into(), due.into(), id.into(), i64::from(limit).into()]).await?;
    Ok(rows.iter().map(due_task).collect::<Result<_, _>>()?)
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
    let mut lately = |it: Lately| {
        let (owner, after) = (place(it.owner.as_uuid().into()), place(it.due_after.into()));
        let kind = Kind::Health.code();
        format!("(kind = '{kind}' AND owner = {owner} AND due_at > {after})")
    };
    conditions.extend(match wanted.health {
        Health::All => None,
        Health::Only(these) => Some(lately(these)),
        // An owner may be missing, and is not hers then.
        Health::Without(these) => Some(format!("(owner IS NULL OR NOT {})", lately(these))),
    });
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
        kind: Kind::from_code(&kind).ok_or_else(unknown)?,
        subject: Some(row.uuid(4)?).filter(|subject| !subject.is_nil()),
        due: Moment::from_micros(row.i64(5)?),
        owner: row.opt_uuid(6)?.map(StaffId::from_uuid),
    })
}
