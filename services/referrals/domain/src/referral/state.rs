//! What is remembered of a referral; never the disclosure itself.

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::{Request, Standing};
use crate::value::{AgencyId, DeclineReason, Outcome};

/// A referral, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The referral, once asked for.
    pub referral: Option<Referral>,
}

/// A referral that was sent, or refused before it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// What was asked.
    pub request: Request,
    /// Where it stands.
    pub standing: Standing,
    /// When it reached the inbox; `None` when it never did.
    pub sent_at: Option<Moment>,
    /// When the agency acknowledged it.
    pub received_at: Option<Moment>,
    /// When the agency accepted or declined.
    pub answered_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Set when declined.
    pub decline_reason: Option<DeclineReason>,
    /// Set when completed.
    pub outcome: Option<Outcome>,
    /// Until when the disclosure may be read; `None` when it may not be read at all any more.
    pub read_until: Option<Moment>,
    /// Whether a key still seals the disclosure.
    pub key_held: bool,
}

impl Referral {
    /// Whether this agency may know of it: it is addressed to it and reached its inbox.
    pub fn is_known_to(&self, agency: AgencyId) -> bool {
        self.request.agency == agency && self.sent_at.is_some()
    }

    /// Whether the disclosure may be read at `at`.
    pub fn is_readable(&self, at: Moment) -> bool {
        self.read_until.is_some_and(|until| at < until)
    }
}
