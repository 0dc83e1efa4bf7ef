//! The directory's read model: agencies and structures by name, structures by need and centre.

mod query;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Dialect, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_referrals_domain::agency::{Event, Structure};
use sentier_referrals_domain::value::StructureId;

use super::{bytes, from_json, to_json};
use crate::store::AgencyCodec;
pub(crate) use query::{Directory, ListedAgency, StructureFilter};

const NAME: &str = "directory";
const VERSION: u32 = 1;
const AGENCY: &str = "directory_agency";
const STRUCTURE: &str = "directory_structure";
const OFFER: &str = "directory_offer";
const COVER: &str = "directory_cover";

/// Keeps the directory's tables.
#[derive(Debug)]
pub(crate) struct DirectoryProjection;

impl Projection for DirectoryProjection {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[AGENCY, STRUCTURE, OFFER, COVER]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = bytes(dialect);
        let [agency, structure, offer, cover] =
            [AGENCY, STRUCTURE, OFFER, COVER].map(|table| tables.name(table));
        vec![
            format!(
                "CREATE TABLE {agency} (agency {bytes} PRIMARY KEY, version BIGINT NOT NULL, \
                 display_name TEXT NOT NULL, active BIGINT NOT NULL)"
            ),
            format!("CREATE INDEX {agency}_by_name ON {agency} (display_name, agency)"),
            format!(
                "CREATE TABLE {structure} (structure {bytes} PRIMARY KEY, agency {bytes} NOT NULL, \
                 display_name TEXT NOT NULL, body {bytes} NOT NULL)"
            ),
            format!("CREATE INDEX {structure}_by_name ON {structure} (display_name, structure)"),
            format!(
                "CREATE TABLE {offer} (structure {bytes} NOT NULL, need TEXT NOT NULL, \
                 PRIMARY KEY (structure, need))"
            ),
            format!(
                "CREATE TABLE {cover} (structure {bytes} NOT NULL, centre TEXT NOT NULL, \
                 PRIMARY KEY (structure, centre))"
            ),
        ]
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            for stored in events.iter().filter(|it| AgencyCodec::knows(&it.event_type)) {
                let event = AgencyCodec::decode(
                    &stored.event_type,
                    &stored.payload,
                    &Opener::withholding(),
                )?;
                apply(tx, *tables, stored, &event).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

async fn apply(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &Event,
) -> Result<(), StoreError> {
    let table = tables.name(AGENCY);
    let (key, version) = (stored.stream, stored.version);
    if let Event::AgencyRegistered { display_name, .. } = event {
        let sql = format!("INSERT INTO {table} VALUES ($1, $2, $3, 1)");
        tx.execute(&sql, &[key.into(), version.into(), display_name.as_str().into()]).await?;
        return Ok(());
    }
    let sql = format!("UPDATE {table} SET version = $2 WHERE agency = $1");
    tx.execute(&sql, &[key.into(), version.into()]).await?;
    let sql = format!("UPDATE {table} SET active = $2 WHERE agency = $1");
    match event {
        Event::AgencyActivated => {
            tx.execute(&sql, &[key.into(), true.into()]).await?;
        }
        Event::AgencyDeactivated => {
            tx.execute(&sql, &[key.into(), false.into()]).await?;
        }
        Event::StructureRegistered { id, structure } => {
            insert(tx, tables, stored, *id, structure).await?;
        }
        Event::AgencyRegistered { .. } => {}
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    id: StructureId,
    structure: &Structure,
) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO {} VALUES ($1, $2, $3, $4)", tables.name(STRUCTURE));
    let body = to_json(structure)?;
    let name = structure.display_name.as_str();
    let key = id.as_uuid();
    tx.execute(&sql, &[key.into(), stored.stream.into(), name.into(), body.into()]).await?;
    let sql = format!("INSERT INTO {} VALUES ($1, $2)", tables.name(OFFER));
    for need in &structure.services_offered {
        tx.execute(&sql, &[key.into(), need.code().into()]).await?;
    }
    let sql = format!("INSERT INTO {} VALUES ($1, $2)", tables.name(COVER));
    for centre in &structure.centres {
        tx.execute(&sql, &[key.into(), centre.as_str().into()]).await?;
    }
    Ok(())
}
