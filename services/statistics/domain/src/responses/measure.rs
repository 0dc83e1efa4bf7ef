//! What is counted of a referral, and under which names it is stored.

use sentier_kernel::codes;

use crate::indicators::gbv::codes::DeclineReason;

codes! {
    /// How long a structure took, from the moment that the referral stood in its inbox. A span that is exactly as
    /// long as a limit is beyond it.
    Took {
        /// Less than 3 hours: the most that an urgent referral has for its answer.
        Within3Hours = "within_3_hours",
        /// Less than 24 hours.
        Within24Hours = "within_24_hours",
        /// Less than 72 hours: what a routine one has where its pathway says nothing.
        Within72Hours = "within_72_hours",
        /// Less than 7 days.
        Within7Days = "within_7_days",
        /// 7 days or more.
        Later = "later",
    }
}

codes! {
    /// What a completed referral led to.
    Outcome {
        /// The service was given in full.
        Served = "served",
        /// The service was given in part.
        PartlyServed = "partly_served",
        /// She did not come.
        NoShow = "no_show",
        /// She refused the service.
        DeclinedBySurvivor = "declined_by_survivor",
    }
}

impl Took {
    /// From whole minutes, 0 or more.
    pub const fn of_minutes(minutes: i64) -> Self {
        match minutes {
            ..180 => Self::Within3Hours,
            180..1_440 => Self::Within24Hours,
            1_440..4_320 => Self::Within72Hours,
            4_320..10_080 => Self::Within7Days,
            10_080.. => Self::Later,
        }
    }
}

/// A step of a referral; one sum of a structure and need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Referrals that stood in its inbox.
    Sent,
    /// Of them, seen.
    Acknowledged(Took),
    /// Of them, taken.
    Accepted(Took),
    /// Of them, those to which she came, or of which she is or was served.
    Served(Took),
    /// Of them, completed.
    Completed(Outcome),
    /// Of them, declined.
    Declined(DeclineReason),
    /// Of them, those about which it was silent past the deadline.
    Expired,
    /// Of them, stopped by the centre.
    Cancelled,
}

impl Step {
    /// The stored name, and that of the part.
    pub const fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::Sent => ("response_sent", ""),
            Self::Acknowledged(took) => ("response_acknowledged", took.code()),
            Self::Accepted(took) => ("response_accepted", took.code()),
            Self::Served(took) => ("response_served", took.code()),
            Self::Completed(outcome) => ("response_completed", outcome.code()),
            Self::Declined(reason) => ("response_declined", reason.code()),
            Self::Expired => ("response_expired", ""),
            Self::Cancelled => ("response_cancelled", ""),
        }
    }

    /// The step with these names.
    pub fn from_codes(name: &str, part: &str) -> Option<Self> {
        Some(match (name, part) {
            ("response_sent", "") => Self::Sent,
            ("response_acknowledged", took) => Self::Acknowledged(Took::from_code(took)?),
            ("response_accepted", took) => Self::Accepted(Took::from_code(took)?),
            ("response_served", took) => Self::Served(Took::from_code(took)?),
            ("response_completed", outcome) => Self::Completed(Outcome::from_code(outcome)?),
            ("response_declined", reason) => Self::Declined(DeclineReason::from_code(reason)?),
            ("response_expired", "") => Self::Expired,
            ("response_cancelled", "") => Self::Cancelled,
            _ => return None,
        })
    }
}
