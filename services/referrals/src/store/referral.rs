//! The stored form of a referral's events. The disclosure is sealed under the referral's own key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::{Moment, Sensitive};
use sentier_referrals_domain::referral::{Event, Referrals, Request};
use sentier_referrals_domain::value::{DeclineReason, Disclosure, Outcome, Refusal};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{read, write};

/// Events of [`Referrals`].
#[derive(Debug)]
pub(crate) struct ReferralCodec;

const SENT: &str = "referral_sent.v1";
const REFUSED: &str = "request_refused.v1";
const RECEIVED: &str = "referral_received.v1";
const ACCEPTED: &str = "referral_accepted.v1";
const DECLINED: &str = "referral_declined.v1";
const COMPLETED: &str = "referral_completed.v1";
const REVOKED: &str = "referral_revoked.v1";
const ENDED: &str = "disclosure_ended.v1";
const DESTROYED: &str = "disclosure_destroyed.v1";
const READ: &str = "disclosure_read.v1";
const TYPES: [&str; 10] =
    [SENT, REFUSED, RECEIVED, ACCEPTED, DECLINED, COMPLETED, REVOKED, ENDED, DESTROYED, READ];

#[derive(Serialize, Deserialize)]
struct SentV1 {
    request: Request,
    disclosure: Sealed,
    read_until: Moment,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct RefusedV1 {
    request: Request,
    refusal: Refusal,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct DeclinedV1 {
    reason: DeclineReason,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct CompletedV1 {
    outcome: Outcome,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct AtV1 {
    at: Moment,
}

/// The disclosure's bytes as text, as they stand inside the seal.
struct Text(Vec<u8>);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&STANDARD_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        let bytes = STANDARD_NO_PAD.decode(text);
        bytes.map(Self).map_err(|_cause| serde::de::Error::custom("not base64"))
    }
}

impl ReferralCodec {
    /// Whether a stored event is one of a referral.
    pub(crate) fn knows(event_type: &str) -> bool {
        TYPES.contains(&event_type)
    }
}

fn seal(disclosure: &Sensitive<Disclosure>, sealer: &Sealer<'_>) -> Result<Sealed, CodecError> {
    let text = disclosure.clone().map(|it| Text(it.as_bytes().to_vec()));
    sealer.seal(Class::Identity, "disclosure", &text)
}

impl Codec for ReferralCodec {
    type Aggregate = Referrals;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::ReferralSent { .. } => SENT,
            Event::RequestRefused { .. } => REFUSED,
            Event::ReferralReceived { .. } => RECEIVED,
            Event::ReferralAccepted { .. } => ACCEPTED,
            Event::ReferralDeclined { .. } => DECLINED,
            Event::ReferralCompleted { .. } => COMPLETED,
            Event::ReferralRevoked { .. } => REVOKED,
            Event::DisclosureEnded { .. } => ENDED,
            Event::DisclosureDestroyed { .. } => DESTROYED,
            Event::DisclosureRead { .. } => READ,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::ReferralSent { request, disclosure, read_until, at } => {
                let (request, disclosure) = (request.clone(), seal(disclosure, sealer)?);
                write(&SentV1 { request, disclosure, read_until: *read_until, at: *at })
            }
            Event::RequestRefused { request, refusal, at } => {
                write(&RefusedV1 { request: request.clone(), refusal: *refusal, at: *at })
            }
            Event::ReferralDeclined { reason, at } => {
                write(&DeclinedV1 { reason: *reason, at: *at })
            }
            Event::ReferralCompleted { outcome, at } => {
                write(&CompletedV1 { outcome: *outcome, at: *at })
            }
            Event::ReferralReceived { at }
            | Event::ReferralAccepted { at }
            | Event::ReferralRevoked { at }
            | Event::DisclosureEnded { at }
            | Event::DisclosureDestroyed { at }
            | Event::DisclosureRead { at } => write(&AtV1 { at: *at }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        let at = || read::<AtV1>(payload).map(|stored| stored.at);
        Ok(match event_type {
            SENT => {
                let SentV1 { request, disclosure, read_until, at } = read(payload)?;
                let text = opener.open::<Text>(Class::Identity, "disclosure", &disclosure)?;
                let disclosure = text.map(|Text(bytes)| Disclosure::new(bytes));
                Event::ReferralSent { request, disclosure, read_until, at }
            }
            REFUSED => {
                let RefusedV1 { request, refusal, at } = read(payload)?;
                Event::RequestRefused { request, refusal, at }
            }
            DECLINED => {
                let DeclinedV1 { reason, at } = read(payload)?;
                Event::ReferralDeclined { reason, at }
            }
            COMPLETED => {
                let CompletedV1 { outcome, at } = read(payload)?;
                Event::ReferralCompleted { outcome, at }
            }
            RECEIVED => Event::ReferralReceived { at: at()? },
            ACCEPTED => Event::ReferralAccepted { at: at()? },
            REVOKED => Event::ReferralRevoked { at: at()? },
            ENDED => Event::DisclosureEnded { at: at()? },
            DESTROYED => Event::DisclosureDestroyed { at: at()? },
            READ => Event::DisclosureRead { at: at()? },
            _ => return Err(CodecError::UnknownType),
        })
    }
}
