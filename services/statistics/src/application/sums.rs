//! What every value of an indicator follows from: the exact sums of a centre as of the end of a week.

use sentier_eventing::StoreError;
use sentier_eventing::host::Host;
use sentier_eventing::projection::{Behind, Projections};
use sentier_kernel::{Category, Explain};
use sentier_statistics_domain::indicators::Sums;
use sentier_statistics_domain::value::Month;
use sentier_statistics_domain::weeks::Week;

use crate::projections::{CAUGHT_UP, Ended, INDICATORS, find_sums, find_week};

/// Why the sums cannot be told now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SumsError {
    /// The read model has not added everything up yet.
    #[error(transparent)]
    Behind(#[from] Behind),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for SumsError {
    fn category(&self) -> Category {
        match self {
            Self::Behind(error) => error.category(),
            Self::Store(error) => error.category(),
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Behind(error) => error.reason(),
            Self::Store(error) => error.reason(),
        }
    }
}

/// The last week that ended, of those not after `week`, and the sums of a centre as of its end in these months,
/// both included; nothing before the first week ended.
pub(crate) async fn sums_as_of(
    host: &Host,
    projections: &Projections,
    (centre, months): (&str, (Month, Month)),
    week: Option<Week>,
) -> Result<Option<(Ended, Sums)>, SumsError> {
    projections.caught_up(INDICATORS, CAUGHT_UP).await?;
    let db = host.store.database();
    let Some(ended) = find_week(db, week).await? else { return Ok(None) };
    let sums = find_sums(db, centre, months, ended.week).await?;
    Ok(Some((ended, sums)))
}
