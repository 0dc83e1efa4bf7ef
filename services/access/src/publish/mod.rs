//! What access tells the other services: what they must refuse from now on, in opaque ids.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_platform::grpc::timestamp;
use sentier_proto::access::events::v1::access_event::Fact;
use sentier_proto::access::events::v1::{AccessEvent, CredentialRevoked, RoleChanged};
use sentier_proto::common::v1::EventEnvelope;

use crate::store::{Revocation, revocation};

/// The allow-list of what leaves.
#[derive(Debug)]
pub(crate) struct Revocations;

impl Publisher for Revocations {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            let revoked = revocation(event).map_err(|_error| PublishError("it cannot be read"))?;
            Ok(revoked.map(|revoked| published(event, revoked)).into_iter().collect())
        }
        .boxed()
    }
}

fn published(event: &StoredEvent, revoked: Revocation) -> Published {
    let (fact, told) = match revoked {
        Revocation::Credential { id, until } => (
            "credential_revoked",
            Fact::CredentialRevoked(CredentialRevoked {
                credential_id: id.to_string(),
                expire_time: Some(timestamp(until)),
            }),
        ),
        Revocation::Account { id, not_before } => (
            "role_changed",
            Fact::RoleChanged(RoleChanged {
                account_id: id.to_string(),
                not_before_time: Some(timestamp(not_before)),
            }),
        ),
    };
    let envelope = EventEnvelope {
        event_id: event.event_id().to_string(),
        centre: event.centre.clone(),
        position: event.position,
        occur_time: Some(timestamp(event.at)),
        may_ignore: false,
    };
    let message = AccessEvent { envelope: Some(envelope), fact: Some(told) };
    Published {
        event_id: event.event_id(),
        fact,
        centre: event.centre.clone(),
        payload: message.encode_to_vec(),
    }
}
