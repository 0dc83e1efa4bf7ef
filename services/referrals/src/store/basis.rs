//! The stored form of the end of a basis.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use sentier_referrals_domain::basis::{Bases, Event};
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Events of [`Bases`].
#[derive(Debug)]
pub(crate) struct BasisCodec;

#[derive(Serialize, Deserialize)]
struct BasisEndedV1 {
    at: Moment,
}

impl Codec for BasisCodec {
    type Aggregate = Bases;

    fn event_type(_event: &Event) -> &'static str {
        "basis_ended.v1"
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::BasisEnded { at } = event;
        write(&BasisEndedV1 { at: *at })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != "basis_ended.v1" {
            return Err(CodecError::UnknownType);
        }
        let BasisEndedV1 { at } = read(payload)?;
        Ok(Event::BasisEnded { at })
    }
}
