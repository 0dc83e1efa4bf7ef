//! Did she come at all? A target is added to half of the worlds, and somebody says which who knows every other
//! record, and so everything but the noise.
//!
//! He uses the best score there is for his knowledge: each cell of hers, weighed by its precision. This is an
//! audit: what is measured is the least that is proven with 95 % confidence, and a promise that is broken shows.

use std::cmp::Ordering;

use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::release::{Person, ReleaseId};
use sentier_statistics_domain::value::Need;

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::publisher::truth;
use crate::privacy::world::{World, person, year};
use crate::privacy::{Kind, publish_counts};

/// Delta of the promise.
const DELTA: f64 = 1e-7;
/// Standard deviations of a one-sided 95 % bound.
pub(super) const SURE: f64 = 1.645;

pub(super) fn audit(kind: Kind, effort: Effort) -> Vec<Finding> {
    let mut bits = Seeded::new(10);
    // Nobody moves more than she who was referred for everything.
    let services = Need::ALL.iter().copied().collect();
    let her = Person { services, ..person(&mut bits) };
    let base = year(60, &mut bits);
    let day = 100;
    let known = truth(&base);
    let hers: Vec<(ReleaseId, usize)> = {
        let with = truth(&base.with(her, day));
        let moved = with.iter().flat_map(|(id, counts)| {
            let cells = counts.iter().zip(&known[id]).enumerate();
            let moved = cells.filter(|(_, (with, without))| with != without);
            moved.map(|(place, _)| (*id, place)).collect::<Vec<_>>()
        });
        moved.collect()
    };
    let score = |world: &World, seed: u64| {
        let messages = publish_counts(kind, world, seed);
        let mut score = 0.0;
        for (id, place) in &hers {
            let found = messages.iter().find(|it| it.release == Some(*id));
            let count = found.map_or(0.0, |it| it.counts[*place]);
            score += (count - known[id][*place]) / id.table.sigma_squared(id.table.rho(YEAR));
        }
        // Whoever pushes records shows her at once.
        let told = format!("{her:?}");
        let push = messages.iter().any(|it| it.release.is_none() && it.text.contains(&told));
        score + if push { 1_000.0 } else { 0.0 }
    };
    let with = base.with(her, day);
    let pairs = effort.pairs;
    let present: Vec<f64> = (0..pairs).map(|trial| score(&with, 10_000 + trial)).collect();
    let absent: Vec<f64> = (0..pairs).map(|trial| score(&base, 900_000 + trial)).collect();
    let twice = base.with_twice(her, day);
    let twice: Vec<f64> = (0..pairs).map(|trial| score(&twice, 500_000 + trial)).collect();
    vec![
        Finding {
            attack: "canary: epsilon, at least",
            measured: epsilon(&present, &absent),
            bound: 2.0,
        },
        Finding {
            attack: "presence, knows all others: AUC, at least",
            measured: auc(&present, &absent) - SURE * spread(present.len()),
            // mu-GDP 0.385: the normal distribution at mu / sqrt 2.
            bound: 0.608,
        },
        Finding {
            attack: "the same of whom two centres know: AUC",
            measured: auc(&twice, &absent) - SURE * spread(twice.len()),
            // Nothing joins her two handles, so that mu is twice as much: 0.770.
            bound: 0.708,
        },
    ]
}

/// The greatest epsilon that half of the trials choose a threshold for and the other half proves, with
/// 95 % confidence.
fn epsilon(present: &[f64], absent: &[f64]) -> f64 {
    let (choose_with, prove_with) = present.split_at(present.len() / 2);
    let (choose_without, prove_without) = absent.split_at(absent.len() / 2);
    let above = |scores: &[f64], threshold: f64| {
        scores.iter().filter(|score| **score >= threshold).count() as f64 / scores.len() as f64
    };
    let ratio = |hit: f64, miss: f64| ((hit - DELTA) / miss).ln();
    let mut best = (f64::NEG_INFINITY, 0.0);
    for threshold in choose_with {
        let (hit, miss) = (above(choose_with, *threshold), above(choose_without, *threshold));
        let floor = 5.0 / choose_without.len() as f64;
        let value = ratio(hit.max(floor), miss.max(floor));
        if value > best.0 {
            best = (value, *threshold);
        }
    }
    let count = prove_with.len() as f64;
    let hit = above(prove_with, best.1);
    let miss = above(prove_without, best.1);
    // Wilson's bounds: they stay within 0 and 1 where nothing, or everything, was seen.
    let wilson = |share: f64, sign: f64| {
        let square = SURE * SURE / count;
        let middle = share + square / 2.0;
        let half = SURE * (share * (1.0 - share) / count + square / (4.0 * count)).sqrt();
        ((middle + sign * half) / (1.0 + square)).clamp(1e-12, 1.0)
    };
    ratio(wilson(hit, -1.0).max(2.0 * DELTA), wilson(miss, 1.0)).max(0.0)
}

/// How often a world with her scores higher than one without.
fn auc(present: &[f64], absent: &[f64]) -> f64 {
    let mut sum = 0.0;
    for with in present {
        sum += absent.iter().map(|without| higher(*with, *without)).sum::<f64>();
    }
    sum / (present.len() * absent.len()) as f64
}

/// One when the first is higher, a half when they are equal.
pub(super) fn higher(one: f64, other: f64) -> f64 {
    match one.total_cmp(&other) {
        Ordering::Greater => 1.0,
        Ordering::Equal => 0.5,
        Ordering::Less => 0.0,
    }
}

/// The deviation of an AUC near one half from so many worlds of each kind.
fn spread(worlds: usize) -> f64 {
    (1.0 / (6.0 * worlds as f64)).sqrt()
}
