//! What was written on referrals, to page through: who wrote what when, never the words.

use sentier_eventing::db::{Dialect, Row, Tx};
use sentier_eventing::projection::{Behind, Projections, Stepwise, Tables, from_json, to_json};
use sentier_eventing::{EventStore, StoreError, StoredEvent};
use sentier_referrals_domain::message::{Event, Message};
use sentier_referrals_domain::value::{MessageId, ReferralId};

use super::CATCH_UP;
use crate::store::MessageCodec;

const NAME: &str = "message_list";
const VERSION: u32 = 1;
const TABLE: &str = "message";
const TABLES: Tables = Tables::of_version(VERSION);

/// Keeps the table of messages.
#[derive(Debug)]
pub(crate) struct MessageProjection;

impl Stepwise for MessageProjection {
    type Codec = MessageCodec;

    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const TABLE_NAMES: &'static [&'static str] = &[TABLE];
    const TAKES: &'static [&'static str] = MessageCodec::TYPES;

    fn schema(dialect: Dialect, tables: Tables) -> Vec<String> {
        let (bytes, table) = (dialect.bytes(), tables.name(TABLE));
        vec![
            format!(
                "CREATE TABLE {table} (position BIGINT PRIMARY KEY, message {bytes} NOT NULL, \
                 referral {bytes} NOT NULL, view {bytes} NOT NULL)"
            ),
            format!("CREATE INDEX {table}_by_referral ON {table} (referral, position)"),
        ]
    }

    async fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event,
    ) -> Result<(), StoreError> {
        let Event::MessageWritten { message, .. } = event;
        let sql = format!("INSERT INTO {} VALUES ($1, $2, $3, $4)", tables.name(TABLE));
        let values = [
            stored.position.into(),
            stored.stream.into(),
            message.referral.as_uuid().into(),
            to_json(message)?.into(),
        ];
        tx.execute(&sql, &values).await?;
        Ok(())
    }
}

/// Asks for what was written. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct MessageList {
    store: EventStore,
    projections: Projections,
}

/// One thing that was written, without its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListedMessage {
    pub(crate) position: i64,
    pub(crate) id: MessageId,
    pub(crate) message: Message,
}

impl MessageList {
    pub(crate) const fn new(store: EventStore, projections: Projections) -> Self {
        Self { store, projections }
    }

    /// Waits until the list shows everything that was stored before this call.
    pub(crate) async fn caught_up(&self) -> Result<(), Behind> {
        self.projections.caught_up(NAME, CATCH_UP).await
    }

    /// What was written on a referral below `before`, newest first.
    pub(crate) async fn page(
        &self,
        referral: ReferralId,
        before: i64,
        limit: u32,
    ) -> Result<Vec<ListedMessage>, StoreError> {
        let sql = format!(
            "SELECT position, message, view FROM {} \
             WHERE referral = $1 AND position < $2 ORDER BY position DESC LIMIT $3",
            TABLES.name(TABLE)
        );
        let values = [referral.as_uuid().into(), before.into(), limit.into()];
        let rows = self.store.database().fetch(&sql, &values).await?;
        rows.iter().map(listed).collect()
    }
}

fn listed(row: &Row) -> Result<ListedMessage, StoreError> {
    Ok(ListedMessage {
        position: row.i64(0)?,
        id: MessageId::from_uuid(row.uuid(1)?),
        message: from_json(&row.bytes(2)?)?,
    })
}
