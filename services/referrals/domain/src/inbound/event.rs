//! What happened to a referral towards a centre.

use sentier_kernel::{Moment, Sensitive};

use super::{Submission, Wanted};
use crate::value::{CaseId, DeclineReason};

/// A stored fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An agency referred a survivor.
    InboundSubmitted {
        /// What is asked.
        wanted: Wanted,
        /// PRIVACY: what is told of her; sealed at rest with a key of this referral's own.
        submission: Sensitive<Submission>,
        /// Until when the centre is expected to answer.
        answer_by: Moment,
        /// When.
        at: Moment,
    },
    /// The centre takes it.
    InboundAccepted {
        /// The case that it opened for her.
        case: CaseId,
        /// When.
        at: Moment,
    },
    /// The centre does not take it.
    InboundDeclined {
        /// Why.
        reason: DeclineReason,
        /// When.
        at: Moment,
    },
    /// The agency took it back.
    InboundWithdrawn {
        /// When.
        at: Moment,
    },
    /// The centre did not answer in time.
    InboundLapsed {
        /// When.
        at: Moment,
    },
    /// The key of what was told was destroyed; nobody can read it again.
    SubmissionDestroyed {
        /// When.
        at: Moment,
    },
}
