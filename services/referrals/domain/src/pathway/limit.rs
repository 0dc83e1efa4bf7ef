//! The hard limits of clinical care, counted from the incident.
//!
//! Only these two are hard (DOMAIN 3.7): prophylaxis against HIV within 72 hours (WHO guideline, July
//! 2024), emergency contraception within 120 hours (clinical management guide, 2020). A limit that has
//! passed informs and refuses nothing: other care is as urgent as before.

use std::time::Duration;

use sentier_kernel::{Moment, codes};

use super::Asked;
use crate::value::Need;

codes! {
    /// What must begin in time.
    ClinicalLimit {
        /// Prophylaxis against HIV: 72 hours.
        PostExposureProphylaxis = "post_exposure_prophylaxis",
        /// Emergency contraception: 120 hours.
        EmergencyContraception = "emergency_contraception",
    }
}

impl ClinicalLimit {
    /// Hours from the incident on.
    pub const fn hours(self) -> u32 {
        match self {
            Self::PostExposureProphylaxis => 72,
            Self::EmergencyContraception => 120,
        }
    }
}

/// How much time a limit leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// What must begin.
    pub limit: ClinicalLimit,
    /// Until when, exclusive.
    pub until: Moment,
    /// How long from now on; zero when it has passed.
    pub left: Duration,
}

/// The limits of what is asked: none for other needs, or when the caller does not say since when.
pub(super) fn time_left(asked: &Asked) -> Vec<TimeLeft> {
    let Some(hours) = asked.hours_since.filter(|_| asked.need == Need::ClinicalManagementOfRape)
    else {
        return Vec::new();
    };
    let incident = asked.at.minus(Duration::from_hours(hours.into()));
    let left = |limit: &ClinicalLimit| {
        let until = incident.plus(Duration::from_hours(limit.hours().into()));
        TimeLeft { limit: *limit, until, left: until.since(asked.at) }
    };
    ClinicalLimit::ALL.iter().map(left).collect()
}

/// The next limit that still runs: of those counted from the incident, and of the caller's own.
pub(super) fn nearest(asked: &Asked, left: &[TimeLeft]) -> Option<Moment> {
    let limits = left.iter().map(|one| one.until).chain(asked.limit);
    limits.filter(|until| *until > asked.at).min()
}
