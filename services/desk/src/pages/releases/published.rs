//! One release, as analysts receive it.

use askama::Template;
use axum::extract::Path;
use sentier_proto::statistics::v1::{GetReleaseRequest, ReleaseCell};

use super::file::files;
use crate::page::{Answer, Here, Page, ask};

#[derive(Template)]
#[template(path = "release.html")]
struct ReleasePage {
    page: Page,
    table: String,
    period: String,
    noise: String,
    rows: Vec<Row>,
    /// What it may be saved as: a name of its form, and what the link says.
    files: Vec<(&'static str, String)>,
    id: String,
}

struct Row {
    label: String,
    noisy: i64,
    estimate: String,
    interval: String,
}

/// The table of a release, with its noise and intervals.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    let name = Here::named::<1>("releases/*", format!("releases/{id}"))?;
    let message = GetReleaseRequest { name, subscription: String::new() };
    let release = ask!(here, releases.get_release, message).await?.release.unwrap_or_default();
    let noise = here.words.fill("release-noise", &[("sigma", &tenths(release.sigma))]);
    Ok(here.show(&ReleasePage {
        page: here.page("title-figures"),
        table: here.words.code("release-table", release.table().as_str_name()),
        period: release.period.clone(),
        noise,
        rows: release.cells.iter().map(|cell| row(&here, cell)).collect(),
        files: files(here.words, release.table()),
        id,
    }))
}

fn row(here: &Here, cell: &ReleaseCell) -> Row {
    let words = here.words;
    let mut label = Vec::new();
    if cell.region != 0 {
        label.push(words.code("release-region", cell.region().as_str_name()));
    }
    if cell.r#type != 0 {
        label.push(words.code("incident-type", cell.r#type().as_str_name()));
    }
    if cell.age != 0 {
        label.push(words.code("release-age", cell.age().as_str_name()));
    }
    if cell.perpetrator != 0 {
        label.push(words.code("release-perpetrator", cell.perpetrator().as_str_name()));
    }
    if cell.answer != 0 {
        label.push(words.code("release-answer", cell.answer().as_str_name()));
    }
    if cell.report_delay != 0 {
        label.push(words.code("release-delay", cell.report_delay().as_str_name()));
    }
    if cell.service != 0 {
        label.push(words.code("need", cell.service().as_str_name()));
    }
    if label.is_empty() {
        label.push(words.say("release-whole"));
    }
    Row {
        label: label.join(", "),
        noisy: cell.noisy_count,
        estimate: tenths(cell.estimate),
        interval: format!("{} – {}", tenths(cell.low), tenths(cell.high)),
    }
}

/// Thousandths with one decimal, as French and English tables both read it.
fn tenths(thousandths: i64) -> String {
    let sign = if thousandths < -49 { "−" } else { "" };
    let tenths = (thousandths.unsigned_abs() + 50) / 100;
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}
