//! What waits to be delivered, and what was given up: rows of the service's own, not a read model.
//!
//! How a delivery goes is nothing that was decided, so it stands in no event; but it must survive a restart.
//! A lane is a webhook's place in the feed of its agency's changes, with the lease of the process that
//! delivers it. A delivery is written in the transaction that moves the lane, so that each change is there
//! once; it goes when it was taken.

use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Value};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::value::WebhookId;

use super::failure::Failure;
use crate::projections::Change;

/// How long a lease holds without being renewed, in microseconds.
const LEASE: i64 = 30_000_000;
/// Deliveries that wait for one webhook, at most; what comes later stays in the feed.
pub(super) const ROOM: u32 = 500;

/// Dead letters of one webhook, at most.
const MOST_DEAD: u32 = 10_000;

/// The rows. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Queue(Database);

/// One change on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// The change's place in the feed.
    pub(crate) position: i64,
    /// The id of the change, the same as on the stream.
    pub(crate) event: Uuid,
    /// The referral's resource name.
    pub(crate) referral: String,
    /// The state that it came to: `accepted`.
    pub(crate) standing: String,
    /// The referral's version after it.
    pub(crate) version: i64,
    /// When it changed.
    pub(crate) at: Moment,
    /// How often it was tried.
    pub(crate) tries: u32,
    /// When it was given up.
    pub(crate) died: Option<Moment>,
    /// Why the last try failed.
    pub(crate) failure: Option<Failure>,
    /// The status of its answer.
    pub(crate) status: Option<i64>,
}

/// A lane as it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    /// Its place in the feed.
    pub(super) position: i64,
    /// Until when it rests.
    pub(super) rest: Moment,
    /// Whether something that waits is due.
    pub(super) is_due: bool,
}

impl Lane {
    /// A lane before its first lease.
    pub(super) fn beginning(from: i64) -> Self {
        Self { position: from, rest: Moment::default(), is_due: false }
    }
}

/// How a webhook's deliveries go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) pending: i64,
    pub(crate) dead: i64,
    pub(crate) delivered_at: Option<Moment>,
    pub(crate) failing_since: Option<Moment>,
    pub(crate) failure: Option<Failure>,
}

const COLUMNS: &str =
    "position, event, referral, standing, version, at, tries, died, failure, status";

/// What of the deliveries `d` of webhook $1 is due at $2: of each referral the first change that waits, and
/// no other.
const DUE: &str = "d.webhook = $1 AND d.died IS NULL AND d.due <= $2 AND NOT EXISTS (SELECT 1 \
                   FROM webhook_delivery e WHERE e.webhook = d.webhook \
                   AND e.referral = d.referral AND e.died IS NULL AND e.position < d.position)";

impl Queue {
    pub(crate) const fn new(db: Database) -> Self {
        Self(db)
    }

    /// Creates the tables that are missing.
    pub(crate) async fn create(&self) -> Result<(), StoreError> {
        let bytes = self.0.dialect().bytes();
        let statements = [
            format!(
                "CREATE TABLE IF NOT EXISTS webhook_lane (webhook {bytes} PRIMARY KEY, \
                 position BIGINT NOT NULL, holder {bytes} NOT NULL, until BIGINT NOT NULL, \
                 rest BIGINT NOT NULL, delivered BIGINT, failing BIGINT, \
                 failure TEXT)"
            ),
            format!(
                "CREATE TABLE IF NOT EXISTS webhook_delivery (webhook {bytes} NOT NULL, \
                 position BIGINT NOT NULL, event {bytes} NOT NULL, referral TEXT NOT NULL, \
                 standing TEXT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL, \
                 tries BIGINT NOT NULL, due BIGINT NOT NULL, died BIGINT, failure TEXT, \
                 status BIGINT, PRIMARY KEY (webhook, position))"
            ),
        ];
        Ok(self.0.create(statements).await?)
    }

    /// Takes or keeps the lease of a lane, which begins at `from`: the lane's place in the feed, or none
    /// when another process has it.
    pub(super) async fn lease(
        &self,
        webhook: WebhookId,
        from: i64,
        holder: Uuid,
    ) -> Result<Option<i64>, StoreError> {
        let now = self.0.dialect().now();
        let sql = format!(
            "INSERT INTO webhook_lane (webhook, position, holder, until, rest) \
             VALUES ($1, $2, $3, {now} + $4, 0) ON CONFLICT (webhook) DO UPDATE \
             SET holder = excluded.holder, until = excluded.until \
             WHERE webhook_lane.holder = excluded.holder OR webhook_lane.until < {now} \
             RETURNING position"
        );
        let values = [webhook.as_uuid().into(), from.into(), holder.into(), LEASE.into()];
        let mut tx = self.0.begin().await?;
        let rows = tx.fetch(&sql, &values).await?;
        tx.commit().await?;
        Ok(rows.first().map(|row| row.i64(0)).transpose()?)
    }

    /// Gives leases back, so that another process need not wait for their end: one, or all of a holder.
    pub(super) async fn release(
        &self,
        webhook: Option<WebhookId>,
        holder: Uuid,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE webhook_lane SET until = 0 \
                   WHERE holder = $1 AND ($2 IS NULL OR webhook = $2)";
        let webhook = webhook.map(WebhookId::as_uuid);
        self.0.execute(sql, &[holder.into(), webhook.into()]).await?;
        Ok(())
    }

    /// A lane as it is at `now`; none before it was begun.
    pub(super) async fn lane(
        &self,
        webhook: WebhookId,
        now: Moment,
    ) -> Result<Option<Lane>, StoreError> {
        let sql = format!(
            "SELECT position, rest, CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery d WHERE {DUE}) \
             THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END FROM webhook_lane WHERE webhook = $1"
        );
        let rows = self.0.fetch(&sql, &[webhook.as_uuid().into(), now.into()]).await?;
        let lane = |row: &Row| {
            let rest = Moment::from_micros(row.i64(1)?);
            Ok(Lane { position: row.i64(0)?, rest, is_due: row.i64(2)? != 0 })
        };
        rows.first().map(lane).transpose()
    }

    /// Puts changes into the queue and moves the lane behind them; `false` when another process has it.
    pub(super) async fn add(
        &self,
        webhook: WebhookId,
        holder: Uuid,
        changes: &[(Change, Uuid, String)],
    ) -> Result<bool, StoreError> {
        let Some((last, ..)) = changes.last() else { return Ok(true) };
        let mut tx = self.0.begin().await?;
        let sql = "UPDATE webhook_lane SET position = $3 WHERE webhook = $1 AND holder = $2";
        let values = [webhook.as_uuid().into(), holder.into(), last.position.into()];
        if tx.execute(sql, &values).await? == 0 {
            return Ok(false);
        }
        for (change, event, referral) in changes {
            let sql = "INSERT INTO webhook_delivery \
                       (webhook, position, event, referral, standing, version, at, tries, due) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0) ON CONFLICT DO NOTHING";
            let values = [
                webhook.as_uuid().into(),
                change.position.into(),
                (*event).into(),
                referral.as_str().into(),
                change.seen.referral.standing.code().into(),
                change.seen.version.into(),
                change.at.into(),
            ];
            tx.execute(sql, &values).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// How many wait.
    pub(super) async fn pending(&self, webhook: WebhookId) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM webhook_delivery WHERE webhook = $1 AND died IS NULL";
        let rows = self.0.fetch(sql, &[webhook.as_uuid().into()]).await?;
        let count = rows.first().map_or(Ok(0), |row| row.i64(0))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// What is due.
    pub(super) async fn due(
        &self,
        webhook: WebhookId,
        now: Moment,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM webhook_delivery d WHERE {DUE} ORDER BY position LIMIT $3"
        );
        let values = [webhook.as_uuid().into(), now.into(), limit.into()];
        self.0.fetch(&sql, &values).await?.iter().map(delivery).collect()
    }

    /// It was taken.
    pub(super) async fn taken(
        &self,
        webhook: WebhookId,
        position: i64,
        now: Moment,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        let sql = "DELETE FROM webhook_delivery WHERE webhook = $1 AND position = $2";
        tx.execute(sql, &[webhook.as_uuid().into(), position.into()]).await?;
        let sql = "UPDATE webhook_lane SET delivered = $2, failing = NULL, failure = NULL \
                   WHERE webhook = $1";
        tx.execute(sql, &[webhook.as_uuid().into(), now.into()]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// It failed: it waits until `due`, or died. Answers since when nothing has been taken.
    pub(super) async fn failed(
        &self,
        webhook: WebhookId,
        delivery: &Delivery,
        (now, due): (Moment, Moment),
        rest: Option<Moment>,
    ) -> Result<Moment, StoreError> {
        let id = webhook.as_uuid();
        let failure = delivery.failure.map(|failure| failure.code().to_owned());
        let mut tx = self.0.begin().await?;
        let sql = "UPDATE webhook_delivery SET tries = $3, due = $4, died = $5, failure = $6, \
                   status = $7 WHERE webhook = $1 AND position = $2";
        let values = [
            id.into(),
            delivery.position.into(),
            delivery.tries.into(),
            due.into(),
            Value::Int(delivery.died.map(Moment::as_micros)),
            failure.clone().into(),
            delivery.status.into(),
        ];
        tx.execute(sql, &values).await?;
        if delivery.died.is_some() {
            // What lies furthest back makes room.
            let sql = "DELETE FROM webhook_delivery WHERE webhook = $1 AND died IS NOT NULL \
                       AND position <= (SELECT position FROM webhook_delivery WHERE webhook = $1 \
                       AND died IS NOT NULL ORDER BY position DESC LIMIT 1 OFFSET $2)";
            tx.execute(sql, &[id.into(), MOST_DEAD.into()]).await?;
        }
        let sql = "UPDATE webhook_lane SET failing = COALESCE(failing, $2), failure = $3, \
                   rest = COALESCE($4, rest) WHERE webhook = $1 RETURNING failing";
        let rest = Value::Int(rest.map(Moment::as_micros));
        let values = [id.into(), now.into(), failure.into(), rest];
        let rows = tx.fetch(sql, &values).await?;
        let since = rows.first().map_or(Ok(now.as_micros()), |row| row.i64(0))?;
        tx.commit().await?;
        Ok(Moment::from_micros(since))
    }

    /// What was given up until `until` waits again, as if it had never been tried.
    pub(crate) async fn replay(&self, webhook: WebhookId, until: Moment) -> Result<(), StoreError> {
        let sql = "UPDATE webhook_delivery SET died = NULL, tries = 0, due = 0 \
                   WHERE webhook = $1 AND died <= $2";
        self.0.execute(sql, &[webhook.as_uuid().into(), until.into()]).await?;
        Ok(())
    }

    /// It is tried at once, and its receiver has all of its time again.
    pub(crate) async fn wake(&self, webhook: WebhookId) -> Result<(), StoreError> {
        let sql = "UPDATE webhook_lane SET rest = 0, failing = NULL WHERE webhook = $1";
        self.0.execute(sql, &[webhook.as_uuid().into()]).await?;
        let sql = "UPDATE webhook_delivery SET due = 0 WHERE webhook = $1 AND died IS NULL";
        self.0.execute(sql, &[webhook.as_uuid().into()]).await?;
        Ok(())
    }

    /// Drops everything of a webhook that is gone.
    pub(crate) async fn forget(&self, webhook: WebhookId) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        for table in ["webhook_lane", "webhook_delivery"] {
            let sql = format!("DELETE FROM {table} WHERE webhook = $1");
            tx.execute(&sql, &[webhook.as_uuid().into()]).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Deliveries that were given up behind `after`, in the order of the feed.
    pub(crate) async fn dead(
        &self,
        webhook: WebhookId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM webhook_delivery WHERE webhook = $1 AND died IS NOT NULL \
             AND position > $2 ORDER BY position LIMIT $3"
        );
        let values = [webhook.as_uuid().into(), after.into(), limit.into()];
        self.0.fetch(&sql, &values).await?.iter().map(delivery).collect()
    }

    /// How a webhook's deliveries go.
    pub(crate) async fn standing(&self, webhook: WebhookId) -> Result<Standing, StoreError> {
        let id = webhook.as_uuid();
        let sql = "SELECT count(*) - count(died), count(died) FROM webhook_delivery \
                   WHERE webhook = $1";
        let counted = self.0.fetch(sql, &[id.into()]).await?;
        let (pending, dead) = counted
            .first()
            .map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.i64(0)?, row.i64(1)?)))?;
        let sql = "SELECT delivered, failing, failure FROM webhook_lane WHERE webhook = $1";
        let rows = self.0.fetch(sql, &[id.into()]).await?;
        let Some(lane) = rows.first() else {
            return Ok(Standing { pending, dead, ..Standing::default() });
        };
        Ok(Standing {
            pending,
            dead,
            delivered_at: lane.opt_i64(0)?.map(Moment::from_micros),
            failing_since: lane.opt_i64(1)?.map(Moment::from_micros),
            failure: lane.opt_text(2)?.as_deref().and_then(Failure::from_code),
        })
    }
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        position: row.i64(0)?,
        event: row.uuid(1)?,
        referral: row.text(2)?,
        standing: row.text(3)?,
        version: row.i64(4)?,
        at: Moment::from_micros(row.i64(5)?),
        tries: u32::try_from(row.i64(6)?).unwrap_or(u32::MAX),
        died: row.opt_i64(7)?.map(Moment::from_micros),
        failure: row.opt_text(8)?.as_deref().and_then(Failure::from_code),
        status: row.opt_i64(9)?,
    })
}
