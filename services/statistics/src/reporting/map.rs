//! The map of communes: tiles in the row of their region, the north above, coloured by how often a service
//! was lacking.

use sentier_statistics_domain::release::Region;
use sentier_statistics_domain::reports::Level;

use super::Commune;
use super::document::{Words, rounded};

/// A map in words; the number stands in each tile, so that nobody depends on the colour.
#[derive(Clone, Debug)]
pub(super) struct Map {
    pub(super) title: String,
    /// What the colours are.
    pub(super) legend: Vec<(Option<Level>, String)>,
    /// A region's name and its communes, from the north to the south.
    pub(super) rows: Vec<(String, Vec<Tile>)>,
}

/// A commune on the map.
#[derive(Clone, Debug)]
pub(super) struct Tile {
    pub(super) label: String,
    pub(super) said: String,
    /// Its colour; none where there is no rate, or it is withheld.
    pub(super) level: Option<Level>,
}

pub(super) fn map(words: Words, communes: &[Commune]) -> Map {
    let row = |region: Option<Region>| {
        let here = communes.iter().filter(|one| Region::of_centre(&one.centre) == region);
        let tiles: Vec<Tile> = here.map(|commune| tile(words, commune)).collect();
        let name = region.map_or("other", Region::code);
        (!tiles.is_empty()).then(|| (words.say(&format!("comparison-region-{name}")), tiles))
    };
    // The regions stand in the domain's order from the south to the north.
    let northern_first = Region::ALL.iter().rev().copied().map(Some);
    let level =
        |level: &Level| (Some(*level), words.say(&format!("comparison-level-{}", key(*level))));
    let mut legend: Vec<_> = Level::ALL.iter().map(level).collect();
    legend.push((None, words.say("comparison-level-none")));
    Map {
        title: words.say("comparison-map"),
        legend,
        rows: northern_first.chain([None]).filter_map(row).collect(),
    }
}

fn tile(words: Words, commune: &Commune) -> Tile {
    let gaps = &commune.compared.gaps;
    let said = match gaps.all.share() {
        Some((part, whole)) => {
            let percent = rounded(part.saturating_mul(100), whole).to_string();
            let key = if gaps.withheld > 0 { "comparison-tile-part" } else { "comparison-tile" };
            words.fill(key, &[("percent", percent)])
        }
        None if gaps.all.is_withheld() => words.say("report-withheld"),
        None => words.say("comparison-no-need"),
    };
    Tile { label: commune.centre.clone(), said, level: Level::of(&gaps.all) }
}

const fn key(level: Level) -> &'static str {
    match level {
        Level::Never => "never",
        Level::UnderTenth => "under-tenth",
        Level::UnderQuarter => "under-quarter",
        Level::UnderHalf => "under-half",
        Level::Half => "half",
    }
}

#[cfg(test)]
mod tests {
    use sentier_platform::catalogue::Locale;
    use sentier_statistics_domain::indicators::Sums;
    use sentier_statistics_domain::reports::compared;

    use super::*;
    use crate::reporting::Outreach;

    #[test]
    fn the_pilot_communes_stand_as_the_country_does() {
        let centres = ["kozah-1", "ogou-1", "tchaoudjo-1", "tone-1", "zio-1", "elsewhere"];
        let communes = centres.map(|centre| Commune {
            centre: centre.to_owned(),
            compared: compared("2026-11".parse().unwrap(), &Sums::default()),
            outreach: Outreach::default(),
        });
        let rows = map(Words(Locale::French), &communes).rows;
        let told: Vec<(&str, &str)> =
            rows.iter().map(|(region, tiles)| (region.as_str(), tiles[0].label.as_str())).collect();
        let expected = [
            ("Savanes", "tone-1"),
            ("Kara", "kozah-1"),
            ("Centrale", "tchaoudjo-1"),
            ("Plateaux", "ogou-1"),
            ("Maritime", "zio-1"),
            ("Autre lieu", "elsewhere"),
        ];
        assert_eq!(told, expected);
        // Nothing was needed anywhere, and that is no rate of nothing.
        assert!(rows.iter().all(|(_, tiles)| tiles[0].said == "aucun besoin"));
    }
}
