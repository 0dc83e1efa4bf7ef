//! Pages of a full quarter, measured: nothing beyond a margin, nothing over another, every letter there.

use sentier_platform::catalogue::Locale;
use sentier_platform::paper::{Lettering as _, Page, WIDTH};
use sentier_statistics_domain::indicators::gbv::{Tally, parts};
use sentier_statistics_domain::indicators::{Indicator, Measure, Sums};
use sentier_statistics_domain::outreach::{
    ActivityKind, Alike, CostLine, Profession, Progress, Sum, Target, Theme,
};
use sentier_statistics_domain::reports::{TREND, compared, first_month, report};
use sentier_statistics_domain::value::{AgeBand, Lasted, Month, Need, Sex};

use super::style::Shade;
use super::*;
use crate::projections::Reached;
use crate::reporting::document::Shape;
use crate::reporting::{Commune, Comparison, Detail, Outreach, Paper, of_centre, of_communes};

/// A centre of about twenty cases a month, most parts of everything seen.
fn sums(first: Month) -> Sums {
    let mut sums = Sums::default();
    let months = std::iter::successors(Some(first), |month| month.next()).take(TREND + 4);
    for (at, month) in (0_i64..).zip(months) {
        for of in Indicator::ALL {
            for (number, part) in (0_i64..).zip(parts::counted(*of)) {
                let amount = (at * 7 + number * 11 + 3) % 17;
                sums.add(month, Measure::Tally(Tally { of: *of, part }), amount);
            }
        }
        sums.add(month, Measure::Opened, 18 + at % 5);
        sums.add(month, Measure::AssessedInTime, 9);
        sums.add(month, Measure::ServiceGiven(Need::LegalAid), 1_234_567);
        sums.add(month, Measure::Lasted(Lasted::To1Month), 6);
        sums.add(month, Measure::Sent, 14);
        sums.add(month, Measure::Settled, 8);
    }
    sums
}

/// Every count there can be, and more funders than a page holds, with names as long as they may be.
fn detail() -> Detail {
    let sexes = || Sex::ALL.iter().copied();
    let bands = AgeBand::ALL.iter().flat_map(|band| sexes().map(move |sex| (sex, *band, 1_234)));
    let actors =
        Profession::ALL.iter().flat_map(|actor| sexes().map(move |sex| (*actor, sex, 98_765)));
    let funder = |number: usize| match number % 3 {
        0 => format!(
            "{number} {}",
            "Fonds d'appui aux communes et aux associations locales ".repeat(2)
        ),
        1 => format!("{number}{}", "X".repeat(78)),
        _ => format!("Bailleur {number}"),
    };
    let sum = Sum { held: 9_999, reached: 10_000_000, trained: 1_000_000, cost: 99_999_999_999 };
    let alike = (0..90).map(|number| Alike {
        funder: funder(number).chars().take(80).collect(),
        theme: Theme::ALL[number % Theme::ALL.len()],
        commune: format!("{} {number}", "Commune de la plaine du Mono").chars().take(60).collect(),
        sum,
    });
    let kinds = ActivityKind::ALL.iter();
    let progress = kinds.clone().map(|kind| Progress {
        target: Target { kind: *kind, activities: 24, people: 10_000_000 },
        held: 9,
        people: 3_450,
    });
    let reached = Reached {
        kinds: kinds.clone().map(|kind| (*kind, [12, 9, 1, 4_000, 9_000_000_000])).collect(),
        people: kinds.map(|kind| (*kind, [3_450, 1_275_000])).collect(),
        audience: bands.collect(),
        trained: actors.collect(),
        costs: CostLine::ALL.iter().map(|line| (*line, 10_000_000_000)).collect(),
        alike: alike.collect(),
    };
    Detail { reached, progress: progress.collect() }
}

fn paper(locale: Locale, period: &str) -> Document {
    let period = period.parse().unwrap();
    let outreach = ActivityKind::ALL.iter().map(|kind| Outreach {
        kind: Some(*kind),
        planned: 12,
        held: 9,
        people: 3_450,
        cost: 1_275_000,
    });
    let paper = Paper {
        centre: "ogou-1".to_owned(),
        week: "2026-12-28".parse().unwrap(),
        position: 4_711,
        report: report(period, &sums(first_month(period))),
        outreach: outreach.collect(),
        detail: detail(),
    };
    of_centre(&paper, locale)
}

/// Thirty communes: of a region with more of them than a row holds, of one with the longest name, and of none.
fn communes(locale: Locale) -> Document {
    let period = "2026-Q4".parse().unwrap();
    let places = ["golfe", "agoe-nyive", "zio", "ogou", "tchaoudjo", "kozah", "tone"];
    let places = places.into_iter().chain(["kpendjal-ouest", "golfe", "commune"]).cycle();
    let communes = (1..=30_i64).zip(places).map(|(number, place)| Commune {
        centre: format!("{place}-{number}"),
        compared: compared(period, &sums(first_month(period))),
        outreach: Outreach { held: number, people: number * 100, cost: 90_000, ..<_>::default() },
    });
    let comparison = Comparison {
        period,
        week: "2026-12-28".parse().unwrap(),
        position: 4_711,
        communes: communes.collect(),
    };
    of_communes(&comparison, locale)
}

#[test]
fn nothing_is_cut_off_in_either_language() {
    let faces = Faces::read().unwrap();
    for locale in [Locale::French, Locale::English] {
        for document in [paper(locale, "2026-Q4"), paper(locale, "2026-11"), communes(locale)] {
            let pages = layout::pages(&document, &faces);
            assert!((3..40).contains(&pages.len()), "{} pages", pages.len());
            for (number, page) in pages.iter().enumerate() {
                for line in &page.lines {
                    let end = line.x + faces.width(line.style, &line.text);
                    assert!(end <= WIDTH - MARGIN + 0.5, "{end} {}", line.text);
                    assert!(line.x >= MARGIN, "{} {}", line.x, line.text);
                    assert!(line.y <= HEIGHT - FOOT + 0.5, "{number} {}", line.y);
                    assert!(
                        !line.text.contains("report-") && !line.text.contains("comparison-"),
                        "{}",
                        line.text
                    );
                    for letter in line.text.chars() {
                        assert!(faces.has(letter), "{letter:?} cannot be printed");
                    }
                }
                for bar in &page.bars {
                    assert!(bar.x >= MARGIN && bar.y >= MARGIN - 8.0, "{} {}", bar.x, bar.y);
                    assert!(bar.x + bar.width <= WIDTH - MARGIN + 0.5);
                    assert!(bar.y + bar.height <= HEIGHT - FOOT + 2.0, "{}", bar.y);
                }
            }
        }
    }
}

#[test]
fn no_line_stands_over_another() {
    let faces = Faces::read().unwrap();
    let documents = [paper(Locale::French, "2026-Q4"), communes(Locale::French)];
    for page in documents.iter().flat_map(|one| layout::pages(one, &faces)) {
        for (at, one) in page.lines.iter().enumerate() {
            for other in page.lines.iter().skip(at + 1) {
                let apart = |a: f32, b: f32, size: f32| (a - b).abs() >= size;
                let (start, end) = (one.x, one.x + faces.width(one.style, &one.text));
                let beside =
                    other.x >= end || other.x + faces.width(other.style, &other.text) <= start;
                let size = one.style.size().min(other.style.size());
                assert!(
                    beside || apart(one.y, other.y, size * 0.8),
                    "{:?} over {:?}",
                    one.text,
                    other.text
                );
            }
        }
    }
}

/// The box of a text: letters stand above their foot, a few reach below it.
fn text_box(faces: &Faces, line: &Line<Style>) -> [f32; 4] {
    let size = line.style.size();
    let end = line.x + faces.width(line.style, &line.text);
    [line.x, line.y - 0.75 * size, end, line.y + 0.2 * size]
}

fn meet(one: [f32; 4], other: [f32; 4]) -> bool {
    let ([left, top, right, foot], [start, head, end, low]) = (one, other);
    left < end && start < right && top < low && head < foot
}

#[test]
fn nothing_is_written_over_a_dark_bar() {
    let faces = Faces::read().unwrap();
    let documents = [paper(Locale::French, "2026-Q4"), communes(Locale::French)];
    for page in documents.iter().flat_map(|one| layout::pages(one, &faces)) {
        let dark = page.bars.iter().filter(|bar| bar.color == Shade::Now.color());
        for bar in dark.filter(|bar| bar.width > 0.0 && bar.height > 0.0) {
            let filled = [bar.x, bar.y, bar.x + bar.width, bar.y + bar.height];
            for line in &page.lines {
                assert!(!meet(text_box(&faces, line), filled), "{:?} over a bar", line.text);
            }
        }
    }
}

/// The frames of tiles on a page: no other rectangle is as high.
fn tiles(page: &Page<Style>) -> Vec<[f32; 4]> {
    let frames = page.bars.iter().filter(|bar| (bar.height - map::HIGH).abs() < 0.01);
    let frames = frames.filter(|bar| bar.color == Shade::Rule.color());
    frames.map(|bar| [bar.x, bar.y, bar.x + bar.width, bar.y + bar.height]).collect()
}

#[test]
fn each_tile_holds_its_own_words_and_none_stands_over_another() {
    let faces = Faces::read().unwrap();
    for locale in [Locale::French, Locale::English] {
        let document = communes(locale);
        let pages = layout::pages(&document, &faces);
        let count: usize = pages.iter().map(|page| tiles(page).len()).sum();
        assert_eq!(count, 30);
        for page in &pages {
            let tiles = tiles(page);
            for (at, one) in tiles.iter().enumerate() {
                assert!(tiles.iter().skip(at + 1).all(|other| !meet(*one, *other)));
                let [left, top, right, foot] = *one;
                let within = page.lines.iter().map(|line| text_box(&faces, line));
                let within: Vec<_> = within.filter(|text| meet(*text, *one)).collect();
                // A commune's name in one line or two, and its number.
                assert!((2..=3).contains(&within.len()), "{} lines", within.len());
                for [x, y, end, low] in within {
                    assert!(x >= left && y >= top && end <= right && low <= foot);
                }
            }
        }
    }
}

/// Where on its page a line with this text stands.
fn place(pages: &[Page<Style>], text: &str) -> f32 {
    let mut lines = pages.iter().flat_map(|page| &page.lines);
    lines.find(|line| line.text == text).unwrap_or_else(|| panic!("no {text}")).y
}

#[test]
fn the_map_stands_on_the_first_page_with_the_north_above() {
    let faces = Faces::read().unwrap();
    let pages = layout::pages(&communes(Locale::French), &faces);
    let regions = ["Savanes", "Kara", "Centrale", "Plateaux", "Maritime", "Grand Lomé"];
    let places = regions.map(|region| place(&pages[..1], region));
    assert!(places.is_sorted(), "{places:?}");
    assert!(place(&pages[..1], "50 % et plus") < places[0]);
}

/// One commune with 20 incidents and so many of each of these, in French.
fn commune(amounts: &[(Indicator, &'static str, i64)]) -> Document {
    let month: Month = "2026-11".parse().unwrap();
    let mut sums = Sums::default();
    for (of, part, amount) in [(Indicator::GbvIncidents, "all", 20)].iter().chain(amounts) {
        sums.add(month, Measure::Tally(Tally { of: *of, part }), *amount);
    }
    let comparison = Comparison {
        period: month.into(),
        week: "2026-12-28".parse().unwrap(),
        position: 1,
        communes: vec![Commune {
            centre: "ogou-1".to_owned(),
            compared: compared(month.into(), &sums),
            outreach: Outreach::default(),
        }],
    };
    of_communes(&comparison, Locale::French)
}

/// 10 found no legal aid, 10 were referred and 3 found no health service.
#[test]
fn a_small_gap_is_withheld_and_hides_nothing_else() {
    let document = commune(&[
        (Indicator::ServiceGaps, "legal", 10),
        (Indicator::GbvReferrals, "legal", 10),
        (Indicator::ServiceGaps, "health", 3),
    ]);
    let gaps = &document.sections[2].blocks;
    let said: Vec<(&str, &str)> =
        gaps.iter().map(|block| (block.code.as_str(), block.parts[0].said.as_str())).collect();
    // 10 of 10 + 10; by Wilson 50 ± 20.07 %.
    let legal = "50 % (30–70) · 10 sur 20";
    assert_eq!(said[0], ("service_gaps", "50 % · 10 sur 20 *"));
    assert_eq!(said[2], ("service_gaps_health", "trop petit"));
    assert_eq!(said[3], ("service_gaps_psychosocial", "aucun"));
    assert_eq!(said[4], ("service_gaps_legal", legal));
    let faces = Faces::read().unwrap();
    let pages = layout::pages(&document, &faces);
    let written: Vec<&str> =
        pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str()).collect();
    assert!(written.contains(&legal) && written.contains(&"50 % *"));
    assert!(!written.iter().any(|text| text.contains("3 sur") || *text == "3"), "{written:?}");
}

/// 3 found no health service, and all 8 who needed legal aid were referred: that is not never.
#[test]
fn where_few_found_no_service_the_map_does_not_say_never() {
    let document =
        commune(&[(Indicator::ServiceGaps, "health", 3), (Indicator::GbvReferrals, "legal", 8)]);
    let tile = &document.map.as_ref().unwrap().rows[0].1[0];
    assert_eq!((tile.said.as_str(), tile.level), ("trop petit", None));
    let gaps = &document.sections[2].blocks;
    let said: Vec<&str> = gaps.iter().map(|block| block.parts[0].said.as_str()).collect();
    // Over all, in health and in legal aid; none of 8: z²/(8 + z²) = 3.84/11.84.
    assert_eq!((said[0], said[2], said[4]), ("trop petit", "trop petit", "0 % (0–32) · 0 sur 8"));
    assert_eq!(gaps[0].parts[0].numbers.count, None);
}

#[test]
fn a_unit_stands_on_the_page_and_half_an_answer_s_time_has_no_bar() {
    let document = communes(Locale::French);
    let closed = &document.sections[0].blocks[6];
    assert_eq!(closed.title, "Taux de clôture");
    assert_eq!(closed.heading(), "Taux de clôture (part, % ; intervalle à 95 %)");
    let times = document.sections[1].blocks.iter();
    let medians: Vec<_> = times.filter(|block| block.code.ends_with("_median")).collect();
    assert_eq!(medians.len(), 3);
    let parts = medians.iter().flat_map(|block| &block.parts);
    assert!(parts.map(|part| part.bars).all(|bars| bars == [None, None]));
}

#[test]
fn no_heading_stands_alone() {
    let faces = Faces::read().unwrap();
    // Two communes of which almost nothing was counted: most figures have no row.
    let mut few = communes(Locale::French);
    for block in few.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        block.shape = Shape::Bars;
        block.parts.truncate(1);
        for part in &mut block.parts {
            part.bars = [Some(0), Some(0)];
        }
    }
    let documents = [paper(Locale::French, "2026-Q4"), communes(Locale::French), few];
    for page in documents.iter().flat_map(|one| layout::pages(one, &faces)) {
        for (at, line) in page.lines.iter().enumerate() {
            if !matches!(line.style, Style::Heading | Style::Label) {
                continue;
            }
            let next =
                page.lines.get(at + 1).unwrap_or_else(|| panic!("{} ends a page", line.text));
            // A title of two lines goes on right below.
            let goes_on = (next.y - line.y - line.style.leading()).abs() < 0.1;
            let below = match line.style {
                Style::Heading => next.style != Style::Heading || goes_on,
                _ => !matches!(next.style, Style::Heading | Style::Label) || goes_on,
            };
            assert!(below, "nothing stands below {}, but {}", line.text, next.text);
        }
    }
}

#[test]
fn a_long_name_goes_on_in_the_next_line_and_no_row_is_lost() {
    let faces = Faces::read().unwrap();
    let pages = layout::pages(&paper(Locale::French, "2026-Q4"), &faces);
    let texts = || pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str());
    // Seventy-eight letters without a space, of thirty funders: cut where the column ends, none left out.
    let letters: usize = texts().map(|text| text.matches('X').count()).sum();
    assert_eq!(letters, 30 * 78);
    // 90 funders, 11 themes, 90 communes: each has its people in a column of its own.
    let people = texts().filter(|text| *text == "10\u{202f}000\u{202f}000").count();
    assert_eq!(people, 90 + 90);
    // What the columns are stands at the top of each page that they go on to.
    let heads = |page: &Page<Style>| page.lines.iter().any(|line| line.text.starts_with("Acteurs"));
    let rows = |page: &Page<Style>| {
        page.lines.iter().any(|line| line.text == "99\u{202f}999\u{202f}999\u{202f}999")
    };
    assert!(pages.iter().filter(|page| rows(page)).count() > 3);
    assert!(pages.iter().all(|page| !rows(page) || heads(page)));
}

#[test]
fn a_report_is_a_pdf() {
    let bytes = pdf(&paper(Locale::French, "2026-Q4")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(bytes.len() < 1 << 20, "{} bytes", bytes.len());
}
