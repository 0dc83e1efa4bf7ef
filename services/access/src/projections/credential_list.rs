//! Which credentials an agency has, and which analysts have one, by credential id.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_access_domain::AgencyId;
use sentier_access_domain::credential::{Event, Holder, Kind};
use sentier_eventing::codec::CodecError;
use sentier_eventing::db::{Database, Dialect, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{Codec as _, StoreError, StoredEvent};
use uuid::Uuid;

use super::{ids, page_of};
use crate::application::Page;
use crate::store::CredentialCodec;

/// The read model's name.
pub(crate) const NAME: &str = "credential_list";
const VERSION: u32 = 1;

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
                 subject {id} NOT NULL)"
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
        let sql = format!(
            "INSERT INTO {} (credential, agency, subject) VALUES ($1, $2, $3)",
            tables.name(NAME)
        );
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
                    Ok(Event::Revoked { .. }) | Err(CodecError::UnknownType) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(())
        }
        .boxed()
    }
}
