//! What may be wished of an agency's webhooks.

use std::time::Duration;

use sentier_kernel::Sensitive;

use super::Secret;
use crate::value::{AgencyId, WebhookId};

/// A wish about a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Tell the agency of changes there.
    Register {
        /// The new webhook.
        webhook: WebhookId,
        /// Whose it is.
        agency: AgencyId,
        /// Where changes are posted; the adapter has checked it.
        url: String,
        /// What signs; drawn by the adapter.
        secret: Sensitive<Secret>,
    },
    /// Sign with another secret.
    RotateSecret {
        /// Which webhook.
        webhook: WebhookId,
        /// What signs from now on.
        secret: Sensitive<Secret>,
        /// How long the one until now signs as well.
        overlap: Duration,
    },
    /// Stop delivering.
    Pause {
        /// Which webhook.
        webhook: WebhookId,
    },
    /// Deliver again, from where it stopped.
    Resume {
        /// Which webhook.
        webhook: WebhookId,
    },
    /// Nothing was taken for too long, or the receiver is gone for good: the service gives up.
    Disable {
        /// Which webhook.
        webhook: WebhookId,
    },
    /// Forget it.
    Remove {
        /// Which webhook.
        webhook: WebhookId,
    },
    /// Deliver again what was given up until now.
    Replay {
        /// Which webhook.
        webhook: WebhookId,
    },
}
