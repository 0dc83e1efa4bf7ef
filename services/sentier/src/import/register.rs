//! A whole file, read: its good rows, its bad rows, and what of it cannot be held.

use std::collections::BTreeSet;
use std::path::Path;

use sentier_platform::status::Locale;
use time::Date;

use super::dictionary::Dictionary;
use super::layout::Layout;
use super::record::{Problem, Reader, Record};
use super::sheet;
use super::words;

/// What stands in a file, row by row.
pub(super) struct Register {
    pub(super) rows: Vec<Row>,
    /// Headings that name none of the 42 columns.
    pub(super) unknown: Vec<String>,
}

/// One row.
pub(super) enum Row {
    Good(Box<Record>),
    Bad { row: usize, problems: Vec<Problem> },
}

impl Register {
    /// Reads a file as of `today`.
    pub(super) fn read(path: &Path, today: Date, locale: Locale) -> anyhow::Result<Self> {
        let dictionary = Dictionary::new();
        let layout = Layout::find(&dictionary, sheet::read(path)?)
            .map_err(|error| anyhow::anyhow!(words::layout(locale, &error)))?;
        let mut reader = Reader::new(&dictionary, &layout.columns, today);
        let rows = layout
            .rows
            .iter()
            .map(|(row, cells)| match reader.read(*row, cells) {
                Ok(record) => Row::Good(Box::new(record)),
                Err(problems) => Row::Bad { row: *row, problems },
            })
            .collect();
        Ok(Self { rows, unknown: layout.unknown })
    }

    /// The good rows.
    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.rows.iter().filter_map(|row| match row {
            Row::Good(record) => Some(record.as_ref()),
            Row::Bad { .. } => None,
        })
    }

    /// How many rows are bad.
    pub(super) fn bad(&self) -> usize {
        self.rows.len() - self.records().count()
    }

    /// How many survivors have more than one row; each row becomes a case of its own.
    pub(super) fn returning(&self) -> usize {
        let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
        for record in self.records().filter(|record| !record.survivor_code.is_empty()) {
            if !once.insert(&record.survivor_code) {
                again.insert(&record.survivor_code);
            }
        }
        again.len()
    }
}
