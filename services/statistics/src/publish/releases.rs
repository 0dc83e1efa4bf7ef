//! Releases go to the broker, for the account of analysts: the only thing of this service they hear.
//!
//! PRIVACY (2.5): the message tells the calendar and the release. Its id follows from the release's name,
//! its time is the calendar's, its position is none, no trace goes with it, and all are of one size.

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
use sentier_proto::statistics::events::v1::{ReleasePublished, StatisticsEvent};
use sentier_statistics_domain::release::Event;

use crate::application::INSTALLATION;
use crate::grpc::releases::{pad, release};
use crate::store::{PUBLISHED, ReleaseCodec};

/// Publishes releases. A publisher of its own, with a mark of its own.
#[derive(Debug)]
pub(crate) struct PublishReleases;

impl PublishReleases {
    /// Names its relay.
    pub(crate) const NAME: &'static str = "statistics_releases";
}

impl Publisher for PublishReleases {
    /// PRIVACY: a trace would tie what analysts read to a call of ours.
    fn carries_trace(&self) -> bool {
        false
    }

    /// PRIVACY: how releases fell into batches follows from what else stood in the log.
    fn in_batches(&self) -> bool {
        false
    }

    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            if event.event_type != PUBLISHED {
                return Ok(Vec::new());
            }
            let opener = Opener::withholding();
            let decoded = ReleaseCodec::decode(&event.event_type, &event.payload, &opener);
            let Event::ReleasePublished(published) =
                decoded.map_err(|_codec| PublishError("a release's event cannot be read"))?;
            let message = |padding| StatisticsEvent {
                envelope: Some(EventEnvelope {
                    event_id: event.event_id().to_string(),
                    centre: INSTALLATION.to_owned(),
                    position: 0,
                    occur_time: Some(timestamp(published.id.period.published_at())),
                    may_ignore: true,
                }),
                fact: Some(Fact::ReleasePublished(ReleasePublished {
                    release: Some(release(&published)),
                    padding,
                })),
            };
            let payload = pad(message).ok_or(PublishError("a release exceeds its size"))?;
            Ok(vec![Published {
                event_id: event.event_id(),
                fact: "release_published",
                centre: INSTALLATION.to_owned(),
                payload: payload.encode_to_vec(),
            }])
        }
        .boxed()
    }
}
