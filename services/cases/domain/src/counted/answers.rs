//! What the answers to one referral add to the figures.
//!
//! Only what an agency did is an answer of it. A deadline that passed, a wish of the centre and a consent
//! that ended are none: that nobody answered is not an acknowledgement.

use std::collections::BTreeSet;

use sentier_kernel::Moment;

use super::{Measure, ResponseTime};
use crate::codes::{Outcome, Progress};

/// What an answer says of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// She came, or is being served.
    Begun,
    /// It was given, in full or in part.
    Given,
    /// It was not given: she did not come, or refused it.
    NotGiven,
}

impl Service {
    /// What an answer says of it; `None` when it says nothing of it. A completion that was stored before its
    /// outcome was asked counts as it did when it was told: as a service.
    pub const fn of(progress: Progress, outcome: Option<Outcome>) -> Option<Self> {
        match progress {
            Progress::Attended | Progress::InService => Some(Self::Begun),
            Progress::Completed => match outcome {
                Some(led_to) if !led_to.gives_a_service() => Some(Self::NotGiven),
                _ => Some(Self::Given),
            },
            _ => None,
        }
    }
}

/// Whether the agency has seen the referral that stands so: whoever takes it, declines it or has something
/// to say of her has. Listed one by one, because no order of the states says it.
const fn is_seen(progress: Progress) -> bool {
    match progress {
        Progress::Received
        | Progress::Accepted
        | Progress::Declined
        | Progress::Scheduled
        | Progress::Attended
        | Progress::NoShow
        | Progress::InService
        | Progress::Completed => true,
        Progress::Requested
        | Progress::Sent
        | Progress::Revoked
        | Progress::CancelRequested
        | Progress::Cancelled
        | Progress::Expired => false,
    }
}

/// A referral that was sent, and what was answered so far.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    sent_at: Moment,
    heard: BTreeSet<Progress>,
    acknowledged: bool,
    served: Option<ResponseTime>,
}

impl Answers {
    pub(super) const fn new(sent_at: Moment) -> Self {
        Self { sent_at, heard: BTreeSet::new(), acknowledged: false, served: None }
    }

    /// When it was sent.
    pub(super) const fn sent_at(&self) -> Moment {
        self.sent_at
    }

    /// What one more answer adds, each measure at most once. She is served from the first word of it on;
    /// when it turns out that no service was given, that is taken off again.
    pub(super) fn take(
        &mut self,
        progress: Progress,
        outcome: Option<Outcome>,
        answered_at: Moment,
    ) -> Vec<(Measure, i64)> {
        if !self.heard.insert(progress) {
            return Vec::new();
        }
        let took = ResponseTime::between(self.sent_at, answered_at);
        let mut told = Vec::new();
        if is_seen(progress) && !std::mem::replace(&mut self.acknowledged, true) {
            told.push((Measure::Acknowledged(took), 1));
        }
        if progress == Progress::Accepted {
            told.push((Measure::Accepted(took), 1));
        }
        match Service::of(progress, outcome) {
            Some(Service::Begun | Service::Given) if self.served.is_none() => {
                self.served = Some(took);
                told.push((Measure::Served(took), 1));
            }
            Some(Service::NotGiven) => {
                told.extend(self.served.take().map(|before| (Measure::Served(before), -1)));
            }
            _ => {}
        }
        if matches!(progress, Progress::Completed | Progress::Declined) {
            told.push((Measure::Settled, 1));
        }
        told
    }
}
