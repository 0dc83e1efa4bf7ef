//! What a text stands for: a column, or a value of one.

use std::collections::HashMap;

use super::fold::fold;
use sentier_cases::recorder::{Code, Column, Content};

/// Every heading and every coded value under every name, folded once.
#[derive(Debug)]
pub(super) struct Dictionary {
    columns: HashMap<String, Column>,
    values: HashMap<(Column, String), &'static Code>,
}

impl Dictionary {
    pub(super) fn new() -> Self {
        let mut columns = HashMap::new();
        let mut values = HashMap::new();
        for column in Column::ALL {
            for heading in column.headings() {
                columns.insert(fold(heading), *column);
            }
            if let Content::Coded(codes) = column.content() {
                for code in codes {
                    for name in code.names() {
                        values.insert((*column, fold(name)), code);
                    }
                }
            }
        }
        Self { columns, values }
    }

    /// The column of this heading.
    pub(super) fn column(&self, heading: &str) -> Option<Column> {
        self.columns.get(&fold(heading)).copied()
    }

    /// The code of this value.
    pub(super) fn code(&self, column: Column, value: &str) -> Option<&'static str> {
        self.values.get(&(column, fold(value))).map(|code| code.id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_recorder_has_42_columns_and_no_heading_stands_for_two() {
        assert_eq!(Column::ALL.len(), 42);
        let mut seen = HashMap::new();
        for column in Column::ALL {
            for heading in column.headings() {
                let other = seen.insert(fold(heading), column);
                assert!(other.is_none_or(|other| other == column), "{heading} is {other:?} too");
            }
        }
    }

    #[test]
    fn every_heading_is_found_in_both_languages_however_it_is_written() {
        let dictionary = Dictionary::new();
        for column in Column::ALL {
            for heading in column.headings() {
                for written in
                    [(*heading).to_owned(), heading.to_uppercase(), format!(" {heading} ?")]
                {
                    assert_eq!(dictionary.column(&written), Some(*column), "{written}");
                }
            }
        }
        assert_eq!(dictionary.column("shoe size"), None);
    }

    #[test]
    fn every_value_of_every_coded_column_is_found_under_each_of_its_names() {
        let dictionary = Dictionary::new();
        let mut coded = BTreeSet::new();
        for column in Column::ALL {
            let Content::Coded(codes) = column.content() else { continue };
            coded.insert(*column);
            for code in codes {
                for name in code.names() {
                    assert_eq!(dictionary.code(*column, name), Some(code.id), "{column:?} {name}");
                }
            }
            assert_eq!(dictionary.code(*column, "something else"), None);
        }
        assert_eq!(coded.len(), 28);
        // Traps: a name may not fall together with another's.
        assert_eq!(dictionary.code(Column::Perpetrators, "> 3"), Some("more_than_3"));
        assert_eq!(dictionary.code(Column::PerpetratorAge, "61 +"), Some("61+"));
        assert_eq!(dictionary.code(Column::GbvType, "VIOL / PENETRATION"), Some("rape"));
        assert_eq!(dictionary.code(Column::GbvType, "non-gbv"), Some("non_gbv"));
    }
}
