//! Pages become a file.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::{Bar, Faces, HEIGHT, Lettering, Line, Page, WIDTH};

/// The colour of letters.
const INK: [u8; 3] = [25, 25, 25];

/// The bytes of a PDF; `foot` says what stands at the foot of a page, by its number from 1. None when it
/// cannot be made.
pub fn written<S: Lettering>(
    faces: &Faces,
    pages: &[Page<S>],
    foot: impl Fn(usize) -> Line<S>,
) -> Option<Vec<u8>> {
    let mut document = Document::new();
    for (number, content) in (1_usize..).zip(pages) {
        let mut page = document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT)?);
        let mut surface = page.surface();
        for bar in &content.bars {
            filled(&mut surface, bar);
        }
        surface.set_fill(Some(fill(INK)));
        let foot = foot(number);
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
    document.finish().ok()
}

fn fill([red, green, blue]: [u8; 3]) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
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
    surface.set_fill(Some(fill(bar.color)));
    surface.draw_path(&path);
}
