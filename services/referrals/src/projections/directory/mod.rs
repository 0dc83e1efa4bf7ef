//! The directory's read model: agencies and structures by name, structures by need, centre, commune and
//! hour.
//!
//! An opening is kept as minutes of the week, from and until, so that who is open now is one look-up.

mod query;
mod row;

use sentier_eventing::db::{Dialect, Tx};
use sentier_eventing::projection::{Stepwise, Tables};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_referrals_domain::agency::Event;

use crate::store::AgencyCodec;
pub(crate) use query::{Directory, ListedAgency, StructureFilter};

const NAME: &str = "directory";
const VERSION: u32 = 3;
const AGENCY: &str = "directory_agency";
const STRUCTURE: &str = "directory_structure";
const OFFER: &str = "directory_offer";
const COVER: &str = "directory_cover";
const COMMUNE: &str = "directory_commune";
const HOURS: &str = "directory_hours";

/// Keeps the directory's tables.
#[derive(Debug)]
pub(crate) struct DirectoryProjection;

impl Stepwise for DirectoryProjection {
    type Codec = AgencyCodec;

    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const TABLE_NAMES: &'static [&'static str] = &[AGENCY, STRUCTURE, OFFER, COVER, COMMUNE, HOURS];
    const TAKES: &'static [&'static str] = AgencyCodec::TYPES;

    fn schema(dialect: Dialect, tables: Tables) -> Vec<String> {
        let bytes = dialect.bytes();
        let [agency, structure, offer, cover, commune, hours] =
            [AGENCY, STRUCTURE, OFFER, COVER, COMMUNE, HOURS].map(|table| tables.name(table));
        vec![
            format!(
                "CREATE TABLE {agency} (agency {bytes} PRIMARY KEY, version BIGINT NOT NULL, \
                 display_name TEXT NOT NULL, active BIGINT NOT NULL, \
                 takes_cases_over BIGINT NOT NULL)"
            ),
            format!("CREATE INDEX {agency}_by_name ON {agency} (display_name, agency)"),
            format!(
                "CREATE TABLE {structure} (structure {bytes} PRIMARY KEY, agency {bytes} NOT NULL, \
                 display_name TEXT NOT NULL, closed_until BIGINT, body {bytes} NOT NULL)"
            ),
            format!("CREATE INDEX {structure}_by_name ON {structure} (display_name, structure)"),
            format!("CREATE INDEX {structure}_by_agency ON {structure} (agency)"),
            format!(
                "CREATE TABLE {offer} (structure {bytes} NOT NULL, need TEXT NOT NULL, \
                 is_full BIGINT NOT NULL, PRIMARY KEY (structure, need))"
            ),
            format!(
                "CREATE TABLE {cover} (structure {bytes} NOT NULL, centre TEXT NOT NULL, \
                 PRIMARY KEY (structure, centre))"
            ),
            format!(
                "CREATE TABLE {commune} (structure {bytes} NOT NULL, commune TEXT NOT NULL, \
                 PRIMARY KEY (structure, commune))"
            ),
            format!(
                "CREATE TABLE {hours} (structure {bytes} NOT NULL, opens BIGINT NOT NULL, \
                 closes BIGINT NOT NULL, PRIMARY KEY (structure, opens, closes))"
            ),
        ]
    }

    async fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event,
    ) -> Result<(), StoreError> {
        let table = tables.name(AGENCY);
        let (key, version) = (stored.stream, stored.version);
        if let Event::AgencyRegistered { display_name, .. } = event {
            let sql = format!("INSERT INTO {table} VALUES ($1, $2, $3, 1, 0)");
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
            Event::TakeoverSet { takes_cases_over } => {
                let sql = format!("UPDATE {table} SET takes_cases_over = $2 WHERE agency = $1");
                tx.execute(&sql, &[key.into(), (*takes_cases_over).into()]).await?;
            }
            Event::StructureRegistered { id, structure }
            | Event::StructureUpdated { id, structure } => {
                row::put(tx, tables, stored, *id, structure).await?;
            }
            Event::CapacitySet { id, need, capacity } => {
                if let Some(mut structure) = row::find(tx, tables, *id).await? {
                    let mut offers = structure.services.iter_mut();
                    if let Some(offer) = offers.find(|offer| offer.need == *need) {
                        offer.capacity = *capacity;
                    }
                    row::put(tx, tables, stored, *id, &structure).await?;
                }
            }
            Event::AgencyRegistered { .. } => {}
        }
        Ok(())
    }
}
