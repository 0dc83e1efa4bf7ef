//! Sessions as stored.

use std::time::Duration;

use sentier_access_domain::AccountId;
use sentier_access_domain::session::{Ending, Event, Session};
use sentier_eventing::Codec;
use sentier_eventing::codec::CodecError;
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::{read, read_hash, write, write_hash};

/// Sessions' codec.
#[derive(Debug)]
pub(crate) struct SessionCodec;

const STARTED: &str = "session_started.v1";
const REFRESHED: &str = "session_refreshed.v1";
const ENDED: &str = "session_ended.v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StartedForm {
    account: AccountId,
    refresh_hash: String,
    at: Moment,
    ends: Moment,
    idle_seconds: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefreshedForm {
    refresh_hash: String,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndedForm {
    why: EndingForm,
    forget: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EndingForm {
    SignedOut,
    Reused,
    AccountStopped,
}

impl Codec for SessionCodec {
    type Aggregate = Session;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::Started { .. } => STARTED,
            Event::Refreshed { .. } => REFRESHED,
            Event::Ended { .. } => ENDED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::Started { account, refresh, at, ends, idle } => write(&StartedForm {
                account: *account,
                refresh_hash: write_hash(refresh),
                at: *at,
                ends: *ends,
                idle_seconds: idle.as_secs(),
            }),
            Event::Refreshed { refresh, at } => {
                write(&RefreshedForm { refresh_hash: write_hash(refresh), at: *at })
            }
            Event::Ended { why, forget } => {
                let why = match why {
                    Ending::SignedOut => EndingForm::SignedOut,
                    Ending::Reused => EndingForm::Reused,
                    Ending::AccountStopped => EndingForm::AccountStopped,
                };
                write(&EndedForm { why, forget: *forget })
            }
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            STARTED => {
                let StartedForm { account, refresh_hash, at, ends, idle_seconds } = read(payload)?;
                let refresh = read_hash(&refresh_hash)?;
                let idle = Duration::from_secs(idle_seconds);
                Ok(Event::Started { account, refresh, at, ends, idle })
            }
            REFRESHED => {
                let RefreshedForm { refresh_hash, at } = read(payload)?;
                Ok(Event::Refreshed { refresh: read_hash(&refresh_hash)?, at })
            }
            ENDED => {
                let EndedForm { why, forget } = read(payload)?;
                let why = match why {
                    EndingForm::SignedOut => Ending::SignedOut,
                    EndingForm::Reused => Ending::Reused,
                    EndingForm::AccountStopped => Ending::AccountStopped,
                };
                Ok(Event::Ended { why, forget })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
