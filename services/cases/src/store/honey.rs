//! The stored form of honey records. Holds no personal value: the case that each names is made up.

use sentier_cases_domain::honey::{Event, HoneyRecord, State};
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use serde::{Deserialize, Serialize};

const PLANTED: &str = "honey_record_planted.v1";
const OPENED: &str = "honey_record_opened.v1";
const REVIEWED: &str = "honey_alarm_reviewed.v1";

/// The stream that stands beside a made-up case.
pub(crate) fn honey_of(case: CaseId) -> Uuid {
    derived(case.as_uuid(), "honey record")
}

/// Honey records as JSON.
#[derive(Clone, Copy, Debug)]
pub struct HoneyCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlantedV1 {
    case: CaseId,
    by: StaffId,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenedV1 {
    alarm: EntryId,
    by: StaffId,
    refused: bool,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewedV1 {
    alarm: EntryId,
    by: StaffId,
    at: Moment,
}

impl HoneyCodec {
    /// Today's event types.
    pub const TYPES: [&str; 3] = [PLANTED, OPENED, REVIEWED];
}

impl Codec for HoneyCodec {
    type Aggregate = HoneyRecord;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::Planted { .. } => PLANTED,
            Event::Opened { .. } => OPENED,
            Event::Reviewed { .. } => REVIEWED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match *event {
            Event::Planted { case, by, at } => write(&PlantedV1 { case, by, at }),
            Event::Opened { alarm, by, refused, at } => write(&OpenedV1 { alarm, by, refused, at }),
            Event::Reviewed { alarm, by, at } => write(&ReviewedV1 { alarm, by, at }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        Ok(match event_type {
            PLANTED => {
                let PlantedV1 { case, by, at } = read(payload)?;
                Event::Planted { case, by, at }
            }
            OPENED => {
                let OpenedV1 { alarm, by, refused, at } = read(payload)?;
                Event::Opened { alarm, by, refused, at }
            }
            REVIEWED => {
                let ReviewedV1 { alarm, by, at } = read(payload)?;
                Event::Reviewed { alarm, by, at }
            }
            _ => return Err(CodecError::UnknownType),
        })
    }

    fn snapshot(state: &State) -> Option<Vec<u8>> {
        serde_json::to_vec(state).ok()
    }

    fn restore(snapshot: &[u8]) -> Option<State> {
        serde_json::from_slice(snapshot).ok()
    }
}
