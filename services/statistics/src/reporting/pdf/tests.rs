//! Pages of a full quarter, measured: nothing beyond a margin, nothing over another, every letter there.

use sentier_platform::catalogue::Locale;
use sentier_platform::paper::{Lettering as _, WIDTH};
use sentier_statistics_domain::indicators::gbv::{Tally, parts};
use sentier_statistics_domain::indicators::{Indicator, Measure, Sums};
use sentier_statistics_domain::outreach::ActivityKind;
use sentier_statistics_domain::reports::{TREND, figures, first_month, report};
use sentier_statistics_domain::value::{Lasted, Month, Need};

use super::*;
use crate::reporting::{COMPARED, Commune, Comparison, Outreach, Paper, of_centre, of_communes};

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
    };
    of_centre(&paper, locale)
}

/// Thirty communes.
fn communes(locale: Locale) -> Document {
    let period = "2026-Q4".parse().unwrap();
    let communes = (1..=30_i64).map(|number| Commune {
        centre: format!("commune-{number}"),
        figures: figures(&COMPARED, period, &sums(first_month(period))),
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
            assert!((3..30).contains(&pages.len()), "{} pages", pages.len());
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

#[test]
fn no_heading_stands_alone() {
    let faces = Faces::read().unwrap();
    // Two communes of which almost nothing was counted: most figures have no row.
    let mut few = communes(Locale::French);
    for block in few.sections.iter_mut().flat_map(|section| &mut section.blocks) {
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
fn a_report_is_a_pdf() {
    let bytes = pdf(&paper(Locale::French, "2026-Q4")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(bytes.len() < 1 << 20, "{} bytes", bytes.len());
}
