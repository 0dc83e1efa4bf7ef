//! The stored form of a pathway's events; nothing of it is personal.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_referrals_domain::pathway::{Event, Pathways, Revision};
use sentier_referrals_domain::value::Need;
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Events of [`Pathways`].
#[derive(Debug)]
pub(crate) struct PathwayCodec;

/// The one event of a pathway.
const SET: &str = "pathway_set.v1";

#[derive(Serialize, Deserialize)]
struct PathwaySetV1 {
    need: Need,
    revision: Revision,
}

impl Codec for PathwayCodec {
    type Aggregate = Pathways;

    fn event_type(_event: &Event) -> &'static str {
        SET
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::PathwaySet { need, revision } = event;
        write(&PathwaySetV1 { need: *need, revision: revision.clone() })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != SET {
            return Err(CodecError::UnknownType);
        }
        let PathwaySetV1 { need, revision } = read(payload)?;
        Ok(Event::PathwaySet { need, revision })
    }
}
