//! User names as stored: the stream's key is a keyed hash of the name, the event holds the account.

use sentier_access_domain::AccountId;
use sentier_access_domain::user_name::{Claimed, Registry};
use sentier_eventing::Codec;
use sentier_eventing::codec::CodecError;
use sentier_eventing::vault::{Opener, Sealer};
use serde::{Deserialize, Serialize};

use super::{read, write};

/// The name registry's codec.
#[derive(Debug)]
pub(crate) struct UserNameCodec;

const CLAIMED: &str = "user_name_claimed.v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimedForm {
    account: AccountId,
}

impl Codec for UserNameCodec {
    type Aggregate = Registry;

    fn event_type(_event: &Claimed) -> &'static str {
        CLAIMED
    }

    fn encode(event: &Claimed, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        write(&ClaimedForm { account: event.account })
    }

    fn decode(
        event_type: &str,
        payload: &[u8],
        _opener: &Opener<'_>,
    ) -> Result<Claimed, CodecError> {
        if event_type != CLAIMED {
            return Err(CodecError::UnknownType);
        }
        let ClaimedForm { account } = read(payload)?;
        Ok(Claimed { account })
    }
}
