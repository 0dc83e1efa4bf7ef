//! The one door to personal data: first the entry in the log, then the plain text.

use std::collections::HashMap;

use sentier_kernel::Moment;
use serde::Serialize;
use uuid::Uuid;

use super::{PAGE, Recorded, Streams};
use crate::codec::{self, Codec, Event};
use crate::store::{AppendError, NewEvent, Stamp, StoreError};
use crate::vault::{KeyRing, Opener, Place};

/// The stored type of the entry that a reading leaves.
pub const READ_EVENT: &str = "personal_data_read.v1";

/// Who reads what, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Names this reading; a fresh id.
    pub id: Uuid,
    /// Who reads, as a resource name.
    pub principal: String,
    /// The centre's code.
    pub centre: String,
    /// Why, as a code: `direct_care`, `supervision`, `referral`, `statistics`.
    pub purpose: &'static str,
    /// Which field groups.
    pub fields: Vec<&'static str>,
    /// When.
    pub at: Moment,
}

/// That a reading of a stream stands in the ledger. What opens anything outside the log asks for it.
#[derive(Debug)]
pub struct Entered {
    stream: Uuid,
}

impl Entered {
    /// The stream that the reading is of.
    pub const fn stream(&self) -> Uuid {
        self.stream
    }

    #[cfg(test)]
    pub(crate) const fn for_test(stream: Uuid) -> Self {
        Self { stream }
    }
}

#[derive(Serialize)]
struct Entry<'a> {
    stream: Uuid,
    purpose: &'a str,
    fields: &'a [&'static str],
}

/// The stream that holds the readings of `stream`.
pub fn readings_stream(stream: Uuid) -> Uuid {
    Uuid::new_v5(&stream, b"readings")
}

impl<C: Codec> Streams<C> {
    /// Every event of a stream with its personal fields open.
    ///
    /// PRIVACY: fails closed. The reading is durable in the log before any key is used; when it cannot
    /// be stored, nothing is opened.
    ///
    /// # Errors
    /// When the entry cannot be stored or an event cannot be opened.
    pub async fn disclose(
        &self,
        reading: Reading,
        stream: Uuid,
        ring: &KeyRing,
    ) -> Result<Vec<Recorded<Event<C>>>, StoreError> {
        let entered = self.enter(&reading, stream).await?;
        self.opened(&entered, ring, |_event_type| true).await
    }

    /// The events of the stream of an entered reading whose type is `wanted`, with their personal fields
    /// open; the others are passed over.
    ///
    /// # Errors
    /// When an event cannot be opened.
    pub async fn opened(
        &self,
        entered: &Entered,
        ring: &KeyRing,
        wanted: fn(&str) -> bool,
    ) -> Result<Vec<Recorded<Event<C>>>, StoreError> {
        let stream = entered.stream;
        let mut events = Vec::new();
        let mut reached = 0;
        loop {
            let page = self.store.read_stream(stream, reached, PAGE).await?;
            if let Some(last) = page.last() {
                reached = last.version;
            }
            for stored in page.iter().filter(|stored| wanted(&stored.event_type)) {
                events.push(Self::recorded(stored, &Opener::reading(ring, Place::of(stored)))?);
            }
            if page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
                return Ok(events);
            }
        }
    }

    /// Single events of many streams with their personal fields open, each with its stream: for an index
    /// in memory over all of them. The reading is entered once, about `whole`, which names what the
    /// streams are together.
    ///
    /// PRIVACY: fails closed, as [`Streams::disclose`] does.
    ///
    /// # Errors
    /// When the entry cannot be stored or an event cannot be opened.
    pub async fn disclose_at(
        &self,
        reading: Reading,
        whole: Uuid,
        positions: &[i64],
        rings: &HashMap<Uuid, KeyRing>,
    ) -> Result<Vec<(Uuid, Recorded<Event<C>>)>, StoreError> {
        self.enter(&reading, whole).await?;
        let none = KeyRing::none();
        let stored = self.store.read_at(positions).await?;
        let opened = stored.iter().map(|stored| {
            let ring = rings.get(&stored.stream).unwrap_or(&none);
            Ok((stored.stream, Self::recorded(stored, &Opener::reading(ring, Place::of(stored)))?))
        });
        opened.collect()
    }

    /// Enters a reading of a stream in the ledger, durably, before anything is opened.
    ///
    /// # Errors
    /// When the entry cannot be stored.
    pub async fn enter(&self, reading: &Reading, stream: Uuid) -> Result<Entered, StoreError> {
        let entry = Entry { stream, purpose: reading.purpose, fields: &reading.fields };
        let payload = codec::write(&entry)?;
        let stamp = Stamp {
            request_id: reading.id,
            fingerprint: [0; 32],
            principal: reading.principal.clone(),
            centre: reading.centre.clone(),
            at: reading.at,
        };
        let event = NewEvent { event_type: READ_EVENT, payload };
        match self.store.note(stamp, readings_stream(stream), event).await {
            Ok(_) => Ok(Entered { stream }),
            Err(AppendError::Store(error)) => Err(error),
            Err(AppendError::Stale | AppendError::RequestReused) => Err(StoreError::Unavailable),
        }
    }
}
