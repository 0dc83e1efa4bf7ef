//! Which credentials an agency has, and which analysts have one, by credential id.

use sentier_access_domain::credential::{Event, Holder, Kind};
use sentier_access_domain::{AgencyId, CredentialId};
use sentier_eventing::db::{Database, Dialect, Row, Tx, Value};
use sentier_eventing::projection::{Stepwise, Tables};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use uuid::Uuid;

use super::page_of;
use crate::application::Page;
use crate::store::CredentialCodec;

/// The read model's name.
pub(crate) const NAME: &str = "credential_list";
const VERSION: u32 = 2;

/// The read model.
#[derive(Debug)]
pub(crate) struct CredentialList;

/// Whose credentials are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// One agency's.
    Agency(AgencyId),
    /// Every analyst's.
    Analysts,
}

/// One credential.
#[derive(Debug)]
pub(crate) struct CredentialRow {
    pub(crate) credential: Uuid,
    /// Under whose keys its name is sealed.
    pub(crate) subject: Uuid,
}

/// Credentials in the order of their ids.
pub(crate) async fn page(
    db: &Database,
    of: Of,
    page: Page,
) -> Result<(Vec<CredentialRow>, Option<Uuid>), StoreError> {
    let table = Tables::of_version(VERSION).name(NAME);
    let (whose, values) = match of {
        Of::Agency(agency) => ("agency = $3", vec![agency.as_uuid().into()]),
        Of::Analysts => ("agency IS NULL", Vec::new()),
    };
    let sql = format!(
        "SELECT credential, subject FROM {table} \
         WHERE {whose} AND credential > $1 ORDER BY credential LIMIT $2"
    );
    page_of(db, &sql, page, values, |row| {
        Ok(CredentialRow { credential: row.uuid(0)?, subject: row.uuid(1)? })
    })
    .await
}

/// An agency's credential whose overlap is over, and whose it is.
pub(crate) async fn ended(
    db: &Database,
    now: Moment,
    limit: u32,
) -> Result<Vec<(CredentialId, AgencyId)>, StoreError> {
    let sql = format!(
        "SELECT credential, agency FROM {} WHERE overlap_end <= $1 AND agency IS NOT NULL \
         ORDER BY overlap_end LIMIT $2",
        Tables::of_version(VERSION).name(NAME)
    );
    let rows = db.fetch(&sql, &[now.into(), limit.into()]).await?;
    let ended = |row: &Row| {
        let credential = CredentialId::from_uuid(row.uuid(0)?);
        Ok((credential, AgencyId::from_uuid(row.uuid(1)?)))
    };
    rows.iter().map(ended).collect()
}

impl Stepwise for CredentialList {
    type Codec = CredentialCodec;

    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const TABLE_NAMES: &'static [&'static str] = &[NAME];
    const TAKES: &'static [&'static str] = CredentialCodec::TYPES;

    fn schema(dialect: Dialect, tables: Tables) -> Vec<String> {
        let (table, id) = (tables.name(NAME), dialect.bytes());
        vec![
            format!(
                "CREATE TABLE {table} (credential {id} PRIMARY KEY, agency {id}, \
                 subject {id} NOT NULL, overlap_end BIGINT)"
            ),
            format!(
                "CREATE INDEX {table}_ending ON {table} (overlap_end) \
                 WHERE overlap_end IS NOT NULL"
            ),
            format!("CREATE INDEX {table}_agency ON {table} (agency, credential)"),
        ]
    }

    async fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event,
    ) -> Result<(), StoreError> {
        let table = tables.name(NAME);
        match event {
            Event::Issued { holder, kind, .. } => {
                let agency = match holder {
                    Holder::Agency(agency) => Some(agency.as_uuid()),
                    Holder::Analyst(_) => None,
                };
                let subject = match kind {
                    Kind::Officer { account } => account.as_uuid(),
                    Kind::Certificate { .. } | Kind::Token => stored.stream,
                };
                let sql = format!(
                    "INSERT INTO {table} (credential, agency, subject) VALUES ($1, $2, $3)"
                );
                let values = [stored.stream.into(), agency.into(), subject.into()];
                tx.execute(&sql, &values).await?;
            }
            Event::Replaced { until, .. } => {
                end(tx, &table, stored, (*until).into()).await?;
            }
            Event::Revoked { .. } => {
                end(tx, &table, stored, Value::Int(None)).await?;
            }
        }
        Ok(())
    }
}

/// Says when the overlap of a replaced credential ends.
async fn end(
    tx: &mut Tx,
    table: &str,
    stored: &StoredEvent,
    until: Value,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE {table} SET overlap_end = $2 WHERE credential = $1");
    tx.execute(&sql, &[stored.stream.into(), until]).await?;
    Ok(())
}
