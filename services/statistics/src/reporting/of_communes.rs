//! The comparison of communes in words: each figure a block, each commune a bar.

use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::indicators::{Indicator, Unit};
use sentier_statistics_domain::reports::{
    Compared, Figure, Gap, Median, Period, Rate, Response, Time,
};
use sentier_statistics_domain::weeks::Week;

use super::document::{Block, Numbers, Part, Section, Shape, Words, end, grouped, rounded};
use super::figures::{Manner, numbers, said};
use super::map::map;
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
    pub(crate) compared: Compared,
    /// Outreach of all kinds together.
    pub(crate) outreach: Outreach,
}

/// The comparison in a language.
pub(crate) fn document(comparison: &Comparison, locale: Locale) -> Document {
    let words = Words(locale);
    let period = comparison.period;
    let subtitle = [
        ("count", comparison.communes.len().to_string()),
        ("end", end(comparison.week)),
        ("position", comparison.position.to_string()),
    ];
    let section = |title: &str, blocks| Section { title: words.say(title), blocks };
    Document {
        locale,
        title: words.fill("comparison-title", &[("period", words.period(period))]),
        subtitle: words.fill("comparison-subtitle", &subtitle),
        notes: vec![words.say("report-withheld-note"), words.say("report-consent-note")],
        legend: [words.period(period), words.period(period.before())],
        map: Some(map(words, &comparison.communes)),
        trends: Vec::new(),
        sections: vec![
            section("comparison-figures", figures(words, comparison)),
            section("comparison-times", times(words, comparison)),
            section("comparison-gaps", gaps(words, comparison)),
            section("report-outreach", outreach(words, comparison)),
            section("comparison-trends", trends(words, comparison)),
        ],
    }
}

/// A block of which every commune has a part.
fn block<'a>(
    code: String,
    title: String,
    comparison: &'a Comparison,
    part: impl Fn(&'a Commune) -> Option<Part>,
) -> Block {
    let parts = comparison.communes.iter().filter_map(part).collect();
    Block { code, title, parts, shape: Shape::Each, ..Block::default() }
}

/// A commune's part, said in words and in numbers; its bars are as long as what follows.
fn of(commune: &Commune, said: String, numbers: Numbers, bars: [Option<i64>; 2]) -> Part {
    let centre = &commune.centre;
    Part { code: centre.clone(), label: centre.clone(), said, numbers, bars }
}

fn figures(words: Words, comparison: &Comparison) -> Vec<Block> {
    let first = comparison.communes.first();
    let figures = first.map_or(&[][..], |commune| commune.compared.figures.as_slice());
    let each = |(at, figure): (usize, &Figure)| {
        let unit = match figure.indicator.unit() {
            Unit::Count => "comparison-unit-count",
            Unit::Share => "comparison-unit-share",
            Unit::Average => "comparison-unit-average",
        };
        let title = title(words, figure.indicator);
        let block = block(figure.indicator.code().to_owned(), title, comparison, |commune| {
            Some(of_figure(words, commune, commune.compared.figures.get(at)?))
        });
        Block { unit: words.say(unit), ..block }
    };
    figures.iter().enumerate().map(each).collect()
}

fn title(words: Words, indicator: Indicator) -> String {
    entry(indicator, words.0).title
}

/// A commune's figure: of a share the bar is its percent, of a count the count.
fn of_figure(words: Words, commune: &Commune, figure: &Figure) -> Part {
    let now = said(words, figure, Manner::Brief);
    let (value, before) = (&figure.value, &figure.before);
    if figure.indicator.unit() == Unit::Count {
        let said = format!("{now} ({})", words.number(before.numerator));
        return of(commune, said, numbers(figure), [value.numerator, before.numerator]);
    }
    let bars =
        [value, before].map(|shown| shown.numerator.zip(shown.denominator).and_then(percent));
    let numbers = numbers(figure);
    let none = value.denominator == Some(0) && value.numerator.is_some();
    let numbers = if none { Numbers { count: None, instead: NOTHING, ..numbers } } else { numbers };
    of(commune, now, numbers, bars)
}

/// What spreadsheets say where there is no share, rather than that it is withheld.
const NOTHING: Option<&str> = Some("report-nothing");

fn percent((part, whole): (i64, i64)) -> Option<i64> {
    (whole > 0).then(|| rounded(part.saturating_mul(100), whole))
}

/// Of each answer, in which time half had it, and how many had it within 72 hours.
fn times(words: Words, comparison: &Comparison) -> Vec<Block> {
    let first = comparison.communes.first();
    let times = first.map_or(&[][..], |commune| commune.compared.times.as_slice());
    let both = |(at, time): (usize, &Time)| {
        let code = time.indicator.code();
        let titled = |key: &str| words.fill(key, &[("title", title(words, time.indicator))]);
        let found = move |commune: &Commune| commune.compared.times.get(at).copied();
        let median = |commune: &Commune| {
            let time = found(commune)?;
            Some(of_median(words, commune, &time))
        };
        let within = |commune: &Commune| {
            let Time { now, before, .. } = found(commune)?;
            Some(of_rate(words, commune, &now.within, &before.within))
        };
        let in_time =
            block(format!("{code}_72_hours"), titled("comparison-within-72"), comparison, within);
        [
            block(format!("{code}_median"), titled("comparison-median"), comparison, median),
            Block { unit: words.say("comparison-unit-share"), ..in_time },
        ]
    };
    times.iter().enumerate().flat_map(both).collect()
}

/// In which time half had the answer. Without bars: where most have none there is no time, and no bar would look
/// like the shortest.
fn of_median(words: Words, commune: &Commune, time: &Time) -> Part {
    let said = |response: &Response| match response.median {
        Median::Withheld => words.say("report-withheld"),
        Median::NoneSent => words.say("report-nothing"),
        Median::Under(hours) => words.fill("comparison-under", &[("hours", hours.to_string())]),
        Median::AtLeast(_) => words.say("comparison-at-least"),
        Median::Unanswered => words.say("comparison-unanswered"),
    };
    let under = |response: &Response| match response.median {
        Median::Under(hours) => Some(hours),
        _ => None,
    };
    let instead = match time.now.median {
        Median::NoneSent => NOTHING,
        Median::AtLeast(_) => Some("comparison-at-least"),
        Median::Unanswered => Some("comparison-unanswered"),
        Median::Withheld | Median::Under(_) => None,
    };
    let numbers = Numbers {
        count: under(&time.now),
        before: under(&time.before),
        instead,
        ..Numbers::default()
    };
    let both = format!("{} ({})", said(&time.now), said(&time.before));
    of(commune, both, numbers, [None, None])
}

fn of_rate(words: Words, commune: &Commune, now: &Rate, before: &Rate) -> Part {
    let (said, instead) = match (now.share(), now.part) {
        (Some((part, whole)), _) => (words.brief(part, whole, now.interval), None),
        (None, Some(_)) if now.whole == Some(0) => (words.say("report-nothing"), NOTHING),
        (None, Some(part)) => {
            (words.fill("comparison-part", &[("part", grouped(words.0, part))]), None)
        }
        (None, None) => (words.say("report-withheld"), None),
    };
    let numbers = Numbers {
        count: now.part.filter(|_| instead.is_none()),
        of: now.whole,
        interval: now.interval,
        before: before.part,
        before_of: before.whole,
        instead,
    };
    let bar = |rate: &Rate| rate.share().and_then(percent);
    of(commune, said, numbers, [bar(now), bar(before)])
}

/// Over the sectors that are told, and in each.
fn gaps(words: Words, comparison: &Comparison) -> Vec<Block> {
    let gaps = Indicator::ServiceGaps;
    let code = gaps.code();
    let all = block(code.to_owned(), words.say("comparison-gaps-all"), comparison, |commune| {
        let gaps = &commune.compared.gaps;
        let mut part = of_rate(words, commune, &gaps.all, &Rate::WITHHELD);
        if gaps.withheld > 0 && gaps.all.share().is_some() {
            part.said.push_str(" *");
        }
        Some(part)
    });
    let all = Block { unit: words.say("comparison-unit-part"), ..all };
    let sector = |(at, part): (usize, sentier_proto::statistics::v1::IndicatorPart)| {
        let title = words.fill("comparison-gap", &[("sector", part.label)]);
        let block = block(format!("{code}_{}", part.code), title, comparison, |commune| {
            let Gap { now, before, .. } = commune.compared.gaps.sectors.get(at)?;
            Some(of_rate(words, commune, now, before))
        });
        Block { unit: words.say("comparison-unit-share"), ..block }
    };
    let sectors = entry(gaps, words.0).parts.into_iter().enumerate().map(sector);
    std::iter::once(all).chain(sectors).collect()
}

fn outreach(words: Words, comparison: &Comparison) -> Vec<Block> {
    let kind = |code: &str, number: fn(&Outreach) -> Option<i64>| {
        let title = words.say(&format!("comparison-outreach-{code}"));
        block(format!("outreach_{code}"), title, comparison, |commune| {
            let count = number(&commune.outreach);
            let none = || words.say("report-nothing");
            let said = count.map_or_else(none, |count| grouped(words.0, count));
            let numbers = Numbers { count, instead: NOTHING, ..Numbers::default() };
            Some(of(commune, said, numbers, [count.or(Some(0)), None]))
        })
    };
    vec![
        kind("held", |one| Some(one.held)),
        kind("people", |one| Some(one.people)),
        kind("cost_per_activity", Outreach::cost_per_activity),
    ]
}

/// Of each trend, a chart of each commune.
fn trends(words: Words, comparison: &Comparison) -> Vec<Block> {
    let count = comparison.communes.first().map_or(0, |commune| commune.compared.trends.len());
    let mut blocks = Vec::with_capacity(count * comparison.communes.len());
    for at in 0..count {
        blocks.extend(comparison.communes.iter().filter_map(|one| of_trend(words, one, at)));
    }
    blocks
}

/// A commune month by month; where nothing was counted in any of them, that is said.
fn of_trend(words: Words, commune: &Commune, at: usize) -> Option<Block> {
    let (indicator, months) = commune.compared.trends.get(at)?;
    let values = [("title", title(words, *indicator)), ("commune", commune.centre.clone())];
    let parts = months.iter().map(|(month, count)| Part {
        code: month.to_string(),
        label: words.period((*month).into()),
        said: words.short(*month),
        numbers: Numbers { count: *count, ..Numbers::default() },
        bars: [*count, None],
    });
    let nothing = months.iter().all(|(_, count)| *count == Some(0));
    Some(Block {
        code: format!("{}_trend/{}", indicator.code(), commune.centre),
        title: words.fill("comparison-trend", &values),
        said: if nothing { words.say("comparison-no-trend") } else { String::new() },
        parts: parts.collect(),
        shape: Shape::Columns,
        ..Block::default()
    })
}
