//! What of the read models becomes final: all that was counted in one month.

use std::collections::BTreeSet;

use sentier_eventing::codec::{Codec, Event};
use sentier_eventing::db::Database;
use sentier_eventing::projection::Tables;
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_statistics_domain::indicators::{Count, Measure};
use sentier_statistics_domain::sums::{CareSum, FigureSum};
use sentier_statistics_domain::value::Month;
use sentier_statistics_domain::weeks::Week;

use super::figures::{self, FIGURES, Figure, figure};
use super::indicators::{self, BEFORE_ALL, INDICATORS};
use crate::store::SEALED;
use crate::sums::CountKeys;

/// An event that counts, opened to be added up where it is sealed.
pub(super) fn opened<C: Codec>(
    keys: &CountKeys,
    stored: &StoredEvent,
) -> Result<Event<C>, StoreError> {
    let (event_type, payload) = (stored.event_type.as_str(), stored.payload.as_slice());
    if !SEALED.contains(&event_type) {
        return Ok(C::decode(event_type, payload, &Opener::withholding())?);
    }
    let key = keys.opening(stored)?;
    Ok(C::decode(event_type, payload, &key.opener(stored))?)
}

/// The month in which an event was counted.
pub(super) fn counted_in_month(stored: &StoredEvent) -> Result<Month, StoreError> {
    Ok(Month::of(stored.at).map_err(|_beyond| foreign())?)
}

/// Centres of which something was counted in this month, in order.
pub(crate) async fn counted_in(
    db: &Database,
    counted_in: Month,
) -> Result<Vec<String>, StoreError> {
    let figures = Tables::of_version(figures::VERSION).name(FIGURES);
    let sums = Tables::of_version(indicators::VERSION).name(INDICATORS);
    let mut centres = BTreeSet::new();
    for table in [figures, sums] {
        let sql = format!("SELECT DISTINCT centre FROM {table} WHERE counted_in = $1");
        for row in db.fetch(&sql, &[counted_in.number().into()]).await? {
            centres.insert(row.text(0)?);
        }
    }
    Ok(centres.into_iter().collect())
}

/// A centre's figures that were counted in this month, zeros included: the rows as they stand.
pub(crate) async fn final_figures(
    db: &Database,
    centre: &str,
    counted_in: Month,
) -> Result<Vec<FigureSum>, StoreError> {
    let sql = format!(
        "SELECT month, kind, first_code, second_code, count FROM {} \
         WHERE centre = $1 AND counted_in = $2",
        Tables::of_version(figures::VERSION).name(FIGURES)
    );
    let rows = db.fetch(&sql, &[centre.into(), counted_in.number().into()]).await?;
    let mut sums = Vec::new();
    for row in &rows {
        let Figure { month, kind, count } = figure(row)?;
        sums.push(FigureSum { month, kind, count });
    }
    // By what they say: the order of rows is the database's.
    sums.sort_unstable_by_key(|sum| (sum.month, sum.kind));
    Ok(sums)
}

/// The same of what its indicators are computed from.
pub(crate) async fn final_care(
    db: &Database,
    centre: &str,
    counted_in: Month,
) -> Result<Vec<CareSum>, StoreError> {
    let sql = format!(
        "SELECT month, measure, part, behind, amount FROM {} \
         WHERE centre = $1 AND counted_in = $2",
        Tables::of_version(indicators::VERSION).name(INDICATORS)
    );
    let rows = db.fetch(&sql, &[centre.into(), counted_in.number().into()]).await?;
    let mut sums = Vec::new();
    for row in &rows {
        let month = Month::from_number(row.i64(0)?).ok_or_else(foreign)?;
        let measure = Measure::from_codes(&row.text(1)?, &row.text(2)?).ok_or_else(foreign)?;
        let behind = match row.i64(3)? {
            BEFORE_ALL => None,
            number => Some(Week::from_number(number).ok_or_else(foreign)?),
        };
        let count = Count { month, measure, amount: row.i64(4)? };
        sums.push(CareSum { count, behind });
    }
    sums.sort_unstable_by_key(|sum| (sum.behind, sum.count.month, sum.count.measure));
    Ok(sums)
}

fn foreign() -> sqlx::Error {
    sqlx::Error::Decode("a row of what was counted is of another version".into())
}
