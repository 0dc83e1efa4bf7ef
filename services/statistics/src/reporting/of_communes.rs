//! The comparison of communes in words: each figure a block, each commune a bar.

use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::indicators::{Indicator, Unit};
use sentier_statistics_domain::reports::{Figure, Period};
use sentier_statistics_domain::weeks::Week;

use super::document::{Block, Numbers, Part, Section, Words, end, grouped, rounded};
use super::{Document, Outreach};
use crate::catalogue::entry;

/// What is compared.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// Over which time.
    pub(crate) period: Period,
    /// As of the end of which week.
    pub(crate) week: Week,
    /// Where in the log that is.
    pub(crate) position: i64,
    /// The communes, in the order of their codes.
    pub(crate) communes: Vec<Commune>,
}

/// One commune's centre.
#[derive(Clone, Debug)]
pub(crate) struct Commune {
    /// The centre's code.
    pub(crate) centre: String,
    /// Its figures; the same in every commune.
    pub(crate) figures: Vec<Figure>,
    /// Outreach of all kinds together.
    pub(crate) outreach: Outreach,
}

/// The comparison in a language.
pub(crate) fn document(comparison: &Comparison, locale: Locale) -> Document {
    let words = Words(locale);
    let period = comparison.period;
    let figures = comparison.communes.first().map_or(0, |commune| commune.figures.len());
    let blocks = (0..figures).filter_map(|at| block(words, comparison, at));
    let subtitle = [
        ("count", comparison.communes.len().to_string()),
        ("end", end(comparison.week)),
        ("position", comparison.position.to_string()),
    ];
    Document {
        locale,
        title: words.fill("comparison-title", &[("period", words.period(period))]),
        subtitle: words.fill("comparison-subtitle", &subtitle),
        notes: vec![words.say("report-withheld-note"), words.say("report-consent-note")],
        legend: [words.period(period), words.period(period.before())],
        trends: Vec::new(),
        sections: vec![
            Section { title: words.say("comparison-figures"), blocks: blocks.collect() },
            Section { title: words.say("report-outreach"), blocks: outreach(words, comparison) },
        ],
    }
}

/// The figure at a place, commune by commune.
fn block(words: Words, comparison: &Comparison, at: usize) -> Option<Block> {
    let indicator = comparison.communes.first()?.figures.get(at)?.indicator;
    let part = |commune: &Commune| {
        let figure = commune.figures.get(at)?;
        Some(commune_part(words, &commune.centre, figure))
    };
    Some(Block {
        code: indicator.code().to_owned(),
        title: entry(indicator, words.0).title,
        parts: comparison.communes.iter().filter_map(part).collect(),
        ..Block::default()
    })
}

/// A commune's bar: of a share its percent, of a count the count.
fn commune_part(words: Words, centre: &str, figure: &Figure) -> Part {
    let (value, before) = (&figure.value, &figure.before);
    let share = figure.indicator.unit() == Unit::Share;
    let bar = |numerator: Option<i64>, denominator: Option<i64>| match (numerator, denominator) {
        (Some(part), Some(whole)) if share && whole > 0 => Some(rounded(part * 100, whole)),
        (count, _) if !share => count,
        _ => None,
    };
    let said = match (value.numerator, value.denominator) {
        (Some(part), Some(whole)) if share && whole > 0 => {
            let (low, high) = figure.interval.map_or((0, 1_000), |one| (one.low, one.high));
            let values = [
                ("percent", rounded(part * 100, whole).to_string()),
                ("low", rounded(low, 10).to_string()),
                ("high", rounded(high, 10).to_string()),
                ("part", grouped(words.0, part)),
                ("whole", grouped(words.0, whole)),
            ];
            words.fill("comparison-share", &values)
        }
        (Some(_), _) if share => words.say("report-nothing"),
        (count, _) => {
            let before = words.number(before.numerator);
            format!("{} ({before})", words.number(count))
        }
    };
    Part {
        code: centre.to_owned(),
        label: centre.to_owned(),
        said,
        numbers: Numbers {
            count: value.numerator,
            of: value.denominator,
            interval: figure.interval,
            before: before.numerator,
        },
        bars: [bar(value.numerator, value.denominator), bar(before.numerator, before.denominator)],
    }
}

fn outreach(words: Words, comparison: &Comparison) -> Vec<Block> {
    let of = |code: &str, number: fn(&Outreach) -> Option<i64>| {
        let part = |commune: &Commune| {
            let count = number(&commune.outreach);
            let none = || words.say("report-nothing");
            Part {
                code: commune.centre.clone(),
                label: commune.centre.clone(),
                said: count.map_or_else(none, |count| grouped(words.0, count)),
                numbers: Numbers { count: Some(count.unwrap_or(0)), ..Numbers::default() },
                bars: [count, None],
            }
        };
        Block {
            code: format!("outreach_{code}"),
            title: words.say(&format!("comparison-outreach-{code}")),
            parts: comparison.communes.iter().map(part).collect(),
            ..Block::default()
        }
    };
    vec![
        of("held", |one| Some(one.held)),
        of("people", |one| Some(one.people)),
        of("cost_per_activity", Outreach::cost_per_activity),
    ]
}

/// What is compared: rates, response times, gaps; no statistic of persons part by part.
pub(crate) const COMPARED: [Indicator; 11] = [
    Indicator::NumberOfCases,
    Indicator::GbvIncidents,
    Indicator::GbvSexualViolence,
    Indicator::RapeWithin72Hours,
    Indicator::RapeWithin120Hours,
    Indicator::LoopsClosed,
    Indicator::ClosureRate,
    Indicator::CompletedSafetyPlans,
    Indicator::ClientSatisfaction,
    Indicator::TimeToAccept,
    Indicator::ServiceGaps,
];
