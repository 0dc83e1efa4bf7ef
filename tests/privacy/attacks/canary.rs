//! Did she come at all? A target is added to half of the worlds, and the adversary says which.
//!
//! The strong adversary knows every other record, and so everything but the noise; the weak one knows how
//! many come on average. Both use the best score there is for their knowledge: each cell of hers, weighed
//! by its precision.

use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::release::ReleaseId;

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::publisher::truth;
use crate::privacy::world::{World, person, year};
use crate::privacy::{Kind, publish};

/// Delta of the promise.
const DELTA: f64 = 1e-7;
/// Standard deviations of a one-sided 95 % bound.
const SURE: f64 = 1.645;

pub(super) fn audit(kind: Kind, effort: Effort) -> Vec<Finding> {
    let mut bits = Seeded::new(10);
    let her = person(&mut bits);
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
        let messages = publish(kind, world, seed, 0, 0);
        let mut score = 0.0;
        for (id, place) in &hers {
            let found = messages.iter().find(|it| it.release == Some(*id));
            let count = found.map_or(0.0, |it| it.counts[*place]);
            score += (count - known[id][*place]) / id.table.rho(YEAR).sigma_squared();
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
    let weak_pairs = pairs / 2;
    let weak = |add: bool, bits: &mut Seeded, from: u64| -> Vec<f64> {
        let world = |bits: &mut Seeded| {
            let others = year(2_800, bits);
            if add { others.with(her, day) } else { others }
        };
        (0..weak_pairs.min(500)).map(|trial| score(&world(bits), from + trial)).collect()
    };
    let (weak_with, weak_without) = (weak(true, &mut bits, 50_000), weak(false, &mut bits, 70_000));
    vec![
        Finding {
            attack: "canary: epsilon, at least",
            measured: epsilon(&present, &absent),
            bound: 2.0,
        },
        Finding {
            attack: "presence, knows all others: AUC, at least",
            measured: auc(&present, &absent, -SURE),
            // mu-GDP 0.385: the normal distribution at mu / sqrt 2.
            bound: 0.608,
        },
        Finding {
            attack: "presence, knows averages: AUC, at most",
            measured: auc(&weak_with, &weak_without, 0.0),
            bound: 0.55 + SURE * spread(weak_with.len()),
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

/// How often a world with her scores higher than one without; `sure` deviations are added.
fn auc(present: &[f64], absent: &[f64], sure: f64) -> f64 {
    let mut higher = 0.0;
    for with in present {
        for without in absent {
            higher += match with.total_cmp(without) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    higher / (present.len() * absent.len()) as f64 + sure * spread(present.len())
}

/// The deviation of an AUC near one half from so many worlds of each kind.
fn spread(worlds: usize) -> f64 {
    (1.0 / (6.0 * worlds as f64)).sqrt()
}
