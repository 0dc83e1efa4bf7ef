//! The communes of the installation beside each other, where its owners allow it.

mod map;

use std::collections::BTreeMap;

use askama::Template;
use sentier_proto::statistics::v1::indicator::Unit;
use sentier_proto::statistics::v1::{
    CommuneFigures, DownloadComparisonRequest, GetComparisonRequest, Indicator,
    ListIndicatorsRequest, OutreachFigure, ReportRate, ResponseFigure,
};

use super::figures::label;
use super::indicators::{as_of, rounded};
use super::report::{between, format, name, periods, said, saved};
use crate::page::{Answer, Here, Page, ask};
use crate::words::{Words, code_key};
use map::{Map, map};

/// More indicators than there are.
const ALL: i32 = 1_000;
/// Whose parts are the sectors of the pathway out.
const GAPS: &str = "indicators/service_gaps";

/// A heading with its unit, and what it comes to in each commune.
type Row = (String, Vec<String>);

#[derive(Template)]
#[template(path = "communes.html")]
struct CommunesPage {
    page: Page,
    period: String,
    title: String,
    week: String,
    periods: Vec<(String, String)>,
    communes: Vec<String>,
    rows: Vec<Row>,
    map: Map,
    trends: Vec<Trend>,
}

/// A figure month by month.
struct Trend {
    title: String,
    /// A month, and what it came to in each commune.
    months: Vec<Row>,
    /// Of each commune of which nothing was counted in any month, that.
    nothing: Vec<String>,
}

/// The comparison over the last whole quarter, unless she asks for another time.
pub(crate) async fn show(here: Here) -> Answer {
    let periods = periods(&here);
    let period = match here.query("period") {
        empty if empty.is_empty() => periods.first().map_or_else(String::new, |one| one.0.clone()),
        given => given,
    };
    let message = GetComparisonRequest { period: period.clone(), week: String::new() };
    let compared =
        ask!(here, reports.get_comparison, message).await?.comparison.unwrap_or_default();
    let catalogue = ListIndicatorsRequest { page_size: ALL, page_token: String::new() };
    let catalogue = ask!(here, indicators.list_indicators, catalogue).await?.indicators;
    let known: BTreeMap<&str, &Indicator> =
        catalogue.iter().map(|one| (one.name.as_str(), one)).collect();
    let communes = &compared.communes;
    let mut rows = figures(here.words, &known, communes);
    rows.extend(times(here.words, &known, communes));
    rows.extend(gaps(here.words, &known, communes));
    rows.extend(outreach(here.words, communes));
    Ok(here.show(&CommunesPage {
        page: here.page("title-figures"),
        title: name(here.words, &period),
        week: as_of(here.words, &compared.week),
        communes: communes.iter().map(|one| code(one).to_owned()).collect(),
        rows,
        map: map(here.words, communes),
        trends: trends(here.words, &known, communes),
        period,
        periods,
    }))
}

/// The comparison as a file.
pub(crate) async fn download(here: Here) -> Answer {
    let message = DownloadComparisonRequest {
        period: here.query("period"),
        week: String::new(),
        format: format(&here).into(),
    };
    let file = ask!(here, reports.download_comparison, message).await?;
    Ok(saved(file.content, file.media_type, &file.file_name))
}

fn code(commune: &CommuneFigures) -> &str {
    commune.centre.rsplit('/').next().unwrap_or_default()
}

/// Counts and shares.
fn figures(
    words: Words,
    known: &BTreeMap<&str, &Indicator>,
    communes: &[CommuneFigures],
) -> Vec<Row> {
    let first = communes.first().map_or(&[][..], |commune| commune.figures.as_slice());
    let mut rows = Vec::new();
    for (at, figure) in first.iter().enumerate() {
        let of = figure.value.as_ref().and_then(|value| known.get(value.indicator.as_str()));
        let Some(indicator) = of else { continue };
        let unit = match indicator.unit() {
            Unit::Share => "communes-unit-share",
            Unit::Average => "communes-unit-average",
            Unit::Count | Unit::Unspecified => "communes-unit-count",
        };
        let cells = communes.iter().filter_map(|commune| commune.figures.get(at));
        let cells = cells.map(|figure| said(words, indicator, figure));
        rows.push((words.fill(unit, &[("title", indicator.title.as_str())]), cells.collect()));
    }
    rows
}

/// Of each answer, in which time half had it, and how many had it within 72 hours.
fn times(
    words: Words,
    known: &BTreeMap<&str, &Indicator>,
    communes: &[CommuneFigures],
) -> Vec<Row> {
    let first = communes.first().map_or(&[][..], |commune| commune.times.as_slice());
    let mut rows = Vec::new();
    for (at, time) in first.iter().enumerate() {
        let title = known.get(time.indicator.as_str()).map_or("", |one| one.title.as_str());
        let row = |key: &str, cell: fn(Words, &ResponseFigure) -> String| {
            let times = communes.iter().filter_map(|commune| commune.times.get(at));
            let cells = times.map(|time| cell(words, time)).collect();
            (words.fill(key, &[("title", title)]), cells)
        };
        rows.push(row("communes-median", median));
        rows.push(row("communes-within-72", |words, time| {
            rate(words, time.now.as_ref().and_then(|now| now.within_72_hours.as_ref()))
        }));
    }
    rows
}

fn median(words: Words, time: &ResponseFigure) -> String {
    let Some(now) = &time.now else { return words.say("indicator-withheld") };
    let hours = now.median_hours.to_string();
    words.fill(&code_key("median", now.median().as_str_name()), &[("hours", hours.as_str())])
}

/// How often no service was available: over all sectors that are told, and in each.
fn gaps(words: Words, known: &BTreeMap<&str, &Indicator>, communes: &[CommuneFigures]) -> Vec<Row> {
    let all = communes.iter().map(|commune| {
        let all = commune.all_gaps.as_ref();
        let told = all.is_some_and(|all| all.part.is_some());
        let mark = if told && commune.withheld_sectors > 0 { " *" } else { "" };
        format!("{}{mark}", rate(words, all))
    });
    let mut rows = vec![(words.say("communes-gap-all"), all.collect())];
    let sectors = known.get(GAPS).map_or(&[][..], |indicator| indicator.parts.as_slice());
    for sector in sectors {
        let cells = communes.iter().map(|commune| {
            let gap = commune.gaps.iter().find(|gap| gap.sector == sector.code);
            rate(words, gap.and_then(|gap| gap.now.as_ref()))
        });
        let title = words.fill("communes-gap", &[("sector", sector.label.as_str())]);
        rows.push((title, cells.collect()));
    }
    rows
}

/// A rate with its interval, as [`said`] tells a share.
fn rate(words: Words, rate: Option<&ReportRate>) -> String {
    let (part, whole) = (rate.and_then(|one| one.part), rate.and_then(|one| one.whole));
    match (part, whole) {
        (None, _) => words.say("indicator-withheld"),
        (Some(part), None) => {
            words.fill("communes-rate-withheld", &[("part", part.to_string().as_str())])
        }
        (Some(_), Some(whole)) if whole <= 0 => words.say("indicator-none"),
        (Some(part), Some(whole)) => {
            let percent = rounded(part.saturating_mul(100), whole).to_string();
            let (part, whole) = (part.to_string(), whole.to_string());
            let values =
                [("part", part.as_str()), ("whole", whole.as_str()), ("percent", percent.as_str())];
            between(
                words,
                words.fill("indicator-share", &values),
                rate.and_then(|one| one.interval),
            )
        }
    }
}

fn outreach(words: Words, communes: &[CommuneFigures]) -> Vec<Row> {
    let row = |key: &str, number: fn(&OutreachFigure) -> Option<i64>| {
        let cell = |commune: &CommuneFigures| {
            let number = commune.outreach.as_ref().and_then(number);
            number.map_or_else(|| words.say("indicator-none"), |number| number.to_string())
        };
        (words.say(key), communes.iter().map(cell).collect())
    };
    vec![
        row("communes-held", |one| Some(one.held)),
        row("communes-people", |one| Some(one.people)),
        row("communes-cost", |one| (one.held > 0).then(|| rounded(one.cost, one.held))),
    ]
}

/// Each trend as a table of months and communes.
fn trends(
    words: Words,
    known: &BTreeMap<&str, &Indicator>,
    communes: &[CommuneFigures],
) -> Vec<Trend> {
    let first = communes.first().map_or(&[][..], |commune| commune.trends.as_slice());
    let mut trends: Vec<Trend> = Vec::new();
    for part in first.chunk_by(|one, other| one.indicator == other.indicator) {
        let Some(indicator) = part.first().map(|one| one.indicator.as_str()) else { continue };
        let of = |commune: &CommuneFigures, month: &str| {
            let mut values = commune.trends.iter();
            values.find(|one| one.indicator == indicator && one.month == month)?.numerator
        };
        let withheld = || words.say("indicator-withheld");
        let month = |month: &str| {
            let told = communes.iter().map(|commune| of(commune, month));
            let cells = told.map(|count| count.map_or_else(withheld, |count| count.to_string()));
            (label(words, month), cells.collect())
        };
        let nothing = communes
            .iter()
            .filter(|&commune| part.iter().all(|one| of(commune, &one.month) == Some(0)));
        let title = known.get(indicator).map_or("", |one| one.title.as_str());
        trends.push(Trend {
            title: words.fill("communes-trend", &[("title", title)]),
            months: part.iter().map(|one| month(&one.month)).collect(),
            nothing: nothing
                .map(|commune| words.fill("communes-no-trend", &[("commune", code(commune))]))
                .collect(),
        });
    }
    trends
}
