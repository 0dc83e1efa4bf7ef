//! What stands on pages, and where one is full.

use super::{HEIGHT, MARGIN};

/// A text; its place is that of its first letter's foot, from the page's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<S> {
    /// From the left, in points.
    pub x: f32,
    /// From above, in points.
    pub y: f32,
    /// How it is written.
    pub style: S,
    /// What it says.
    pub text: String,
}

/// A filled rectangle; its place is its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// From the left, in points.
    pub x: f32,
    /// From above, in points.
    pub y: f32,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// Red, green and blue.
    pub color: [u8; 3],
}

/// What stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<S> {
    /// Texts.
    pub lines: Vec<Line<S>>,
    /// Rectangles, below the texts.
    pub bars: Vec<Bar>,
}

/// Pages that are filled from above.
#[derive(Clone, Debug)]
pub struct Sheet<S> {
    pages: Vec<Page<S>>,
    /// How far the last page is filled, in points.
    pub y: f32,
    /// What stays empty below, in points.
    foot: f32,
}

impl<S> Sheet<S> {
    /// A first, empty page, on which so much stays empty below.
    pub fn new(foot: f32) -> Self {
        Self { pages: vec![Page { lines: Vec::new(), bars: Vec::new() }], y: MARGIN, foot }
    }

    /// Begins a page where less than this is left.
    pub fn room(&mut self, needed: f32) {
        if self.y + needed > HEIGHT - self.foot {
            self.pages.push(Page { lines: Vec::new(), bars: Vec::new() });
            self.y = MARGIN;
        }
    }

    /// Puts a text on the last page.
    pub fn put(&mut self, x: f32, y: f32, style: S, text: String) {
        if let Some(page) = self.pages.last_mut() {
            page.lines.push(Line { x, y, style, text });
        }
    }

    /// Puts a rectangle on the last page.
    pub fn bar(&mut self, bar: Bar) {
        if let Some(page) = self.pages.last_mut() {
            page.bars.push(bar);
        }
    }

    /// The pages.
    pub fn into_pages(self) -> Vec<Page<S>> {
        self.pages
    }
}
