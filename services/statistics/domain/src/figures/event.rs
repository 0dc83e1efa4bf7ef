//! What was counted.

use super::{IncidentCell, ReferralCell};
use crate::value::Month;

/// A stored fact about the figures of a centre and month.
///
/// PRIVACY: no id of a case, a referral or a survivor stands in any of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// One more case opened.
    CaseOpenedCounted {
        /// When.
        month: Month,
    },
    /// One more case closed.
    CaseClosedCounted {
        /// When.
        month: Month,
    },
    /// One more follow-up held.
    FollowUpCounted {
        /// When.
        month: Month,
    },
    /// One more incident of this kind.
    IncidentCounted {
        /// When it was recorded.
        month: Month,
        /// What kind.
        cell: IncidentCell,
    },
    /// An incident is of another kind than it was counted as.
    IncidentRecounted {
        /// When it was recorded.
        month: Month,
        /// As what it was counted.
        former: IncidentCell,
        /// What kind it is.
        cell: IncidentCell,
    },
    /// An incident was taken out again.
    IncidentUncounted {
        /// When it was recorded.
        month: Month,
        /// As what it was counted.
        cell: IncidentCell,
    },
    /// A message is barred: that of the request which stored this.
    MessageBarred,
    /// A count that is sealed and not open to who reads it; never decided.
    NotOpen,
    /// One more referral reached this state.
    ReferralReachedCounted {
        /// When.
        month: Month,
        /// Which need and state.
        cell: ReferralCell,
    },
}
