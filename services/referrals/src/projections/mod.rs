//! What callers list and follow: read models of the directory and of referrals.

mod directory;
mod feed;
mod inbound;
mod messages;
mod referrals;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::StoreError;
use sentier_eventing::codec::CodecError;
use sentier_eventing::projection::Projection;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use directory::{Directory, ListedAgency, StructureFilter};
pub(crate) use feed::Feed;
pub(crate) use inbound::{InboundList, InboundScope, SeenInbound};
pub(crate) use messages::{ListedMessage, MessageList};
pub(crate) use referrals::{Change, Filter, ReferralList, Scope, Seen};
pub(crate) use webhooks::{ActiveWebhook, WebhookList};

/// How long a list waits until it shows what its caller has just written.
pub(crate) const CATCH_UP: Duration = Duration::from_secs(2);

/// The read models of this service, so that tools can rebuild and compare them.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(directory::DirectoryProjection),
        Arc::new(inbound::InboundProjection),
        Arc::new(messages::MessageProjection),
        Arc::new(referrals::ReferralProjection),
        Arc::new(webhooks::WebhookProjection),
    ]
}

/// A value of a row that only this version of the read model reads.
fn to_json(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    Ok(serde_json::to_vec(value).map_err(CodecError::Malformed)?)
}

/// The value in a row.
fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, StoreError> {
    Ok(serde_json::from_slice(json).map_err(CodecError::Malformed)?)
}
