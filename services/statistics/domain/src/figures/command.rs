//! What may be wished of the figures.

use super::{IncidentCell, ReferralCell};
use crate::value::Month;

/// A wish to count one fact, in the month in which the fact was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// A case was opened.
    CountCaseOpened {
        /// When.
        month: Month,
    },
    /// A case was closed.
    CountCaseClosed {
        /// When.
        month: Month,
    },
    /// A follow-up was held.
    CountFollowUp {
        /// When.
        month: Month,
    },
    /// An incident was recorded, with consent to statistics.
    CountIncident {
        /// When it was recorded.
        month: Month,
        /// What kind.
        cell: IncidentCell,
    },
    /// An incident that was counted was corrected.
    RecountIncident {
        /// When it was recorded.
        month: Month,
        /// As what it was counted.
        former: IncidentCell,
        /// What kind it is.
        cell: IncidentCell,
    },
    /// An incident that was counted is taken out again: the consent ended while its month was open.
    UncountIncident {
        /// When it was recorded.
        month: Month,
        /// As what it was counted.
        cell: IncidentCell,
    },
    /// Bars a message that was not counted yet: the consent ended before it came.
    BarMessage {
        /// When its incident was recorded.
        month: Month,
    },
    /// A referral reached a state.
    CountReferralReached {
        /// When.
        month: Month,
        /// Which need and state.
        cell: ReferralCell,
    },
}

impl Command {
    /// The month to count in.
    pub const fn month(&self) -> Month {
        match self {
            Self::CountCaseOpened { month }
            | Self::CountCaseClosed { month }
            | Self::CountFollowUp { month }
            | Self::CountIncident { month, .. }
            | Self::RecountIncident { month, .. }
            | Self::UncountIncident { month, .. }
            | Self::BarMessage { month }
            | Self::CountReferralReached { month, .. } => *month,
        }
    }
}
