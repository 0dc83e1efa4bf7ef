//! Events as the store keeps them.

use sentier_kernel::Moment;
use uuid::Uuid;

use crate::db::Row;

/// An event with its place, as stored; the payload's personal fields are sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Place in the store's total order, from 1, without gaps.
    pub position: i64,
    /// The aggregate's id.
    pub stream: Uuid,
    /// Place in the stream, from 1.
    pub version: i64,
    /// Written-out type with its version, `case_opened.v1`.
    pub event_type: String,
    /// When the command was received.
    pub at: Moment,
    /// Who called, as a resource name.
    pub principal: String,
    /// The centre's code.
    pub centre: String,
    /// What the codec wrote.
    pub payload: Vec<u8>,
}

// PRIVACY: even sealed, a payload does not belong into a log.
impl std::fmt::Debug for StoredEvent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StoredEvent")
            .field("position", &self.position)
            .field("event_type", &self.event_type)
            .finish_non_exhaustive()
    }
}

impl StoredEvent {
    /// The columns that [`StoredEvent::from_row`] reads, in order.
    pub(crate) const COLUMNS: &'static str =
        "position, stream, version, event_type, at, principal, centre, payload";

    /// The event in a row of [`StoredEvent::COLUMNS`].
    pub(crate) fn from_row(row: &Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            position: row.i64(0)?,
            stream: row.uuid(1)?,
            version: row.i64(2)?,
            event_type: row.text(3)?,
            at: Moment::from_micros(row.i64(4)?),
            principal: row.text(5)?,
            centre: row.text(6)?,
            payload: row.bytes(7)?,
        })
    }

    /// The event's id for the world outside: the same for ever, from its stream and version.
    pub fn event_id(&self) -> Uuid {
        Self::id_of(self.stream, self.version)
    }

    /// The same for an event of which only its place is known.
    pub fn id_of(stream: Uuid, version: i64) -> Uuid {
        Uuid::new_v5(&stream, &version.to_be_bytes())
    }
}

/// An event that is about to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Written-out type with its version.
    pub event_type: &'static str,
    /// What the codec wrote.
    pub payload: Vec<u8>,
}

impl std::fmt::Debug for NewEvent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("NewEvent").field("event_type", &self.event_type).finish_non_exhaustive()
    }
}

/// Events for one stream, to be appended behind a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamAppend {
    /// The stream.
    pub stream: Uuid,
    /// Its version before the append; 0 for a stream that must not exist.
    pub expected_version: i64,
    /// The events, at least one.
    pub events: Vec<NewEvent>,
}
