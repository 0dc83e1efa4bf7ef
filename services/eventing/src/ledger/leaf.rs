//! What the tree holds of a stored event: every column, in an encoding that no other row shares.

use sentier_kernel::Moment;
use uuid::Uuid;

use super::tree::{Hash, leaf_hash};
use crate::store::StoredEvent;

/// The columns of one event.
#[derive(Clone, Copy)]
pub(crate) struct Leaf<'a> {
    pub position: i64,
    pub stream: Uuid,
    pub version: i64,
    pub event_type: &'a str,
    pub at: Moment,
    pub principal: &'a str,
    pub centre: &'a str,
    pub payload: &'a [u8],
}

impl Leaf<'_> {
    /// The hash over a tag, the parts of fixed length, and the others with their lengths in front.
    pub(crate) fn hash(&self) -> Hash {
        let mut entry = Vec::with_capacity(160 + self.payload.len());
        entry.extend_from_slice(b"sentier/event/v1");
        entry.extend_from_slice(&self.position.to_be_bytes());
        entry.extend_from_slice(self.stream.as_bytes());
        entry.extend_from_slice(&self.version.to_be_bytes());
        entry.extend_from_slice(&self.at.as_micros().to_be_bytes());
        let texts = [self.event_type.as_bytes(), self.principal.as_bytes(), self.centre.as_bytes()];
        for part in texts.into_iter().chain([self.payload]) {
            entry.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            entry.extend_from_slice(part);
        }
        leaf_hash(&entry)
    }
}

impl StoredEvent {
    /// What the ledger holds of this event.
    pub fn leaf(&self) -> Hash {
        let leaf = Leaf {
            position: self.position,
            stream: self.stream,
            version: self.version,
            event_type: &self.event_type,
            at: self.at,
            principal: &self.principal,
            centre: &self.centre,
            payload: &self.payload,
        };
        leaf.hash()
    }
}
