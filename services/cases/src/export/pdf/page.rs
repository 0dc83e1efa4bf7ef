//! Lines become pages.

use krilla::Document;
use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::text::TextDirection;
use sentier_platform::status::Locale;

use super::face::{Faces, Style};
use super::layout::Line;
use crate::export::{ExportError, words};

/// A4, in points.
pub(super) const WIDTH: f32 = 595.0;
/// A4, in points.
pub(super) const HEIGHT: f32 = 842.0;
/// What stays empty on every side, in points.
pub(super) const MARGIN: f32 = 48.0;

/// The bytes of the pages.
pub(super) fn written(
    locale: Locale,
    faces: &Faces,
    pages: &[Vec<Line>],
) -> Result<Vec<u8>, ExportError> {
    let mut document = Document::new();
    for (at, lines) in (1_usize..).zip(pages) {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(ExportError::Pdf)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let foot = Line {
            x: MARGIN,
            y: HEIGHT - MARGIN / 2.0,
            style: Style::Foot,
            text: words::foot(locale, at, pages.len()),
        };
        for line in lines.iter().chain(std::iter::once(&foot)) {
            surface.draw_text(
                Point::from_xy(line.x, line.y),
                faces.font(line.style),
                line.style.size(),
                &line.text,
                false,
                TextDirection::LeftToRight,
            );
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_error| ExportError::Pdf)
}
