//! What happened to a referral.

use sentier_kernel::{Moment, Sensitive};

use super::Request;
use crate::value::{DeclineReason, Disclosure, Outcome};

/// A stored fact about a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It stands in the agency's inbox.
    ReferralSent {
        /// What is asked.
        request: Request,
        /// PRIVACY: what the case releases; sealed at rest with the survivor's key.
        disclosure: Sensitive<Disclosure>,
        /// When.
        at: Moment,
    },
    /// The agency has seen it.
    ReferralReceived {
        /// When.
        at: Moment,
    },
    /// The agency takes it.
    ReferralAccepted {
        /// When.
        at: Moment,
    },
    /// The agency does not take it; it may not read the disclosure any more.
    ReferralDeclined {
        /// Why.
        reason: DeclineReason,
        /// When.
        at: Moment,
    },
    /// The service was given.
    ReferralCompleted {
        /// What it led to.
        outcome: Outcome,
        /// When.
        at: Moment,
    },
    /// Consent was withdrawn or not valid; the disclosure is destroyed.
    ReferralRevoked {
        /// When.
        at: Moment,
    },
    /// Consent was withdrawn after completion; the disclosure is destroyed, the outcome stays.
    DisclosureDestroyed {
        /// When.
        at: Moment,
    },
    /// The agency read the disclosure.
    DisclosureRead {
        /// When.
        at: Moment,
    },
}
