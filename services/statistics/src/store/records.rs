//! The stored form of batches of records.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::period::Period;
use sentier_statistics_domain::records::{Batch, Batches, Class, Event};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of the event that holds a batch.
const RELEASED: &str = "record_batch_released.v1";

/// The stream of a quarter's batch.
pub(crate) fn batch_stream(period: Period) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sentier/record-batch/{period}").as_bytes())
}

/// Batches as JSON.
#[derive(Debug)]
pub(crate) struct BatchCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Released {
    period: Period,
    classes: Vec<Class>,
    carried: u32,
    dropped: u32,
}

impl Codec for BatchCodec {
    type Aggregate = Batches;

    fn event_type(event: &Event) -> &'static str {
        let Event::BatchReleased(_) = event;
        RELEASED
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::BatchReleased(Batch { period, classes, carried, dropped }) = event.clone();
        super::write(&Released { period, classes, carried, dropped })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != RELEASED {
            return Err(CodecError::UnknownType);
        }
        let Released { period, classes, carried, dropped } = super::read(payload)?;
        Ok(Event::BatchReleased(Batch { period, classes, carried, dropped }))
    }
}
