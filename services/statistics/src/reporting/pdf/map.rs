//! The map of tiles on a page: a row for each region, and more where a region has many communes.

use sentier_platform::paper::{Lettering as _, MARGIN, WIDTH};

use super::layout::Sheet;
use super::style::{Shade, Style};
use crate::reporting::map::{Map, Tile};

/// Where tiles begin, beside the regions' names.
const REGIONS: f32 = 84.0;
/// How wide a tile is.
const WIDE: f32 = 66.0;
/// How high a tile is: two lines of a commune's name, and its number.
pub(super) const HIGH: f32 = 41.0;
/// Between tiles.
const GAP: f32 = 3.0;
/// How many stand beside each other.
const ACROSS: usize = 6;

/// Draws the map where the page is filled to; what a page does not hold goes on on the next.
pub(super) fn drawn(sheet: &mut Sheet<'_>, map: &Map) {
    sheet.paper.y += 6.0;
    // The title never stands alone: the legend takes two lines at most.
    sheet.paper.room(Style::Label.leading() + 2.0 * Style::Small.leading() + HIGH + 12.0);
    sheet.text(Style::Label, &map.title);
    legend(sheet, map);
    for (region, tiles) in &map.rows {
        for (at, across) in tiles.chunks(ACROSS).enumerate() {
            sheet.paper.room(HIGH + GAP);
            let top = sheet.paper.y;
            if at == 0 {
                sheet.put(MARGIN, top + HIGH / 2.0, Style::Small, region.clone());
            }
            let mut x = MARGIN + REGIONS;
            for one in across {
                tile(sheet, one, (x, top));
                x += WIDE + GAP;
            }
            sheet.paper.y = top + HIGH + GAP;
        }
    }
}

/// What the colours are, as many beside each other as a line holds.
fn legend(sheet: &mut Sheet<'_>, map: &Map) {
    sheet.paper.y += Style::Small.leading() + 2.0;
    let mut x = MARGIN;
    for (level, text) in &map.legend {
        let wide = 14.0 + sheet.faces.width(Style::Small, text);
        if x + wide > WIDTH - MARGIN {
            x = MARGIN;
            sheet.paper.y += Style::Small.leading();
        }
        let y = sheet.paper.y;
        framed(sheet, (x, y - 7.0), (10.0, 8.0), Shade::Tile(*level));
        sheet.put(x + 14.0, y, Style::Small, text.clone());
        x += wide + 10.0;
    }
    sheet.paper.y += 6.0;
}

fn tile(sheet: &mut Sheet<'_>, one: &Tile, (x, top): (f32, f32)) {
    framed(sheet, (x, top), (WIDE, HIGH), Shade::Tile(one.level));
    let names = sheet.faces.wrapped(Style::Small, &one.label, WIDE - 6.0);
    let mut y = top;
    for line in names.into_iter().take(2) {
        y += Style::Small.leading();
        sheet.put(x + 3.0, y, Style::Small, line);
    }
    sheet.put(x + 3.0, top + HIGH - 4.0, Style::Small, one.said.clone());
}

/// A tint in a thin frame: white is seen on white paper too.
fn framed(sheet: &mut Sheet<'_>, (x, y): (f32, f32), (width, height): (f32, f32), shade: Shade) {
    sheet.bar((x, y), (width, height), Shade::Rule);
    sheet.bar((x + 0.6, y + 0.6), (width - 1.2, height - 1.2), shade);
}
