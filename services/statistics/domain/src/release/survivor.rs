//! What one survivor adds to the counters of a year: at most one to one cell of each table, and of the services at
//! most one to each cell.
//!
//! INVARIANT: over a year she stands in at most one cell of each table, and at most once in each cell of the
//! services, whatever comes, comes again, is corrected, withdrawn or given anew. That bound is what the noise is
//! measured for. A table whose period has closed keeps what it counted, and counts her never again.
//!
//! That she was referred for a service does not become untrue. So whatever incident a message tells of adds its
//! services while the year is open, although she is counted by another; a correction takes none away, and only
//! that she leaves does.

use std::collections::BTreeMap;

use sentier_kernel::Moment;

use super::{Person, Places, ReleaseId, Table};
use crate::period::Period;
use crate::value::Month;

/// Where she stands: by table, the month that she was counted for and the places of the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contribution(pub BTreeMap<Table, (Month, Places)>);

/// One step of a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The counter's table and period.
    pub counter: ReleaseId,
    /// The place among the table's cells.
    pub place: usize,
    /// One more, or one less.
    pub by: i64,
}

impl Contribution {
    /// Counts her, registered in `month`, in every table whose period is open at `at` and where she does
    /// not stand yet, and in cells of the services where she does not. A consent that ends before a period
    /// closes does not count in it: whoever is released consented when it closed.
    pub fn count(
        &mut self,
        person: Person,
        month: Month,
        consent_until: Option<Moment>,
        at: Moment,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        for table in Table::ALL {
            changes.extend(self.stand(*table, table.places(person), (month, consent_until), at));
        }
        changes
    }

    /// Counts her in the cells of one table where she may stand and does not.
    fn stand(
        &mut self,
        table: Table,
        places: Places,
        (month, consent_until): (Month, Option<Moment>),
        at: Moment,
    ) -> Vec<Change> {
        let Some(period) = open(table, month, at) else { return Vec::new() };
        let consents = consent_until.is_none_or(|end| end >= period.closes_at());
        let held = self.0.get(&table).copied();
        let new = match held {
            None => places,
            Some((first, held)) if table == Table::Services && period.holds(first) => {
                places.without(held)
            }
            Some(_) => Places::default(),
        };
        if !consents || new.is_empty() {
            return Vec::new();
        }
        let (first, held) = held.unwrap_or_else(|| (month, Places::default()));
        self.0.insert(table, (first, held.or(new)));
        moved(ReleaseId { period, table }, new, 1).collect()
    }

    /// Takes her out of every table that is still open, because she withdrew or was erased.
    pub fn withdraw(&mut self, at: Moment) -> Vec<Change> {
        let mut changes = Vec::new();
        self.0.retain(|table, (month, places)| match open(*table, *month, at) {
            Some(period) => {
                changes.extend(moved(ReleaseId { period, table: *table }, *places, -1));
                false
            }
            None => true,
        });
        changes
    }

    /// Counts her as what her corrected record says, where her tables are open; with the services that she
    /// had already.
    pub fn correct(
        &mut self,
        person: Person,
        month: Month,
        consent_until: Option<Moment>,
        at: Moment,
    ) -> Vec<Change> {
        let referred = self.0.get(&Table::Services).map(|(_, places)| *places);
        let mut changes = self.withdraw(at);
        changes.extend(self.count(person, month, consent_until, at));
        let referred = referred.unwrap_or_default();
        changes.extend(self.stand(Table::Services, referred, (month, consent_until), at));
        changes
    }
}

/// The table's period of a month, when it is open.
fn open(table: Table, month: Month, at: Moment) -> Option<Period> {
    Period::holding(month, table.cadence()).ok().filter(|period| period.is_open(at))
}

fn moved(counter: ReleaseId, places: Places, by: i64) -> impl Iterator<Item = Change> {
    places.iter().map(move |place| Change { counter, place, by })
}
