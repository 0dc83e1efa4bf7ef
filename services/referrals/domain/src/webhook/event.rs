//! What happened to an agency's webhooks.

use sentier_kernel::{Moment, Sensitive};

use super::Secret;
use crate::value::{AgencyId, WebhookId};

/// A stored fact about a webhook; sealed is the secret alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was registered; it is active.
    WebhookRegistered {
        /// Its id.
        webhook: WebhookId,
        /// Whose it is.
        agency: AgencyId,
        /// Where changes are posted.
        url: String,
        /// What signs.
        secret: Sensitive<Secret>,
        /// When.
        at: Moment,
    },
    /// Another secret signs.
    SecretRotated {
        /// Which webhook.
        webhook: WebhookId,
        /// What signs from now on.
        secret: Sensitive<Secret>,
        /// Until when the one before signs as well.
        previous_until: Moment,
        /// When.
        at: Moment,
    },
    /// Somebody stopped it.
    WebhookPaused {
        /// Which webhook.
        webhook: WebhookId,
        /// When.
        at: Moment,
    },
    /// It delivers again.
    WebhookResumed {
        /// Which webhook.
        webhook: WebhookId,
        /// When.
        at: Moment,
    },
    /// The service stopped it.
    WebhookDisabled {
        /// Which webhook.
        webhook: WebhookId,
        /// When.
        at: Moment,
    },
    /// It is gone.
    WebhookRemoved {
        /// Which webhook.
        webhook: WebhookId,
        /// When.
        at: Moment,
    },
    /// What was given up until then is delivered again.
    DeadLettersReplayed {
        /// Which webhook.
        webhook: WebhookId,
        /// Until when, and when it was asked for.
        at: Moment,
    },
}
