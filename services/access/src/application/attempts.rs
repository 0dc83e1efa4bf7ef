//! How often one user name may be tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use moka::sync::Cache;
use sentier_kernel::{Category, Explain};
use uuid::Uuid;

const WINDOW: Duration = Duration::from_mins(1);
/// Names that are counted at once; beyond, the least used are forgotten.
const NAMES: u64 = 100_000;

/// Counts sign-ins per user name, known or not, so that the answer tells nothing.
#[derive(Clone, Debug)]
pub(crate) struct Attempts {
    counts: Cache<Uuid, Arc<AtomicU32>>,
    most: u32,
}

/// One name was tried too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins with one user name")]
pub(crate) struct TooMany;

impl Explain for TooMany {
    fn category(&self) -> Category {
        Category::Busy
    }

    fn reason(&self) -> &'static str {
        "OVERLOADED"
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![("retry_after_ms", WINDOW.as_millis().to_string())]
    }
}

impl Attempts {
    /// At most `most` tries a minute.
    pub(crate) fn new(most: u32) -> Self {
        let counts = Cache::builder().max_capacity(NAMES).time_to_live(WINDOW).build();
        Self { counts, most }
    }

    /// Counts a try with the name of this stream.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn count(&self, name: Uuid) -> Result<(), TooMany> {
        let count = self.counts.get_with(name, Arc::default);
        if count.fetch_add(1, Ordering::Relaxed) < self.most { Ok(()) } else { Err(TooMany) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_limited_and_others_are_not() {
        let attempts = Attempts::new(3);
        let (afi, kossi) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!((0..3).all(|_| attempts.count(afi).is_ok()));
        assert_eq!(attempts.count(afi), Err(TooMany));
        assert_eq!(attempts.count(kossi), Ok(()));
    }
}
