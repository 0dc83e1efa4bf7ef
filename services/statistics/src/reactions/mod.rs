//! What is counted of what the other services publish.

mod convert;
mod convert_care;
mod convert_incident;
mod convert_survivor;
mod on_answers;
mod on_care;
mod on_cases;
mod on_referrals;
mod on_responses;
mod on_survivors;
mod unsealing;

use prost::Message;
use sentier_eventing::inbox::{Delivered, ReactionError};
use sentier_kernel::Moment;
use sentier_platform::grpc::moment;
use sentier_proto::common::v1::EventEnvelope;
use sentier_statistics_domain::value::Month;
use uuid::Uuid;

pub(crate) use on_answers::OnAnswers;
pub(crate) use on_care::OnCare;
pub(crate) use on_cases::OnCases;
pub(crate) use on_referrals::OnReferrals;
pub(crate) use on_responses::OnResponses;
pub(crate) use on_survivors::OnSurvivors;

fn poison(reason: &'static str) -> ReactionError {
    ReactionError::Poison(reason.to_owned())
}

fn decode<M: Message + Default>(message: &Delivered) -> Result<M, ReactionError> {
    M::decode(message.payload.as_slice()).map_err(|_malformed| poison("not a message of its kind"))
}

/// The message that another takes back; `None` when it takes back none.
fn taken_back(event_id: &str) -> Result<Option<Uuid>, ReactionError> {
    if event_id.is_empty() {
        return Ok(None);
    }
    event_id.parse().map(Some).map_err(|_malformed| poison("takes back what is no message"))
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

#[cfg(test)]
mod tests {
    use sentier_platform::grpc::timestamp;

    use super::*;

    #[test]
    fn a_message_counts_in_the_month_of_its_own_envelope() {
        let message = Delivered {
            event_id: Uuid::from_u128(7),
            subject: "sentier.ogou-1.cases.v1.case_opened".to_owned(),
            centre: "ogou-1".to_owned(),
            payload: Vec::new(),
        };
        let own = EventEnvelope {
            event_id: message.event_id.to_string(),
            centre: "ogou-1".to_owned(),
            position: 1,
            occur_time: Some(timestamp(Moment::from_micros(1_795_478_400_000_000))),
            may_ignore: false,
        };
        assert_eq!(month(&message, Some(&own)).unwrap().to_string(), "2026-11");
        let other = Uuid::from_u128(8).to_string();
        for envelope in [
            None,
            Some(EventEnvelope { event_id: other, ..own.clone() }),
            Some(EventEnvelope { centre: "kara-2".to_owned(), ..own.clone() }),
            Some(EventEnvelope { occur_time: None, ..own }),
        ] {
            let refused = month(&message, envelope.as_ref());
            assert!(matches!(refused, Err(ReactionError::Poison(_))), "{refused:?}");
        }
    }
}
