//! The communes of the installation beside each other, where its owners allow it.

use std::collections::BTreeMap;

use askama::Template;
use sentier_proto::statistics::v1::{
    CommuneFigures, DownloadComparisonRequest, GetComparisonRequest, Indicator,
    ListIndicatorsRequest,
};

use super::indicators::as_of;
use super::report::{format, name, periods, said, saved};
use crate::page::{Answer, Here, Page, ask};
use crate::words::Words;

/// More indicators than there are.
const ALL: i32 = 1_000;
/// Whose parts are the services that are not available.
const GAPS: &str = "indicators/service_gaps";

#[derive(Template)]
#[template(path = "communes.html")]
struct CommunesPage {
    page: Page,
    period: String,
    title: String,
    week: String,
    periods: Vec<(String, String)>,
    communes: Vec<String>,
    /// A figure, and what it comes to in each commune.
    rows: Vec<(String, Vec<String>)>,
    tiles: Vec<Tile>,
    /// How many tiles stand in a row.
    width: usize,
    /// How many rows of tiles there are.
    height: usize,
}

/// A commune on the map of tiles.
struct Tile {
    x: usize,
    y: usize,
    label: String,
    /// How dark, 0 to 100; absent when withheld.
    shade: Option<i64>,
    text: String,
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
    let width = (1..=compared.communes.len())
        .find(|width| width * width >= compared.communes.len())
        .unwrap_or(1);
    Ok(here.show(&CommunesPage {
        page: here.page("title-figures"),
        title: name(here.words, &period),
        week: as_of(here.words, &compared.week),
        communes: compared.communes.iter().map(|one| code(one).to_owned()).collect(),
        rows: rows(here.words, &catalogue, &compared.communes),
        tiles: tiles(here.words, &compared.communes, width),
        width,
        height: compared.communes.len().div_ceil(width),
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

fn rows(
    words: Words,
    catalogue: &[Indicator],
    communes: &[CommuneFigures],
) -> Vec<(String, Vec<String>)> {
    let known: BTreeMap<&str, &Indicator> =
        catalogue.iter().map(|one| (one.name.as_str(), one)).collect();
    let compared = communes.first().map_or(&[][..], |commune| commune.figures.as_slice());
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (at, figure) in compared.iter().enumerate() {
        let of = figure.value.as_ref().and_then(|value| known.get(value.indicator.as_str()));
        let Some(indicator) = of else { continue };
        let figures = communes.iter().filter_map(|commune| commune.figures.get(at));
        let cells = figures.map(|figure| said(words, indicator, figure));
        rows.push((indicator.title.clone(), cells.collect()));
    }
    let outreach =
        |key: &str, number: fn(&sentier_proto::statistics::v1::OutreachFigure) -> i64| {
            let cell =
                |commune: &CommuneFigures| commune.outreach.as_ref().map_or(0, number).to_string();
            (words.say(key), communes.iter().map(cell).collect())
        };
    rows.push(outreach("communes-held", |one| one.held));
    rows.push(outreach("communes-people", |one| one.people));
    rows.push(outreach("communes-cost", |one| if one.held > 0 { one.cost / one.held } else { 0 }));
    rows
}

/// The communes as tiles, the darker the more often a service was lacking. Where a sector is withheld, the
/// tile is.
fn tiles(words: Words, communes: &[CommuneFigures], width: usize) -> Vec<Tile> {
    let gaps: Vec<Option<i64>> = communes.iter().map(gaps).collect();
    let most = gaps.iter().flatten().copied().max().unwrap_or(0).max(1);
    let tile = |((at, commune), count): ((usize, &CommuneFigures), &Option<i64>)| {
        let said = count.map_or_else(|| words.say("indicator-withheld"), |count| count.to_string());
        Tile {
            x: at % width * 60,
            y: at / width * 40,
            label: code(commune).to_owned(),
            shade: count.map(|count| count.saturating_mul(100) / most),
            text: format!("{} : {said}", code(commune)),
        }
    };
    communes.iter().enumerate().zip(&gaps).map(tile).collect()
}

fn gaps(commune: &CommuneFigures) -> Option<i64> {
    let values = commune.figures.iter().filter_map(|figure| figure.value.as_ref());
    let value = values.into_iter().find(|value| value.indicator == GAPS)?;
    value.cells.iter().map(|cell| cell.count).sum()
}
