//! Clocks: until when care can still work, counted from the incident and not from its report.
//!
//! Only the 72 hours of post-exposure prophylaxis and the 120 hours of emergency contraception are hard
//! limits (DOMAIN 3.7). A clock is pessimistic: it runs from the earliest instant at which the incident
//! can have happened, and says how sure that is; between the earliest and the latest deadline care is
//! *uncertain* and is sought at once. A clock informs and never decides: nothing is refused because of
//! one, and no police report stands before health care (clinical management guide, WHO/UNFPA/UNHCR 2020).

mod elapsed;
mod limits;
mod window;

pub use elapsed::HoursSince;
pub use limits::{NONE_LEFT_AFTER, health, to_assignment};
pub use window::{Certainty, Window};

use std::time::Duration;

use sentier_kernel::{Moment, codes};

codes! {
    /// What must happen before a clock runs out.
    Limit {
        /// Prophylaxis against HIV begins: 72 hours, ideally 24 (WHO guideline on HIV post-exposure
        /// prophylaxis, July 2024).
        PostExposureProphylaxis = "post_exposure_prophylaxis",
        /// Emergency contraception is taken: 120 hours (clinical management guide 2020).
        EmergencyContraception = "emergency_contraception",
        /// Forensic evidence is taken, if she wishes it: 72 hours, the shorter of what national rules say
        /// (unverified for Togo).
        ForensicEvidence = "forensic_evidence",
        /// Somebody works on the case: 3 hours, 1 hour at high risk.
        Assignment = "assignment",
    }
    /// Where a clock stands.
    Standing {
        /// There is time.
        Running = "running",
        /// It may have run out: care is sought at once, and may still work.
        Uncertain = "uncertain",
        /// It has run out; other care is as urgent as before.
        Over = "over",
    }
}

/// One clock of one incident. PERSONAL where it is a health clock: it tells what happened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// What must happen.
    pub limit: Limit,
    /// Until when at the latest, seen pessimistically; exclusive.
    pub deadline: Moment,
    /// Until when it can still work, seen optimistically; exclusive.
    pub latest: Moment,
    /// How sure the incident's instant is.
    pub certainty: Certainty,
}

crate::personal::unprintable!(Clock);

impl Clock {
    /// A clock of this length over a window.
    fn over(window: Window, limit: Limit, hours: u64) -> Self {
        let length = Duration::from_hours(hours);
        Self {
            limit,
            deadline: window.earliest.plus(length),
            latest: window.latest.plus(length),
            certainty: window.certainty,
        }
    }

    /// Where it stands at `now`.
    pub fn standing(&self, now: Moment) -> Standing {
        if now < self.deadline {
            Standing::Running
        } else if now < self.latest {
            Standing::Uncertain
        } else {
            Standing::Over
        }
    }

    /// How much time is left, seen pessimistically; zero afterwards.
    pub fn left(&self, now: Moment) -> Duration {
        self.deadline.since(now)
    }
}

#[cfg(test)]
mod spec;
