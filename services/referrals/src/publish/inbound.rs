//! Of referrals towards a centre one fact is told: which case was opened for one, so that the case knows who
//! referred her. What the agency had told of her never leaves here.

use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::outbox::{PublishError, Published};
use sentier_eventing::vault::Opener;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{InboundTaken, ReferralsEvent};
use sentier_referrals_domain::inbound::Event;

use super::Teller;
use crate::contract;
use crate::store::InboundCodec;

impl Teller {
    /// What an event of a referral towards a centre tells.
    pub(super) async fn inbound(
        &self,
        stored: &StoredEvent,
    ) -> Result<Vec<Published>, PublishError> {
        let opener = Opener::withholding();
        let event = InboundCodec::decode(&stored.event_type, &stored.payload, &opener);
        let event = event.map_err(|_fault| PublishError("the event cannot be read"))?;
        let Event::InboundAccepted { case, .. } = event else { return Ok(Vec::new()) };
        let first = self.inbound.history(stored.stream, 0, 1).await;
        let first = first.map_err(|_fault| PublishError("the referral cannot be read"))?;
        let Some(Event::InboundSubmitted { wanted, .. }) =
            first.into_iter().next().map(|it| it.event)
        else {
            return Err(PublishError("the referral has no beginning"));
        };
        let event_id = stored.event_id();
        let envelope = EventEnvelope {
            event_id: event_id.to_string(),
            centre: stored.centre.clone(),
            position: stored.position,
            occur_time: Some(timestamp(stored.at)),
            may_ignore: true,
        };
        let fact = Fact::InboundTaken(InboundTaken {
            inbound_id: wanted.id.to_string(),
            case_id: case.to_string(),
            agency_id: wanted.agency.to_string(),
            need: contract::need(wanted.need),
        });
        let message = ReferralsEvent { envelope: Some(envelope), fact: Some(fact) };
        let (centre, payload) = (stored.centre.clone(), message.encode_to_vec());
        Ok(vec![Published { event_id, fact: "inbound_taken", centre, payload }])
    }
}
