//! Where the headings of a file stand, and which columns they name.

use std::collections::BTreeSet;

use super::dictionary::Dictionary;
use super::sheet::Sheet;
use sentier_cases::recorder::Column;

/// A title or a logo may stand above the headings, in so many rows at most.
const ABOVE: usize = 20;
/// A row with so many known headings is the row of headings.
const ENOUGH: usize = 5;

/// Why a file is not one of the Incident Recorder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LayoutError {
    /// No row of headings was found.
    NoHeadings,
    /// Columns that must be there and are not.
    Missing(Vec<Column>),
    /// Columns that are there twice.
    Twice(Vec<Column>),
}

/// The columns of a file, and the rows below its headings.
#[derive(Clone)]
pub(super) struct Layout {
    /// Place of each known column.
    pub(super) columns: Vec<(usize, Column)>,
    /// Headings that name none of ours.
    pub(super) unknown: Vec<String>,
    /// The rows, with their numbers; none of them is empty.
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

impl Layout {
    /// Finds the headings in the first table that has them.
    pub(super) fn find(dictionary: &Dictionary, sheets: Vec<Sheet>) -> Result<Self, LayoutError> {
        let known =
            |row: &[String]| row.iter().filter(|cell| dictionary.column(cell).is_some()).count();
        let found = sheets.into_iter().find_map(|sheet| {
            let at = sheet.rows.iter().take(ABOVE).position(|(_, cells)| known(cells) >= ENOUGH)?;
            Some((at, sheet))
        });
        let (at, sheet) = found.ok_or(LayoutError::NoHeadings)?;
        let mut rows = sheet.rows.into_iter().skip(at);
        let (_, headings) = rows.next().ok_or(LayoutError::NoHeadings)?;
        let rows = rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect();
        let mut layout = Self { columns: Vec::new(), unknown: Vec::new(), rows };
        layout.take(dictionary, &headings)?;
        Ok(layout)
    }

    fn take(&mut self, dictionary: &Dictionary, headings: &[String]) -> Result<(), LayoutError> {
        let mut seen = BTreeSet::new();
        let mut twice = BTreeSet::new();
        for (place, heading) in headings.iter().enumerate() {
            match dictionary.column(heading) {
                Some(column) if !seen.insert(column) => {
                    twice.insert(column);
                }
                Some(column) => self.columns.push((place, column)),
                None if heading.is_empty() => {}
                None => self.unknown.push(heading.clone()),
            }
        }
        let missing: Vec<Column> =
            Column::NEEDED.into_iter().filter(|column| !seen.contains(column)).collect();
        if !twice.is_empty() {
            return Err(LayoutError::Twice(twice.into_iter().collect()));
        }
        if missing.is_empty() { Ok(()) } else { Err(LayoutError::Missing(missing)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> Result<Layout, LayoutError> {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
        let sheet = Sheet { rows: (1..).zip(rows).collect() };
        Layout::find(&Dictionary::new(), vec![Sheet::default(), sheet])
    }

    const NEEDED: [&str; 5] =
        ["INCIDENT ID", "Date de l'incident", "sex", "type de vbg", "Consent?"];

    #[test]
    fn the_headings_are_found_below_a_title_in_any_order_and_language() {
        let title: &[&str] = &["Registre 2025", "", "", "", ""];
        let layout = found(&[title, &[], &NEEDED, &["", "", "", "", ""], &["7", "", "", "", ""]]);
        let layout = layout.unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(layout.columns[0], (0, Column::IncidentId));
        assert_eq!(layout.rows.len(), 1);
        assert_eq!(layout.rows[0].0, 5);
    }

    #[test]
    fn missing_and_doubled_columns_are_all_named() {
        let headings = ["Incident ID", "Sex", "Ethnicity", "Place", "County", "District"];
        assert_eq!(
            found(&[&headings]).err(),
            Some(LayoutError::Missing(vec![Column::Happened, Column::GbvType, Column::Consent]))
        );
        let doubled = [&NEEDED[..], &["Sexe", "Shoe size"]].concat();
        assert_eq!(found(&[&doubled]).err(), Some(LayoutError::Twice(vec![Column::Sex])));
        let other = [&NEEDED[..], &["Shoe size"]].concat();
        assert_eq!(found(&[&other]).map(|layout| layout.unknown), Ok(vec!["Shoe size".to_owned()]));
        assert_eq!(found(&[&["Name", "Phone"]]).err(), Some(LayoutError::NoHeadings));
    }
}
