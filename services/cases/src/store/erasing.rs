//! The stored form of a centre's choice whether its schedule erases by itself.

use sentier_cases_domain::erasing::{Erasing, Event, Notice, State};
use sentier_cases_domain::id::StaffId;
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use serde::{Deserialize, Serialize};

const CHOSEN: &str = "erasure_schedule_chosen.v1";
/// Names the streams of such choices.
const CHOICES: Uuid = Uuid::from_u128(0x5e47_1e60_e4a5_4c11_9c0d_e5f0_57a6_e4a5);

/// The stream of a centre's choices.
pub(crate) fn erasing_of(centre: &str) -> Uuid {
    derived(CHOICES, centre)
}

/// Choices as JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ErasingCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChosenV1 {
    by: StaffId,
    notice: Option<Notice>,
    at: Moment,
}

impl Codec for ErasingCodec {
    type Aggregate = Erasing;

    fn event_type(_event: &Event) -> &'static str {
        CHOSEN
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event { by, notice, at } = *event;
        write(&ChosenV1 { by, notice, at })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != CHOSEN {
            return Err(CodecError::UnknownType);
        }
        let ChosenV1 { by, notice, at } = read(payload)?;
        Ok(Event { by, notice, at })
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
        let by = StaffId::from_uuid(Uuid::from_u128(7));
        let at = Moment::from_micros(1_795_478_400_000_000);
        for (notice, stored) in [(Some(Notice::DEFAULT), "30"), (None, "null")] {
            let golden = format!(
                r#"{{"by":"00000000-0000-0000-0000-000000000007","notice":{stored},"at":1795478400000000}}"#
            );
            let event = Event { by, notice, at };
            let read = ErasingCodec::withheld(CHOSEN, golden.as_bytes()).unwrap();
            assert_eq!(read, Some(event));
            assert_eq!(write(&ChosenV1 { by, notice, at }).unwrap(), golden.as_bytes());
        }
        let beyond = br#"{"by":"00000000-0000-0000-0000-000000000007","notice":3,"at":1}"#;
        assert!(ErasingCodec::withheld(CHOSEN, beyond).is_err());
    }
}
