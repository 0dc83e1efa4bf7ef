//! Why a safeguard is refused.

use sentier_kernel::{Category, Moment};

use crate::safe_contact::Answer;

/// A refusal; names no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// She has a conflict of interest in this case.
    #[error("the member of staff is excluded from this case")]
    StaffExcluded,
    /// The seal of the case does not name her.
    #[error("the seal does not name the member of staff")]
    NotNamed,
    /// A seal must name who works on the case.
    #[error("the seal leaves the caseworker out")]
    CaseworkerNotNamed,
    /// There is no such break-glass, or it needs no answer.
    #[error("no such break-glass")]
    NoSuchGlass,
    /// The request was not approved in time.
    #[error("the request lapsed")]
    GlassLapsed,
    /// Nobody approves or reviews her own.
    #[error("another must do this")]
    OwnGlass,
    /// What she opened alone was not reviewed yet.
    #[error("her last break-glass was not reviewed")]
    ReviewPending,
    /// This month she opened as many files alone as the centre permits; two people still may.
    #[error("she opened as many files alone as are permitted")]
    AloneUsedUp {
        /// When the next month begins; absent where nobody goes in alone.
        again: Option<Moment>,
    },
    /// She may not be reached like this now.
    #[error("she may not be reached like this now")]
    ContactNotAllowed(Answer),
    /// Another plan was made since this one was read.
    #[error("the plan changed")]
    ContactPlanChanged,
}

impl Rejection {
    pub(in crate::case) const fn category(self) -> Category {
        match self {
            Self::NoSuchGlass => Category::NotFound,
            Self::StaffExcluded
            | Self::NotNamed
            | Self::CaseworkerNotNamed
            | Self::GlassLapsed
            | Self::OwnGlass
            | Self::ReviewPending
            | Self::AloneUsedUp { .. }
            | Self::ContactNotAllowed(_)
            | Self::ContactPlanChanged => Category::Refused,
        }
    }

    pub(in crate::case) const fn reason(self) -> &'static str {
        match self {
            Self::StaffExcluded => "STAFF_EXCLUDED",
            Self::NotNamed => "NOT_NAMED",
            Self::CaseworkerNotNamed => "CASEWORKER_NOT_NAMED",
            Self::NoSuchGlass => "NO_SUCH_ENTRY",
            Self::GlassLapsed => "GLASS_LAPSED",
            Self::OwnGlass => "OWN_GLASS",
            Self::ReviewPending => "REVIEW_PENDING",
            Self::AloneUsedUp { .. } => "ALONE_USED_UP",
            Self::ContactNotAllowed(_) => "CONTACT_NOT_ALLOWED",
            Self::ContactPlanChanged => "CONTACT_PLAN_CHANGED",
        }
    }

    /// From when on it would be permitted.
    pub(in crate::case) const fn not_before(self) -> Option<Moment> {
        match self {
            Self::ContactNotAllowed(Answer::NotUntil(then)) => Some(then),
            Self::AloneUsedUp { again } => again,
            _ => None,
        }
    }
}
