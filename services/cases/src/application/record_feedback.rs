//! Records what a survivor says of the centre's work. PRIVACY: it stands in a stream of the centre's
//! own, under the day and not the hour, with nothing that leads to a case.

use sentier_cases_domain::feedback::Scores;
use sentier_eventing::codec::write;
use sentier_eventing::store::{AppendError, NewEvent, Stamp};
use sentier_eventing::streams::{Call, TransactError};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use serde::{Deserialize, Serialize};

use super::{Cases, Fault};

/// The stored type of a feedback.
pub const FEEDBACK_RECORDED: &str = "feedback_recorded.v1";

/// Names the streams of feedbacks.
pub(super) const FEEDBACKS: Uuid = Uuid::from_u128(0x5e47_1e6c_fee0_4bac_9a11_fee0_57a6_b1e5);

/// A day, in microseconds.
const DAY: i64 = 86_400_000_000;

/// A feedback as it is stored.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedbackRecordedV1 {
    /// Her answers.
    pub scores: Scores,
}

impl Cases {
    /// Records a feedback.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record_feedback(&self, call: Call, scores: Scores) -> Result<(), Fault> {
        let payload = write(&FeedbackRecordedV1 { scores })?;
        let event = NewEvent { event_type: FEEDBACK_RECORDED, payload };
        let at = call.stamp.at.as_micros();
        let at = Moment::from_micros(at - at.rem_euclid(DAY));
        let stream = derived(FEEDBACKS, &call.stamp.centre);
        let stamp = Stamp { at, ..call.stamp };
        match self.host.store.note(stamp, stream, event).await {
            Ok(_) => Ok(()),
            Err(AppendError::Store(error)) => Err(error.into()),
            Err(AppendError::Stale) => Err(Fault::Command(TransactError::Stale)),
            Err(AppendError::RequestReused) => Err(Fault::Command(TransactError::RequestReused)),
        }
    }
}
