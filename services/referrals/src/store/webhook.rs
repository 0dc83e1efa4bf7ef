//! The stored form of webhooks' events: the secret sealed under a key of the agency's webhooks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::{Moment, Sensitive};
use sentier_referrals_domain::value::{AgencyId, WebhookId};
use sentier_referrals_domain::webhook::{Event, Secret, Webhooks};
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Events of [`Webhooks`].
#[derive(Debug)]
pub(crate) struct WebhookCodec;

const REGISTERED: &str = "webhook_registered.v1";
const ROTATED: &str = "webhook_secret_rotated.v1";
const PAUSED: &str = "webhook_paused.v1";
const RESUMED: &str = "webhook_resumed.v1";
const DISABLED: &str = "webhook_disabled.v1";
const REMOVED: &str = "webhook_removed.v1";
const REPLAYED: &str = "webhook_dead_letters_replayed.v1";
/// The field that the seal is bound to.
const FIELD: &str = "secret";

#[derive(Serialize, Deserialize)]
struct RegisteredV1 {
    webhook: WebhookId,
    agency: AgencyId,
    url: String,
    secret: Sealed,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct RotatedV1 {
    webhook: WebhookId,
    secret: Sealed,
    previous_until: Moment,
    at: Moment,
}

/// The others: which webhook, and when.
#[derive(Serialize, Deserialize)]
struct ChangedV1 {
    webhook: WebhookId,
    at: Moment,
}

impl WebhookCodec {
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] =
        &[REGISTERED, ROTATED, PAUSED, RESUMED, DISABLED, REMOVED, REPLAYED];

    /// Whether a stored event brings a secret.
    pub(crate) fn brings_secret(event_type: &str) -> bool {
        matches!(event_type, REGISTERED | ROTATED)
    }
}

impl Codec for WebhookCodec {
    type Aggregate = Webhooks;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::WebhookRegistered { .. } => REGISTERED,
            Event::SecretRotated { .. } => ROTATED,
            Event::WebhookPaused { .. } => PAUSED,
            Event::WebhookResumed { .. } => RESUMED,
            Event::WebhookDisabled { .. } => DISABLED,
            Event::WebhookRemoved { .. } => REMOVED,
            Event::DeadLettersReplayed { .. } => REPLAYED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::WebhookRegistered { webhook, agency, url, secret, at } => write(&RegisteredV1 {
                webhook: *webhook,
                agency: *agency,
                url: url.clone(),
                secret: seal(sealer, secret)?,
                at: *at,
            }),
            Event::SecretRotated { webhook, secret, previous_until, at } => write(&RotatedV1 {
                webhook: *webhook,
                secret: seal(sealer, secret)?,
                previous_until: *previous_until,
                at: *at,
            }),
            Event::WebhookPaused { webhook, at }
            | Event::WebhookResumed { webhook, at }
            | Event::WebhookDisabled { webhook, at }
            | Event::WebhookRemoved { webhook, at }
            | Event::DeadLettersReplayed { webhook, at } => {
                write(&ChangedV1 { webhook: *webhook, at: *at })
            }
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            REGISTERED => {
                let RegisteredV1 { webhook, agency, url, secret, at } = read(payload)?;
                let secret = open(opener, &secret)?;
                return Ok(Event::WebhookRegistered { webhook, agency, url, secret, at });
            }
            ROTATED => {
                let RotatedV1 { webhook, secret, previous_until, at } = read(payload)?;
                let secret = open(opener, &secret)?;
                return Ok(Event::SecretRotated { webhook, secret, previous_until, at });
            }
            _ if !Self::TYPES.contains(&event_type) => return Err(CodecError::UnknownType),
            _ => {}
        }
        let ChangedV1 { webhook, at } = read(payload)?;
        Ok(match event_type {
            PAUSED => Event::WebhookPaused { webhook, at },
            RESUMED => Event::WebhookResumed { webhook, at },
            DISABLED => Event::WebhookDisabled { webhook, at },
            REMOVED => Event::WebhookRemoved { webhook, at },
            _ => Event::DeadLettersReplayed { webhook, at },
        })
    }
}

fn seal(sealer: &Sealer<'_>, secret: &Sensitive<Secret>) -> Result<Sealed, CodecError> {
    let text = secret.clone().map(|secret| STANDARD.encode(secret.as_bytes()));
    sealer.seal(Class::Contact, FIELD, &text)
}

fn open(opener: &Opener<'_>, sealed: &Sealed) -> Result<Sensitive<Secret>, CodecError> {
    let unreadable = |_cause| CodecError::Seal;
    Ok(match opener.open::<String>(Class::Contact, FIELD, sealed)? {
        Sensitive::Open(text) => {
            let bytes = STANDARD.decode(text).map_err(unreadable)?;
            Sensitive::new(Secret::new(bytes).map_err(|_length| CodecError::Seal)?)
        }
        Sensitive::Withheld => Sensitive::Withheld,
        Sensitive::Erased => Sensitive::Erased,
    })
}
