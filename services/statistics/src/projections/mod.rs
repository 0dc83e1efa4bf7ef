//! The read models.

mod figures;
mod indicators;
mod outreach;
mod releases;

use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::projection::Projection;

pub(crate) use figures::{FIGURES, Figure, Kind, find_figures};
pub(crate) use indicators::{Ended, INDICATORS, find_centres, find_sums, find_week};
pub(crate) use outreach::{Filter, OutreachList, Place, Reached};
pub(crate) use releases::{RELEASES, releases_after, subscriptions_before};

/// How long a reader waits for a read model to show what was stored before she asked.
pub(crate) const CAUGHT_UP: Duration = Duration::from_secs(2);

/// Every read model of this service, so that tools can rebuild and compare them.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(figures::FigureRows),
        Arc::new(indicators::IndicatorRows),
        Arc::new(outreach::OutreachRows),
        Arc::new(releases::ReleaseRows),
    ]
}
