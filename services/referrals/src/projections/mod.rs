//! What callers list and follow: read models of the directory and of referrals.

mod directory;
mod feed;
mod inbound;
mod messages;
mod referrals;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::projection::Projection;

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
