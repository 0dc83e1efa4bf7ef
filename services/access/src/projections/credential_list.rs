//! Which credentials an agency has, and which analysts have one, by credential id.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_access_domain::credential::{Event, Holder, Kind};
use sentier_access_domain::{AgencyId, CredentialId};
use sentier_eventing::codec::CodecError;
use sentier_eventing::db::{Database, Dialect, Row, Tx, Value};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{Codec as _, StoreError, StoredEvent};
use sentier_kernel::Moment;
use uuid::Uuid;

use super::{ids, page_of};
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

impl Projection for CredentialList {
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
        let (table, id) = (tables.name(NAME), ids(dialect));
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

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let table = tables.name(NAME);
        let sql = format!("INSERT INTO {table} (credential, agency, subject) VALUES ($1, $2, $3)");
        let ending = format!("UPDATE {table} SET overlap_end = $2 WHERE credential = $1");
        async move {
            for stored in events {
                let (kind, payload) = (&stored.event_type, &stored.payload);
                match CredentialCodec::decode(kind, payload, &Opener::withholding()) {
                    Ok(Event::Issued { holder, kind, .. }) => {
                        let agency = match holder {
                            Holder::Agency(agency) => Some(agency.as_uuid()),
                            Holder::Analyst(_) => None,
                        };
                        let subject = match kind {
                            Kind::Officer { account } => account.as_uuid(),
                            Kind::Certificate { .. } | Kind::Token => stored.stream,
                        };
                        let values = [stored.stream.into(), agency.into(), subject.into()];
                        tx.execute(&sql, &values).await?;
                    }
                    Ok(Event::Replaced { until, .. }) => {
                        tx.execute(&ending, &[stored.stream.into(), until.into()]).await?;
                    }
                    Ok(Event::Revoked { .. }) => {
                        tx.execute(&ending, &[stored.stream.into(), Value::Int(None)]).await?;
                    }
                    Err(CodecError::UnknownType) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(())
        }
        .boxed()
    }
}
