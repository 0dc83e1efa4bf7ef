//! The stored form of what the indicators are computed from.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::indicators::{Count, Event, Indicators, Measure};
use sentier_statistics_domain::value::Month;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of the event that one message leaves.
pub(crate) const CARE_COUNTED: &str = "care_counted.v1";

/// The type of the event that bars a message.
pub(crate) const MESSAGE_BARRED: &str = "care_message_barred.v1";

/// The stream of a centre's month.
pub(crate) fn indicators_stream(centre: &str, month: Month) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sentier/indicators/{centre}/{month}").as_bytes())
}

/// Counts as JSON.
#[derive(Debug)]
pub(crate) struct IndicatorsCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    counts: Vec<StoredCount>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Barred {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredCount {
    month: Month,
    measure: String,
    part: String,
    amount: i64,
}

impl Codec for IndicatorsCodec {
    type Aggregate = Indicators;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::CareCounted { .. } => CARE_COUNTED,
            Event::MessageBarred => MESSAGE_BARRED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::CareCounted { counts } = event else { return super::write(&Barred {}) };
        let stored = counts.iter().map(|Count { month, measure, amount }| {
            let (measure, part) = measure.codes();
            StoredCount { month: *month, measure: measure.to_owned(), part, amount: *amount }
        });
        super::write(&Stored { counts: stored.collect() })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type == MESSAGE_BARRED {
            let Barred {} = super::read(payload)?;
            return Ok(Event::MessageBarred);
        }
        if event_type != CARE_COUNTED {
            return Err(CodecError::UnknownType);
        }
        let Stored { counts } = super::read(payload)?;
        let count = |stored: StoredCount| {
            let measure = Measure::from_codes(&stored.measure, &stored.part)?;
            Some(Count { month: stored.month, measure, amount: stored.amount })
        };
        // What a later version counts is not guessed at.
        let counts = counts.into_iter().map(count).collect::<Option<_>>();
        Ok(Event::CareCounted { counts: counts.ok_or(CodecError::UnknownType)? })
    }
}
