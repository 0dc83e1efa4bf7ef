//! The indicators of case management in one month: what each comes to, and what it means.

use std::collections::BTreeMap;

use askama::Template;
use sentier_proto::statistics::v1::indicator::{Family, Unit};
use sentier_proto::statistics::v1::{
    Indicator, IndicatorValue, ListIndicatorValuesRequest, ListIndicatorsRequest,
};

use super::figures::{label, month_before};
use crate::page::{Answer, Here, Page, ask};
use crate::words::Words;

/// More than there are.
const ALL: i32 = 1_000;

#[derive(Template)]
#[template(path = "indicators.html")]
struct IndicatorsPage {
    page: Page,
    month: String,
    month_label: String,
    /// As of which week.
    week: String,
    families: Vec<(String, Vec<Row>)>,
}

/// One indicator.
struct Row {
    title: String,
    value: String,
    parts: Vec<(String, String)>,
    about: [String; 4],
}

/// The indicators of the centre in this month, unless she asks for another.
pub(crate) async fn show(here: Here) -> Answer {
    let today = here.desk.env.clock.now().to_datetime().date();
    let month = match here.query("month") {
        empty if empty.is_empty() => month_before(today, 0),
        given => given,
    };
    let catalogue = ListIndicatorsRequest { page_size: ALL, page_token: String::new() };
    let catalogue = ask!(here, indicators.list_indicators, catalogue).await?.indicators;
    let values = ListIndicatorValuesRequest {
        parent: here.centre()?,
        from_month: month.clone(),
        to_month: month.clone(),
        page_size: ALL,
        ..ListIndicatorValuesRequest::default()
    };
    let answer = ask!(here, indicators.list_indicator_values, values).await?;
    let values: BTreeMap<&str, &IndicatorValue> =
        answer.values.iter().map(|value| (value.indicator.as_str(), value)).collect();
    let mut families: BTreeMap<i32, (String, Vec<Row>)> = BTreeMap::new();
    for indicator in catalogue {
        let value = values.get(indicator.name.as_str());
        let name = here.words.code("indicators", indicator.family().as_str_name());
        let family = families.entry(indicator.family).or_insert((name, Vec::new()));
        family.1.push(row(here.words, indicator, value.copied()));
    }
    Ok(here.show(&IndicatorsPage {
        page: here.page("title-figures"),
        month_label: label(here.words, &month),
        month,
        week: as_of(here.words, &answer.week),
        families: families.into_values().collect(),
    }))
}

/// As of which week figures are.
pub(super) fn as_of(words: Words, week: &str) -> String {
    match week.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => {
            words.fill("figures-week", &[("day", &format!("{day}/{month}/{year}"))])
        }
        _ => words.say("figures-no-week"),
    }
}

/// The families, as their headings are worded.
pub(super) const FAMILIES: [Family; 4] =
    [Family::Incidents, Family::Pathway, Family::CaseManagement, Family::Sdg];

fn row(words: Words, indicator: Indicator, value: Option<&IndicatorValue>) -> Row {
    let withheld = || words.say("indicator-withheld");
    let count = |count: Option<i64>| count.map_or_else(withheld, |count| count.to_string());
    let parts = indicator.parts.iter().map(|part| {
        let cells = value.into_iter().flat_map(|value| &value.cells);
        let cell = cells.filter(|cell| cell.code == part.code).find_map(|cell| cell.count);
        (part.label.clone(), count(cell))
    });
    Row {
        parts: parts.collect(),
        value: value.map_or_else(String::new, |value| read(words, indicator.unit(), value)),
        title: indicator.title,
        about: [
            indicator.definition,
            indicator.formula,
            indicator.source,
            indicator.reference_period,
        ],
    }
}

/// A value as it is read.
pub(super) fn read(words: Words, unit: Unit, value: &IndicatorValue) -> String {
    let of = |key, values: &[(&str, i64)]| {
        let texts: Vec<_> =
            values.iter().map(|(name, number)| (*name, number.to_string())).collect();
        let texts: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        words.fill(key, &texts)
    };
    match (unit, value.numerator, value.denominator) {
        (_, None, None) | (Unit::Count | Unit::Unspecified, None, _) => {
            words.say("indicator-withheld")
        }
        (Unit::Share, None, Some(whole)) => of("indicator-withheld-of", &[("whole", whole)]),
        (Unit::Share, Some(part), Some(whole)) if whole > 0 => {
            let percent = rounded(part.saturating_mul(100), whole);
            of("indicator-share", &[("part", part), ("whole", whole), ("percent", percent)])
        }
        (Unit::Average, Some(sum), Some(count)) if count > 0 => {
            let tenths = rounded(sum.saturating_mul(10), count);
            of("indicator-average", &[("whole", tenths / 10), ("tenth", tenths % 10)])
        }
        (Unit::Share | Unit::Average, ..) => words.say("indicator-none"),
        (Unit::Count | Unit::Unspecified, Some(count), _) => count.to_string(),
    }
}

/// A quotient, rounded half up.
pub(super) const fn rounded(dividend: i64, divisor: i64) -> i64 {
    (dividend + divisor / 2) / divisor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_up() {
        assert_eq!((rounded(100, 8), rounded(500, 12), rounded(0, 5)), (13, 42, 0));
    }
}
