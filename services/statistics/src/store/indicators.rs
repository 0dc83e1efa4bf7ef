//! The stored form of what the indicators are computed from: sealed under the key of the month in which it was
//! counted (`sums`); before version 2 it stood there in clear.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::indicators::{Count, Event, Indicators, Measure};
use sentier_statistics_domain::value::Month;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of the event that one message leaves.
pub(crate) const CARE_COUNTED: &str = "care_counted.v2";

/// The same before it was sealed.
pub(crate) const CARE_COUNTED_V1: &str = "care_counted.v1";

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
            Event::MessageBarred | Event::NotOpen => MESSAGE_BARRED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let counts = match event {
            Event::CareCounted { counts } => counts,
            Event::MessageBarred => return super::write(&Barred {}),
            Event::NotOpen => return Err(CodecError::Seal),
        };
        let stored = counts.iter().map(|Count { month, measure, amount }| {
            let (measure, part) = measure.codes();
            StoredCount { month: *month, measure: measure.to_owned(), part, amount: *amount }
        });
        super::sealed(sealer, Stored { counts: stored.collect() })
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            MESSAGE_BARRED => {
                let Barred {} = super::read(payload)?;
                Ok(Event::MessageBarred)
            }
            CARE_COUNTED => super::opened(opener, payload, counted, Ok(Event::NotOpen))?,
            CARE_COUNTED_V1 => counted(super::read(payload)?),
            _ => Err(CodecError::UnknownType),
        }
    }
}

/// What a later version counts is not guessed at.
fn counted(Stored { counts }: Stored) -> Result<Event, CodecError> {
    let count = |stored: StoredCount| {
        let measure = Measure::from_codes(&stored.measure, &stored.part)?;
        Some(Count { month: stored.month, measure, amount: stored.amount })
    };
    let counts = counts.into_iter().map(count).collect::<Option<_>>();
    Ok(Event::CareCounted { counts: counts.ok_or(CodecError::UnknownType)? })
}
