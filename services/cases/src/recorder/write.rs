//! Rows of an Incident Recorder as a file, with the headings and values of a language.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use sentier_platform::status::Locale;
use time::Date;

use super::{Column, Content};

/// What stands in a cell. PERSONAL once the row is somebody's.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text as it is.
    Text(String),
    /// A day.
    Date(Date),
    /// A code of the column's values; how it is written depends on the language.
    Code(&'static str),
}

// PRIVACY: what a row says of a person is never printed.
impl std::fmt::Debug for Cell {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("…")
    }
}

/// One row; a column that is absent is empty.
pub type Row = BTreeMap<Column, Cell>;

/// Why rows cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// As comma-separated values.
    #[error("the rows cannot be written as CSV")]
    Csv(#[from] csv::Error),
    /// As a workbook.
    #[error("the rows cannot be written as a workbook")]
    Workbook(#[from] XlsxError),
}

/// As CSV, with the separator that spreadsheets of the language use.
///
/// # Errors
/// When the writer fails.
pub fn comma_separated(locale: Locale, rows: &[Row]) -> Result<Vec<u8>, WriteError> {
    let delimiter = match locale {
        Locale::French => b';',
        Locale::English => b',',
    };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(Column::ALL.iter().map(|column| column.heading(locale)))?;
    for row in rows {
        let cell = |column: &Column| {
            row.get(column).map(|cell| guarded(text(locale, *column, cell))).unwrap_or_default()
        };
        writer.write_record(Column::ALL.iter().map(cell))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

/// As a workbook, whose dates are dates.
///
/// # Errors
/// When a value does not fit in a workbook.
pub fn workbook(locale: Locale, rows: &[Row]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    for (at, column) in (0_u16..).zip(Column::ALL) {
        sheet.write_string(0, at, column.heading(locale))?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (at, column) in (0_u16..).zip(Column::ALL) {
            match row.get(column) {
                None => {}
                Some(Cell::Date(date)) => {
                    sheet.write_date_with_format(line, at, excel(*date)?, &dates)?;
                }
                Some(cell) => {
                    sheet.write_string(line, at, text(locale, *column, cell))?;
                }
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// A text that a spreadsheet takes for a formula gets an apostrophe before it, which spreadsheets hide: a
/// text that somebody told must not run. A workbook says itself what is text.
fn guarded(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

/// How what a spreadsheet calculates begins.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text that [`comma_separated`] wrote with an apostrophe before it.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text)
}

fn excel(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, u8::from(date.month()), date.day())
}

fn text(locale: Locale, column: Column, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Date(date) => {
            let (day, month) = (date.day(), u8::from(date.month()));
            format!("{day:02}/{month:02}/{}", date.year())
        }
        Cell::Code(code) => {
            let Content::Coded(codes) = column.content() else { return (*code).to_owned() };
            let known = codes.iter().find(|known| known.id == *code);
            let name = known.map(|known| match locale {
                Locale::French => known.french,
                Locale::English => known.english,
            });
            name.unwrap_or(code).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_cell_runs_as_a_formula() {
        let told = ["=HYPERLINK(1)", "+228 90", "-1", "@SUM(A1)", "\tx", "'quoted", "a=b"];
        for text in told {
            let row = Row::from([(Column::Town, Cell::Text(text.to_owned()))]);
            let bytes = comma_separated(Locale::English, &[row]).unwrap();
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let record = reader.records().next().unwrap().unwrap();
            let at = Column::ALL.iter().position(|column| *column == Column::Town).unwrap();
            assert!(!record[at].starts_with(FORMULA), "{text}");
            assert_eq!(unguarded(&record[at]), text);
        }
    }
}
