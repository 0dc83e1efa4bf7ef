//! A small aggregate to test the append path with: it counts up to a limit.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::Call;
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::{Category, Decider, Explain, Moment, Sensitive};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) const LIMIT: i64 = 1_000;

#[derive(Debug)]
pub(crate) struct Tally;

#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) by: i64,
    pub(crate) note: Option<Sensitive<String>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the tally is full")]
pub(crate) struct Full;

impl Explain for Full {
    fn category(&self) -> Category {
        Category::Refused
    }
    fn reason(&self) -> &'static str {
        "CASE_CLOSED"
    }
}

impl Decider for Tally {
    type State = i64;
    type Command = Counted;
    type Event = Counted;
    type Rejection = Full;

    fn initial() -> i64 {
        0
    }

    fn decide(state: &i64, command: Counted, _at: Moment) -> Result<Vec<Counted>, Full> {
        match command.by {
            0 => Ok(Vec::new()),
            by if state + by > LIMIT => Err(Full),
            _ => Ok(vec![command]),
        }
    }

    fn evolve(state: i64, event: &Counted) -> i64 {
        state + event.by
    }
}

#[derive(Serialize, Deserialize)]
struct CountedV1 {
    by: i64,
    note: Option<Sealed>,
}

#[derive(Debug)]
pub(crate) struct TallyCodec;

impl Codec for TallyCodec {
    type Aggregate = Tally;

    fn event_type(_event: &Counted) -> &'static str {
        "counted.v1"
    }

    fn encode(event: &Counted, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let note = event.note.as_ref();
        let note = note.map(|note| sealer.seal(Class::Narrative, "note", note)).transpose()?;
        serde_json::to_vec(&CountedV1 { by: event.by, note }).map_err(CodecError::Malformed)
    }

    fn decode(
        event_type: &str,
        payload: &[u8],
        opener: &Opener<'_>,
    ) -> Result<Counted, CodecError> {
        if event_type != "counted.v1" {
            return Err(CodecError::UnknownType);
        }
        let stored: CountedV1 = serde_json::from_slice(payload).map_err(CodecError::Malformed)?;
        let note =
            stored.note.map(|note| opener.open(Class::Narrative, "note", &note)).transpose()?;
        Ok(Counted { by: stored.by, note })
    }

    fn snapshot(state: &i64) -> Option<Vec<u8>> {
        Some(state.to_be_bytes().to_vec())
    }

    fn restore(snapshot: &[u8]) -> Option<i64> {
        Some(i64::from_be_bytes(snapshot.try_into().ok()?))
    }
}

pub(crate) fn stamp(request: u128) -> Stamp {
    Stamp {
        request_id: Uuid::from_u128(request),
        fingerprint: [7; 32],
        principal: "centres/ogou-1/staff/1".to_owned(),
        centre: "ogou-1".to_owned(),
        at: Moment::from_micros(1),
    }
}

pub(crate) fn call(request: u128) -> Call {
    Call { stamp: stamp(request), expected_version: None }
}

/// A decision that counts `by`.
pub(crate) fn count(
    by: i64,
) -> impl Fn(&i64) -> Result<Vec<Counted>, Full> + Send + Sync + 'static {
    move |state| Tally::decide(state, Counted { by, note: None }, Moment::from_micros(1))
}
