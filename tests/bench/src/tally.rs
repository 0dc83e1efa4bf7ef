//! The load of the store's benchmark: an aggregate that counts, with an event of a realistic size.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::Call;
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::{Category, Decider, Explain, Moment};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What stands in the event beside the count: about as much as one of a case's life-cycle facts.
pub const TEXT: &str = "a stored fact of a case's life, of about the length that such facts have";

/// The aggregate.
#[derive(Debug)]
pub struct Tally;

/// Counts one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// By how much.
    pub by: i64,
    /// Ballast.
    pub text: String,
}

impl Counted {
    /// One.
    pub fn one() -> Self {
        Self { by: 1, text: TEXT.to_owned() }
    }
}

/// A tally never refuses, but the trait wants a reason.
#[derive(Debug, thiserror::Error)]
#[error("the tally is full")]
pub struct Full;

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
        if *state == i64::MAX { Err(Full) } else { Ok(vec![command]) }
    }

    fn evolve(state: i64, event: &Counted) -> i64 {
        state + event.by
    }
}

/// Its stored form.
#[derive(Debug)]
pub struct TallyCodec;

impl Codec for TallyCodec {
    type Aggregate = Tally;

    fn event_type(_event: &Counted) -> &'static str {
        "counted.v1"
    }

    fn encode(event: &Counted, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        serde_json::to_vec(event).map_err(CodecError::Malformed)
    }

    fn decode(_kind: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Counted, CodecError> {
        serde_json::from_slice(payload).map_err(CodecError::Malformed)
    }
}

/// A call with a fresh request id.
pub fn call() -> Call {
    let stamp = Stamp {
        request_id: Uuid::now_v7(),
        fingerprint: [7; 32],
        principal: "centres/ogou-1/staff/0190b0a6-0000-7000-8000-000000000001".to_owned(),
        centre: "ogou-1".to_owned(),
        at: Moment::from_micros(1),
    };
    Call { stamp, expected_version: None }
}
