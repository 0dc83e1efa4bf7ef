//! What an event of a case adds to the statistics, under a consent valid at this moment.

use sentier_cases_domain::counted::{Counted, Told, is_covered};
use sentier_eventing::StoredEvent;

use super::{Cases, Fault};
use crate::store::CaseCodec;

/// Events that are read at once.
const PAGE: u32 = 500;

impl Cases {
    /// What `stored`, an event of a case, adds to the figures. It follows from the case's events up to
    /// this one, so that a repeat says the same. No personal value is opened.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn counted(&self, stored: &StoredEvent) -> Result<Vec<Counted>, Fault> {
        let (mut told, mut counted, mut after) = (Told::default(), Vec::new(), 0);
        while after < stored.version {
            let page = self.host.store.read_stream(stored.stream, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.version;
            for one in page.iter().take_while(|one| one.version <= stored.version) {
                if let Some(event) = CaseCodec::withheld(&one.event_type, &one.payload)? {
                    counted = told.step(&event, one.at);
                }
            }
        }
        // PRIVACY: consent is asked again at the instant the facts leave. How many cases a worker has
        // tells nothing of any, and must fall when a consent ends.
        let state = self.streams.state(stored.stream).await?.state;
        if !is_covered(&state, self.host.env.clock.now()) {
            counted.retain(Counted::is_of_staff);
        }
        Ok(counted)
    }
}
