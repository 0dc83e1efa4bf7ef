//! What was counted.

use super::{IncidentCell, ReferralCell};

/// A stored fact about the figures of a centre and month, which the stream names.
///
/// PRIVACY: no id of a case, a referral or a survivor stands in any of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// One more case opened.
    CaseOpenedCounted,
    /// One more case closed.
    CaseClosedCounted,
    /// One more follow-up held.
    FollowUpCounted,
    /// One more incident of this kind.
    IncidentCounted {
        /// What kind.
        cell: IncidentCell,
    },
    /// One more referral reached this state.
    ReferralReachedCounted {
        /// Which need and state.
        cell: ReferralCell,
    },
}
