//! Words and numbers of a report, before anybody decides where they stand.

use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::reports::{Interval, Period};
use sentier_statistics_domain::value::Month;
use sentier_statistics_domain::weeks::Week;

use super::map::Map;
use crate::catalogue::say;

/// A report in one language.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(super) locale: Locale,
    pub(super) title: String,
    /// Whose it is and as of when.
    pub(super) subtitle: String,
    /// What a reader must know of every number.
    pub(super) notes: Vec<String>,
    /// What the bars are: this, and that before it.
    pub(super) legend: [String; 2],
    /// Where communes are compared.
    pub(super) map: Option<Map>,
    pub(super) trends: Vec<Trend>,
    pub(super) sections: Vec<Section>,
}

/// Columns month by month.
#[derive(Clone, Debug)]
pub(super) struct Trend {
    pub(super) title: String,
    /// A short name, and the number; absent when withheld.
    pub(super) columns: Vec<(String, Option<i64>)>,
}

/// A section.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// A figure in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Its name in the contract; the spreadsheets' first column.
    pub(super) code: String,
    pub(super) title: String,
    /// In which unit it is said, where spreadsheets have the numbers it follows from; may be empty.
    pub(super) unit: String,
    /// What it comes to, in words; may be empty.
    pub(super) said: String,
    /// The same in numbers; nothing when it has none of its own.
    pub(super) numbers: Option<Numbers>,
    pub(super) parts: Vec<Part>,
    pub(super) shape: Shape,
    pub(super) table: Table,
}

impl Block {
    /// What stands above it on a page: of what, and in which unit.
    pub(super) fn heading(&self) -> String {
        let Self { title, unit, .. } = self;
        if unit.is_empty() { title.clone() } else { format!("{title} ({unit})") }
    }
}

/// How the parts of a figure stand on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// A bar for each that is not nothing.
    #[default]
    Bars,
    /// A bar for each, also for nothing.
    Each,
    /// A column for each: months.
    Columns,
}

/// Numbers of several kinds, name by name; without rows there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What each column counts: its code, and its words.
    pub(super) columns: Vec<(&'static str, String)>,
    pub(super) rows: Vec<Row>,
}

/// A name and its numbers, one a column.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) cells: Vec<i64>,
}

/// A part of a figure.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) code: String,
    pub(super) label: String,
    /// In words beside its bar; the name under its column.
    pub(super) said: String,
    pub(super) numbers: Numbers,
    /// How long its bar is beside those of the other parts, and that of the time before.
    pub(super) bars: [Option<i64>; 2],
}

/// Numbers as spreadsheets have them; what is withheld or not there is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) count: Option<i64>,
    pub(super) of: Option<i64>,
    pub(super) interval: Option<Interval>,
    pub(super) before: Option<i64>,
    pub(super) before_of: Option<i64>,
    /// The key of what is said in place of a count that is absent and not withheld.
    pub(super) instead: Option<&'static str>,
}

/// Words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub(super) Locale);

impl Words {
    pub(super) fn say(self, key: &str) -> String {
        say(self.0, key, &[])
    }

    pub(super) fn fill(self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
        say(self.0, key, &values)
    }

    /// `Trimestre 4 de 2026`, `novembre 2026`.
    pub(super) fn period(self, period: Period) -> String {
        match period.parts() {
            (year, Some(quarter)) => {
                let values = [("quarter", quarter.to_string()), ("year", year.to_string())];
                self.fill("report-quarter", &values)
            }
            (_, None) => self.month(period.last()),
        }
    }

    fn month(self, month: Month) -> String {
        let (year, month) = month.parts();
        format!("{} {year}", self.say(&format!("report-month-{month}")))
    }

    /// A month's short name, under a trend.
    pub(super) fn short(self, month: Month) -> String {
        let (_, month) = month.parts();
        self.say(&format!("report-month-short-{month}"))
    }

    /// A number, or that it is withheld.
    pub(super) fn number(self, number: Option<i64>) -> String {
        number.map_or_else(|| self.say("report-withheld"), |number| grouped(self.0, number))
    }

    /// `5 sur 12 (42 % ; à 95 % entre 19 % et 68 %)`.
    pub(super) fn share(self, part: i64, whole: i64, interval: Option<Interval>) -> String {
        self.rate(["report-share", "report-share-interval"], (part, whole), interval)
    }

    /// `42 % (19–68) · 5 sur 12`, for the room beside a bar.
    pub(super) fn brief(self, part: i64, whole: i64, interval: Option<Interval>) -> String {
        self.rate(["comparison-share-of", "comparison-share"], (part, whole), interval)
    }

    /// A share in the words of one key without its interval, of another with it.
    fn rate(
        self,
        [plain, sure]: [&str; 2],
        (part, whole): (i64, i64),
        interval: Option<Interval>,
    ) -> String {
        let mut values = vec![
            ("part", grouped(self.0, part)),
            ("whole", grouped(self.0, whole)),
            ("percent", rounded(part.saturating_mul(100), whole).to_string()),
        ];
        let Some(Interval { low, high }) = interval else {
            return self.fill(plain, &values);
        };
        values.push(("low", rounded(low, 10).to_string()));
        values.push(("high", rounded(high, 10).to_string()));
        self.fill(sure, &values)
    }
}

/// The day on which a week had ended.
pub(super) fn end(week: Week) -> String {
    week.end().map_or_else(String::new, |end| {
        let (year, month, day) = end.to_calendar_date();
        format!("{day:02}/{:02}/{year}", u8::from(month))
    })
}

/// A quotient, rounded half up.
pub(super) const fn rounded(dividend: i64, divisor: i64) -> i64 {
    (dividend + divisor / 2) / divisor
}

/// A number with its thousands apart: by a narrow space in French, by a comma in English.
pub(super) fn grouped(locale: Locale, number: i64) -> String {
    let apart = match locale {
        Locale::French => '\u{202f}',
        Locale::English => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(apart);
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(Locale::English, 1_234_567), "1,234,567");
        assert_eq!(grouped(Locale::French, 1_000), "1\u{202f}000");
        assert_eq!(grouped(Locale::French, 999), "999");
    }
}
