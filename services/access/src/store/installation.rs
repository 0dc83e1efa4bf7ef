//! The installation as stored.

use sentier_access_domain::AccountId;
use sentier_access_domain::installation::{Event, Installation};
use sentier_eventing::Codec;
use sentier_eventing::codec::CodecError;
use sentier_eventing::vault::{Opener, Sealer};
use serde::{Deserialize, Serialize};

use super::{read, read_centre, read_hash, write, write_hash};

/// The installation's codec.
#[derive(Debug)]
pub(crate) struct InstallationCodec;

const PREPARED: &str = "installation_prepared.v1";
const BOOTSTRAPPED: &str = "installation_bootstrapped.v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreparedForm {
    secret_hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BootstrappedForm {
    administrator: AccountId,
    centre: String,
}

impl Codec for InstallationCodec {
    type Aggregate = Installation;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::Prepared { .. } => PREPARED,
            Event::Bootstrapped { .. } => BOOTSTRAPPED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::Prepared { secret } => write(&PreparedForm { secret_hash: write_hash(secret) }),
            Event::Bootstrapped { administrator, centre } => write(&BootstrappedForm {
                administrator: *administrator,
                centre: centre.as_str().to_owned(),
            }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            PREPARED => {
                let PreparedForm { secret_hash } = read(payload)?;
                Ok(Event::Prepared { secret: read_hash(&secret_hash)? })
            }
            BOOTSTRAPPED => {
                let BootstrappedForm { administrator, centre } = read(payload)?;
                Ok(Event::Bootstrapped { administrator, centre: read_centre(&centre)? })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
