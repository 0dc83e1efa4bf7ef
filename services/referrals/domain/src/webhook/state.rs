//! What is remembered of an agency's webhooks.

use std::collections::BTreeMap;

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

use crate::value::{AgencyId, WebhookId};

codes! {
    /// Whether a webhook delivers.
    Standing {
        /// It does.
        Active = "active",
        /// Somebody stopped it.
        Paused = "paused",
        /// The service stopped it: nothing was taken for too long.
        Disabled = "disabled",
    }
}

/// The webhooks of one agency that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// By their ids.
    pub webhooks: BTreeMap<WebhookId, Webhook>,
}

/// One webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Whose it is.
    pub agency: AgencyId,
    /// Where changes are posted.
    pub url: String,
    /// Whether it delivers.
    pub standing: Standing,
    /// When it was registered.
    pub registered_at: Moment,
    /// How many secrets it has had; grows with each rotation.
    pub generation: u32,
    /// Until when the secret before this one signs as well.
    pub previous_until: Option<Moment>,
    /// What was given up until then was asked for again.
    pub replayed_at: Option<Moment>,
}
