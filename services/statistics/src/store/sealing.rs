//! The stored form of the sealing keys' events. Keys themselves never stand in an event.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::sealing::{Event, KeyId, SealingKeys};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of the event that a new key leaves.
pub(crate) const ROTATED: &str = "sealing_key_rotated.v1";

/// The one stream of sealing keys of an installation.
pub(crate) const SEALING_STREAM: Uuid = Uuid::from_u128(0x5e17_1e50_0000_8000_8000_73ea_1169_6b65);

/// Sealing keys as JSON.
#[derive(Debug)]
pub(crate) struct SealingCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotated {
    key_id: KeyId,
}

impl Codec for SealingCodec {
    type Aggregate = SealingKeys;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::SealingKeyRotated { .. } => ROTATED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::SealingKeyRotated { key } = event;
        super::write(&Rotated { key_id: key.clone() })
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != ROTATED {
            return Err(CodecError::UnknownType);
        }
        let Rotated { key_id } = super::read(payload)?;
        Ok(Event::SealingKeyRotated { key: key_id })
    }
}
