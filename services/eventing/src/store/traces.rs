//! Which trace stored an event, remembered for as long as its relay may ask.
//!
//! In memory alone: a trace's id tells when something was done, and has no place in the log.

use std::time::Duration;

use moka::sync::Cache;
use sentier_platform::trace::TraceParent;

const KEPT: u64 = 8_192;
const FOR: Duration = Duration::from_mins(1);

/// Traces by the position of the events that they stored.
#[derive(Clone, Debug)]
pub(super) struct Traces(Cache<i64, TraceParent>);

impl Traces {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(KEPT).time_to_live(FOR).build())
    }

    /// Remembers who stored `count` events up to `last`.
    pub(super) fn stored(&self, last: i64, count: i64, trace: &TraceParent) {
        for position in last.saturating_sub(count)..last {
            self.0.insert(position + 1, trace.clone());
        }
    }

    pub(super) fn of(&self, position: i64) -> Option<TraceParent> {
        self.0.get(&position)
    }
}
