//! What is counted of what the other services publish.

mod convert;
mod on_cases;
mod on_referrals;

use prost::Message;
use sentier_eventing::inbox::{Delivered, ReactionError};
use sentier_kernel::Moment;
use sentier_platform::grpc::moment;
use sentier_proto::common::v1::EventEnvelope;
use sentier_statistics_domain::value::Month;

pub(crate) use on_cases::OnCases;
pub(crate) use on_referrals::OnReferrals;

fn poison(reason: &'static str) -> ReactionError {
    ReactionError::Poison(reason.to_owned())
}

fn decode<M: Message + Default>(message: &Delivered) -> Result<M, ReactionError> {
    M::decode(message.payload.as_slice()).map_err(|_malformed| poison("not a message of its kind"))
}

/// The month in which the fact was stored, once the envelope is seen to belong to this message.
fn month(message: &Delivered, envelope: Option<&EventEnvelope>) -> Result<Month, ReactionError> {
    let envelope = envelope.ok_or_else(|| poison("no envelope"))?;
    if envelope.event_id != message.event_id.to_string() || envelope.centre != message.centre {
        return Err(poison("the envelope belongs to another message"));
    }
    let at: Option<Moment> = envelope.occur_time.as_ref().and_then(moment);
    at.and_then(|at| Month::of(at).ok()).ok_or_else(|| poison("no time of storing"))
}
