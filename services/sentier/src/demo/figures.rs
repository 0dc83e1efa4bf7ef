//! The figures of a month, as statistics counts them and as the demo knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sentier_proto::common::v1::{AgeBand, IncidentType, Need};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1::GetFiguresResponse;

/// Counts; coded values are the contract's numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Cases opened.
    pub opened: i64,
    /// Cases closed.
    pub closed: i64,
    /// Follow-ups held.
    pub follow_ups: i64,
    /// Incidents with consent to statistics, by type and age band.
    pub incidents: BTreeMap<(i32, i32), i64>,
    /// Referrals by need and state reached.
    pub referrals: BTreeMap<(i32, i32), i64>,
}

impl Figures {
    /// The figures of an answer, its months together.
    pub fn read(answer: &GetFiguresResponse) -> Self {
        let mut figures = Self::default();
        for month in &answer.cases {
            figures.opened += month.opened;
            figures.closed += month.closed;
            figures.follow_ups += month.follow_ups;
        }
        for cell in &answer.incidents {
            *figures.incidents.entry((cell.r#type, cell.age_band)).or_default() += cell.count;
        }
        for cell in &answer.referrals {
            *figures.referrals.entry((cell.need, cell.state)).or_default() += cell.count;
        }
        figures
    }

    /// What was counted since an earlier reading.
    #[must_use]
    pub fn minus(mut self, earlier: &Self) -> Self {
        self.opened -= earlier.opened;
        self.closed -= earlier.closed;
        self.follow_ups -= earlier.follow_ups;
        for (cell, count) in &earlier.incidents {
            *self.incidents.entry(*cell).or_default() -= count;
        }
        for (cell, count) in &earlier.referrals {
            *self.referrals.entry(*cell).or_default() -= count;
        }
        self
    }
}

/// One figure, counted and known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is counted.
    pub what: String,
    /// By statistics.
    pub counted: i64,
    /// By the demo.
    pub known: i64,
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} of {}", self.what, self.counted, self.known)
    }
}

/// The figures side by side; cells that are zero on both sides are left out.
pub(super) fn compare(counted: &Figures, known: &Figures) -> Vec<Row> {
    let row = |what: &str, counted: i64, known: i64| Row { what: what.to_owned(), counted, known };
    let mut rows = vec![
        row("cases opened", counted.opened, known.opened),
        row("cases closed", counted.closed, known.closed),
        row("follow-ups", counted.follow_ups, known.follow_ups),
    ];
    rows.extend(cells(&counted.incidents, &known.incidents, |(kind, band)| {
        let kind = IncidentType::try_from(kind).unwrap_or_default();
        let band = AgeBand::try_from(band).unwrap_or_default();
        let kind = plain(kind.as_str_name(), "INCIDENT_TYPE_");
        format!("incidents: {kind}, {}", plain(band.as_str_name(), "AGE_BAND_"))
    }));
    rows.extend(cells(&counted.referrals, &known.referrals, |(need, state)| {
        let need = Need::try_from(need).unwrap_or_default();
        let state = State::try_from(state).unwrap_or_default();
        let need = plain(need.as_str_name(), "NEED_");
        format!("referrals: {need}, {}", plain(state.as_str_name(), "STATE_"))
    }));
    rows.retain(|row| row.counted != 0 || row.known != 0);
    rows
}

fn cells(
    counted: &BTreeMap<(i32, i32), i64>,
    known: &BTreeMap<(i32, i32), i64>,
    what: impl Fn((i32, i32)) -> String,
) -> Vec<Row> {
    let every: BTreeSet<(i32, i32)> = counted.keys().chain(known.keys()).copied().collect();
    every
        .into_iter()
        .map(|cell| Row {
            what: what(cell),
            counted: counted.get(&cell).copied().unwrap_or(0),
            known: known.get(&cell).copied().unwrap_or(0),
        })
        .collect()
}

/// A code in small letters, without the prefix that the contract gives it.
fn plain(code: &str, prefix: &str) -> String {
    code.strip_prefix(prefix).unwrap_or(code).replace('_', " ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_only_one_side_has_differs() {
        let mut known = Figures::default();
        known.incidents.insert((1, 3), 2);
        let rows = compare(&Figures::default(), &known);
        let said: Vec<String> = rows.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["incidents: rape, 18 to 24 0 of 2"]);
    }

    #[test]
    fn what_an_earlier_month_left_is_not_counted() {
        let mut now = Figures { opened: 7, ..Figures::default() };
        now.referrals.insert((1, 1), 4);
        let mut earlier = Figures { opened: 5, ..Figures::default() };
        earlier.referrals.insert((1, 1), 4);
        let fresh = now.minus(&earlier);
        assert_eq!((fresh.opened, fresh.referrals.get(&(1, 1))), (2, Some(&0)));
    }
}
