//! The stored form of searches: that one was made and by what kind of knowledge, never for whom.

use std::collections::BTreeSet;

use sentier_cases_domain::finding::Criterion;
use sentier_cases_domain::search::{Event, Searches, State};
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use serde::{Deserialize, Serialize};

/// The stored type of a search.
pub(crate) const SURVIVOR_SOUGHT: &str = "survivor_sought.v1";
/// Names the streams of searches.
const SEARCHES: Uuid = Uuid::from_u128(0x5e47_1e60_5ea2_4c11_9c0d_e5f0_57a6_5ea2);

/// The stream of a person's searches.
pub(crate) fn searches_of(principal: &str) -> Uuid {
    derived(SEARCHES, principal)
}

/// Searches as JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SearchCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurvivorSoughtV1 {
    criteria: BTreeSet<Criterion>,
    at: Moment,
}

impl Codec for SearchCodec {
    type Aggregate = Searches;

    fn event_type(_event: &Event) -> &'static str {
        SURVIVOR_SOUGHT
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::SurvivorSought { criteria, at } = event.clone();
        write(&SurvivorSoughtV1 { criteria, at })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != SURVIVOR_SOUGHT {
            return Err(CodecError::UnknownType);
        }
        let SurvivorSoughtV1 { criteria, at } = read(payload)?;
        Ok(Event::SurvivorSought { criteria, at })
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
    fn the_first_version_is_read_as_it_was_written() {
        let golden = br#"{"criteria":["survivor_code","full_name","phone","birth_date"],"at":1795478400000000}"#;
        let opener = Opener::withholding();
        let Event::SurvivorSought { criteria, at } =
            SearchCodec::decode(SURVIVOR_SOUGHT, golden, &opener).unwrap();
        let all: BTreeSet<Criterion> = Criterion::ALL.iter().copied().collect();
        assert_eq!(criteria, all);
        assert_eq!(at, Moment::from_micros(1_795_478_400_000_000));
    }
}
