//! The stored form of a referral's events. The disclosure is sealed under the referral's own key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::{Moment, Sensitive};
use sentier_referrals_domain::referral::{Event, Next, Referrals, Request, State};
use sentier_referrals_domain::value::{DeclineReason, Disclosure, Outcome, Refusal};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{onward, read, write};

/// Events of [`Referrals`].
#[derive(Debug)]
pub(crate) struct ReferralCodec;

/// Before deadlines were kept.
const SENT_V1: &str = "referral_sent.v1";
const SENT: &str = "referral_sent.v2";
const REFUSED: &str = "request_refused.v1";
const RECEIVED: &str = "referral_received.v1";
const ACCEPTED: &str = "referral_accepted.v1";
const DECLINED: &str = "referral_declined.v1";
const SCHEDULED: &str = "referral_scheduled.v1";
const UNSCHEDULED: &str = "appointment_cancelled.v1";
const ATTENDED: &str = "referral_attended.v1";
const MISSED: &str = "appointment_missed.v1";
const STARTED: &str = "service_started.v1";
const NOTED: &str = "interim_note_added.v1";
const MESSAGE: &str = "referral_message_sent.v1";
const ASKED_TO_STOP: &str = "cancellation_requested.v1";
const CANCELLED: &str = "referral_cancelled.v1";
const EXPIRED: &str = "referral_expired.v1";
const COMPLETED: &str = "referral_completed.v1";
const REVOKED: &str = "referral_revoked.v1";
const ENDED: &str = "disclosure_ended.v1";
const DESTROYED: &str = "disclosure_destroyed.v1";
const MESSAGES_DESTROYED: &str = "messages_destroyed.v1";
const READ: &str = "disclosure_read.v1";

/// Version 1 has no `answer_by`: it promised no deadline to anybody, and none is made up for it.
#[derive(Serialize, Deserialize)]
struct SentV2 {
    request: Request,
    disclosure: Sealed,
    read_until: Moment,
    #[serde(default)]
    answer_by: Option<Moment>,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct MessageV1 {
    by_agency: bool,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct AskedToStopV1 {
    confirm_by: Moment,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct ExpiredV1 {
    next: Option<Next>,
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
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] = &[
        onward::PROPOSED,
        onward::WITHDRAWN,
        onward::ANSWERED,
        SENT_V1,
        SENT,
        REFUSED,
        RECEIVED,
        ACCEPTED,
        DECLINED,
        SCHEDULED,
        UNSCHEDULED,
        ATTENDED,
        MISSED,
        STARTED,
        NOTED,
        MESSAGE,
        ASKED_TO_STOP,
        CANCELLED,
        EXPIRED,
        COMPLETED,
        REVOKED,
        ENDED,
        DESTROYED,
        MESSAGES_DESTROYED,
        READ,
    ];
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
            Event::ReferralScheduled { .. } => SCHEDULED,
            Event::AppointmentCancelled { .. } => UNSCHEDULED,
            Event::ReferralAttended { .. } => ATTENDED,
            Event::AppointmentMissed { .. } => MISSED,
            Event::ServiceStarted { .. } => STARTED,
            Event::InterimNoteAdded { .. } => NOTED,
            Event::MessageSent { .. } => MESSAGE,
            Event::Onward(event) => onward::event_type(event),
            Event::CancellationRequested { .. } => ASKED_TO_STOP,
            Event::ReferralCancelled { .. } => CANCELLED,
            Event::ReferralExpired { .. } => EXPIRED,
            Event::MessagesDestroyed { .. } => MESSAGES_DESTROYED,
            Event::ReferralCompleted { .. } => COMPLETED,
            Event::ReferralRevoked { .. } => REVOKED,
            Event::DisclosureEnded { .. } => ENDED,
            Event::DisclosureDestroyed { .. } => DESTROYED,
            Event::DisclosureRead { .. } => READ,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::ReferralSent { request, disclosure, read_until, answer_by, at } => {
                write(&SentV2 {
                    request: request.clone(),
                    disclosure: seal(disclosure, sealer)?,
                    read_until: *read_until,
                    answer_by: *answer_by,
                    at: *at,
                })
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
            Event::MessageSent { by_agency, at } => {
                write(&MessageV1 { by_agency: *by_agency, at: *at })
            }
            Event::Onward(event) => onward::encode(*event),
            Event::CancellationRequested { confirm_by, at } => {
                write(&AskedToStopV1 { confirm_by: *confirm_by, at: *at })
            }
            Event::ReferralExpired { next, at } => write(&ExpiredV1 { next: *next, at: *at }),
            Event::ReferralReceived { at }
            | Event::ReferralAccepted { at }
            | Event::ReferralScheduled { at }
            | Event::AppointmentCancelled { at }
            | Event::ReferralAttended { at }
            | Event::AppointmentMissed { at }
            | Event::ServiceStarted { at }
            | Event::InterimNoteAdded { at }
            | Event::ReferralCancelled { at }
            | Event::MessagesDestroyed { at }
            | Event::ReferralRevoked { at }
            | Event::DisclosureEnded { at }
            | Event::DisclosureDestroyed { at }
            | Event::DisclosureRead { at } => write(&AtV1 { at: *at }),
        }
    }

    fn seen(state: &State, version: i64) -> i64 {
        let unseen = state.referral.as_ref().map_or(0, |referral| referral.unseen);
        version.saturating_sub(unseen.into())
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        Ok(match event_type {
            SENT_V1 | SENT => {
                let SentV2 { request, disclosure, read_until, answer_by, at } = read(payload)?;
                let text = opener.open::<Text>(Class::Identity, "disclosure", &disclosure)?;
                let disclosure = text.map(|Text(bytes)| Disclosure::new(bytes));
                Event::ReferralSent { request, disclosure, read_until, answer_by, at }
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
            MESSAGE => {
                let MessageV1 { by_agency, at } = read(payload)?;
                Event::MessageSent { by_agency, at }
            }
            ASKED_TO_STOP => {
                let AskedToStopV1 { confirm_by, at } = read(payload)?;
                Event::CancellationRequested { confirm_by, at }
            }
            EXPIRED => {
                let ExpiredV1 { next, at } = read(payload)?;
                Event::ReferralExpired { next, at }
            }
            _ => match onward::decode(event_type, payload)? {
                Some(event) => Event::Onward(event),
                None => bare(event_type, payload)?,
            },
        })
    }
}

/// What tells nothing but that it happened, and when.
fn bare(event_type: &str, payload: &[u8]) -> Result<Event, CodecError> {
    let make: fn(Moment) -> Event = match event_type {
        RECEIVED => |at| Event::ReferralReceived { at },
        ACCEPTED => |at| Event::ReferralAccepted { at },
        SCHEDULED => |at| Event::ReferralScheduled { at },
        UNSCHEDULED => |at| Event::AppointmentCancelled { at },
        ATTENDED => |at| Event::ReferralAttended { at },
        MISSED => |at| Event::AppointmentMissed { at },
        STARTED => |at| Event::ServiceStarted { at },
        NOTED => |at| Event::InterimNoteAdded { at },
        CANCELLED => |at| Event::ReferralCancelled { at },
        REVOKED => |at| Event::ReferralRevoked { at },
        ENDED => |at| Event::DisclosureEnded { at },
        DESTROYED => |at| Event::DisclosureDestroyed { at },
        MESSAGES_DESTROYED => |at| Event::MessagesDestroyed { at },
        READ => |at| Event::DisclosureRead { at },
        _ => return Err(CodecError::UnknownType),
    };
    let AtV1 { at } = read(payload)?;
    Ok(make(at))
}
