//! Invented rows as a file, with the headings and values of a language.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use sentier_platform::status::Locale;
use time::Date;

use super::rows::{Cell, Row};
use crate::import::columns::{Column, Content};

/// As CSV, with the separator that spreadsheets of the language use.
pub(in crate::import) fn comma_separated(locale: Locale, rows: &[Row]) -> anyhow::Result<Vec<u8>> {
    let delimiter = match locale {
        Locale::French => b';',
        Locale::English => b',',
    };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(Column::ALL.iter().map(|column| column.heading(locale)))?;
    for row in rows {
        let cell = |column: &Column| {
            row.get(column).map(|cell| text(locale, *column, cell)).unwrap_or_default()
        };
        writer.write_record(Column::ALL.iter().map(cell))?;
    }
    Ok(writer.into_inner()?)
}

/// As a workbook, whose dates are dates.
pub(in crate::import) fn workbook(locale: Locale, rows: &[Row]) -> anyhow::Result<Vec<u8>> {
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
