//! What an event of a case adds to the statistics, under a consent valid at this moment.

use std::collections::BTreeMap;

use sentier_cases_domain::counted::{Counted, Told, is_covered};
use sentier_eventing::Codec as _;
use sentier_eventing::StoredEvent;
use sentier_kernel::id::Uuid;

use super::{Cases, Fault};
use crate::store::CaseCodec;

/// Events that are read at once.
const PAGE: u32 = 500;

/// What one event changes of the figures.
#[derive(Clone, Debug, Default)]
pub struct CountedFacts {
    /// Facts of the case; none when no consent is valid now.
    pub of_case: Vec<Counted>,
    /// Whether there were some, which no consent lets out any more.
    pub withheld: bool,
    /// How many cases a worker has: it tells nothing of any, and must fall when a consent ends.
    pub of_staff: Vec<Counted>,
    /// What earlier events told that a withdrawal takes back, by their ids.
    pub taken_back: BTreeMap<Uuid, Vec<Counted>>,
}

impl Cases {
    /// What `stored`, an event of a case, changes of the figures. It follows from the case's events up to
    /// this one, so that a repeat says the same. No personal value is opened.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn counted(&self, stored: &StoredEvent) -> Result<CountedFacts, Fault> {
        let (mut told, mut counted, mut after) = (Told::default(), Vec::new(), 0);
        let mut steps: Vec<Uuid> = Vec::new();
        while after < stored.version {
            let page = self.host.store.read_stream(stored.stream, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.version;
            for one in page.iter().take_while(|one| one.version <= stored.version) {
                if let Some(event) = CaseCodec::withheld(&one.event_type, &one.payload)? {
                    steps.push(one.event_id());
                    counted = told.step(&event, one.at);
                }
            }
        }
        let mut facts = CountedFacts::default();
        for (step, one) in told.taken_back() {
            if let Some(event) = step.checked_sub(1).and_then(|at| steps.get(at)) {
                facts.taken_back.entry(*event).or_default().push(*one);
            }
        }
        let (of_staff, of_case) = counted.into_iter().partition(Counted::is_of_staff);
        facts.of_staff = of_staff;
        // PRIVACY: consent is asked again at the instant the facts leave.
        let state = self.streams.state(stored.stream).await?.state;
        if is_covered(&state, self.host.env.clock.now()) {
            facts.of_case = of_case;
        } else {
            facts.withheld = !of_case.is_empty();
        }
        Ok(facts)
    }
}
