//! What each column and code of a release means, in French and English.

use std::sync::LazyLock;

use sentier_platform::catalogue::{Catalogue, Locale};
use sentier_statistics_domain::release::{
    Age, Answer, Delay, MainType, Perpetrator, Region, Table,
};
use sentier_statistics_domain::value::Need;

const FRENCH: &str = include_str!("../locales/releases/fr.ftl");
const ENGLISH: &str = include_str!("../locales/releases/en.ftl");

static WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(FRENCH, ENGLISH));

/// The columns of a table's file.
pub(crate) const TABLE: [&str; 13] = [
    "table",
    "period",
    "region",
    "type",
    "age",
    "perpetrator",
    "noisy_count",
    "estimate",
    "low",
    "high",
    "answer",
    "report_delay",
    "service",
];
/// The columns of the synthetic records.
pub(crate) const RECORDS: [&str; 6] =
    ["period", "region", "type", "age", "perpetrator", "synthetic"];

/// What a batch of records does not guarantee.
pub(crate) fn record_limits(locale: Locale) -> String {
    let key = "record-limits";
    WORDS.sentence(locale, key, &[]).unwrap_or_else(|| key.to_owned())
}

/// The dictionary as rows of a file: column, code, meaning.
pub(crate) fn rows(locale: Locale) -> Vec<Vec<String>> {
    let row = |column: &str, code: &str, key: String| {
        // A test of parity finds a missing sentence; its key is better than nothing.
        let meaning = WORDS.sentence(locale, &key, &[]).unwrap_or(key);
        vec![column.to_owned(), code.to_owned(), meaning]
    };
    let mut rows = vec![["column", "code", "meaning"].map(str::to_owned).to_vec()];
    for column in TABLE.iter().chain(["synthetic"].iter()) {
        rows.push(row(column, "", format!("column-{}", column.replace('_', "-"))));
    }
    let mut codes = |column: &str, all: Vec<&'static str>| {
        for code in all {
            rows.push(row(column, code, format!("{column}-{code}").replace('_', "-")));
        }
    };
    codes("table", Table::ALL.iter().map(|it| it.code()).collect());
    codes("region", Region::ALL.iter().map(|it| it.code()).collect());
    codes("type", MainType::ALL.iter().map(|it| it.code()).collect());
    codes("age", Age::ALL.iter().map(|it| it.code()).collect());
    codes("perpetrator", Perpetrator::ALL.iter().map(|it| it.code()).collect());
    codes("answer", Answer::ALL.iter().map(|it| it.code()).collect());
    codes("report_delay", Delay::ALL.iter().map(|it| it.code()).collect());
    codes("service", Need::ALL.iter().map(|it| it.code()).collect());
    rows.push(row("", "", "guarantee".to_owned()));
    rows.push(row("", "", "limits".to_owned()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_and_code_is_explained_in_both_languages_and_nothing_is_left_over() {
        let (french, english) = (rows(Locale::French), rows(Locale::English));
        assert_eq!(french.len(), english.len());
        for (french, english) in french.iter().zip(&english).skip(1) {
            assert_eq!(french[..2], english[..2]);
            for meaning in [&french[2], &english[2]] {
                assert!(meaning.contains(' ') || meaning.len() > 3, "{meaning}");
                assert!(!meaning.starts_with("column-"), "{meaning}");
            }
        }
        for source in [FRENCH, ENGLISH] {
            let sentences = source.lines().filter(|line| line.contains(" = ")).count();
            // One more says what records do not guarantee.
            assert_eq!(sentences, french.len());
        }
    }
}
