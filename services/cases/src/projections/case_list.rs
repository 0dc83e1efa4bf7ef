//! The list of cases: one row per case, without personal data, newest first by the opening's position.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;

use super::{Placed, TABLES};
use crate::application::{Listed, Wanted};

pub(super) const TABLE: &str = "case_list";

const COLUMNS: &str = "position, case_id, version, survivor_code, caseworker, opened_at, closed_at, \
     incidents, erased";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
             centre TEXT NOT NULL, caseworker {bytes} NOT NULL, opened_by TEXT NOT NULL, \
             survivor_code TEXT NOT NULL, version BIGINT NOT NULL, opened_at BIGINT NOT NULL, \
             closed_at BIGINT, incidents BIGINT NOT NULL, erased BIGINT NOT NULL)"
        ),
        format!("CREATE INDEX {table}_centre ON {table} (centre, position)"),
        format!("CREATE INDEX {table}_caseworker ON {table} (caseworker, position)"),
        format!("CREATE INDEX {table}_opened_by ON {table} (opened_by, position)"),
    ]
}

pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    placed: &Placed<'_>,
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    let stored = placed.stored;
    let change = match placed.event {
        Event::CaseOpened { survivor_code, caseworker, at, .. } => {
            let sql = format!(
                "INSERT INTO {table} (case_id, position, centre, caseworker, opened_by, \
                 survivor_code, version, opened_at, closed_at, incidents, erased) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0)"
            );
            let values = [
                placed.case.as_uuid().into(),
                stored.position.into(),
                stored.centre.as_str().into(),
                caseworker.as_uuid().into(),
                stored.principal.as_str().into(),
                survivor_code.as_str().into(),
                stored.version.into(),
                (*at).into(),
            ];
            tx.execute(&sql, &values).await?;
            return Ok(());
        }
        Event::IncidentRecorded { .. } => ", incidents = incidents + 1",
        Event::CaseClosed { .. } => ", closed_at = $3",
        Event::SurvivorErased { .. } => ", erased = 1",
        Event::ConsentGranted { .. }
        | Event::ConsentWithdrawn { .. }
        | Event::OverrideRequested { .. }
        | Event::OverrideApproved { .. }
        | Event::ReferralRequested { .. }
        | Event::ReferralProgressed { .. }
        | Event::FollowUpRecorded { .. }
        | Event::FactsReleased { .. } => "",
    };
    let mut values: Vec<Value> = vec![placed.case.as_uuid().into(), stored.version.into()];
    if let Event::CaseClosed { at, .. } = placed.event {
        values.push((*at).into());
    }
    let sql = format!("UPDATE {table} SET version = $2{change} WHERE case_id = $1");
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// At most `limit` rows of the list, newest first, opened before a position.
pub(crate) async fn page(
    db: &Database,
    wanted: &Wanted,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let mut values: Vec<Value> = vec![
        wanted.centre.as_str().into(),
        before.unwrap_or(i64::MAX).into(),
        i64::from(limit).into(),
    ];
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut conditions = vec!["centre = $1".to_owned(), "position < $2".to_owned()];
    if let Some(own) = &wanted.only_of {
        let mut ways = Vec::new();
        ways.extend(own.works_on.map(|id| format!("caseworker = {}", place(id.as_uuid().into()))));
        ways.extend(
            own.opened.as_deref().map(|name| format!("opened_by = {}", place(name.into()))),
        );
        // PRIVACY: who may see no case of her own sees none.
        let any = if ways.is_empty() { "1 = 0".to_owned() } else { ways.join(" OR ") };
        conditions.push(format!("({any})"));
    }
    if let Some(caseworker) = wanted.caseworker {
        conditions.push(format!("caseworker = {}", place(caseworker.as_uuid().into())));
    }
    let not = |open| if open { "" } else { "NOT " };
    conditions.extend(wanted.open.map(|open| format!("closed_at IS {}NULL", not(open))));
    let conditions = conditions.join(" AND ");
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {conditions} \
         ORDER BY position DESC LIMIT $3",
        TABLES.name(TABLE)
    );
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(listed).collect::<Result<_, _>>()?)
}

/// The row of one case of a centre.
pub(crate) async fn find(
    db: &Database,
    centre: &str,
    case: CaseId,
) -> Result<Option<Listed>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM {} WHERE centre = $1 AND case_id = $2", TABLES.name(TABLE));
    let rows = db.fetch(&sql, &[centre.into(), case.as_uuid().into()]).await?;
    Ok(rows.first().map(listed).transpose()?)
}

fn listed(row: &Row) -> Result<Listed, sqlx::Error> {
    let code = row.text(3)?;
    Ok(Listed {
        position: row.i64(0)?,
        case: CaseId::from_uuid(row.uuid(1)?),
        version: row.i64(2)?,
        survivor_code: SurvivorCode::parse(&code)
            .map_err(|malformed| sqlx::Error::Decode(malformed.into()))?,
        caseworker: StaffId::from_uuid(row.uuid(4)?),
        opened_at: Moment::from_micros(row.i64(5)?),
        closed_at: row.opt_i64(6)?.map(Moment::from_micros),
        incidents: row.i64(7)?,
        erased: row.i64(8)? != 0,
    })
}
