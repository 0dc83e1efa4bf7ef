//! Releases in the order of the calendar, and subscriptions.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use sentier_statistics_domain::release::{self, ReleaseId, Rho};
use sentier_statistics_domain::subscription::{Event, Standing, Subscription, Terms};
use uuid::Uuid;

use crate::application::{Known, Trail};
use crate::store::{PUBLISHED, ReleaseCodec, SUBSCRIPTION_EVENTS, SubscriptionsCodec};

/// The read model's name, and that of its table of releases.
pub(crate) const RELEASES: &str = "release_list";
const SUBSCRIPTIONS: &str = "subscription";
const VERSION: u32 = 2;
const TABLES: Tables = Tables::of_version(VERSION);

/// The projection.
#[derive(Debug)]
pub(crate) struct ReleaseRows;

impl Projection for ReleaseRows {
    fn name(&self) -> &'static str {
        RELEASES
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[RELEASES, SUBSCRIPTIONS]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = dialect.bytes();
        let (released, subscribed) = (tables.name(RELEASES), tables.name(SUBSCRIPTIONS));
        vec![
            // `place` is the calendar's order, not the log's: a token of it tells nothing of what else happened.
            format!(
                "CREATE TABLE {released} (place BIGINT PRIMARY KEY, release TEXT NOT NULL, \
                 rho BIGINT NOT NULL)"
            ),
            format!(
                "CREATE TABLE {subscribed} (id {bytes} PRIMARY KEY, place BIGINT NOT NULL, \
                 analyst {bytes} NOT NULL, version BIGINT NOT NULL, standing TEXT NOT NULL, \
                 organisation TEXT NOT NULL, purpose TEXT NOT NULL, until BIGINT NOT NULL, \
                 deliveries BIGINT NOT NULL, approver TEXT, approved BIGINT, delivered BIGINT)"
            ),
            format!("CREATE INDEX {subscribed}_by_place ON {subscribed} (place)"),
        ]
    }

    fn takes(&self, event_type: &str) -> bool {
        event_type == PUBLISHED || SUBSCRIPTION_EVENTS.contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let opener = Opener::withholding();
            for stored in events {
                let kind = stored.event_type.as_str();
                if kind == PUBLISHED {
                    let release::Event::ReleasePublished(one) =
                        ReleaseCodec::decode(kind, &stored.payload, &opener)?;
                    let table = tables.name(RELEASES);
                    let sql =
                        format!("INSERT INTO {table} (place, release, rho) VALUES ($1, $2, $3)");
                    let rho = i64::try_from(one.rho.0).map_err(|_beyond| foreign())?;
                    let values = [one.id.place().into(), one.id.to_string().into(), rho.into()];
                    tx.execute(&sql, &values).await?;
                } else if SUBSCRIPTION_EVENTS.contains(&kind) {
                    let event = SubscriptionsCodec::decode(kind, &stored.payload, &opener)?;
                    subscribed(tx, &tables.name(SUBSCRIPTIONS), stored, event).await?;
                }
            }
            Ok(())
        }
        .boxed()
    }
}

async fn subscribed(
    tx: &mut Tx,
    table: &str,
    stored: &StoredEvent,
    event: Event,
) -> Result<(), StoreError> {
    let (id, version) = (stored.stream, stored.version);
    let (sql, values) = match event {
        Event::SubscriptionRequested { analyst, terms } => (
            format!(
                "INSERT INTO {table} (id, version, place, analyst, standing, organisation, \
                 purpose, until, deliveries) VALUES ($1, $2, $3, $4, 'requested', $5, $6, $7, 0)"
            ),
            vec![
                id.into(),
                version.into(),
                stored.position.into(),
                analyst.into(),
                terms.organisation.into(),
                terms.purpose.into(),
                terms.until.into(),
            ],
        ),
        Event::SubscriptionApproved => (
            format!(
                "UPDATE {table} SET version = $2, standing = $3, approver = $4, approved = $5 \
                 WHERE id = $1"
            ),
            vec![
                id.into(),
                version.into(),
                Standing::Approved.code().into(),
                stored.principal.as_str().into(),
                stored.at.into(),
            ],
        ),
        Event::SubscriptionRevoked { .. } => (
            format!("UPDATE {table} SET version = $2, standing = $3 WHERE id = $1"),
            vec![id.into(), version.into(), Standing::Revoked.code().into()],
        ),
        Event::ReleaseDelivered { .. } => (
            format!(
                "UPDATE {table} SET version = $2, deliveries = deliveries + 1, delivered = $3 \
                 WHERE id = $1"
            ),
            vec![id.into(), version.into(), stored.at.into()],
        ),
    };
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// Releases behind `after` in the calendar, at most `limit`, each with its cost: that stands with it, because a
/// year may have begun under other shares.
pub(crate) async fn releases_after(
    db: &Database,
    after: i64,
    limit: u32,
) -> Result<Vec<(ReleaseId, Rho)>, StoreError> {
    let sql = format!(
        "SELECT release, rho FROM {} WHERE place > $1 ORDER BY place LIMIT $2",
        TABLES.name(RELEASES)
    );
    let rows = db.fetch(&sql, &[after.into(), limit.into()]).await?;
    rows.iter().map(released).collect()
}

fn released(row: &Row) -> Result<(ReleaseId, Rho), StoreError> {
    let id = row.text(0)?.parse().map_err(|_malformed| foreign())?;
    let rho = u64::try_from(row.i64(1)?).map_err(|_negative| foreign())?;
    Ok((id, Rho(rho)))
}

/// Subscriptions before `before`, the latest request first; of one analyst, or all. Each with its place.
pub(crate) async fn subscriptions_before(
    db: &Database,
    analyst: Option<Uuid>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<(i64, Known)>, StoreError> {
    let sql = format!(
        "SELECT id, place, analyst, version, standing, organisation, purpose, until, deliveries, \
         approver, approved, delivered FROM {} WHERE ($1 IS NULL OR analyst = $1) AND place < $2 \
         ORDER BY place DESC LIMIT $3",
        TABLES.name(SUBSCRIPTIONS)
    );
    let values = [analyst.into(), before.unwrap_or(i64::MAX).into(), limit.into()];
    db.fetch(&sql, &values).await?.iter().map(listed).collect()
}

fn listed(row: &Row) -> Result<(i64, Known), StoreError> {
    let standing = match row.text(4)?.as_str() {
        "requested" => Standing::Requested,
        "approved" => Standing::Approved,
        "revoked" => Standing::Revoked,
        _ => return Err(foreign()),
    };
    let terms = Terms {
        organisation: row.text(5)?,
        purpose: row.text(6)?,
        until: Moment::from_micros(row.i64(7)?),
    };
    let deliveries = u64::try_from(row.i64(8)?).map_err(|_negative| foreign())?;
    let subscription = Subscription { analyst: row.uuid(2)?, terms, standing, deliveries };
    let trail = Trail {
        approver: row.opt_text(9)?,
        approved: row.opt_i64(10)?.map(Moment::from_micros),
        delivered: row.opt_i64(11)?.map(Moment::from_micros),
    };
    Ok((row.i64(1)?, Known { id: row.uuid(0)?, version: row.i64(3)?, subscription, trail }))
}

fn foreign() -> StoreError {
    sqlx::Error::Decode("a row of the releases is of another version".into()).into()
}
