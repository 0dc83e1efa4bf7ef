//! The stored form of openings alone: who, which case, when; never why, which stands on the case, sealed.

use sentier_cases_domain::alone::{Alone, Event, State};
use sentier_cases_domain::id::CaseId;
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use serde::{Deserialize, Serialize};

const OPENED: &str = "opened_alone.v1";
const REFUSED: &str = "refused_alone.v1";
/// Names the streams of openings alone.
const OPENINGS: Uuid = Uuid::from_u128(0x5e47_1e60_a10e_4c11_9c0d_e5f0_57a6_a10e);

/// The stream of a person's openings.
pub(crate) fn alone_of(principal: &str) -> Uuid {
    derived(OPENINGS, principal)
}

/// Openings alone as JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AloneCodec;

/// Both facts hold the same.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AloneV1 {
    case: CaseId,
    at: Moment,
}

impl AloneCodec {
    /// The case whose opening was refused, when a stored event tells of one.
    pub(crate) fn refused(event_type: &str, payload: &[u8]) -> Result<Option<CaseId>, CodecError> {
        if event_type != REFUSED {
            return Ok(None);
        }
        read::<AloneV1>(payload).map(|refused| Some(refused.case))
    }
}

impl Codec for AloneCodec {
    type Aggregate = Alone;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::Opened { .. } => OPENED,
            Event::Refused { .. } => REFUSED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let (Event::Opened { case, at } | Event::Refused { case, at }) = *event;
        write(&AloneV1 { case, at })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        let is_opened = match event_type {
            OPENED => true,
            REFUSED => false,
            _ => return Err(CodecError::UnknownType),
        };
        let AloneV1 { case, at } = read(payload)?;
        Ok(if is_opened { Event::Opened { case, at } } else { Event::Refused { case, at } })
    }

    fn snapshot(state: &State) -> Option<Vec<u8>> {
        serde_json::to_vec(state).ok()
    }

    fn restore(snapshot: &[u8]) -> Option<State> {
        serde_json::from_slice(snapshot).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_version_is_read_and_written_as_it_was() {
        let golden =
            br#"{"case":"00000000-0000-0000-0000-000000000007","at":1795478400000000}"#.as_slice();
        let case = CaseId::from_uuid(Uuid::from_u128(7));
        let at = Moment::from_micros(1_795_478_400_000_000);
        let nobody = Opener::withholding();
        for event in [Event::Opened { case, at }, Event::Refused { case, at }] {
            let event_type = AloneCodec::event_type(&event);
            assert_eq!(AloneCodec::decode(event_type, golden, &nobody).unwrap(), event);
            let AloneV1 { case, at } = read(golden).unwrap();
            assert_eq!(write(&AloneV1 { case, at }).unwrap(), golden);
        }
        assert!(AloneCodec::decode("opened_alone.v2", golden, &nobody).is_err());
    }
}
