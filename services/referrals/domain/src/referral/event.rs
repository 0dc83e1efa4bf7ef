//! What happened to a referral.

use sentier_kernel::{Moment, Sensitive};

use super::Request;
use crate::value::{DeclineReason, Disclosure, Outcome, Refusal};

/// A stored fact about a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It stands in the agency's inbox.
    ReferralSent {
        /// What is asked.
        request: Request,
        /// PRIVACY: what the case releases; sealed at rest with a key of this referral's own.
        disclosure: Sensitive<Disclosure>,
        /// From this moment on the disclosure may not be read.
        read_until: Moment,
        /// When.
        at: Moment,
    },
    /// It never reached the agency, which does not know of it; nothing was disclosed.
    RequestRefused {
        /// What was asked.
        request: Request,
        /// Why not.
        refusal: Refusal,
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
    /// Consent was withdrawn; the disclosure may not be read any more.
    ReferralRevoked {
        /// When.
        at: Moment,
    },
    /// Consent was withdrawn after completion; the disclosure may not be read, the outcome stays.
    DisclosureEnded {
        /// When.
        at: Moment,
    },
    /// The key of the disclosure was destroyed; nobody can read it again.
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
