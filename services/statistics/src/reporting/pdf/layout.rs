//! Where everything stands: one column, a chart under each figure that has parts.

use sentier_platform::paper::{self, Faces, Lettering as _, MARGIN, Page, WIDTH};

use super::chart::length;
use super::map;
use super::style::{Shade, Style};
use crate::reporting::Document;
use crate::reporting::document::{Block, Part, Row, Shape, Table, Trend, Words, grouped};

/// What stays empty below, where the page's number stands.
pub(super) const FOOT: f32 = 52.0;
/// The most that is kept together on one page.
const TOGETHER: f32 = paper::HEIGHT / 2.0;
/// What a section's heading takes.
const HEADING: f32 = 30.0;
/// Where bars begin, beside the labels of the parts.
const LABELS: f32 = 190.0;
/// How long the longest bar is, where what stands beside it leaves the room.
const BARS: f32 = 170.0;
/// How long it is at least.
const SHORT: f32 = 40.0;
/// How high a trend's columns are.
const COLUMNS: f32 = 70.0;
/// From one month of a trend to the next.
const STEP: f32 = 40.0;
/// What a trend takes below its title.
const CHART: f32 = COLUMNS + 46.0;

/// What stands on every page.
pub(super) fn pages(document: &Document, faces: &Faces) -> Vec<Page<Style>> {
    let mut sheet = Sheet { document, faces, paper: paper::Sheet::new(FOOT) };
    sheet.head();
    if let Some(map) = &document.map {
        map::drawn(&mut sheet, map);
    }
    for trend in &document.trends {
        sheet.trend(trend);
    }
    for section in &document.sections {
        sheet.heading(&section.title, section.blocks.first());
        for block in &section.blocks {
            sheet.block(block);
        }
    }
    sheet.paper.into_pages()
}

pub(super) struct Sheet<'a> {
    document: &'a Document,
    pub(super) faces: &'a Faces,
    pub(super) paper: paper::Sheet<Style>,
}

impl Sheet<'_> {
    pub(super) fn put(&mut self, x: f32, y: f32, style: Style, text: String) {
        self.paper.put(x, y, style, text);
    }

    pub(super) fn bar(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), shade: Shade) {
        self.paper.bar(paper::Bar { x, y, width, height, color: shade.color() });
    }

    pub(super) fn text(&mut self, style: Style, text: &str) {
        for line in self.faces.wrapped(style, text, WIDTH - 2.0 * MARGIN) {
            self.paper.room(style.leading());
            self.paper.y += style.leading();
            self.put(MARGIN, self.paper.y, style, line);
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
        self.paper.y += 20.0;
        let y = self.paper.y;
        let [now, before] = &self.document.legend;
        let periods = [(Shade::Now, now.clone()), (Shade::Before, before.clone())];
        let mut x = MARGIN;
        for (shade, name) in periods {
            self.bar((x, y - 7.0), (10.0, 7.0), shade);
            let after = x + 14.0 + self.faces.width(Style::Small, &name) + 20.0;
            self.put(x + 14.0, y, Style::Small, name);
            x = after;
        }
        self.paper.y += 6.0;
    }

    /// A section's heading, never alone: its first figure stands below it on the same page.
    fn heading(&mut self, title: &str, first: Option<&Block>) {
        self.paper.y += 8.0;
        let below = first.map_or(0.0, |block| self.block_height(block));
        self.paper.room(HEADING + 5.0 + below);
        self.text(Style::Heading, title);
        self.paper.y += 3.0;
        let y = self.paper.y;
        self.bar((MARGIN, y), (WIDTH - 2.0 * MARGIN, 0.8), Shade::Rule);
        self.paper.y += 4.0;
    }

    /// What a figure comes to in words; one without any number says that there is none.
    fn said(&self, block: &Block) -> String {
        let shown =
            block.parts.iter().any(|part| shows(block, part)) || !block.table.rows.is_empty();
        if block.said.is_empty() && !shown {
            return Words(self.document.locale).say("report-empty");
        }
        block.said.clone()
    }

    /// What a figure takes on a page; one that no page holds goes on on the next.
    fn block_height(&self, block: &Block) -> f32 {
        let room = WIDTH - 2.0 * MARGIN;
        let said = match self.said(block).as_str() {
            "" => 0,
            said => self.faces.wrapped(Style::Body, said, room).len(),
        };
        let titles = self.faces.wrapped(Style::Label, &block.heading(), room).len();
        let lines: f32 = (0..said + titles).map(|_line| Style::Body.leading()).sum();
        let parts = block.parts.iter().filter(|part| shows(block, part));
        let rows: f32 = match block.shape {
            Shape::Columns if said > 0 => 0.0,
            Shape::Columns => CHART + 6.0,
            Shape::Bars | Shape::Each => parts.map(|part| self.row_height(&part.label)).sum(),
        };
        (lines + rows + self.table_height(&block.table) + 4.0).min(TOGETHER)
    }

    /// A figure on one page, with its parts where it has any that are above zero or withheld.
    fn block(&mut self, block: &Block) {
        self.paper.y += 5.0;
        self.paper.room(self.block_height(block));
        if block.shape == Shape::Columns && block.said.is_empty() {
            let columns = block.parts.iter().map(|part| (part.said.clone(), part.numbers.count));
            self.trend(&Trend { title: block.heading(), columns: columns.collect() });
            return;
        }
        self.text(Style::Label, &block.heading());
        let said = self.said(block);
        if !said.is_empty() {
            self.text(Style::Body, &said);
        }
        if block.shape == Shape::Columns {
            return;
        }
        let parts: Vec<&Part> = block.parts.iter().filter(|part| shows(block, part)).collect();
        let counts = parts.iter().flat_map(|part| part.bars).flatten();
        let most = counts.max().unwrap_or(0);
        let longest = self.longest(&parts);
        self.paper.y += 2.0;
        for part in parts {
            self.row(part, most, longest);
        }
        self.table(&block.table);
    }

    /// How long the longest bar of a figure is, so that what is said of each part stands beside its bar.
    fn longest(&self, parts: &[&Part]) -> f32 {
        let said = parts.iter().map(|part| self.faces.width(Style::Small, &part.said));
        let widest = said.fold(0.0, f32::max);
        (WIDTH - 2.0 * MARGIN - LABELS - widest - 5.0).clamp(SHORT, BARS)
    }

    fn labels(&self, label: &str) -> Vec<String> {
        self.faces.wrapped(Style::Small, label, LABELS - 10.0)
    }

    fn row_height(&self, label: &str) -> f32 {
        self.labels(label).iter().map(|_| Style::Small.leading()).sum::<f32>() + 3.0
    }

    /// A part: its label, a bar of this period above one of the period before, and what it comes to.
    fn row(&mut self, part: &Part, most: i64, longest: f32) {
        self.paper.room(self.row_height(&part.label));
        let top = self.paper.y + 2.0;
        for label in self.labels(&part.label) {
            self.paper.y += Style::Small.leading();
            self.put(MARGIN + 8.0, self.paper.y, Style::Small, label);
        }
        self.paper.y += 3.0;
        let x = MARGIN + LABELS;
        let [now, before] =
            part.bars.map(|bar| bar.map_or(0.0, |count| length(count, most, longest)));
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

    /// Columns of numbers beside the names; where they go on on the next page, what they are stands there again.
    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        self.paper.room(self.heads_height(table));
        self.heads(table);
        for row in &table.rows {
            let before = self.paper.y;
            self.paper.room(self.row_height(&row.label));
            if self.paper.y < before {
                self.heads(table);
            }
            self.table_row(row, step(table));
        }
    }

    fn table_height(&self, table: &Table) -> f32 {
        if table.rows.is_empty() {
            return 0.0;
        }
        let rows: f32 = table.rows.iter().map(|row| self.row_height(&row.label)).sum();
        self.heads_height(table) + rows
    }

    fn lines_of_head(&self, words: &str, step: f32) -> Vec<String> {
        self.faces.wrapped(Style::Small, words, step - 6.0)
    }

    fn heads_height(&self, table: &Table) -> f32 {
        let heads = table.columns.iter().map(|(_, words)| self.lines_of_head(words, step(table)));
        let height = |lines: Vec<String>| lines.iter().map(|_| Style::Small.leading()).sum::<f32>();
        heads.map(height).fold(0.0, f32::max) + 3.0
    }

    /// What the columns are.
    fn heads(&mut self, table: &Table) {
        let (step, top) = (step(table), self.paper.y);
        let mut edge = MARGIN + LABELS;
        for (_, words) in &table.columns {
            edge += step;
            let mut y = top;
            for line in self.lines_of_head(words, step) {
                y += Style::Small.leading();
                self.up_to(edge, y, line);
            }
        }
        self.paper.y = top + self.heads_height(table);
    }

    /// A name, in as many lines as it takes, and its numbers beside the first.
    fn table_row(&mut self, row: &Row, step: f32) {
        let top = self.paper.y + Style::Small.leading();
        for label in self.labels(&row.label) {
            self.paper.y += Style::Small.leading();
            self.put(MARGIN + 8.0, self.paper.y, Style::Small, label);
        }
        self.paper.y += 3.0;
        let mut edge = MARGIN + LABELS;
        for cell in &row.cells {
            edge += step;
            self.up_to(edge, top, grouped(self.document.locale, *cell));
        }
    }

    /// A text that ends at an edge, as numbers do that stand under each other.
    fn up_to(&mut self, edge: f32, y: f32, text: String) {
        let x = edge - self.faces.width(Style::Small, &text);
        self.put(x, y, Style::Small, text);
    }

    /// Twelve columns; a month that is withheld has none, and says so.
    fn trend(&mut self, trend: &Trend) {
        self.paper.room(Style::Label.leading() + CHART);
        self.paper.y += 6.0;
        self.text(Style::Label, &trend.title);
        let foot = self.paper.y + 16.0 + COLUMNS;
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
        self.paper.y = foot + 18.0;
    }
}

/// From one column of a table to the next.
fn step(table: &Table) -> f32 {
    let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX).max(1);
    (WIDTH - 2.0 * MARGIN - LABELS) / f32::from(columns)
}

/// A part that is nothing in both periods needs no line where parts are not compared.
fn shows(block: &Block, part: &Part) -> bool {
    let [now, before] = part.bars;
    block.shape == Shape::Each || now != Some(0) || before.is_some_and(|before| before > 0)
}
