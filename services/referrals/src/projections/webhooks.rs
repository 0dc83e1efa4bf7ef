//! The webhooks that are there, for who delivers.

use sentier_eventing::db::{Dialect, Row, Tx};
use sentier_eventing::projection::{Behind, Projections, Stepwise, Tables, from_json, to_json};
use sentier_eventing::{EventStore, StoreError, StoredEvent};
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::value::WebhookId;
use sentier_referrals_domain::webhook::{Event, Standing, State, Webhook, Webhooks};
use tokio::sync::watch;

use super::CATCH_UP;
use crate::store::WebhookCodec;

const NAME: &str = "webhook_list";
const VERSION: u32 = 1;
const TABLE: &str = "webhook";
const TABLES: Tables = Tables::of_version(VERSION);

/// Keeps the table of webhooks.
#[derive(Debug)]
pub(crate) struct WebhookProjection;

impl Stepwise for WebhookProjection {
    type Codec = WebhookCodec;

    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const TABLE_NAMES: &'static [&'static str] = &[TABLE];
    const TAKES: &'static [&'static str] = WebhookCodec::TYPES;

    fn schema(dialect: Dialect, tables: Tables) -> Vec<String> {
        let (bytes, table) = (dialect.bytes(), tables.name(TABLE));
        vec![
            format!(
                "CREATE TABLE {table} (webhook {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
                 standing TEXT NOT NULL, view {bytes} NOT NULL)"
            ),
            format!("CREATE INDEX {table}_by_standing ON {table} (standing)"),
        ]
    }

    async fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event,
    ) -> Result<(), StoreError> {
        let table = tables.name(TABLE);
        let id = which(event);
        let sql = format!("SELECT view FROM {table} WHERE webhook = $1");
        let rows = tx.fetch(&sql, &[id.as_uuid().into()]).await?;
        let mut state = State::default();
        if let Some(row) = rows.first() {
            state.webhooks.insert(id, from_json(&row.bytes(0)?)?);
        }
        let after = Webhooks::evolve(state, event);
        let Some(webhook) = after.webhooks.get(&id) else {
            let sql = format!("DELETE FROM {table} WHERE webhook = $1");
            tx.execute(&sql, &[id.as_uuid().into()]).await?;
            return Ok(());
        };
        // The position stays that of its registration: deliveries begin behind it.
        let sql = format!(
            "INSERT INTO {table} VALUES ($1, $2, $3, $4) ON CONFLICT (webhook) DO UPDATE SET \
             standing = excluded.standing, view = excluded.view"
        );
        let values = [
            id.as_uuid().into(),
            stored.position.into(),
            webhook.standing.code().into(),
            to_json(webhook)?.into(),
        ];
        tx.execute(&sql, &values).await?;
        Ok(())
    }
}

fn which(event: &Event) -> WebhookId {
    match event {
        Event::WebhookRegistered { webhook, .. }
        | Event::SecretRotated { webhook, .. }
        | Event::WebhookPaused { webhook, .. }
        | Event::WebhookResumed { webhook, .. }
        | Event::WebhookDisabled { webhook, .. }
        | Event::WebhookRemoved { webhook, .. }
        | Event::DeadLettersReplayed { webhook, .. } => *webhook,
    }
}

/// Asks for webhooks. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct WebhookList {
    store: EventStore,
    projections: Projections,
}

/// A webhook that delivers.
#[derive(Clone, Debug)]
pub(crate) struct ActiveWebhook {
    pub(crate) id: WebhookId,
    /// The position of its registration.
    pub(crate) from: i64,
    pub(crate) webhook: Webhook,
}

impl WebhookList {
    pub(crate) const fn new(store: EventStore, projections: Projections) -> Self {
        Self { store, projections }
    }

    /// The position that the rows have reached, and its changes.
    pub(crate) fn reached(&self) -> Option<watch::Receiver<i64>> {
        self.projections.reached(NAME)
    }

    /// Waits until the rows show everything that was stored before this call.
    pub(crate) async fn caught_up(&self) -> Result<(), Behind> {
        self.projections.caught_up(NAME, CATCH_UP).await
    }

    /// Every agency's, of one standing or of all, behind `after` in the order of their ids.
    pub(crate) async fn page(
        &self,
        standing: Option<Standing>,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<(WebhookId, Webhook)>, StoreError> {
        let sql = format!(
            "SELECT webhook, view FROM {} WHERE ($1 IS NULL OR standing = $1) \
             AND ($2 IS NULL OR webhook > $2) ORDER BY webhook LIMIT $3",
            TABLES.name(TABLE)
        );
        let standing = standing.map(|standing| standing.code().to_owned());
        let values = [standing.into(), after.into(), limit.into()];
        let rows = self.store.database().fetch(&sql, &values).await?;
        let one = |row: &Row| Ok((WebhookId::from_uuid(row.uuid(0)?), from_json(&row.bytes(1)?)?));
        rows.iter().map(one).collect()
    }

    /// Those that deliver.
    pub(crate) async fn active(&self) -> Result<Vec<ActiveWebhook>, StoreError> {
        let sql = format!(
            "SELECT webhook, position, view FROM {} WHERE standing = $1 ORDER BY webhook",
            TABLES.name(TABLE)
        );
        let values = [Standing::Active.code().into()];
        let rows = self.store.database().fetch(&sql, &values).await?;
        let active = |row: &Row| {
            Ok(ActiveWebhook {
                id: WebhookId::from_uuid(row.uuid(0)?),
                from: row.i64(1)?,
                webhook: from_json(&row.bytes(2)?)?,
            })
        };
        rows.iter().map(active).collect()
    }
}
