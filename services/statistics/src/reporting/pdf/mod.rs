//! A report to print: A4, with charts drawn as rectangles, in every letter of the languages of Togo.

mod chart;
mod face;
mod layout;
mod page;

use super::{Document, PaperError};

/// The bytes of the pages.
pub(crate) fn pdf(document: &Document) -> Result<Vec<u8>, PaperError> {
    let faces = face::Faces::read().ok_or(PaperError::Pdf)?;
    let pages = layout::pages(document, &faces);
    page::written(document, &faces, &pages)
}

#[cfg(test)]
mod tests;
