//! A report to calculate with: a workbook of a sheet per section, and comma-separated values.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::reports::Interval;

use super::lines::{Block, Section};
use super::{Paper, PaperError};
use crate::catalogue::say;

/// The columns, by the keys of their headings.
const COLUMNS: [&str; 8] = [
    "report-column-code",
    "report-column-figure",
    "report-column-part",
    "report-column-count",
    "report-column-of",
    "report-column-low",
    "report-column-high",
    "report-column-before",
];

/// One line of either file.
struct Line {
    code: String,
    title: String,
    part: String,
    /// A number, or that it is withheld.
    numbers: [Option<i64>; 5],
    withheld: bool,
}

fn lines(section: &Section) -> Vec<Line> {
    section.blocks.iter().flat_map(of_block).collect()
}

fn of_block(block: &Block) -> Vec<Line> {
    let interval = block.interval;
    let low = interval.map(|Interval { low, .. }| low);
    let high = interval.map(|Interval { high, .. }| high);
    let whole = Line {
        code: block.code.clone(),
        title: block.title.clone(),
        part: String::new(),
        numbers: [block.count, block.of, low, high, block.before],
        withheld: block.count.is_none(),
    };
    let part = |part: &super::lines::Part| Line {
        code: format!("{}/{}", block.code, part.code),
        title: block.title.clone(),
        part: part.label.clone(),
        numbers: [part.count, None, None, None, part.before],
        withheld: part.count.is_none(),
    };
    std::iter::once(whole).chain(block.parts.iter().map(part)).collect()
}

/// The bytes of a workbook.
pub(crate) fn workbook(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    for section in paper.sections() {
        let sheet = book.add_worksheet();
        // A sheet's name has at most 31 letters, and none of []:*?/\.
        let name: String =
            section.title.chars().filter(|letter| !"[]:*?/\\".contains(*letter)).take(31).collect();
        sheet.set_name(name)?;
        head(sheet, paper, &bold)?;
        for (row, line) in (HEAD + 1..).zip(lines(&section)) {
            written(sheet, row, paper, &line)?;
        }
        sheet.set_column_width(1, 44)?;
        sheet.set_column_width(2, 36)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The row of the headings; above it stands what the figures are.
const HEAD: u32 = 4;

fn head(sheet: &mut Worksheet, paper: &Paper, bold: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, paper.title(), bold)?;
    sheet.write_string(1, 0, paper.subtitle())?;
    for (row, note) in (2..).zip(paper.notes()) {
        sheet.write_string(row, 0, note)?;
    }
    for (column, key) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(HEAD, column, say(paper.locale, key, &[]), bold)?;
    }
    Ok(())
}

fn written(sheet: &mut Worksheet, row: u32, paper: &Paper, line: &Line) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip([&line.code, &line.title, &line.part]) {
        sheet.write_string(row, column, text)?;
    }
    for (column, number) in (3..).zip(line.numbers) {
        if let Some(number) = number {
            sheet.write_number(row, column, exact(number))?;
        }
    }
    if line.withheld {
        sheet.write_string(row, 3, paper.withheld())?;
    }
    Ok(())
}

/// A workbook's numbers are floating: whole ones are exact up to 2⁵³, and no figure comes near.
#[expect(clippy::cast_precision_loss, reason = "a workbook has no other numbers")]
const fn exact(number: i64) -> f64 {
    number as f64
}

/// The bytes of comma-separated values, with the separator that spreadsheets of the language use. Every text
/// is ours, so none is a formula.
pub(crate) fn comma_separated(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let delimiter = match paper.locale {
        Locale::French => b';',
        Locale::English => b',',
    };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|key| say(paper.locale, key, &[])))?;
    for section in paper.sections() {
        for line in lines(&section) {
            let mut numbers = line.numbers.map(|number| number.map_or_else(String::new, text));
            if line.withheld && let Some(count) = numbers.first_mut() {
                *count = paper.withheld();
            }
            let [count, of, low, high, before] = numbers;
            writer.write_record([line.code, line.title, line.part, count, of, low, high, before])?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

fn text(number: i64) -> String {
    number.to_string()
}
