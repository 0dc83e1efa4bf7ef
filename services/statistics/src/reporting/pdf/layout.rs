//! Where everything stands: one column, a chart under each figure that has parts.

use sentier_statistics_domain::indicators::Indicator;
use sentier_statistics_domain::value::Month;

use super::chart::length;
use super::face::{Faces, Style};
use super::page::{FOOT, HEIGHT, MARGIN, WIDTH};
use crate::reporting::Paper;
use crate::reporting::lines::{Block, Part, grouped};

/// A text; its place is that of its first letter's foot.
pub(super) struct Line {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) style: Style,
    pub(super) text: String,
}

/// How a rectangle is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shade {
    /// This period.
    Now,
    /// The one before.
    Before,
    /// A rule between sections.
    Rule,
}

/// A filled rectangle; its place is its upper left corner.
pub(super) struct Bar {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) shade: Shade,
}

/// What stands on a page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) bars: Vec<Bar>,
}

/// Where bars begin, beside the labels of the parts.
const LABELS: f32 = 190.0;
/// How long the longest bar is.
const BARS: f32 = 220.0;
/// How high a trend's columns are.
const COLUMNS: f32 = 70.0;
/// From one month of a trend to the next.
const STEP: f32 = 40.0;

/// What stands on every page.
pub(super) fn pages(paper: &Paper, faces: &Faces) -> Vec<Page> {
    let mut sheet = Sheet { paper, faces, pages: vec![Page::default()], y: MARGIN };
    sheet.head();
    for (indicator, months) in &paper.report.trends {
        sheet.trend(*indicator, months);
    }
    for section in paper.sections() {
        sheet.heading(&section.title);
        for block in &section.blocks {
            sheet.block(block);
        }
    }
    sheet.pages
}

struct Sheet<'a> {
    paper: &'a Paper,
    faces: &'a Faces,
    pages: Vec<Page>,
    /// How far the page is filled.
    y: f32,
}

impl Sheet<'_> {
    /// Begins a page where less than this is left.
    fn room(&mut self, needed: f32) {
        if self.y + needed > HEIGHT - FOOT {
            self.pages.push(Page::default());
            self.y = MARGIN;
        }
    }

    fn put(&mut self, x: f32, y: f32, style: Style, text: String) {
        if let Some(page) = self.pages.last_mut() {
            page.lines.push(Line { x, y, style, text });
        }
    }

    fn bar(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), shade: Shade) {
        if let Some(page) = self.pages.last_mut() {
            page.bars.push(Bar { x, y, width, height, shade });
        }
    }

    fn text(&mut self, style: Style, text: &str) {
        for line in self.faces.wrapped(style, text, WIDTH - 2.0 * MARGIN) {
            self.room(style.leading());
            self.y += style.leading();
            self.put(MARGIN, self.y, style, line);
        }
    }

    fn head(&mut self) {
        self.text(Style::Title, &self.paper.title());
        self.text(Style::Body, &self.paper.subtitle());
        for note in self.paper.notes() {
            self.text(Style::Small, &note);
        }
        self.legend();
    }

    /// Which bar is of which period.
    fn legend(&mut self) {
        self.y += 20.0;
        let y = self.y;
        let periods = [
            (Shade::Now, self.paper.period_name(self.paper.report.period)),
            (Shade::Before, self.paper.before_label()),
        ];
        let mut x = MARGIN;
        for (shade, name) in periods {
            self.bar((x, y - 7.0), (10.0, 7.0), shade);
            let after = x + 14.0 + self.faces.width(Style::Small, &name) + 20.0;
            self.put(x + 14.0, y, Style::Small, name);
            x = after;
        }
        self.y += 6.0;
    }

    fn heading(&mut self, title: &str) {
        self.y += 8.0;
        self.room(120.0);
        self.text(Style::Heading, title);
        self.y += 3.0;
        let y = self.y;
        self.bar((MARGIN, y), (WIDTH - 2.0 * MARGIN, 0.8), Shade::Rule);
        self.y += 4.0;
    }

    /// A figure on one page, with its parts where it has any that are above zero or withheld.
    fn block(&mut self, block: &Block) {
        let parts: Vec<&Part> = block.parts.iter().filter(|part| shows(part)).collect();
        let said = self.faces.wrapped(Style::Body, &block.said, WIDTH - 2.0 * MARGIN);
        let titles = self.faces.wrapped(Style::Label, &block.title, WIDTH - 2.0 * MARGIN);
        let lines: f32 = said.iter().chain(&titles).map(|_| Style::Body.leading()).sum();
        let rows: f32 = parts.iter().map(|part| self.row_height(part)).sum();
        self.y += 5.0;
        self.room(lines + rows + 4.0);
        self.text(Style::Label, &block.title);
        self.text(Style::Body, &block.said);
        let counts = parts.iter().flat_map(|part| [part.count, part.before]).flatten();
        let most = counts.max().unwrap_or(0);
        self.y += 2.0;
        for part in parts {
            self.row(part, most);
        }
    }

    fn labels(&self, part: &Part) -> Vec<String> {
        self.faces.wrapped(Style::Small, &part.label, LABELS - 10.0)
    }

    fn row_height(&self, part: &Part) -> f32 {
        self.labels(part).iter().map(|_| Style::Small.leading()).sum::<f32>() + 3.0
    }

    /// A part: its label, a bar of this period above one of the period before, and the number.
    fn row(&mut self, part: &Part, most: i64) {
        let top = self.y + 2.0;
        for label in self.labels(part) {
            self.y += Style::Small.leading();
            self.put(MARGIN + 8.0, self.y, Style::Small, label);
        }
        self.y += 3.0;
        let x = MARGIN + LABELS;
        let now = part.count.map(|count| length(count, most, BARS));
        let before = part.before.map(|count| length(count, most, BARS));
        self.bar((x, top), (now.unwrap_or(0.0), 6.0), Shade::Now);
        self.bar((x, top + 6.5), (before.unwrap_or(0.0), 3.0), Shade::Before);
        let end = now.unwrap_or(0.0).max(before.unwrap_or(0.0));
        let number = |count: Option<i64>| {
            count.map_or_else(|| self.paper.withheld(), |count| grouped(self.paper.locale, count))
        };
        let text = format!("{} ({})", number(part.count), number(part.before));
        self.put(x + end + 5.0, top + 7.0, Style::Small, text);
    }

    /// Twelve columns; a month that is withheld has none, and says so.
    fn trend(&mut self, indicator: Indicator, months: &[(Month, Option<i64>)]) {
        self.room(Style::Label.leading() + COLUMNS + 46.0);
        self.y += 6.0;
        self.text(Style::Label, &self.paper.trend_title(indicator));
        let foot = self.y + 16.0 + COLUMNS;
        let most = months.iter().filter_map(|(_, count)| *count).max().unwrap_or(0);
        let mut x = MARGIN;
        for (month, count) in months {
            let height = count.map_or(0.0, |count| length(count, most, COLUMNS));
            self.bar((x + 4.0, foot - height), (STEP - 14.0, height), Shade::Now);
            let number = count.map_or_else(
                || "–".to_owned(),
                |count| grouped(self.paper.locale, count),
            );
            let middle = |sheet: &Self, text: &str| {
                x + 4.0 + (STEP - 14.0 - sheet.faces.width(Style::Small, text)) / 2.0
            };
            let place = middle(self, &number);
            self.put(place, foot - height - 3.0, Style::Small, number);
            let name = self.paper.month_short(*month);
            let place = middle(self, &name);
            self.put(place, foot + 11.0, Style::Small, name);
            x += STEP;
        }
        self.bar((MARGIN, foot), (STEP * 12.0, 0.6), Shade::Rule);
        self.y = foot + 18.0;
    }
}

/// A part that is nothing in both periods needs no line.
fn shows(part: &Part) -> bool {
    part.count != Some(0) || part.before.is_some_and(|before| before > 0)
}
