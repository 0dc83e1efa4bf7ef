//! Where everything stands: one column, a chart under each figure that has parts.

use super::chart::length;
use super::face::{Faces, Style};
use super::page::{FOOT, HEIGHT, MARGIN, WIDTH};
use crate::reporting::Document;
use crate::reporting::document::{Block, Part, Trend, grouped};

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
const BARS: f32 = 170.0;
/// How high a trend's columns are.
const COLUMNS: f32 = 70.0;
/// From one month of a trend to the next.
const STEP: f32 = 40.0;

/// What stands on every page.
pub(super) fn pages(document: &Document, faces: &Faces) -> Vec<Page> {
    let mut sheet = Sheet { document, faces, pages: vec![Page::default()], y: MARGIN };
    sheet.head();
    for trend in &document.trends {
        sheet.trend(trend);
    }
    for section in &document.sections {
        sheet.heading(&section.title);
        for block in &section.blocks {
            sheet.block(block);
        }
    }
    sheet.pages
}

struct Sheet<'a> {
    document: &'a Document,
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
        self.text(Style::Title, &self.document.title);
        self.text(Style::Body, &self.document.subtitle);
        for note in &self.document.notes {
            self.text(Style::Small, note);
        }
        self.legend();
    }

    /// Which bar is of which period.
    fn legend(&mut self) {
        self.y += 20.0;
        let y = self.y;
        let [now, before] = &self.document.legend;
        let periods = [(Shade::Now, now.clone()), (Shade::Before, before.clone())];
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
        let said = match block.said.as_str() {
            "" => Vec::new(),
            said => self.faces.wrapped(Style::Body, said, WIDTH - 2.0 * MARGIN),
        };
        let titles = self.faces.wrapped(Style::Label, &block.title, WIDTH - 2.0 * MARGIN);
        let lines: f32 = said.iter().chain(&titles).map(|_| Style::Body.leading()).sum();
        let rows: f32 = parts.iter().map(|part| self.row_height(part)).sum();
        self.y += 5.0;
        // A block that no page holds goes on on the next.
        self.room((lines + rows + 4.0).min(HEIGHT / 2.0));
        self.text(Style::Label, &block.title);
        if !block.said.is_empty() {
            self.text(Style::Body, &block.said);
        }
        let counts = parts.iter().flat_map(|part| part.bars).flatten();
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

    /// A part: its label, a bar of this period above one of the period before, and what it comes to.
    fn row(&mut self, part: &Part, most: i64) {
        self.room(self.row_height(part));
        let top = self.y + 2.0;
        for label in self.labels(part) {
            self.y += Style::Small.leading();
            self.put(MARGIN + 8.0, self.y, Style::Small, label);
        }
        self.y += 3.0;
        let x = MARGIN + LABELS;
        let [now, before] = part.bars.map(|bar| bar.map_or(0.0, |count| length(count, most, BARS)));
        self.bar((x, top), (now, 6.0), Shade::Now);
        self.bar((x, top + 6.5), (before, 3.0), Shade::Before);
        // What is told in many words stands where the longest bar would end, or under it.
        let room = WIDTH - MARGIN - x - now.max(before) - 5.0;
        let place = if self.faces.width(Style::Small, &part.said) <= room {
            x + now.max(before) + 5.0
        } else {
            WIDTH - MARGIN - self.faces.width(Style::Small, &part.said)
        };
        self.put(place, top + 7.0, Style::Small, part.said.clone());
    }

    /// Twelve columns; a month that is withheld has none, and says so.
    fn trend(&mut self, trend: &Trend) {
        self.room(Style::Label.leading() + COLUMNS + 46.0);
        self.y += 6.0;
        self.text(Style::Label, &trend.title);
        let foot = self.y + 16.0 + COLUMNS;
        let most = trend.columns.iter().filter_map(|(_, count)| *count).max().unwrap_or(0);
        let mut x = MARGIN;
        for (name, count) in &trend.columns {
            let height = count.map_or(0.0, |count| length(count, most, COLUMNS));
            self.bar((x + 4.0, foot - height), (STEP - 14.0, height), Shade::Now);
            let number =
                count.map_or_else(|| "–".to_owned(), |count| grouped(self.document.locale, count));
            let middle = |sheet: &Self, text: &str| {
                x + 4.0 + (STEP - 14.0 - sheet.faces.width(Style::Small, text)) / 2.0
            };
            let place = middle(self, &number);
            self.put(place, foot - height - 3.0, Style::Small, number);
            let place = middle(self, name);
            self.put(place, foot + 11.0, Style::Small, name.clone());
            x += STEP;
        }
        self.bar((MARGIN, foot), (STEP * 12.0, 0.6), Shade::Rule);
        self.y = foot + 18.0;
    }
}

/// A part that is nothing in both periods needs no line.
fn shows(part: &Part) -> bool {
    let [now, before] = part.bars;
    now != Some(0) || before.is_some_and(|before| before > 0)
}
