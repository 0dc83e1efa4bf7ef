//! The indices in memory, one for each centre that is searched.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use sentier_cases_domain::finding::Index;
use sentier_cases_domain::id::CaseId;
use tokio::sync::Mutex;

/// An index that nobody asked for so long is dropped, with every name in it (PRIVACY 5).
const IDLE: Duration = Duration::from_mins(15);
/// Centres that are searched at once, at most: the index of the largest takes some ten megabytes.
const CENTRES: u64 = 16;

/// One centre's survivors, as far as the log was read.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) index: Index,
    /// The position of the last event that was taken in.
    pub(super) reached: i64,
}

/// Every centre's index. Cheap to clone.
#[derive(Clone)]
pub(super) struct Finder(Cache<String, Arc<Mutex<Kept>>>);

impl fmt::Debug for Finder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Finder").finish_non_exhaustive()
    }
}

impl Finder {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(CENTRES).time_to_idle(IDLE).build())
    }

    /// A centre's index; empty when it is asked for the first time, or again after a while.
    pub(super) fn of(&self, centre: &str) -> Arc<Mutex<Kept>> {
        self.0.get_with_by_ref(centre, Arc::default)
    }

    /// Forgets an erased survivor at once, where an index knows her.
    pub(super) async fn forget(&self, centre: &str, case: CaseId) {
        if let Some(kept) = self.0.get(centre) {
            kept.lock().await.index.remove(case);
        }
    }
}
