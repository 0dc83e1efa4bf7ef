//! What must be refused: credentials and sessions by id, accounts with the moment from which their
//! tokens count.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use uuid::Uuid;

use super::page_of;
use crate::application::Page;
use crate::store::{REVOKING, Revocation, revocation};

/// The read model's name.
pub(crate) const NAME: &str = "revocation_list";
const VERSION: u32 = 1;

/// The read model.
#[derive(Debug)]
pub(crate) struct RevocationList;

/// What must be refused at `now`, in the order of ids.
pub(crate) async fn page(
    db: &Database,
    now: Moment,
    page: Page,
) -> Result<(Vec<Revocation>, Option<Uuid>), StoreError> {
    let table = Tables::of_version(VERSION).name(NAME);
    let sql = format!(
        "SELECT id, forget, not_before FROM {table} \
         WHERE id > $1 AND forget > $3 ORDER BY id LIMIT $2"
    );
    page_of(db, &sql, page, [now.into()], read).await
}

fn read(row: &Row) -> Result<Revocation, StoreError> {
    let id = row.uuid(0)?;
    Ok(match row.opt_i64(2)? {
        Some(micros) => Revocation::Account { id, not_before: Moment::from_micros(micros) },
        None => Revocation::Credential { id, until: Moment::from_micros(row.i64(1)?) },
    })
}

impl Projection for RevocationList {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[NAME]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let (table, id) = (tables.name(NAME), dialect.bytes());
        vec![
            format!(
                "CREATE TABLE {table} (id {id} PRIMARY KEY, forget BIGINT NOT NULL, \
                 not_before BIGINT)"
            ),
            format!("CREATE INDEX {table}_forget ON {table} (forget)"),
        ]
    }

    fn takes(&self, event_type: &str) -> bool {
        REVOKING.contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let table = tables.name(NAME);
        async move {
            for stored in events {
                if let Some(revoked) = revocation(stored)? {
                    take(tx, &table, stored.at, revoked).await?;
                }
            }
            Ok(())
        }
        .boxed()
    }
}

async fn take(tx: &mut Tx, table: &str, at: Moment, revoked: Revocation) -> Result<(), StoreError> {
    let not_before = match revoked {
        Revocation::Account { not_before, .. } => Some(not_before.as_micros()),
        Revocation::Credential { .. } => None,
    };
    let keep = format!(
        "INSERT INTO {table} (id, forget, not_before) VALUES ($1, $2, $3) ON CONFLICT (id) \
         DO UPDATE SET forget = excluded.forget, not_before = excluded.not_before"
    );
    tx.execute(&keep, &[revoked.id().into(), revoked.forget().into(), not_before.into()]).await?;
    // By the event's own moment, so that a rebuild ends with the same rows.
    let drop = format!("DELETE FROM {table} WHERE forget < $1");
    tx.execute(&drop, &[at.into()]).await?;
    Ok(())
}
