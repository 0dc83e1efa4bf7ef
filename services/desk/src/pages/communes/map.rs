//! The map of communes: tiles in the row of their region, the north above, coloured by how often a service
//! was lacking. The number stands in each tile, so that nobody depends on the colour.

use sentier_proto::statistics::v1::{CommuneFigures, GapLevel, ReleaseRegion};

use super::{code, rate};
use crate::pages::indicators::rounded;
use crate::words::{Words, code_key};

/// The regions, from the north to the south; last, where a centre's code names no place.
const REGIONS: [ReleaseRegion; 7] = [
    ReleaseRegion::Savanes,
    ReleaseRegion::Kara,
    ReleaseRegion::Centrale,
    ReleaseRegion::Plateaux,
    ReleaseRegion::Maritime,
    ReleaseRegion::GrandLome,
    ReleaseRegion::Unspecified,
];
/// The colours, the lightest first; last, that of no rate.
const LEVELS: [GapLevel; 6] = [
    GapLevel::Never,
    GapLevel::UnderTenth,
    GapLevel::UnderQuarter,
    GapLevel::UnderHalf,
    GapLevel::Half,
    GapLevel::Unspecified,
];
/// How many tiles stand beside each other at most.
const ACROSS: usize = 6;
/// From one tile to the next, in units of the picture.
const STEP: (usize, usize) = (72, 40);
/// Where tiles begin, beside the regions' names.
const LEFT: usize = 76;

/// The map, in units of the picture.
pub(super) struct Map {
    pub(super) width: usize,
    pub(super) height: usize,
    /// A region's name, and where it stands.
    pub(super) regions: Vec<(usize, String)>,
    pub(super) tiles: Vec<Tile>,
    /// A style, and what it means.
    pub(super) legend: Vec<(String, String)>,
}

/// A commune.
pub(super) struct Tile {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) label: String,
    pub(super) said: String,
    /// Its style.
    pub(super) level: String,
    /// In one sentence.
    pub(super) text: String,
}

pub(super) fn map(words: Words, communes: &[CommuneFigures]) -> Map {
    let (mut regions, mut tiles, mut top) = (Vec::new(), Vec::new(), 0);
    for region in REGIONS {
        let here: Vec<&CommuneFigures> =
            communes.iter().filter(|commune| commune.region() == region).collect();
        if !here.is_empty() {
            regions.push((top, name(words, region)));
        }
        for across in here.chunks(ACROSS) {
            for (at, commune) in across.iter().enumerate() {
                tiles.push(tile(words, commune, (LEFT + at * STEP.0, top)));
            }
            top += STEP.1;
        }
    }
    let legend = LEVELS.map(|level| {
        let style = code_key("gap-level", level.as_str_name());
        (style.clone(), words.say(&style))
    });
    Map { width: LEFT + ACROSS * STEP.0, height: top, regions, tiles, legend: legend.into() }
}

fn name(words: Words, region: ReleaseRegion) -> String {
    match region {
        ReleaseRegion::Unspecified => words.say("communes-elsewhere"),
        region => words.code("release-region", region.as_str_name()),
    }
}

fn tile(words: Words, commune: &CommuneFigures, (x, y): (usize, usize)) -> Tile {
    let all = commune.all_gaps.as_ref();
    let said = match all.and_then(|all| all.part.zip(all.whole)) {
        None => words.say("indicator-withheld"),
        Some((_, whole)) if whole <= 0 => words.say("communes-no-need"),
        Some((part, whole)) => {
            let mark = if commune.withheld_sectors > 0 { " *" } else { "" };
            let percent = rounded(part.saturating_mul(100), whole).to_string();
            format!("{}{mark}", words.fill("communes-tile", &[("percent", percent.as_str())]))
        }
    };
    let label = code(commune).to_owned();
    Tile {
        x,
        y,
        text: format!("{label} : {}", rate(words, all)),
        label,
        said,
        level: code_key("gap-level", commune.gap_level().as_str_name()),
    }
}
