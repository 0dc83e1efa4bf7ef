//! The stored form of referrals towards a centre: what was told sealed under the referral's own key.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::Moment;
use sentier_referrals_domain::inbound::{Event, Inbounds, Submission, Wanted};
use sentier_referrals_domain::value::{CaseId, DeclineReason};
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Events of [`Inbounds`].
#[derive(Debug)]
pub(crate) struct InboundCodec;

const SUBMITTED: &str = "inbound_submitted.v1";
const ACCEPTED: &str = "inbound_accepted.v1";
const DECLINED: &str = "inbound_declined.v1";
const WITHDRAWN: &str = "inbound_withdrawn.v1";
const LAPSED: &str = "inbound_lapsed.v1";
const DESTROYED: &str = "submission_destroyed.v1";
/// The field that the seal is bound to.
const FIELD: &str = "submission";

#[derive(Serialize, Deserialize)]
struct SubmittedV1 {
    wanted: Wanted,
    submission: Sealed,
    answer_by: Moment,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct AcceptedV1 {
    case: CaseId,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct DeclinedV1 {
    reason: DeclineReason,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
struct AtV1 {
    at: Moment,
}

impl InboundCodec {
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] =
        &[SUBMITTED, ACCEPTED, DECLINED, WITHDRAWN, LAPSED, DESTROYED];
}

impl Codec for InboundCodec {
    type Aggregate = Inbounds;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::InboundSubmitted { .. } => SUBMITTED,
            Event::InboundAccepted { .. } => ACCEPTED,
            Event::InboundDeclined { .. } => DECLINED,
            Event::InboundWithdrawn { .. } => WITHDRAWN,
            Event::InboundLapsed { .. } => LAPSED,
            Event::SubmissionDestroyed { .. } => DESTROYED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::InboundSubmitted { wanted, submission, answer_by, at } => write(&SubmittedV1 {
                wanted: wanted.clone(),
                submission: sealer.seal(Class::Identity, FIELD, submission)?,
                answer_by: *answer_by,
                at: *at,
            }),
            Event::InboundAccepted { case, at } => write(&AcceptedV1 { case: *case, at: *at }),
            Event::InboundDeclined { reason, at } => {
                write(&DeclinedV1 { reason: *reason, at: *at })
            }
            Event::InboundWithdrawn { at }
            | Event::InboundLapsed { at }
            | Event::SubmissionDestroyed { at } => write(&AtV1 { at: *at }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        let at = || read::<AtV1>(payload).map(|stored| stored.at);
        Ok(match event_type {
            SUBMITTED => {
                let SubmittedV1 { wanted, submission, answer_by, at } = read(payload)?;
                let submission = opener.open::<Submission>(Class::Identity, FIELD, &submission)?;
                Event::InboundSubmitted { wanted, submission, answer_by, at }
            }
            ACCEPTED => {
                let AcceptedV1 { case, at } = read(payload)?;
                Event::InboundAccepted { case, at }
            }
            DECLINED => {
                let DeclinedV1 { reason, at } = read(payload)?;
                Event::InboundDeclined { reason, at }
            }
            WITHDRAWN => Event::InboundWithdrawn { at: at()? },
            LAPSED => Event::InboundLapsed { at: at()? },
            DESTROYED => Event::SubmissionDestroyed { at: at()? },
            _ => return Err(CodecError::UnknownType),
        })
    }
}
