//! What was worked out of sums already: every indicator asks for the same.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Plan;
use crate::value::Month;

type Plans = BTreeMap<Vec<Month>, Arc<Plan>>;

/// Plans by their months. It says nothing that the sums do not: sums are the same whatever was kept of them.
#[derive(Default)]
pub(in crate::indicators) struct Kept(Mutex<Plans>);

impl Kept {
    /// The plan of these months, made when there is none.
    pub(super) fn plan(&self, months: &[Month], make: impl FnOnce() -> Plan) -> Arc<Plan> {
        let kept = self.plans().get(months).map(Arc::clone);
        // Nothing is locked meanwhile: a quarter asks for its months.
        kept.unwrap_or_else(|| {
            let made = Arc::new(make());
            self.plans().insert(months.to_vec(), Arc::clone(&made));
            made
        })
    }

    /// Forgets them: the sums are others.
    pub(in crate::indicators) fn clear(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn plans(&self) -> MutexGuard<'_, Plans> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Kept {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

impl fmt::Debug for Kept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Kept")
    }
}
