//! What the indicators are computed from, summed: a row per centre, month, measure and week of counting.
//!
//! A week ends where its event stands in the log. What stands before belongs to it or to one before, so that
//! a sum as of a week never changes again.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_statistics_domain::indicators::{Event, Measure, Sums};
use sentier_statistics_domain::sums::{CareSum, Event as SumsEvent};
use sentier_statistics_domain::value::Month;
use sentier_statistics_domain::weeks::{Event as WeekEvent, Week};

use super::finals::{counted_in_month, opened};
use crate::store::{
    CARE_COUNTED, CARE_COUNTED_V1, IndicatorsCodec, SUMS_FINALISED, SumsCodec, WEEK_CLOSED,
    WeeksCodec,
};
use crate::sums::CountKeys;

/// The read model's name, and its table's.
pub(crate) const INDICATORS: &str = "indicator_sum";
/// The weeks that ended.
const WEEKS: &str = "indicator_week";
pub(super) const VERSION: u32 = 3;
/// The week behind which a count stands in the log that no week had ended before.
pub(super) const BEFORE_ALL: i64 = i64::MIN;

/// The projection.
pub(crate) struct IndicatorRows(pub(super) CountKeys);

impl Projection for IndicatorRows {
    fn name(&self) -> &'static str {
        INDICATORS
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[INDICATORS, WEEKS]
    }

    fn schema(&self, _dialect: Dialect, tables: &Tables) -> Vec<String> {
        let (sums, weeks) = (tables.name(INDICATORS), tables.name(WEEKS));
        vec![
            // `behind`: the last week that had ended when it was counted; `counted_in`: the month of that,
            // whose sums become final together.
            format!(
                "CREATE TABLE {sums} (centre TEXT NOT NULL, month BIGINT NOT NULL, \
                 measure TEXT NOT NULL, part TEXT NOT NULL, behind BIGINT NOT NULL, \
                 counted_in BIGINT NOT NULL, amount BIGINT NOT NULL, \
                 PRIMARY KEY (centre, measure, month, part, behind, counted_in))"
            ),
            format!("CREATE TABLE {weeks} (week BIGINT PRIMARY KEY, position BIGINT NOT NULL)"),
        ]
    }

    fn takes(&self, event_type: &str) -> bool {
        [WEEK_CLOSED, CARE_COUNTED, CARE_COUNTED_V1, SUMS_FINALISED].contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let weeks = tables.name(WEEKS);
            let last = tx.fetch(&format!("SELECT MAX(week) FROM {weeks}"), &[]).await?;
            let last = last.first().map(|row| row.opt_i64(0)).transpose()?.flatten();
            let page = read(&self.0, events, last.unwrap_or(BEFORE_ALL))?;
            for (week, position) in page.weeks {
                let end = format!("INSERT INTO {weeks} (week, position) VALUES ($1, $2)");
                tx.execute(&end, &[week.number().into(), position.into()]).await?;
            }
            let table = tables.name(INDICATORS);
            let replace = format!("DELETE FROM {table} WHERE centre = $1 AND counted_in = $2");
            for (centre, counted_in) in page.finals {
                tx.execute(&replace, &[centre.into(), counted_in.number().into()]).await?;
            }
            let add = format!(
                "INSERT INTO {table} (centre, month, measure, part, behind, counted_in, amount) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) \
                 ON CONFLICT (centre, measure, month, part, behind, counted_in) \
                 DO UPDATE SET amount = {table}.amount + EXCLUDED.amount"
            );
            for ((centre, month, measure, behind, counted_in), amount) in page.cells {
                let (measure, part) = measure.codes();
                let values = [
                    centre.into(),
                    month.number().into(),
                    measure.into(),
                    part.into(),
                    behind.into(),
                    counted_in.number().into(),
                    amount.into(),
                ];
                tx.execute(&add, &values).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

type Cell<'a> = (&'a str, Month, Measure, i64, Month);

/// What a page of the log adds to each row: a row is written once a page.
#[derive(Default)]
struct Read<'a> {
    cells: BTreeMap<Cell<'a>, i64>,
    weeks: Vec<(Week, i64)>,
    /// Whose sums of which month of counting became final: they stand in place of what was added up.
    finals: Vec<(&'a str, Month)>,
}

fn read<'a>(
    keys: &CountKeys,
    events: &'a [StoredEvent],
    mut behind: i64,
) -> Result<Read<'a>, StoreError> {
    let opener = Opener::withholding();
    let mut page = Read::default();
    for stored in events {
        let centre = stored.centre.as_str();
        match stored.event_type.as_str() {
            WEEK_CLOSED => {
                let WeekEvent::WeekClosed { week } =
                    WeeksCodec::decode(&stored.event_type, &stored.payload, &opener)?;
                page.weeks.push((week, stored.position));
                behind = week.number();
            }
            CARE_COUNTED | CARE_COUNTED_V1 => {
                let event = opened::<IndicatorsCodec>(keys, stored)?;
                let Event::CareCounted { counts } = event else { continue };
                let counted_in = counted_in_month(stored)?;
                for count in counts {
                    let cell = (centre, count.month, count.measure, behind, counted_in);
                    *page.cells.entry(cell).or_insert(0) += count.amount;
                }
            }
            SUMS_FINALISED => {
                let SumsEvent::SumsFinalised(sums) =
                    SumsCodec::decode(&stored.event_type, &stored.payload, &opener)?;
                let of = (centre, sums.counted_in);
                page.cells.retain(|cell, _amount| (cell.0, cell.4) != of);
                page.finals.push(of);
                for CareSum { count, behind } in sums.care {
                    let behind = behind.map_or(BEFORE_ALL, Week::number);
                    let cell = (centre, count.month, count.measure, behind, sums.counted_in);
                    page.cells.insert(cell, count.amount);
                }
            }
            _ => {}
        }
    }
    Ok(page)
}

/// A week that ended, and where in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// Which.
    pub(crate) week: Week,
    /// The position of its end.
    pub(crate) position: i64,
}

/// The last week that ended, of those not after `wanted`.
pub(crate) async fn find_week(
    db: &Database,
    wanted: Option<Week>,
) -> Result<Option<Ended>, StoreError> {
    let sql = format!(
        "SELECT week, position FROM {} WHERE week <= $1 ORDER BY week DESC LIMIT 1",
        Tables::of_version(VERSION).name(WEEKS)
    );
    let wanted = wanted.map_or(i64::MAX, Week::number);
    let rows = db.fetch(&sql, &[wanted.into()]).await?;
    let foreign = || sqlx::Error::Decode("a week's row holds no week".into());
    let ended = |row: &Row| {
        let week = Week::from_number(row.i64(0)?).ok_or_else(foreign)?;
        Ok::<_, sqlx::Error>(Ended { week, position: row.i64(1)? })
    };
    Ok(rows.first().map(ended).transpose()?)
}

/// The sums of a centre as of a week, in these months, both included, and of all months before them what a
/// stock at a month's end is made of.
pub(crate) async fn find_sums(
    db: &Database,
    centre: &str,
    (from, to): (Month, Month),
    week: Week,
) -> Result<Sums, StoreError> {
    let sql = format!(
        "SELECT month, measure, part, CAST(SUM(amount) AS BIGINT) FROM {} \
         WHERE centre = $1 AND month <= $3 AND (month >= $2 OR measure = 'cases_held') \
         AND behind < $4 GROUP BY month, measure, part",
        Tables::of_version(VERSION).name(INDICATORS)
    );
    let values = [centre.into(), from.number().into(), to.number().into(), week.number().into()];
    let rows = db.fetch(&sql, &values).await?;
    let mut sums = Sums::default();
    for row in &rows {
        let (month, measure, amount) = sum(row)?;
        sums.add(month, measure, amount);
    }
    Ok(sums)
}

/// Centres of which something was counted as of a week, in order.
pub(crate) async fn find_centres(db: &Database, week: Week) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT centre FROM {} WHERE behind < $1 ORDER BY centre",
        Tables::of_version(VERSION).name(INDICATORS)
    );
    let rows = db.fetch(&sql, &[week.number().into()]).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?)
}

fn sum(row: &Row) -> Result<(Month, Measure, i64), sqlx::Error> {
    let foreign = || sqlx::Error::Decode("a sum's row holds a name of another version".into());
    let month = Month::from_number(row.i64(0)?).ok_or_else(foreign)?;
    let measure = Measure::from_codes(&row.text(1)?, &row.text(2)?).ok_or_else(foreign)?;
    Ok((month, measure, row.i64(3)?))
}
