//! The timeline of a case: what happened to it and who read it, oldest first; nothing is opened.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::{AgencyId, ReferralId};
use sentier_eventing::StoredEvent;
use sentier_eventing::codec::{self, Codec as _, CodecError};
use sentier_eventing::streams::{READ_EVENT, Recorded, readings_stream};
use sentier_kernel::{Moment, PageSize};
use serde::Deserialize;

use super::record_referral_progress::{DISCLOSURE_READ, DisclosureRead};
use super::{Cases, Fault, Known};
use crate::store::CaseCodec;

/// How far a page reached, in the case's own events and in its readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Version of the last shown event of the case.
    pub version: i64,
    /// Version of the last shown reading.
    pub reading: i64,
}

/// One line of a timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The case's version after it.
    pub version: i64,
    /// When.
    pub at: Moment,
    /// Who, as a resource name.
    pub principal: String,
    /// The stored event's type without its version.
    pub kind: String,
    /// What.
    pub what: What,
}

/// What a line tells.
#[derive(Clone, Debug)]
pub enum What {
    /// An event of the case, its personal fields withheld.
    Changed(Box<Event>),
    /// Staff or a service read the file, for this purpose.
    Read {
        /// Why, as a code.
        purpose: String,
        /// Which field groups.
        groups: Vec<String>,
    },
    /// An agency read what was disclosed to it.
    DisclosureRead {
        /// For which referral.
        referral: ReferralId,
        /// The agency.
        agency: AgencyId,
    },
}

/// A page of a timeline.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The lines, oldest first.
    pub entries: Vec<Entry>,
    /// Where the next page starts; absent at the end.
    pub next: Option<Reached>,
}

#[derive(Deserialize)]
struct ReadingEntry {
    purpose: String,
    #[serde(default)]
    fields: Vec<String>,
}

impl Cases {
    /// The timeline behind `after`.
    ///
    /// # Errors
    /// When the store does not answer or an entry cannot be read.
    pub async fn timeline(
        &self,
        known: &Known,
        after: Reached,
        size: PageSize,
    ) -> Result<Timeline, Fault> {
        let stream = known.case.as_uuid();
        let wanted = size.and_one();
        let events = self.streams.history(stream, after.version, wanted).await?;
        let readings =
            self.host.store.read_stream(readings_stream(stream), after.reading, wanted).await?;
        Ok(merge(after, size, events, readings)?)
    }
}

/// Two ordered lists become one, ordered by the store's position.
fn merge(
    after: Reached,
    size: PageSize,
    events: Vec<Recorded<Event>>,
    readings: Vec<StoredEvent>,
) -> Result<Timeline, CodecError> {
    let size = usize::try_from(size.get()).unwrap_or(usize::MAX);
    let (mut events, mut readings) =
        (events.into_iter().peekable(), readings.into_iter().peekable());
    let (mut entries, mut reached) = (Vec::new(), after);
    while entries.len() < size {
        let change = match (events.peek(), readings.peek()) {
            (None, None) => return Ok(Timeline { entries, next: None }),
            (Some(event), Some(reading)) => event.position < reading.position,
            (event, _) => event.is_some(),
        };
        if change {
            let Some(event) = events.next() else { continue };
            reached.version = event.version;
            entries.push(changed(event));
        } else {
            let Some(reading) = readings.next() else { continue };
            reached.reading = reading.version;
            entries.extend(read(&reading, reached.version)?);
        }
    }
    let more = events.peek().is_some() || readings.peek().is_some();
    Ok(Timeline { entries, next: more.then_some(reached) })
}

fn changed(recorded: Recorded<Event>) -> Entry {
    Entry {
        version: recorded.version,
        at: recorded.at,
        principal: recorded.principal,
        kind: kind(CaseCodec::event_type(&recorded.event)),
        what: What::Changed(Box::new(recorded.event)),
    }
}

fn read(stored: &StoredEvent, version: i64) -> Result<Option<Entry>, CodecError> {
    let what = match stored.event_type.as_str() {
        READ_EVENT => {
            let entry: ReadingEntry = codec::read(&stored.payload)?;
            What::Read { purpose: entry.purpose, groups: entry.fields }
        }
        DISCLOSURE_READ => {
            let DisclosureRead { referral, agency } = codec::read(&stored.payload)?;
            What::DisclosureRead { referral, agency }
        }
        _ => return Ok(None),
    };
    Ok(Some(Entry {
        version,
        at: stored.at,
        principal: stored.principal.clone(),
        kind: kind(&stored.event_type),
        what,
    }))
}

/// `consent_granted` for `consent_granted.v1`.
fn kind(event_type: &str) -> String {
    event_type.rsplit_once('.').map_or(event_type, |(kind, _version)| kind).to_owned()
}
