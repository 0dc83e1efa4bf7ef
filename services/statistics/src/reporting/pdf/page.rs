//! What stands on pages becomes a file.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::face::{Faces, Style};
use super::layout::{Bar, Line, Page, Shade};
use crate::reporting::document::Words;
use crate::reporting::{Document as Paper, PaperError};

/// A4, in points.
pub(super) const WIDTH: f32 = 595.0;
/// A4, in points.
pub(super) const HEIGHT: f32 = 842.0;
/// What stays empty on every side, in points.
pub(super) const MARGIN: f32 = 48.0;
/// What stays empty below, where the page's number stands.
pub(super) const FOOT: f32 = 52.0;

/// The bytes of the pages.
pub(super) fn written(paper: &Paper, faces: &Faces, pages: &[Page]) -> Result<Vec<u8>, PaperError> {
    let mut document = Document::new();
    for (at, content) in (1_usize..).zip(pages) {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PaperError::Pdf)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for bar in &content.bars {
            filled(&mut surface, bar);
        }
        surface.set_fill(Some(fill(rgb::Color::new(25, 25, 25))));
        let of = pages.len().to_string();
        let values = [("page", at.to_string()), ("of", of), ("title", paper.title.clone())];
        let text = Words(paper.locale).fill("report-foot", &values);
        let foot = Line { x: MARGIN, y: HEIGHT - FOOT / 2.0, style: Style::Small, text };
        for line in content.lines.iter().chain(std::iter::once(&foot)) {
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
    document.finish().map_err(|_error| PaperError::Pdf)
}

fn fill(color: rgb::Color) -> Fill {
    Fill { paint: color.into(), ..Fill::default() }
}

/// Two blues that are told apart in grey too.
fn color(shade: Shade) -> rgb::Color {
    match shade {
        Shade::Now => rgb::Color::new(28, 82, 138),
        Shade::Before => rgb::Color::new(160, 190, 220),
        Shade::Rule => rgb::Color::new(150, 150, 150),
    }
}

/// What has no length is not drawn.
fn filled(surface: &mut Surface<'_>, bar: &Bar) {
    if bar.width <= 0.0 || bar.height <= 0.0 {
        return;
    }
    let mut path = PathBuilder::new();
    let Some(rect) = Rect::from_xywh(bar.x, bar.y, bar.width, bar.height) else { return };
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.set_fill(Some(fill(color(bar.shade))));
    surface.draw_path(&path);
}
