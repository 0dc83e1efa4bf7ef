//! The stored form of the weeks' events.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::weeks::{Event, Week, Weeks};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of the event that ends a week.
pub(crate) const WEEK_CLOSED: &str = "week_closed.v1";

/// The one stream of weeks of an installation.
pub(crate) const WEEKS_STREAM: Uuid = Uuid::from_u128(0x5e17_1e50_0000_8000_8000_77ee_6b73_0001);

/// Weeks as JSON.
#[derive(Debug)]
pub(crate) struct WeeksCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    week: Week,
}

impl Codec for WeeksCodec {
    type Aggregate = Weeks;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::WeekClosed { .. } => WEEK_CLOSED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::WeekClosed { week } = event;
        super::write(&Closed { week: *week })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != WEEK_CLOSED {
            return Err(CodecError::UnknownType);
        }
        let Closed { week } = super::read(payload)?;
        Ok(Event::WeekClosed { week })
    }
}
