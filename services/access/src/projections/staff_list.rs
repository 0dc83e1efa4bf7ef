//! Who works at a centre, by account id.

use std::collections::BTreeSet;

use sentier_access_domain::account::{Event, Holder};
use sentier_access_domain::value::Role;
use sentier_eventing::db::{Database, Dialect, Tx, Value};
use sentier_eventing::projection::{Stepwise, Tables};
use sentier_eventing::{StoreError, StoredEvent};
use uuid::Uuid;

use super::page_of;
use crate::application::Page;
use crate::store::AccountCodec;

/// The read model's name.
pub(crate) const NAME: &str = "staff_list";
const VERSION: u32 = 1;

/// The read model.
#[derive(Debug)]
pub(crate) struct StaffList;

/// One member of staff.
#[derive(Debug)]
pub(crate) struct StaffRow {
    pub(crate) account: Uuid,
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) active: bool,
    pub(crate) version: i64,
}

/// A centre's staff in the order of their account ids.
pub(crate) async fn page(
    db: &Database,
    centre: &str,
    page: Page,
) -> Result<(Vec<StaffRow>, Option<Uuid>), StoreError> {
    let table = Tables::of_version(VERSION).name(NAME);
    let sql = format!(
        "SELECT account, roles, active, version FROM {table} \
         WHERE centre = $3 AND account > $1 ORDER BY account LIMIT $2"
    );
    page_of(db, &sql, page, [centre.into()], |row| {
        Ok(StaffRow {
            account: row.uuid(0)?,
            roles: row.text(1)?.split(' ').filter_map(Role::from_code).collect(),
            active: row.i64(2)? != 0,
            version: row.i64(3)?,
        })
    })
    .await
}

impl Stepwise for StaffList {
    type Codec = AccountCodec;

    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const TABLE_NAMES: &'static [&'static str] = &[NAME];
    const TAKES: &'static [&'static str] = AccountCodec::TYPES;

    fn schema(dialect: Dialect, tables: Tables) -> Vec<String> {
        let (table, id) = (tables.name(NAME), dialect.bytes());
        vec![
            format!(
                "CREATE TABLE {table} (account {id} PRIMARY KEY, centre TEXT NOT NULL, \
                 roles TEXT NOT NULL, active BIGINT NOT NULL, version BIGINT NOT NULL)"
            ),
            format!("CREATE INDEX {table}_centre ON {table} (centre, account)"),
        ]
    }

    async fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event,
    ) -> Result<(), StoreError> {
        let table = tables.name(NAME);
        let account = Value::from(stored.stream);
        match event {
            Event::Created { holder: Holder::Staff { centre, roles }, .. } => {
                let sql = format!(
                    "INSERT INTO {table} (account, centre, roles, active, version) \
                     VALUES ($1, $2, $3, 1, $4)"
                );
                let values =
                    [account, centre.as_str().into(), codes(roles).into(), stored.version.into()];
                tx.execute(&sql, &values).await?;
            }
            Event::Created { holder: Holder::Officer { .. }, .. } => {}
            Event::RolesChanged { roles, .. } => {
                let sql = format!("UPDATE {table} SET roles = $2, version = $3 WHERE account = $1");
                tx.execute(&sql, &[account, codes(roles).into(), stored.version.into()]).await?;
            }
            Event::Disabled { .. } => {
                let sql = format!("UPDATE {table} SET active = 0, version = $2 WHERE account = $1");
                tx.execute(&sql, &[account, stored.version.into()]).await?;
            }
            Event::PasswordChanged { .. } | Event::SignInFailed { .. } | Event::SignInSucceeded => {
                let sql = format!("UPDATE {table} SET version = $2 WHERE account = $1");
                tx.execute(&sql, &[account, stored.version.into()]).await?;
            }
        }
        Ok(())
    }
}

fn codes(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(" ")
}
