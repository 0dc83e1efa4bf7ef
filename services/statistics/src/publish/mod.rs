//! What this service tells the others: that a new sealing key is in force, what was released, and nothing else.

mod releases;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_eventing::vault::Opener;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::statistics::events::v1::statistics_event::Fact;
use sentier_proto::statistics::events::v1::{SealingKeyRotated, StatisticsEvent};
use sentier_statistics_domain::sealing::Event;

use crate::store::{ROTATED, SealingCodec};
pub(crate) use releases::PublishReleases;

/// The allow-list: figures stay inside.
#[derive(Debug)]
pub(crate) struct Publish;

impl Publisher for Publish {
    /// PRIVACY: what is published here is for readers outside our services too; a trace would tie it to calls.
    fn carries_trace(&self) -> bool {
        false
    }

    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            if event.event_type != ROTATED {
                return Ok(Vec::new());
            }
            let opener = Opener::withholding();
            let decoded = SealingCodec::decode(&event.event_type, &event.payload, &opener);
            let Event::SealingKeyRotated { key } =
                decoded.map_err(|_codec| PublishError("a sealing key's event cannot be read"))?;
            let message = StatisticsEvent {
                envelope: Some(EventEnvelope {
                    event_id: event.event_id().to_string(),
                    centre: event.centre.clone(),
                    position: event.position,
                    occur_time: Some(timestamp(event.at)),
                    may_ignore: true,
                }),
                fact: Some(Fact::SealingKeyRotated(SealingKeyRotated { key_id: key.to_string() })),
            };
            Ok(vec![Published {
                event_id: event.event_id(),
                fact: "sealing_key_rotated",
                centre: event.centre.clone(),
                payload: message.encode_to_vec(),
            }])
        }
        .boxed()
    }
}
