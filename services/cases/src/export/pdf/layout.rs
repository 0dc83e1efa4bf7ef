//! Where each line stands.

use sentier_platform::status::Locale;

use super::face::{Faces, Style};
use super::page::{HEIGHT, MARGIN, WIDTH};
use crate::export::document::{Entries, Value};
use crate::export::words;

/// Where values begin beside their labels.
const COLUMN: f32 = 165.0;
/// How far entries that belong together stand in.
const INDENT: f32 = 12.0;

/// One line of a page; its place is that of its first letter's foot.
pub(super) struct Line {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) style: Style,
    pub(super) text: String,
}

/// The lines of every page.
pub(super) fn pages(locale: Locale, faces: &Faces, document: &Entries) -> Vec<Vec<Line>> {
    let mut sheet = Sheet { locale, faces, pages: vec![Vec::new()], y: MARGIN };
    sheet.line(MARGIN, Style::Title, words::title(locale));
    sheet.entries(document, MARGIN, true);
    sheet.pages
}

struct Sheet<'a> {
    locale: Locale,
    faces: &'a Faces,
    pages: Vec<Vec<Line>>,
    /// How far the page is filled.
    y: f32,
}

impl Sheet<'_> {
    /// Makes room for a line of this style, and for what must stand below it on the same page.
    fn room(&mut self, needed: f32) {
        if self.y + needed > HEIGHT - MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn line(&mut self, x: f32, style: Style, text: &str) {
        self.room(style.leading());
        self.y += style.leading();
        let line = Line { x, y: self.y, style, text: text.to_owned() };
        if let Some(page) = self.pages.last_mut() {
            page.push(line);
        }
    }

    fn entries(&mut self, entries: &Entries, x: f32, sections: bool) {
        for (key, value) in &entries.0 {
            match value {
                Value::One(one) => self.group(key, std::slice::from_ref(one), x, sections),
                Value::Many(many) => self.group(key, many, x, sections),
                value => self.entry(key, value, x),
            }
        }
    }

    fn group(&mut self, key: &str, groups: &[Entries], x: f32, is_section: bool) {
        let style = if is_section { Style::Heading } else { Style::Label };
        // A heading does not stand alone at the foot of a page.
        self.room(style.leading() + 3.0 * Style::Body.leading());
        if is_section {
            self.y += 6.0;
        }
        self.line(x, style, words::key(self.locale, key));
        for (at, one) in groups.iter().enumerate() {
            if at > 0 {
                self.y += 5.0;
            }
            self.entries(one, x + INDENT, false);
        }
    }

    fn entry(&mut self, key: &str, value: &Value, x: f32) {
        let text = words::value(self.locale, value);
        let labels =
            self.wrapped(words::key(self.locale, key), Style::Label, x, MARGIN + COLUMN - 6.0);
        let lines = self.wrapped(&text, Style::Body, MARGIN + COLUMN, WIDTH - MARGIN);
        for at in 0..labels.len().max(lines.len()) {
            self.room(Style::Body.leading());
            self.y += Style::Body.leading();
            let y = self.y;
            let mut put = |x, style, text: Option<&String>| {
                if let (Some(text), Some(page)) = (text, self.pages.last_mut()) {
                    page.push(Line { x, y, style, text: text.clone() });
                }
            };
            put(x, Style::Label, labels.get(at));
            put(MARGIN + COLUMN, Style::Body, lines.get(at));
        }
    }

    /// A text in lines that fit between two places; a word that does not is cut.
    fn wrapped(&self, text: &str, style: Style, from: f32, to: f32) -> Vec<String> {
        let fits = |line: &str| self.faces.width(style, line) <= to - from;
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer =
                    if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if fits(&longer) {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for letter in word.chars() {
                    line.push(letter);
                    if !fits(&line) {
                        line.pop();
                        lines.push(std::mem::replace(&mut line, letter.to_string()));
                    }
                }
            }
            lines.push(line);
        }
        lines
    }
}
