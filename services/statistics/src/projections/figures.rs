//! The figures of every centre, a row per centre, month and kind.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_statistics_domain::figures::Kind;
use sentier_statistics_domain::sums::{Event as SumsEvent, FigureSum, Sums};
use sentier_statistics_domain::value::Month;

use super::finals::{counted_in_month, opened};
use crate::store::{FIGURES_EVENTS, FiguresCodec, SUMS_FINALISED, SumsCodec};
use crate::sums::CountKeys;

/// The read model's name, and its table's.
pub(crate) const FIGURES: &str = "figure";
pub(super) const VERSION: u32 = 2;

/// One row, above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) month: Month,
    pub(crate) kind: Kind,
    pub(crate) count: i64,
}

/// The projection.
pub(crate) struct FigureRows(pub(super) CountKeys);

impl Projection for FigureRows {
    fn name(&self) -> &'static str {
        FIGURES
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[FIGURES]
    }

    fn schema(&self, _dialect: Dialect, tables: &Tables) -> Vec<String> {
        let table = tables.name(FIGURES);
        vec![format!(
            // `counted_in`: the month in which it was counted, whose sums become final together.
            "CREATE TABLE {table} (centre TEXT NOT NULL, month BIGINT NOT NULL, \
             kind TEXT NOT NULL, first_code TEXT NOT NULL, second_code TEXT NOT NULL, \
             counted_in BIGINT NOT NULL, count BIGINT NOT NULL, \
             PRIMARY KEY (centre, month, kind, first_code, second_code, counted_in))"
        )]
    }

    fn takes(&self, event_type: &str) -> bool {
        FIGURES_EVENTS.contains(&event_type) || event_type == SUMS_FINALISED
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let table = tables.name(FIGURES);
            let page = read(&self.0, events)?;
            let replace = format!("DELETE FROM {table} WHERE centre = $1 AND counted_in = $2");
            for (centre, counted_in) in page.finals {
                tx.execute(&replace, &[centre.into(), counted_in.number().into()]).await?;
            }
            let add = format!(
                "INSERT INTO {table} \
                 (centre, month, kind, first_code, second_code, counted_in, count) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) \
                 ON CONFLICT (centre, month, kind, first_code, second_code, counted_in) \
                 DO UPDATE SET count = {table}.count + EXCLUDED.count"
            );
            for ((centre, month, kind, counted_in), count) in page.cells {
                let (kind, first, second) = kind.codes();
                let values = [
                    centre.into(),
                    month.number().into(),
                    kind.into(),
                    first.into(),
                    second.into(),
                    counted_in.number().into(),
                    count.into(),
                ];
                tx.execute(&add, &values).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

type Cell<'a> = (&'a str, Month, Kind, Month);

/// What a page of the log changes of each row: a row is written once a page, however many facts it counts.
#[derive(Default)]
struct Read<'a> {
    cells: BTreeMap<Cell<'a>, i64>,
    /// Whose sums of which month of counting became final: they stand in place of what was added up.
    finals: Vec<(&'a str, Month)>,
}

fn read<'a>(keys: &CountKeys, events: &'a [StoredEvent]) -> Result<Read<'a>, StoreError> {
    let mut page = Read::default();
    for stored in events {
        let (centre, event_type) = (stored.centre.as_str(), stored.event_type.as_str());
        if event_type == SUMS_FINALISED {
            let nobody = Opener::withholding();
            let SumsEvent::SumsFinalised(Sums { counted_in, figures, .. }) =
                SumsCodec::decode(event_type, &stored.payload, &nobody)?;
            page.cells.retain(|cell, _count| (cell.0, cell.3) != (centre, counted_in));
            page.finals.push((centre, counted_in));
            for FigureSum { month, kind, count } in figures {
                page.cells.insert((centre, month, kind, counted_in), count);
            }
        }
        if !FIGURES_EVENTS.contains(&event_type) {
            continue;
        }
        let event = opened::<FiguresCodec>(keys, stored)?;
        let Some(month) = event.month() else { continue };
        let counted_in = counted_in_month(stored)?;
        for (kind, by) in Kind::changed(event) {
            *page.cells.entry((centre, month, kind, counted_in)).or_insert(0) += by;
        }
    }
    Ok(page)
}

/// The figures of a centre in these months, both included.
pub(crate) async fn find_figures(
    db: &Database,
    centre: &str,
    from: Month,
    to: Month,
) -> Result<Vec<Figure>, StoreError> {
    let sql = format!(
        "SELECT month, kind, first_code, second_code, CAST(SUM(count) AS BIGINT) FROM {} \
         WHERE centre = $1 AND month >= $2 AND month <= $3 \
         GROUP BY month, kind, first_code, second_code HAVING SUM(count) > 0",
        Tables::of_version(VERSION).name(FIGURES)
    );
    let rows = db.fetch(&sql, &[centre.into(), from.number().into(), to.number().into()]).await?;
    let mut figures = rows.iter().map(figure).collect::<Result<Vec<_>, _>>()?;
    figures.sort_by_key(|figure| (figure.month, figure.kind));
    Ok(figures)
}

pub(super) fn figure(row: &Row) -> Result<Figure, sqlx::Error> {
    let foreign = || sqlx::Error::Decode("a figure's row holds a code of another version".into());
    let month = Month::from_number(row.i64(0)?).ok_or_else(foreign)?;
    let kind = Kind::from_codes(&row.text(1)?, &row.text(2)?, &row.text(3)?).ok_or_else(foreign)?;
    Ok(Figure { month, kind, count: row.i64(4)? })
}
