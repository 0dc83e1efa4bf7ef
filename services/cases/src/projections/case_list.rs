//! The list of cases: one row per case, without personal data, newest first by the opening's position.

use std::collections::BTreeMap;

use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::care::Fact;
use sentier_cases_domain::case::care::codes::Risk;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::StoreError;
use sentier_eventing::db::{Column, Database, Row, Tx, Value};
use sentier_eventing::projection::Tables;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{Placed, TABLES, honey_record, merged, safeguard};
use crate::application::{Listed, Wanted};

pub(super) const TABLE: &str = "case_list";

const COLUMNS: &str = "position, case_id, version, survivor_code, caseworker, opened_at, closed_at, \
     incidents, erased, risk, flags";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let table = tables.name(TABLE);
    vec![
        format!(
            "CREATE TABLE {table} (case_id {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
             centre TEXT NOT NULL, caseworker {bytes} NOT NULL, opened_by TEXT NOT NULL, \
             survivor_code TEXT NOT NULL, version BIGINT NOT NULL, opened_at BIGINT NOT NULL, \
             closed_at BIGINT, incidents BIGINT NOT NULL, last_incident_at BIGINT, \
             erased BIGINT NOT NULL, flags BIGINT NOT NULL, risk TEXT)"
        ),
        format!("CREATE INDEX {table}_centre ON {table} (centre, position)"),
        // With the centre in them, so that no plan prefers to go through all of a centre for her few.
        format!("CREATE INDEX {table}_caseworker ON {table} (centre, caseworker, position)"),
        format!("CREATE INDEX {table}_opened_by ON {table} (centre, opened_by, position)"),
        format!("CREATE INDEX {table}_incident ON {table} (centre, last_incident_at)"),
    ]
}

/// Applies a page of events: what most of them change, the version, in one statement for all.
pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    page: &[Placed<'_>],
) -> Result<(), StoreError> {
    let table = tables.name(TABLE);
    // A case is opened before anything else happens to it.
    open(tx, &table, page).await?;
    for placed in page {
        change(tx, &table, placed).await?;
    }
    let versions: BTreeMap<Uuid, i64> =
        page.iter().map(|placed| (placed.case.as_uuid(), placed.stored.version)).collect();
    if versions.is_empty() {
        return Ok(());
    }
    let (given, values) = tx.dialect().rows(vec![
        Column::ids(versions.keys().copied()),
        Column::Ints(versions.into_values().collect()),
    ]);
    let sql =
        format!("UPDATE {table} SET version = given.c2 FROM {given} WHERE case_id = given.c1");
    tx.execute(&sql, &values).await?;
    Ok(())
}

async fn open(tx: &mut Tx, table: &str, page: &[Placed<'_>]) -> Result<(), StoreError> {
    let opened: Vec<_> = page
        .iter()
        .filter_map(|placed| match placed.event {
            Event::CaseOpened { survivor_code, caseworker, at, .. } => {
                Some((placed, survivor_code, caseworker, at))
            }
            _ => None,
        })
        .collect();
    if opened.is_empty() {
        return Ok(());
    }
    let none = || Column::Ints(vec![0; opened.len()]);
    let stored = || opened.iter().map(|(placed, ..)| placed.stored);
    let columns = vec![
        Column::ids(stored().map(|stored| stored.stream)),
        Column::Ints(stored().map(|stored| stored.position).collect()),
        Column::Texts(stored().map(|stored| stored.centre.clone()).collect()),
        Column::ids(opened.iter().map(|(_, _, caseworker, _)| caseworker.as_uuid())),
        Column::Texts(stored().map(|stored| stored.principal.clone()).collect()),
        Column::Texts(opened.iter().map(|(_, code, ..)| code.as_str().to_owned()).collect()),
        Column::Ints(stored().map(|stored| stored.version).collect()),
        Column::Ints(opened.iter().map(|(.., at)| at.as_micros()).collect()),
        none(),
        none(),
        none(),
    ];
    let into = format!(
        "INSERT INTO {table} (case_id, position, centre, caseworker, opened_by, survivor_code, \
         version, opened_at, incidents, erased, flags)"
    );
    tx.insert(&into, columns).await?;
    Ok(())
}

/// What an event changes beside the version.
async fn change(tx: &mut Tx, table: &str, placed: &Placed<'_>) -> Result<(), StoreError> {
    let mut values: Vec<Value> = vec![placed.case.as_uuid().into()];
    let change = match placed.event {
        Event::IncidentRecorded { at, .. } => {
            values.push((*at).into());
            "incidents = incidents + 1, last_incident_at = $2"
        }
        Event::CaseClosed { at, .. } => {
            values.push((*at).into());
            "closed_at = $2"
        }
        Event::Care(event) => match (&event.fact, event.takes_over()) {
            (Fact::CaseReopened { .. }, _) => "closed_at = NULL",
            (Fact::FlagRaised { .. }, _) => "flags = flags + 1",
            (Fact::FlagLowered { .. }, _) => "flags = flags - 1",
            (Fact::AssessmentRecorded { risk, .. }, _) => {
                values.push(risk.code().into());
                "risk = $2"
            }
            (_, Some(to)) => {
                values.push(to.as_uuid().into());
                "caseworker = $2"
            }
            _ => return Ok(()),
        },
        Event::SurvivorErased { .. } => "erased = 1, risk = NULL, flags = 0",
        Event::CaseOpened { .. }
        | Event::ConsentGranted { .. }
        | Event::ConsentWithdrawn { .. }
        | Event::OverrideRequested { .. }
        | Event::OverrideApproved { .. }
        | Event::ReferralRequested { .. }
        | Event::ReferralProgressed { .. }
        | Event::SurvivorCorrected { .. }
        | Event::IncidentCorrected { .. }
        | Event::FollowUpRecorded { .. }
        | Event::TaskOverdue { .. }
        | Event::Ending(_)
        | Event::Merge(_)
        | Event::Agency(_)
        | Event::Safeguard(_)
        | Event::FactsWithheld { .. }
        | Event::FactsReleased { .. } => return Ok(()),
    };
    tx.execute(&format!("UPDATE {table} SET {change} WHERE case_id = $1"), &values).await?;
    Ok(())
}

/// What narrows a list down; `place` takes a value and says where it stands.
fn filters(wanted: &Wanted, place: &mut impl FnMut(Value) -> String) -> Vec<String> {
    let not = |open| if open { "" } else { "NOT " };
    let caseworker = wanted.caseworker.map(|id| id.as_uuid().into());
    let risk = wanted.risk.map(|risk| risk.code().into());
    [
        caseworker.map(|value| format!("caseworker = {}", place(value))),
        risk.map(|value| format!("risk = {}", place(value))),
        wanted.flagged.then(|| "flags > 0".to_owned()),
        wanted.open.map(|open| format!("closed_at IS {}NULL", not(open))),
    ]
    .into_iter()
    .flatten()
    .collect()
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
    let viewer = place(safeguard::seen_by(wanted.viewer));
    let visible = safeguard::visible(&format!("{}.case_id", TABLES.name(TABLE)), &viewer);
    let mut conditions = vec!["centre = $1".to_owned(), "position < $2".to_owned(), visible];
    conditions.extend(filters(wanted, &mut place));
    match wanted.incident_since {
        // A case that follows another is not worked on, and what was recorded on it holds.
        Some(since) => {
            conditions.push(format!("last_incident_at > {} AND erased = 0", place(since.into())));
            // Nobody is brought to care for whom nobody met.
            conditions.push(honey_record::is_none(&format!("{}.case_id", TABLES.name(TABLE))));
        }
        None => conditions.push(merged::none_of(&TABLES.name(TABLE))),
    }
    let mut ways = Vec::new();
    if let Some(own) = &wanted.only_of {
        ways.extend(own.works_on.map(|id| format!("caseworker = {}", place(id.as_uuid().into()))));
        ways.extend(
            own.opened.as_deref().map(|name| format!("opened_by = {}", place(name.into()))),
        );
        // PRIVACY: who may see no case of her own sees none.
        if ways.is_empty() {
            return Ok(Vec::new());
        }
    }
    let select = |way: Option<&String>| {
        let conditions: Vec<&str> = conditions.iter().chain(way).map(String::as_str).collect();
        format!(
            "SELECT {COLUMNS} FROM {} WHERE {} ORDER BY position DESC LIMIT $3",
            TABLES.name(TABLE),
            conditions.join(" AND ")
        )
    };
    let sql = match ways.as_slice() {
        [] => select(None),
        [way] => select(Some(way)),
        // Each way has an index of its own, which an OR of them would not use in order.
        ways => {
            let each =
                ways.iter().map(|way| format!("SELECT * FROM ({}) AS own", select(Some(way))));
            let each = each.collect::<Vec<_>>().join(" UNION ");
            format!("SELECT {COLUMNS} FROM ({each}) AS hers ORDER BY position DESC LIMIT $3")
        }
    };
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(listed).collect::<Result<_, _>>()?)
}

/// The rows of these cases of a centre, of those that are there for who asks.
pub(crate) async fn find(
    db: &Database,
    centre: &str,
    viewer: Option<StaffId>,
    cases: &[CaseId],
) -> Result<Vec<Listed>, StoreError> {
    let table = TABLES.name(TABLE);
    let wanted = Column::ids(cases.iter().map(|case| case.as_uuid()));
    let (among, mut values) = db.dialect().among("case_id", wanted);
    values.extend([centre.into(), safeguard::seen_by(viewer)]);
    let visible = safeguard::visible(&format!("{table}.case_id"), "$3");
    let sql = format!("SELECT {COLUMNS} FROM {table} WHERE {among} AND centre = $2 AND {visible}");
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(listed).collect::<Result<_, _>>()?)
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
        risk: row.opt_text(9)?.as_deref().and_then(Risk::from_code),
        flags: row.i64(10)?,
    })
}
