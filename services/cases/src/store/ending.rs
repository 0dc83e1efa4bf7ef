//! How the end of a file by its schedule is kept. Holds no personal value: neither says why it was due.

use sentier_cases_domain::case::ending::Event;
use sentier_cases_domain::id::{EntryId, ObjectId, StaffId};
use sentier_eventing::codec::{CodecError, read, write};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

const ANNOUNCED: &str = "erasure_announced.v1";
const ERASED: &str = "erased_by_schedule.v1";

/// Today's types.
pub(super) const TYPES: [&str; 2] = [ANNOUNCED, ERASED];

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnnouncedV1 {
    announcement: EntryId,
    erase_at: Moment,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ErasedV1 {
    announcement: EntryId,
    announced_at: Moment,
    chosen_by: StaffId,
    keys: Vec<Uuid>,
    objects: Vec<ObjectId>,
    at: Moment,
}

/// The stored type of an event.
pub(super) const fn event_type(event: &Event) -> &'static str {
    match event {
        Event::Announced { .. } => ANNOUNCED,
        Event::Erased { .. } => ERASED,
    }
}

/// The stored bytes of an event.
pub(super) fn encode(event: Event) -> Result<Vec<u8>, CodecError> {
    match event {
        Event::Announced { announcement, erase_at, at } => {
            write(&AnnouncedV1 { announcement, erase_at, at })
        }
        Event::Erased { announcement, announced_at, chosen_by, keys, objects, at } => {
            write(&ErasedV1 { announcement, announced_at, chosen_by, keys, objects, at })
        }
    }
}

/// The event in stored bytes; `None` when the type is not one of these.
pub(super) fn decode(event_type: &str, payload: &[u8]) -> Result<Option<Event>, CodecError> {
    Ok(Some(match event_type {
        ANNOUNCED => {
            let AnnouncedV1 { announcement, erase_at, at } = read(payload)?;
            Event::Announced { announcement, erase_at, at }
        }
        ERASED => {
            let it: ErasedV1 = read(payload)?;
            let ErasedV1 { announcement, announced_at, chosen_by, keys, objects, at } = it;
            Event::Erased { announcement, announced_at, chosen_by, keys, objects, at }
        }
        _ => return Ok(None),
    }))
}
