//! Where each line stands.

use sentier_platform::paper::{self, Faces, Lettering as _, MARGIN, Page, WIDTH};
use sentier_platform::status::Locale;

use super::style::Style;
use crate::export::document::{Entries, Value};
use crate::export::words;

/// Where values begin beside their labels.
const COLUMN: f32 = 165.0;
/// How far entries that belong together stand in.
const INDENT: f32 = 12.0;

/// What stands on every page.
pub(super) fn pages(locale: Locale, faces: &Faces, document: &Entries) -> Vec<Page<Style>> {
    let mut sheet = Sheet { locale, faces, paper: paper::Sheet::new(MARGIN) };
    sheet.line(MARGIN, Style::Title, words::title(locale));
    sheet.entries(document, MARGIN, true);
    sheet.paper.into_pages()
}

struct Sheet<'a> {
    locale: Locale,
    faces: &'a Faces,
    paper: paper::Sheet<Style>,
}

impl Sheet<'_> {
    fn line(&mut self, x: f32, style: Style, text: &str) {
        self.paper.room(style.leading());
        self.paper.y += style.leading();
        self.paper.put(x, self.paper.y, style, text.to_owned());
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
        self.paper.room(style.leading() + 3.0 * Style::Body.leading());
        if is_section {
            self.paper.y += 6.0;
        }
        self.line(x, style, words::key(self.locale, key));
        for (at, one) in groups.iter().enumerate() {
            if at > 0 {
                self.paper.y += 5.0;
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
            self.paper.room(Style::Body.leading());
            self.paper.y += Style::Body.leading();
            let y = self.paper.y;
            let stands = [(x, Style::Label, &labels), (MARGIN + COLUMN, Style::Body, &lines)];
            for (x, style, texts) in stands {
                if let Some(text) = texts.get(at) {
                    self.paper.put(x, y, style, text.clone());
                }
            }
        }
    }

    /// A text in lines that fit between two places.
    fn wrapped(&self, text: &str, style: Style, from: f32, to: f32) -> Vec<String> {
        self.faces.wrapped(style, text, to - from)
    }
}
