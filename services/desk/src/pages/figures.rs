//! Figures, month by month: a table, and bars drawn by the server.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1::{GetFiguresRequest, GetFiguresResponse};
use time::Date;

use super::responses::{Section, section};
use crate::page::{Answer, Here, Page, ask};
use crate::words::Words;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    page: Page,
    from: String,
    to: String,
    rows: Vec<Row>,
    bars: Vec<Bar>,
    by_type: Vec<(String, i64)>,
    by_need: Vec<(String, i64)>,
    responses: Section,
}

/// One month.
#[derive(Default)]
struct Row {
    label: String,
    opened: i64,
    closed: i64,
    follow_ups: i64,
    incidents: i64,
    sent: i64,
    accepted: i64,
    completed: i64,
}

/// One bar, in units of the picture (100 high).
struct Bar {
    x: usize,
    y: i64,
    height: i64,
    label: String,
    count: i64,
}

/// The figures of the centre, the last twelve months unless she asks for others.
pub(crate) async fn show(here: Here) -> Answer {
    let today = here.desk.env.clock.now().to_datetime().date();
    let wish = |name: &str, otherwise: String| match here.query(name) {
        empty if empty.is_empty() => otherwise,
        given => given,
    };
    let from = wish("from", month_before(today, 11));
    let to = wish("to", month_before(today, 0));
    let message = GetFiguresRequest {
        parent: here.centre()?,
        from_month: from.clone(),
        to_month: to.clone(),
    };
    let figures = ask!(here, statistics.get_figures, message).await?;
    let responses = section(&here, &from, &to).await?;
    let rows = rows(here.words, &figures);
    let page = here.page("title-figures");
    Ok(here.show(&FiguresPage {
        page,
        from,
        to,
        bars: bars(&rows),
        rows,
        by_type: by_type(here.words, &figures),
        by_need: by_need(here.words, &figures),
        responses,
    }))
}

/// `YYYY-MM` of the month so many months ago.
pub(super) fn month_before(today: Date, months: i32) -> String {
    let count = today.year() * 12 + i32::from(u8::from(today.month())) - 1 - months;
    format!("{:04}-{:02}", count.div_euclid(12), count.rem_euclid(12) + 1)
}

fn rows(words: Words, figures: &GetFiguresResponse) -> Vec<Row> {
    let mut months: BTreeSet<&str> = figures.cases.iter().map(|one| one.month.as_str()).collect();
    months.extend(figures.incidents.iter().map(|one| one.month.as_str()));
    months.extend(figures.referrals.iter().map(|one| one.month.as_str()));
    let row = |month: &str| {
        let mut row = Row { label: label(words, month), ..Row::default() };
        for one in figures.cases.iter().filter(|one| one.month == month) {
            row.opened += one.opened;
            row.closed += one.closed;
            row.follow_ups += one.follow_ups;
        }
        let incidents = figures.incidents.iter().filter(|one| one.month == month);
        row.incidents = incidents.map(|one| one.count).sum();
        for one in figures.referrals.iter().filter(|one| one.month == month) {
            match one.state() {
                State::Sent => row.sent += one.count,
                State::Accepted => row.accepted += one.count,
                State::Completed => row.completed += one.count,
                // What lies between and beside is in the indicators.
                _ => {}
            }
        }
        row
    };
    months.into_iter().map(row).collect()
}

pub(super) fn label(words: Words, month: &str) -> String {
    let Some((year, number)) = month.split_once('-') else { return month.to_owned() };
    let name = words.find(&format!("month-{}", number.trim_start_matches('0')));
    name.map_or_else(|| month.to_owned(), |name| format!("{name} {year}"))
}

fn bars(rows: &[Row]) -> Vec<Bar> {
    let most = rows.iter().map(|row| row.opened).max().unwrap_or_default().max(1);
    let bar = |(at, row): (usize, &Row)| {
        let height = row.opened.saturating_mul(100) / most;
        Bar { x: at * 26 + 2, y: 100 - height, height, label: row.label.clone(), count: row.opened }
    };
    rows.iter().enumerate().map(bar).collect()
}

fn by_type(words: Words, figures: &GetFiguresResponse) -> Vec<(String, i64)> {
    let mut counts: BTreeMap<i32, i64> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for one in &figures.incidents {
        *counts.entry(one.r#type).or_default() += one.count;
        names.insert(one.r#type, words.code("incident-type", one.r#type().as_str_name()));
    }
    counted(&counts, names)
}

fn by_need(words: Words, figures: &GetFiguresResponse) -> Vec<(String, i64)> {
    let mut counts: BTreeMap<i32, i64> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for one in figures.referrals.iter().filter(|one| one.state() == State::Sent) {
        *counts.entry(one.need).or_default() += one.count;
        names.insert(one.need, words.code("need", one.need().as_str_name()));
    }
    counted(&counts, names)
}

fn counted(counts: &BTreeMap<i32, i64>, names: BTreeMap<i32, String>) -> Vec<(String, i64)> {
    names
        .into_iter()
        .map(|(code, name)| (name, counts.get(&code).copied().unwrap_or_default()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_back_over_the_year() {
        let day = Date::from_calendar_date(2026, time::Month::March, 5).unwrap();
        assert_eq!(month_before(day, 0), "2026-03");
        assert_eq!(month_before(day, 11), "2025-04");
        assert_eq!(month_before(day, 3), "2025-12");
    }
}
