//! What one survivor adds to the counters of a year: at most one to one cell of each table.
//!
//! INVARIANT: over a year she stands in at most one cell of each table, whatever comes, comes again, is
//! corrected, withdrawn or given anew. That bound is what the noise is measured for. A table whose period
//! has closed keeps what it counted, and counts her never again.

use std::collections::BTreeMap;

use sentier_kernel::Moment;

use super::{Person, ReleaseId, Table};
use crate::period::Period;
use crate::value::Month;

/// Where she stands: by table, the month that she was counted for and the place of the cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contribution(pub BTreeMap<Table, (Month, usize)>);

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
    /// not stand yet. A consent that ends before a period closes does not count in it: whoever is
    /// released consented when it closed.
    pub fn count(
        &mut self,
        person: Person,
        month: Month,
        consent_until: Option<Moment>,
        at: Moment,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        for table in Table::ALL {
            let Some(period) = open(*table, month, at) else { continue };
            let consents = consent_until.is_none_or(|end| end >= period.closes_at());
            if consents && !self.0.contains_key(table) {
                let place = table.place(person);
                self.0.insert(*table, (month, place));
                changes.push(Change { counter: ReleaseId { period, table: *table }, place, by: 1 });
            }
        }
        changes
    }

    /// Takes her out of every table that is still open, because she withdrew or was erased.
    pub fn withdraw(&mut self, at: Moment) -> Vec<Change> {
        let mut changes = Vec::new();
        self.0.retain(|table, (month, place)| match open(*table, *month, at) {
            Some(period) => {
                let counter = ReleaseId { period, table: *table };
                changes.push(Change { counter, place: *place, by: -1 });
                false
            }
            None => true,
        });
        changes
    }

    /// Counts her as what her corrected record says, where her tables are open.
    pub fn correct(
        &mut self,
        person: Person,
        month: Month,
        consent_until: Option<Moment>,
        at: Moment,
    ) -> Vec<Change> {
        let mut changes = self.withdraw(at);
        changes.extend(self.count(person, month, consent_until, at));
        changes
    }
}

/// The table's period of a month, when it is open.
fn open(table: Table, month: Month, at: Moment) -> Option<Period> {
    Period::holding(month, table.cadence()).ok().filter(|period| period.is_open(at))
}
