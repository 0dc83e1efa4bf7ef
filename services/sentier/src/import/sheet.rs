//! The rows of a file, CSV or a workbook, as texts.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use sentier_cases::recorder::unguarded;

/// Larger files are refused: no centre has them, and everything is held in memory.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Why a file cannot be read. Its content is never quoted.
#[derive(Debug, thiserror::Error)]
pub(super) enum SheetError {
    #[error("the file cannot be read")]
    Unreadable(#[from] std::io::Error),
    #[error("the file is larger than 64 MB")]
    TooLarge,
    #[error("the file is not CSV that can be read")]
    Csv(#[source] csv::Error),
    #[error("the file is not a workbook that can be read")]
    Workbook(#[source] calamine::Error),
}

/// One table of texts. A row is known by its number as a spreadsheet shows it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

/// Reads every table of a file: one of a CSV, one per sheet of a workbook.
pub(super) fn read(path: &Path) -> Result<Vec<Sheet>, SheetError> {
    if fs::metadata(path)?.len() > LARGEST {
        return Err(SheetError::TooLarge);
    }
    let bytes = fs::read(path)?;
    let extension = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "xlsx" | "xlsm" | "xls" | "ods" => workbook(bytes),
        _ => Ok(vec![comma_separated(&bytes)?]),
    }
}

fn comma_separated(bytes: &[u8]) -> Result<Sheet, SheetError> {
    let text = text(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    for record in reader.records() {
        let record = record.map_err(SheetError::Csv)?;
        let line = record.position().map_or(0, |position| line_of(&text, position));
        let cells = record.iter().map(|cell| unguarded(cell.trim()).to_owned()).collect();
        sheet.rows.push((line, cells));
    }
    Ok(sheet)
}

/// The line on which a record begins; the reader counts empty lines before it to the record.
fn line_of(text: &str, position: &csv::Position) -> usize {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(start..).unwrap_or_default();
    let blank = before.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let skipped = blank.filter(|byte| **byte == b'\n').count();
    usize::try_from(position.line()).unwrap_or(usize::MAX).saturating_add(skipped)
}

/// A French spreadsheet writes `;`, an English one `,`; the first line tells.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

/// UTF-8, with or without a mark; else what older spreadsheets write, Windows-1252.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn windows_1252(byte: u8) -> char {
    // The typographic letters of French stand where Latin-1 has control characters.
    match byte {
        0x80 => '€',
        0x85 => '…',
        0x8c => 'Œ',
        0x91 | 0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 | 0x97 => '–',
        0x9c => 'œ',
        0x9f => 'Ÿ',
        other => char::from(other),
    }
}

fn workbook(bytes: Vec<u8>) -> Result<Vec<Sheet>, SheetError> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(SheetError::Workbook)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(SheetError::Workbook)?;
        let (top, _left) = range.start().unwrap_or_default();
        let first = usize::try_from(top).unwrap_or(0) + 1;
        let rows = range.rows().map(|row| row.iter().map(cell).collect());
        sheets.push(Sheet { rows: (first..).zip(rows).collect() });
    }
    Ok(sheets)
}

fn cell(data: &Data) -> String {
    match data {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(_) | Data::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        comma_separated(bytes).unwrap().rows.into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn the_separator_and_the_encoding_are_found_out() {
        let expected = [["Moment", "Région"], ["Après-midi", "Plateaux"]]
            .map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(cells("Moment,Région\nAprès-midi,Plateaux\n".as_bytes()), expected);
        assert_eq!(cells("\u{feff}Moment;Région\r\nAprès-midi;Plateaux".as_bytes()), expected);
        assert_eq!(cells("Moment\tRégion\nAprès-midi\tPlateaux".as_bytes()), expected);
        assert_eq!(cells(b"Moment;R\xe9gion\nApr\xe8s-midi;Plateaux"), expected);
    }

    #[test]
    fn a_quoted_cell_holds_separators_and_a_row_keeps_its_line() {
        let sheet = comma_separated(b"a,b\n\n\"x, y\",z\n").unwrap();
        assert_eq!(sheet.rows[1], (3, vec!["x, y".to_owned(), "z".to_owned()]));
    }

    #[test]
    fn a_file_that_is_no_workbook_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records.xlsx");
        fs::write(&path, "incident;sexe").unwrap();
        assert!(matches!(read(&path), Err(SheetError::Workbook(_))));
    }
}
