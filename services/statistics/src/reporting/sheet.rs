//! A report to calculate with: a workbook of a sheet per section, and comma-separated values.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use sentier_platform::catalogue::Locale;

use super::document::{Block, Numbers, Row, Section, Words};
use super::{Document, PaperError};

/// The columns, by the keys of their headings.
const COLUMNS: [&str; 9] = [
    "report-column-code",
    "report-column-figure",
    "report-column-part",
    "report-column-count",
    "report-column-of",
    "report-column-low",
    "report-column-high",
    "report-column-before",
    "report-column-before-of",
];

/// One line of either file.
struct Line {
    code: String,
    title: String,
    part: String,
    numbers: [Option<i64>; 6],
    /// The key of what stands in place of the count: that it is withheld, or that there is none.
    instead: Option<&'static str>,
}

fn lines(section: &Section) -> Vec<Line> {
    section.blocks.iter().flat_map(of_block).collect()
}

fn of_block(block: &Block) -> Vec<Line> {
    let line = |code: String, part: &str, numbers: Numbers| Line {
        code,
        title: block.title.clone(),
        part: part.to_owned(),
        numbers: [
            numbers.count,
            numbers.of,
            numbers.interval.map(|interval| interval.low),
            numbers.interval.map(|interval| interval.high),
            numbers.before,
            numbers.before_of,
        ],
        instead: match numbers.count {
            Some(_) => None,
            None => numbers.instead.or(Some("report-withheld")),
        },
    };
    let whole = block.numbers.map(|numbers| line(block.code.clone(), "", numbers));
    let part = |part: &super::document::Part| {
        line(format!("{}/{}", block.code, part.code), &part.label, part.numbers)
    };
    whole.into_iter().chain(block.parts.iter().map(part)).chain(of_table(block)).collect()
}

/// A line for each number of a block's table.
fn of_table(block: &Block) -> impl Iterator<Item = Line> {
    let of_row = move |row: &Row| {
        let cells = block.table.columns.iter().zip(&row.cells);
        let line = |((column, words), cell): (&(&str, String), &i64)| Line {
            code: format!("{}_{column}/{}", block.code, row.code),
            title: format!("{} – {words}", block.title),
            part: row.label.clone(),
            numbers: [Some(*cell), None, None, None, None, None],
            instead: None,
        };
        cells.map(line).collect::<Vec<_>>()
    };
    block.table.rows.iter().flat_map(of_row)
}

/// The bytes of a workbook.
pub(crate) fn workbook(document: &Document) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    for section in &document.sections {
        let sheet = book.add_worksheet();
        // A sheet's name has at most 31 letters, and none of []:*?/\.
        let name: String =
            section.title.chars().filter(|letter| !"[]:*?/\\".contains(*letter)).take(31).collect();
        sheet.set_name(name)?;
        head(sheet, document, &bold)?;
        for (row, line) in (HEAD + 1..).zip(lines(section)) {
            written(sheet, row, document, &line)?;
        }
        sheet.set_column_width(1, 44)?;
        sheet.set_column_width(2, 36)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The row of the headings; above it stands what the figures are.
const HEAD: u32 = 4;

fn head(sheet: &mut Worksheet, document: &Document, bold: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, &document.title, bold)?;
    sheet.write_string(1, 0, &document.subtitle)?;
    for (row, note) in (2..).zip(&document.notes) {
        sheet.write_string(row, 0, note)?;
    }
    for (column, key) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(HEAD, column, Words(document.locale).say(key), bold)?;
    }
    Ok(())
}

fn written(
    sheet: &mut Worksheet,
    row: u32,
    document: &Document,
    line: &Line,
) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip([&line.code, &line.title, &line.part]) {
        sheet.write_string(row, column, text)?;
    }
    for (column, number) in (3..).zip(line.numbers) {
        if let Some(number) = number {
            sheet.write_number(row, column, exact(number))?;
        }
    }
    if let Some(key) = line.instead {
        sheet.write_string(row, 3, Words(document.locale).say(key))?;
    }
    Ok(())
}

/// A workbook's numbers are floating: whole ones are exact up to 2⁵³, and no figure comes near.
#[expect(clippy::cast_precision_loss, reason = "a workbook has no other numbers")]
const fn exact(number: i64) -> f64 {
    number as f64
}

/// The bytes of comma-separated values, with the separator that spreadsheets of the language use.
pub(crate) fn comma_separated(document: &Document) -> Result<Vec<u8>, PaperError> {
    let delimiter = match document.locale {
        Locale::French => b';',
        Locale::English => b',',
    };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|key| Words(document.locale).say(key)))?;
    for section in &document.sections {
        for line in lines(section) {
            let mut numbers = line.numbers.map(|number| number.map_or_else(String::new, text));
            if let (Some(key), Some(count)) = (line.instead, numbers.first_mut()) {
                *count = Words(document.locale).say(key);
            }
            let said = [line.code, line.title, inert(line.part)];
            writer.write_record(said.into_iter().chain(numbers))?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

/// Names of funders and communes are typed: one that a spreadsheet takes for a formula gets an apostrophe before
/// it, which spreadsheets hide.
fn inert(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn text(number: i64) -> String {
    number.to_string()
}
