//! A report in words: sections of figures, each a title, what it comes to, and its parts.

use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::indicators::{Family, Indicator, Unit};
use sentier_statistics_domain::reports::{Figure, Interval, Period};
use sentier_statistics_domain::value::Month;

use super::{Outreach, Paper};
use crate::catalogue::{entry, say};

/// A section.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// A figure in words.
pub(super) struct Block {
    /// Its name in the contract; the spreadsheets' first column.
    pub(super) code: String,
    pub(super) title: String,
    /// What it comes to, in words.
    pub(super) said: String,
    /// The same in numbers; absent where withheld or not there.
    pub(super) count: Option<i64>,
    pub(super) of: Option<i64>,
    pub(super) before: Option<i64>,
    pub(super) interval: Option<Interval>,
    pub(super) parts: Vec<Part>,
}

/// A part of a figure.
pub(super) struct Part {
    pub(super) code: String,
    pub(super) label: String,
    /// Absent when withheld.
    pub(super) count: Option<i64>,
    pub(super) before: Option<i64>,
}

/// The families, in the order of a report.
const FAMILIES: [(Family, &str); 4] = [
    (Family::Incidents, "report-incidents"),
    (Family::Pathway, "report-pathway"),
    (Family::CaseManagement, "report-cases"),
    (Family::Sdg, "report-sdg"),
];

impl Paper {
    fn say(&self, key: &str) -> String {
        say(self.locale, key, &[])
    }

    fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
        say(self.locale, key, &values)
    }

    /// `Rapport du 4e trimestre 2026`.
    pub(super) fn title(&self) -> String {
        self.fill("report-title", &[("period", self.period_name(self.report.period))])
    }

    /// Whose it is and as of when.
    pub(super) fn subtitle(&self) -> String {
        let end = self.week.end().map_or_else(String::new, |end| {
            let (year, month, day) = end.to_calendar_date();
            format!("{day:02}/{:02}/{year}", u8::from(month))
        });
        let values =
            [("centre", self.centre.clone()), ("end", end), ("position", self.position.to_string())];
        self.fill("report-subtitle", &values)
    }

    /// What a reader must know of every number.
    pub(super) fn notes(&self) -> [String; 2] {
        [self.say("report-withheld-note"), self.say("report-consent-note")]
    }

    pub(super) fn period_name(&self, period: Period) -> String {
        match period.parts() {
            (year, Some(quarter)) => {
                let values = [("quarter", quarter.to_string()), ("year", year.to_string())];
                self.fill("report-quarter", &values)
            }
            (_, None) => self.month_name(period.last()),
        }
    }

    /// `novembre 2026`.
    pub(super) fn month_name(&self, month: Month) -> String {
        let (year, month) = month.parts();
        format!("{} {year}", self.say(&format!("report-month-{month}")))
    }

    /// The months' first letters under a trend.
    pub(super) fn month_short(&self, month: Month) -> String {
        let (_, month) = month.parts();
        self.say(&format!("report-month-short-{month}"))
    }

    pub(super) fn trend_title(&self, indicator: Indicator) -> String {
        let title = entry(indicator, self.locale).title;
        self.fill("report-trend", &[("title", title)])
    }

    pub(super) fn before_label(&self) -> String {
        self.period_name(self.report.period.before())
    }

    pub(super) fn withheld(&self) -> String {
        self.say("report-withheld")
    }

    /// Every section, outreach last.
    pub(super) fn sections(&self) -> Vec<Section> {
        let family = |(family, title): (Family, &str)| Section {
            title: self.say(title),
            blocks: self.report.of(family).map(|figure| self.block(figure)).collect(),
        };
        let mut sections: Vec<_> = FAMILIES.into_iter().map(family).collect();
        sections.push(Section { title: self.say("report-outreach"), blocks: self.outreach() });
        sections
    }

    fn block(&self, figure: &Figure) -> Block {
        let words = entry(figure.indicator, self.locale);
        let parts = words.parts.into_iter().enumerate().map(|(at, part)| Part {
            code: part.code,
            label: part.label,
            count: figure.value.parts.get(at).copied().flatten(),
            before: figure.before.parts.get(at).copied().flatten(),
        });
        Block {
            code: figure.indicator.code().to_owned(),
            title: words.title,
            said: self.said(figure),
            count: figure.value.numerator,
            of: figure.value.denominator,
            before: figure.before.numerator,
            interval: figure.interval,
            parts: parts.collect(),
        }
    }

    fn said(&self, figure: &Figure) -> String {
        let value = &figure.value;
        match (figure.indicator.unit(), value.numerator, value.denominator) {
            (_, None, _) => self.withheld(),
            (Unit::Share, Some(part), Some(whole)) if whole > 0 => {
                let mut values = vec![
                    ("part", grouped(self.locale, part)),
                    ("whole", grouped(self.locale, whole)),
                    ("percent", rounded(part.saturating_mul(100), whole).to_string()),
                ];
                match figure.interval {
                    None => self.fill("report-share", &values),
                    Some(Interval { low, high }) => {
                        values.push(("low", rounded(low, 10).to_string()));
                        values.push(("high", rounded(high, 10).to_string()));
                        self.fill("report-share-interval", &values)
                    }
                }
            }
            (Unit::Average, Some(sum), Some(count)) if count > 0 => {
                let tenths = rounded(sum.saturating_mul(10), count);
                let values =
                    [("whole", (tenths / 10).to_string()), ("tenth", (tenths % 10).to_string())];
                self.fill("report-average", &values)
            }
            (Unit::Share | Unit::Average, ..) => self.say("report-nothing"),
            (Unit::Count, Some(count), _) => grouped(self.locale, count),
        }
    }

    fn outreach(&self) -> Vec<Block> {
        self.outreach.iter().map(|one| self.activities(one)).collect()
    }

    fn activities(&self, one: &Outreach) -> Block {
        let code = one.kind.map_or("", |kind| kind.code());
        let number = |number| grouped(self.locale, number);
        let mut values = vec![
            ("held", number(one.held)),
            ("planned", number(one.planned)),
            ("people", number(one.people)),
        ];
        let said = match one.cost_per_activity() {
            None => self.fill("report-activities", &values),
            Some(each) => {
                values.push(("cost", number(one.cost)));
                values.push(("each", number(each)));
                self.fill("report-activities-cost", &values)
            }
        };
        Block {
            code: format!("outreach_{code}"),
            title: self.say(&format!("report-kind-{code}")),
            said,
            count: Some(one.held),
            of: Some(one.planned),
            before: None,
            interval: None,
            parts: Vec::new(),
        }
    }
}

/// A quotient, rounded half up.
const fn rounded(dividend: i64, divisor: i64) -> i64 {
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
