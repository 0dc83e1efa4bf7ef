//! The read models.

mod figures;
mod finals;
mod indicators;
mod outreach;
mod releases;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::projection::Projection;

pub(crate) use figures::{FIGURES, Figure, find_figures};
pub(crate) use finals::{counted_in, final_care, final_figures};
pub(crate) use indicators::{Ended, INDICATORS, find_centres, find_sums, find_week};
pub(crate) use outreach::{Filter, OutreachList, Place, Reached};
pub(crate) use releases::{RELEASES, releases_after, subscriptions_before};

use crate::sums::CountKeys;

/// How long a reader waits for a read model to show what was stored before she asked.
pub(crate) const CAUGHT_UP: Duration = Duration::from_secs(2);

/// Every read model of this service, so that tools can rebuild and compare them; `keys_dir` is the service's
/// folder of keys, because what is added up is sealed.
pub fn projections(keys_dir: &Path) -> Vec<Arc<dyn Projection>> {
    with_keys(&CountKeys::of(keys_dir))
}

/// The same, over keys that the service holds.
pub(crate) fn with_keys(keys: &CountKeys) -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(figures::FigureRows(keys.clone())),
        Arc::new(indicators::IndicatorRows(keys.clone())),
        Arc::new(outreach::OutreachRows),
        Arc::new(releases::ReleaseRows),
    ]
}
