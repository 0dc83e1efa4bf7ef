//! Referrals towards centres, to list and to find what is due; never what was told.

use sentier_eventing::db::{Dialect, Row, Tx, Value};
use sentier_eventing::projection::{Behind, Projections, Stepwise, Tables, from_json, to_json};
use sentier_eventing::{EventStore, StoreError, StoredEvent};
use sentier_kernel::{Decider as _, Moment};
use sentier_referrals_domain::inbound::{Event, Inbound, Inbounds, Standing, State};
use sentier_referrals_domain::value::{AgencyId, InboundId};
use tokio::sync::watch;

use super::CATCH_UP;
use crate::store::InboundCodec;

const NAME: &str = "inbound_list";
const VERSION: u32 = 1;
const TABLE: &str = "inbound";
const TABLES: Tables = Tables::of_version(VERSION);

/// Keeps the table of referrals towards centres.
#[derive(Debug)]
pub(crate) struct InboundProjection;

impl Stepwise for InboundProjection {
    type Codec = InboundCodec;

    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const TABLE_NAMES: &'static [&'static str] = &[TABLE];
    const TAKES: &'static [&'static str] = InboundCodec::TYPES;

    fn schema(dialect: Dialect, tables: Tables) -> Vec<String> {
        let (bytes, table) = (dialect.bytes(), tables.name(TABLE));
        vec![
            format!(
                "CREATE TABLE {table} (inbound {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
                 version BIGINT NOT NULL, centre TEXT NOT NULL, agency {bytes} NOT NULL, \
                 standing TEXT NOT NULL, due BIGINT, doomed BIGINT NOT NULL, \
                 view {bytes} NOT NULL)"
            ),
            format!("CREATE INDEX {table}_by_agency ON {table} (agency, position)"),
            format!("CREATE INDEX {table}_by_centre ON {table} (centre, position)"),
            format!("CREATE INDEX {table}_due ON {table} (due) WHERE due IS NOT NULL"),
            format!("CREATE INDEX {table}_doomed ON {table} (doomed) WHERE doomed = 1"),
        ]
    }

    async fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event,
    ) -> Result<(), StoreError> {
        let table = tables.name(TABLE);
        let sql = format!("SELECT view FROM {table} WHERE inbound = $1");
        let rows = tx.fetch(&sql, &[stored.stream.into()]).await?;
        let before = rows.first().map(|row| from_json(&row.bytes(0)?)).transpose()?;
        let after = Inbounds::evolve(State { inbound: before }, event);
        let Some(inbound) = after.inbound else { return Ok(()) };
        let waits = inbound.standing == Standing::Submitted;
        // The position stays that of the first event: lists show the newest first.
        let sql = format!(
            "INSERT INTO {table} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (inbound) DO UPDATE SET version = excluded.version, \
             standing = excluded.standing, due = excluded.due, doomed = excluded.doomed, \
             view = excluded.view"
        );
        let values = [
            stored.stream.into(),
            stored.position.into(),
            stored.version.into(),
            inbound.wanted.centre.as_str().into(),
            inbound.wanted.agency.as_uuid().into(),
            inbound.standing.code().into(),
            Value::Int(waits.then(|| inbound.answer_by.as_micros())),
            (!waits && inbound.key_held).into(),
            to_json(&inbound)?.into(),
        ];
        tx.execute(&sql, &values).await?;
        Ok(())
    }
}

/// Asks for referrals towards centres. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct InboundList {
    store: EventStore,
    projections: Projections,
}

/// A referral towards a centre as it stands at a version.
#[derive(Clone, Debug)]
pub(crate) struct SeenInbound {
    pub(crate) version: i64,
    pub(crate) inbound: Inbound,
}

/// Whose are listed.
#[derive(Clone, Debug)]
pub(crate) enum InboundScope {
    /// Those of an agency, to one centre or to all.
    Agency(AgencyId, Option<String>),
    /// Those to a centre.
    Centre(String),
}

impl InboundList {
    pub(crate) const fn new(store: EventStore, projections: Projections) -> Self {
        Self { store, projections }
    }

    /// The position that the rows have reached, and its changes.
    pub(crate) fn reached(&self) -> Option<watch::Receiver<i64>> {
        self.projections.reached(NAME)
    }

    /// Waits until the list shows everything that was stored before this call.
    pub(crate) async fn caught_up(&self) -> Result<(), Behind> {
        self.projections.caught_up(NAME, CATCH_UP).await
    }

    /// Those of `scope` below `before`, newest first, each with its position.
    pub(crate) async fn page(
        &self,
        scope: &InboundScope,
        standing: Option<Standing>,
        before: i64,
        limit: u32,
    ) -> Result<Vec<(i64, SeenInbound)>, StoreError> {
        let mut values = vec![
            Value::from(before),
            standing.map(|standing| standing.code().to_owned()).into(),
            limit.into(),
        ];
        let filter = match scope {
            InboundScope::Agency(agency, centre) => {
                values.extend([agency.as_uuid().into(), centre.clone().into()]);
                "agency = $4 AND ($5 IS NULL OR centre = $5)"
            }
            InboundScope::Centre(centre) => {
                values.push(centre.as_str().into());
                "centre = $4"
            }
        };
        let sql = format!(
            "SELECT position, version, view FROM {} \
             WHERE {filter} AND position < $1 AND ($2 IS NULL OR standing = $2) \
             ORDER BY position DESC LIMIT $3",
            TABLES.name(TABLE)
        );
        let rows = self.store.database().fetch(&sql, &values).await?;
        rows.iter().map(listed).collect()
    }

    /// Those whose deadline has passed by `now`.
    pub(crate) async fn due(&self, now: Moment, limit: u32) -> Result<Vec<InboundId>, StoreError> {
        let sql = format!(
            "SELECT inbound FROM {} WHERE due <= $1 ORDER BY due, inbound LIMIT $2",
            TABLES.name(TABLE)
        );
        ids(&self.store.database().fetch(&sql, &[now.into(), limit.into()]).await?)
    }

    /// Those that have ended and whose key is still held.
    pub(crate) async fn doomed(&self, limit: u32) -> Result<Vec<InboundId>, StoreError> {
        let table = TABLES.name(TABLE);
        let sql = format!("SELECT inbound FROM {table} WHERE doomed = 1 LIMIT $1");
        ids(&self.store.database().fetch(&sql, &[limit.into()]).await?)
    }
}

fn listed(row: &Row) -> Result<(i64, SeenInbound), StoreError> {
    Ok((row.i64(0)?, SeenInbound { version: row.i64(1)?, inbound: from_json(&row.bytes(2)?)? }))
}

fn ids(rows: &[Row]) -> Result<Vec<InboundId>, StoreError> {
    rows.iter().map(|row| Ok(InboundId::from_uuid(row.uuid(0)?))).collect()
}
