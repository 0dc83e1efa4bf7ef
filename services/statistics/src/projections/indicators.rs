//! What the indicators are computed from, summed: a row per centre, month and measure.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_statistics_domain::indicators::{Event, Measure, Sums};
use sentier_statistics_domain::value::Month;

use super::figures::{month, number};
use crate::store::{CARE_COUNTED, IndicatorsCodec};

/// The read model's name, and its table's.
pub(crate) const INDICATORS: &str = "indicator_sum";
const VERSION: u32 = 1;

/// The projection.
pub(crate) struct IndicatorRows;

impl Projection for IndicatorRows {
    fn name(&self) -> &'static str {
        INDICATORS
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[INDICATORS]
    }

    fn schema(&self, _dialect: Dialect, tables: &Tables) -> Vec<String> {
        let table = tables.name(INDICATORS);
        vec![format!(
            "CREATE TABLE {table} (centre TEXT NOT NULL, month BIGINT NOT NULL, \
             measure TEXT NOT NULL, part TEXT NOT NULL, amount BIGINT NOT NULL, \
             PRIMARY KEY (centre, measure, month, part))"
        )]
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let table = tables.name(INDICATORS);
            let add = format!(
                "INSERT INTO {table} (centre, month, measure, part, amount) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (centre, measure, month, part) \
                 DO UPDATE SET amount = {table}.amount + EXCLUDED.amount"
            );
            for ((centre, month, measure), amount) in added(events)? {
                let (measure, part) = measure.codes();
                let values = [
                    centre.into(),
                    number(month).into(),
                    measure.into(),
                    part.into(),
                    amount.into(),
                ];
                tx.execute(&add, &values).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

type Cell<'a> = (&'a str, Month, Measure);

/// What a page of the log adds to each row: a row is written once a page.
fn added(events: &[StoredEvent]) -> Result<BTreeMap<Cell<'_>, i64>, StoreError> {
    let mut cells = BTreeMap::new();
    for stored in events.iter().filter(|stored| stored.event_type == CARE_COUNTED) {
        let opener = Opener::withholding();
        let Event::CareCounted { counts } =
            IndicatorsCodec::decode(&stored.event_type, &stored.payload, &opener)?;
        for count in counts {
            let cell = (stored.centre.as_str(), count.month, count.measure);
            *cells.entry(cell).or_insert(0) += count.amount;
        }
    }
    Ok(cells)
}

/// The sums of a centre in these months, both included, and of all months before them what a stock at a
/// month's end is made of.
pub(crate) async fn find_sums(
    db: &Database,
    centre: &str,
    from: Month,
    to: Month,
) -> Result<Sums, StoreError> {
    let sql = format!(
        "SELECT month, measure, part, amount FROM {} WHERE centre = $1 AND month <= $3 \
         AND (month >= $2 OR measure = 'cases_held')",
        Tables::of_version(VERSION).name(INDICATORS)
    );
    let rows = db.fetch(&sql, &[centre.into(), number(from).into(), number(to).into()]).await?;
    let mut sums = Sums::default();
    for row in &rows {
        let (month, measure, amount) = sum(row)?;
        sums.add(month, measure, amount);
    }
    Ok(sums)
}

fn sum(row: &Row) -> Result<(Month, Measure, i64), sqlx::Error> {
    let foreign = || sqlx::Error::Decode("a sum's row holds a name of another version".into());
    let month = month(row.i64(0)?).ok_or_else(foreign)?;
    let measure = Measure::from_codes(&row.text(1)?, &row.text(2)?).ok_or_else(foreign)?;
    Ok((month, measure, row.i64(3)?))
}
