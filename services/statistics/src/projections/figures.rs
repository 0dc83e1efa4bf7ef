//! The figures of every centre, a row per centre, month and kind.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Database, Dialect, Row, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_statistics_domain::figures::{Event, IncidentCell};
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, ReferralState};

use crate::store::{FIGURES_EVENTS, FiguresCodec};

/// The read model's name, and its table's.
pub(crate) const FIGURES: &str = "figure";
const VERSION: u32 = 1;

/// What a row counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    CaseOpened,
    CaseClosed,
    FollowUp,
    Incident(IncidentType, AgeBand),
    Referral(Need, ReferralState),
}

/// One row, above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) month: Month,
    pub(crate) kind: Kind,
    pub(crate) count: i64,
}

impl Kind {
    /// What an event adds to, and takes from, which kinds.
    fn changed(event: Event) -> Vec<(Self, i64)> {
        match event {
            Event::IncidentRecounted { former, cell, .. } => {
                vec![(Self::incident(former), -1), (Self::incident(cell), 1)]
            }
            Event::IncidentUncounted { cell, .. } => vec![(Self::incident(cell), -1)],
            Event::CaseOpenedCounted { .. } => vec![(Self::CaseOpened, 1)],
            Event::CaseClosedCounted { .. } => vec![(Self::CaseClosed, 1)],
            Event::FollowUpCounted { .. } => vec![(Self::FollowUp, 1)],
            Event::IncidentCounted { cell, .. } => vec![(Self::incident(cell), 1)],
            Event::ReferralReachedCounted { cell, .. } => {
                vec![(Self::Referral(cell.need, cell.state), 1)]
            }
            Event::MessageBarred => Vec::new(),
        }
    }

    const fn incident(cell: IncidentCell) -> Self {
        Self::Incident(cell.incident_type, cell.age_band)
    }

    /// The kind as it stands in a row: what is counted, and its two codes.
    const fn codes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::CaseOpened => ("case_opened", "", ""),
            Self::CaseClosed => ("case_closed", "", ""),
            Self::FollowUp => ("follow_up", "", ""),
            Self::Incident(incident_type, age_band) => {
                ("incident", incident_type.code(), age_band.code())
            }
            Self::Referral(need, state) => ("referral", need.code(), state.code()),
        }
    }

    fn from_codes(kind: &str, first: &str, second: &str) -> Option<Self> {
        match kind {
            "case_opened" => Some(Self::CaseOpened),
            "case_closed" => Some(Self::CaseClosed),
            "follow_up" => Some(Self::FollowUp),
            "incident" => {
                Some(Self::Incident(IncidentType::from_code(first)?, AgeBand::from_code(second)?))
            }
            "referral" => {
                Some(Self::Referral(Need::from_code(first)?, ReferralState::from_code(second)?))
            }
            _ => None,
        }
    }
}

/// The month that an event counts in; what counts nothing has none.
const fn month_of(event: Event) -> Option<Month> {
    match event {
        Event::MessageBarred => None,
        Event::CaseOpenedCounted { month }
        | Event::CaseClosedCounted { month }
        | Event::FollowUpCounted { month }
        | Event::IncidentCounted { month, .. }
        | Event::IncidentRecounted { month, .. }
        | Event::IncidentUncounted { month, .. }
        | Event::ReferralReachedCounted { month, .. } => Some(month),
    }
}

/// A month as a number that reads as one, 202611: it sorts alike in every database and collation.
pub(super) fn number(month: Month) -> i64 {
    let (year, month) = month.parts();
    i64::from(year) * 100 + i64::from(month)
}

pub(super) fn month(number: i64) -> Option<Month> {
    let year = u16::try_from(number / 100).ok()?;
    Month::try_new(year, u8::try_from(number % 100).ok()?).ok()
}

/// The projection.
pub(crate) struct FigureRows;

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
            "CREATE TABLE {table} (centre TEXT NOT NULL, month BIGINT NOT NULL, \
             kind TEXT NOT NULL, first_code TEXT NOT NULL, second_code TEXT NOT NULL, \
             count BIGINT NOT NULL, \
             PRIMARY KEY (centre, month, kind, first_code, second_code))"
        )]
    }

    fn takes(&self, event_type: &str) -> bool {
        FIGURES_EVENTS.contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let table = tables.name(FIGURES);
            let add = format!(
                "INSERT INTO {table} (centre, month, kind, first_code, second_code, count) \
                 VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (centre, month, kind, first_code, second_code) \
                 DO UPDATE SET count = {table}.count + EXCLUDED.count"
            );
            for ((centre, month, kind), count) in added(events)? {
                let (kind, first, second) = kind.codes();
                let values = [
                    centre.into(),
                    number(month).into(),
                    kind.into(),
                    first.into(),
                    second.into(),
                    count.into(),
                ];
                tx.execute(&add, &values).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

type Cell<'a> = (&'a str, Month, Kind);

/// What a page of the log changes of each row: a row is written once a page, however many facts it counts.
fn added(events: &[StoredEvent]) -> Result<BTreeMap<Cell<'_>, i64>, StoreError> {
    let mut cells = BTreeMap::new();
    for stored in events {
        if !FIGURES_EVENTS.contains(&stored.event_type.as_str()) {
            continue;
        }
        let event =
            FiguresCodec::decode(&stored.event_type, &stored.payload, &Opener::withholding())?;
        let Some(month) = month_of(event) else { continue };
        for (kind, by) in Kind::changed(event) {
            *cells.entry((stored.centre.as_str(), month, kind)).or_insert(0) += by;
        }
    }
    Ok(cells)
}

/// The figures of a centre in these months, both included.
pub(crate) async fn find_figures(
    db: &Database,
    centre: &str,
    from: Month,
    to: Month,
) -> Result<Vec<Figure>, StoreError> {
    let sql = format!(
        "SELECT month, kind, first_code, second_code, count FROM {} \
         WHERE centre = $1 AND month >= $2 AND month <= $3 AND count > 0",
        Tables::of_version(VERSION).name(FIGURES)
    );
    let rows = db.fetch(&sql, &[centre.into(), number(from).into(), number(to).into()]).await?;
    let mut figures = rows.iter().map(figure).collect::<Result<Vec<_>, _>>()?;
    figures.sort_by_key(|figure| (figure.month, figure.kind));
    Ok(figures)
}

fn figure(row: &Row) -> Result<Figure, sqlx::Error> {
    let foreign = || sqlx::Error::Decode("a figure's row holds a code of another version".into());
    let month = month(row.i64(0)?).ok_or_else(foreign)?;
    let kind = Kind::from_codes(&row.text(1)?, &row.text(2)?, &row.text(3)?).ok_or_else(foreign)?;
    Ok(Figure { month, kind, count: row.i64(4)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_from_the_row_it_was_written_to() {
        let incidents = IncidentType::ALL.iter().flat_map(|incident_type| {
            AgeBand::ALL.iter().map(|age_band| Kind::Incident(*incident_type, *age_band))
        });
        let referrals = Need::ALL
            .iter()
            .flat_map(|need| ReferralState::ALL.iter().map(|state| Kind::Referral(*need, *state)));
        let plain = [Kind::CaseOpened, Kind::CaseClosed, Kind::FollowUp];
        for kind in plain.into_iter().chain(incidents).chain(referrals) {
            let (name, first, second) = kind.codes();
            assert_eq!(Kind::from_codes(name, first, second), Some(kind));
        }
        assert_eq!(Kind::from_codes("incident", "rape", "all"), None);
    }

    #[test]
    fn months_survive_their_number() {
        for text in ["1900-01", "2026-11", "2200-12"] {
            let given: Month = text.parse().unwrap();
            assert_eq!(month(number(given)), Some(given));
        }
        assert_eq!(month(202_613), None);
    }
}
