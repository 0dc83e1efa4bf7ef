//! The report of a month or a quarter: to read here, and as files.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use sentier_proto::statistics::v1::download_report_request::Format;
use sentier_proto::statistics::v1::indicator::Family;
use sentier_proto::statistics::v1::{
    DownloadReportRequest, GetReportRequest, Indicator, IndicatorValue, ListIndicatorsRequest,
    OutreachFigure, OutreachProgress, Report, ReportFigure, ShareInterval,
};

use super::attachments::disposition;
use super::figures::{label, month_before};
use super::indicators::{FAMILIES, as_of, read, rounded};
use super::outreach::sums::SumTable;
use super::outreach::{counts, sums};
use crate::page::{Answer, Here, Page, ask};
use crate::words::Words;

/// More indicators than there are.
const ALL: i32 = 1_000;

#[derive(Template)]
#[template(path = "centre_report.html")]
struct ReportPage {
    page: Page,
    period: String,
    title: String,
    week: String,
    /// Periods to choose from, and their names.
    periods: Vec<(String, String)>,
    trends: Vec<Trend>,
    sections: Vec<(String, Vec<Row>)>,
    /// Each kind of activity, with what there is to say of it.
    outreach: Vec<(String, Vec<String>)>,
    audience: Vec<(String, i64)>,
    trained: Vec<(String, i64)>,
    costs: Vec<(String, i64)>,
    sums: Vec<SumTable>,
}

/// Twelve columns, in units of the picture (100 high).
struct Trend {
    title: String,
    bars: Vec<Bar>,
}

struct Bar {
    x: usize,
    y: i64,
    height: i64,
    text: String,
}

/// One figure.
struct Row {
    title: String,
    value: String,
    before: String,
    parts: Vec<Part>,
}

/// A part of a figure, and how long its bar is of 100.
struct Part {
    label: String,
    count: String,
    before: String,
    width: i64,
}

/// The report of the last whole quarter, unless she asks for another.
pub(crate) async fn show(here: Here) -> Answer {
    let periods = periods(&here);
    let period = match here.query("period") {
        empty if empty.is_empty() => periods.first().map_or_else(String::new, |one| one.0.clone()),
        given => given,
    };
    let catalogue = ListIndicatorsRequest { page_size: ALL, page_token: String::new() };
    let catalogue = ask!(here, indicators.list_indicators, catalogue).await?.indicators;
    let message =
        GetReportRequest { parent: here.centre()?, period: period.clone(), week: String::new() };
    let report = ask!(here, reports.get_report, message).await?.report.unwrap_or_default();
    let outreach = report.outreach.iter().map(|one| activities(here.words, one, &report.progress));
    Ok(here.show(&ReportPage {
        page: here.page("title-figures"),
        title: name(here.words, &period),
        week: as_of(here.words, &report.week),
        trends: trends(here.words, &catalogue, &report),
        sections: sections(here.words, &catalogue, &report),
        outreach: outreach.collect(),
        audience: counts::audience(here.words, &report.audience),
        trained: counts::trained(here.words, &report.trained),
        costs: counts::costs(here.words, &report.costs),
        sums: sums::tables(here.words, &report.by_funder, &report.by_theme, &report.by_commune),
        period,
        periods,
    }))
}

/// The report as a file.
pub(crate) async fn download(here: Here) -> Answer {
    let format = format(&here);
    let message = DownloadReportRequest {
        parent: here.centre()?,
        period: here.query("period"),
        week: String::new(),
        format: format.into(),
    };
    let file = ask!(here, reports.download_report, message).await?;
    Ok(saved(file.content, file.media_type, &file.file_name))
}

/// A file that the browser saves and does not show.
pub(super) fn saved(content: Vec<u8>, media_type: String, name: &str) -> Response {
    let mut response = Response::new(Body::from(content));
    let said = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition(name)),
        (header::CACHE_CONTROL, "no-store, private".to_owned()),
    ];
    for (name, value) in said {
        if let Ok(value) = HeaderValue::from_str(value.as_str()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// What kind of file a link asks for.
pub(super) fn format(here: &Here) -> Format {
    match here.query("format").as_str() {
        "xlsx" => Format::Xlsx,
        "csv" => Format::Csv,
        _ => Format::Pdf,
    }
}

/// The last four whole quarters, then the last twelve months.
pub(super) fn periods(here: &Here) -> Vec<(String, String)> {
    let today = here.desk.env.clock.now().to_datetime().date();
    let quarter = (i32::from(u8::from(today.month())) - 1) / 3;
    let quarters = (1..=4).map(|back| {
        let count = today.year() * 4 + quarter - back;
        format!("{:04}-Q{}", count.div_euclid(4), count.rem_euclid(4) + 1)
    });
    let months = (0..12).map(|back| month_before(today, back));
    quarters.chain(months).map(|period| (period.clone(), name(here.words, &period))).collect()
}

/// `Trimestre 4 de 2026`, `novembre 2026`.
pub(super) fn name(words: Words, period: &str) -> String {
    match period.split_once("-Q") {
        Some((year, quarter)) => words.fill("quarter", &[("quarter", quarter), ("year", year)]),
        None => label(words, period),
    }
}

fn sections(words: Words, catalogue: &[Indicator], report: &Report) -> Vec<(String, Vec<Row>)> {
    let figures: BTreeMap<&str, &ReportFigure> = report
        .figures
        .iter()
        .filter_map(|one| Some((one.value.as_ref()?.indicator.as_str(), one)))
        .collect();
    let section = |family: &Family| {
        let of = catalogue.iter().filter(|one| one.family() == *family);
        let rows = of.filter_map(|one| Some(row(words, one, figures.get(one.name.as_str())?)));
        (words.code("indicators", family.as_str_name()), rows.collect())
    };
    FAMILIES.iter().map(section).collect()
}

fn row(words: Words, indicator: &Indicator, figure: &ReportFigure) -> Row {
    let before = figure.before.as_ref();
    Row {
        title: indicator.title.clone(),
        value: said(words, indicator, figure),
        before: before.map_or_else(String::new, |value| read(words, indicator.unit(), value)),
        parts: parts(words, indicator, figure),
    }
}

/// What a figure comes to, with its interval.
pub(super) fn said(words: Words, indicator: &Indicator, figure: &ReportFigure) -> String {
    let Some(value) = &figure.value else { return String::new() };
    between(words, read(words, indicator.unit(), value), figure.interval)
}

/// A share in words, and its interval.
pub(super) fn between(words: Words, value: String, interval: Option<ShareInterval>) -> String {
    let Some(interval) = interval else { return value };
    let (low, high) = (interval.low_permille.into(), interval.high_permille.into());
    let (low, high) = (rounded(low, 10).to_string(), rounded(high, 10).to_string());
    let between = words.fill("report-interval", &[("low", &low), ("high", &high)]);
    format!("{value} · {between}")
}

/// The parts that are not nothing.
fn parts(words: Words, indicator: &Indicator, figure: &ReportFigure) -> Vec<Part> {
    let find = |of: Option<&IndicatorValue>, code: &str| {
        let cells = of.into_iter().flat_map(|value| &value.cells);
        cells.filter(|cell| cell.code == code).find_map(|cell| cell.count)
    };
    let cells = figure.value.iter().flat_map(|value| &value.cells);
    let most = cells.filter_map(|cell| cell.count).max().unwrap_or(0).max(1);
    let said = |count: Option<i64>| {
        count.map_or_else(|| words.say("indicator-withheld"), |count| count.to_string())
    };
    let part = |part: &sentier_proto::statistics::v1::IndicatorPart| {
        let count = find(figure.value.as_ref(), &part.code);
        let before = find(figure.before.as_ref(), &part.code);
        let nothing = count == Some(0) && before.unwrap_or(0) == 0;
        (!nothing).then(|| Part {
            label: part.label.clone(),
            count: said(count),
            before: said(before),
            width: count.unwrap_or(0).saturating_mul(100) / most,
        })
    };
    indicator.parts.iter().filter_map(part).collect()
}

fn trends(words: Words, catalogue: &[Indicator], report: &Report) -> Vec<Trend> {
    let mut months: BTreeMap<&str, Vec<&IndicatorValue>> = BTreeMap::new();
    for value in &report.trends {
        months.entry(value.indicator.as_str()).or_default().push(value);
    }
    let title = |of: &str| {
        let found = catalogue.iter().find(|one| one.name == of);
        found.map_or_else(String::new, |one| one.title.clone())
    };
    months
        .into_iter()
        .map(|(of, values)| Trend { title: title(of), bars: bars(words, &values) })
        .collect()
}

fn bars(words: Words, values: &[&IndicatorValue]) -> Vec<Bar> {
    let most = values.iter().filter_map(|value| value.numerator).max().unwrap_or(0).max(1);
    let bar = |(at, value): (usize, &&IndicatorValue)| {
        let height = value.numerator.unwrap_or(0).saturating_mul(100) / most;
        let count = value
            .numerator
            .map_or_else(|| words.say("indicator-withheld"), |count| count.to_string());
        let text = format!("{} : {count}", label(words, &value.month));
        Bar { x: at * 26 + 2, y: 100 - height, height, text }
    };
    values.iter().enumerate().map(bar).collect()
}

/// One kind of activity: what was held, of what was planned where anything was, and how far the year's target is
/// reached.
fn activities(
    words: Words,
    one: &OutreachFigure,
    progress: &[OutreachProgress],
) -> (String, Vec<String>) {
    let number = |number: i64| number.to_string();
    let (held, planned, people) = (number(one.held), number(one.planned), number(one.people));
    let each = if one.held > 0 { rounded(one.cost, one.held) } else { 0 };
    let (cost, each) = (number(one.cost), number(each));
    let values = [
        ("held", held.as_str()),
        ("planned", planned.as_str()),
        ("people", people.as_str()),
        ("cost", cost.as_str()),
        ("each", each.as_str()),
    ];
    let mut lines = vec![words.fill("report-activities", &values)];
    if one.held > 0 {
        let plans = [
            ("report-plan-people", &people, one.people_planned),
            ("report-plan-cost", &cost, one.budget),
        ];
        for (key, done, meant) in plans.into_iter().filter(|(_, _, meant)| *meant > 0) {
            let meant = number(meant);
            lines.push(words.fill(key, &[("done", done.as_str()), ("meant", meant.as_str())]));
        }
    }
    let target = progress.iter().find(|target| target.kind() == one.kind());
    lines.extend(target.map(|target| sums::progress(words, target)));
    (words.code("activity-kind", one.kind().as_str_name()), lines)
}
