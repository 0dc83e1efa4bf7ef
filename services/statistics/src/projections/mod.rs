//! The read models.

mod figures;
mod indicators;

use std::sync::Arc;

use sentier_eventing::projection::Projection;

pub(crate) use figures::{FIGURES, Figure, Kind, find_figures};
pub(crate) use indicators::{INDICATORS, find_sums};

/// Every read model of this service, so that tools can rebuild and compare them.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![Arc::new(figures::FigureRows), Arc::new(indicators::IndicatorRows)]
}
