//! A report to print: A4, with charts drawn as rectangles, in every letter of the languages of Togo.

mod chart;
mod layout;
mod map;
mod style;

use sentier_platform::paper::{Faces, HEIGHT, Line, MARGIN, written};

use super::document::Words;
use super::{Document, PaperError};
use layout::FOOT;
use style::Style;

/// The bytes of the pages.
pub(crate) fn pdf(document: &Document) -> Result<Vec<u8>, PaperError> {
    let faces = Faces::read().ok_or(PaperError::Pdf)?;
    let pages = layout::pages(document, &faces);
    let of = pages.len().to_string();
    let foot = |page: usize| {
        let title = document.title.clone();
        let values = [("page", page.to_string()), ("of", of.clone()), ("title", title)];
        let text = Words(document.locale).fill("report-foot", &values);
        Line { x: MARGIN, y: HEIGHT - FOOT / 2.0, style: Style::Small, text }
    };
    written(&faces, &pages, foot).ok_or(PaperError::Pdf)
}

#[cfg(test)]
mod tests;
