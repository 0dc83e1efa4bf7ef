//! Sums up what survivors said of the centre's work. Nothing of it leads to a case or to who worked on it:
//! that is stored nowhere.

use sentier_cases_domain::feedback_tally::{Quarter, Tally};
use sentier_eventing::codec::CodecError;
use sentier_platform::ids::derived;

use super::record_feedback::FEEDBACKS;
use super::{Cases, FEEDBACK_RECORDED, Fault, FeedbackRecordedV1};

/// Feedbacks that are read at once.
const PAGE: u32 = 500;

impl Cases {
    /// What was said in a quarter.
    ///
    /// # Errors
    /// When the store does not answer, or a stored feedback cannot be read.
    pub async fn feedback_summary(&self, centre: &str, quarter: Quarter) -> Result<Tally, Fault> {
        let stream = derived(FEEDBACKS, centre);
        let (mut tally, mut after) = (Tally::default(), 0);
        loop {
            let page = self.host.store.read_stream(stream, after, PAGE).await?;
            let Some(last) = page.last().map(|stored| stored.version) else { return Ok(tally) };
            let told = page.iter().filter(|stored| {
                stored.event_type == FEEDBACK_RECORDED && quarter.holds(stored.at)
            });
            for stored in told {
                let read: FeedbackRecordedV1 =
                    serde_json::from_slice(&stored.payload).map_err(CodecError::Malformed)?;
                tally.add(&read.scores);
            }
            after = last;
        }
    }
}
