//! Did she come, asked by somebody who knows her, how many come on average, and nothing of the others.
//!
//! What he knows of her is what anybody near her knows (PRIVACY 0.1): the incident, her age, her region, who did
//! it; and, so that too little is not asked, every service for which she was referred. The weak adversary does not
//! know when she would have come; a second one knows the month. Each uses the best linear score for his knowledge:
//! the counts of her cells, weighed by the inverse of the covariance that the noise and the coming of others give
//! them (Fisher).
//!
//! The slack stands on the side of what is measured: it is the upper end of a one-sided 95 % interval that has to
//! lie below the bound. A world is published twice with the same luck, with her and without, and each world with
//! her is compared with every other one without: worlds in pairs tell more than apart, and the variance is that
//! of the pairs (the projection of the U-statistic).

use std::time::Duration;

use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::period::{Cadence, Period};
use sentier_statistics_domain::release::{Person, Table};
use sentier_statistics_domain::value::Month;

use super::canary::{SURE, higher};
use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::world::{NEW_YEAR, month, person, year};
use crate::privacy::{Kind, Message, publish_counts};

/// The national volume: reports a year.
const REPORTS: usize = 2_800;
/// Survivors by whom the averages are known.
const KNOWN: usize = 10_000;

pub(super) fn presence(kind: Kind, effort: Effort) -> Vec<Finding> {
    let mut bits = Seeded::new(11);
    let mix: Vec<Person> = (0..KNOWN).map(|_| person(&mut bits)).collect();
    let (mut weak, mut told_the_month) = (Vec::new(), Vec::new());
    for woman in 0..effort.women {
        let (her, day) = (person(&mut bits), bits.below(360) as u32);
        let came = month(NEW_YEAR.plus(Duration::from_hours(24 * u64::from(day))));
        let adversaries = [None, Some(came)].map(|month| Adversary::new(her, month, &mix));
        let mut scores = [Scores::default(), Scores::default()];
        for world in 0..effort.worlds {
            let others = year(REPORTS, &mut bits);
            let seed = 50_000 + woman * 1_000 + world;
            let without = publish_counts(kind, &others, seed);
            let with = publish_counts(kind, &others.with(her, day), seed);
            for (adversary, scores) in adversaries.iter().zip(&mut scores) {
                scores.present.push(adversary.score(&with));
                scores.absent.push(adversary.score(&without));
            }
        }
        let [one, other] = scores.map(|scores| scores.auc());
        weak.push(one);
        told_the_month.push(other);
    }
    let (attack, bound) = if effort.suffices() {
        ("presence, knows averages: AUC, at most", 0.55)
    } else {
        // Thirty pairs of worlds cannot tell 0.54 from 0.57.
        ("presence, knows averages: AUC (few worlds)", 0.60)
    };
    vec![
        Finding { attack, measured: upper(&weak), bound },
        Finding {
            // Who knows as much is not weak. He gets no further than the promise: mu-GDP 0.385.
            attack: "presence, knows the month too: AUC, at most",
            measured: upper(&told_the_month),
            bound: 0.608,
        },
    ]
}

/// The upper end of the 95 % interval of a mean of AUCs, each with its variance.
fn upper(each: &[(f64, f64)]) -> f64 {
    let count = each.len() as f64;
    let mean = each.iter().map(|it| it.0).sum::<f64>() / count;
    mean + SURE * each.iter().map(|it| it.1).sum::<f64>().sqrt() / count
}

/// What he looks for, and how he weighs what he finds.
struct Adversary {
    her: Person,
    /// The month in which she would have come, when he knows it.
    month: Option<Month>,
    /// Her cells, one of each table and one for each service, with what each weighs.
    cells: Vec<(Table, usize, f64)>,
}

impl Adversary {
    fn new(her: Person, month: Option<Month>, mix: &[Person]) -> Self {
        let periods = |table: Table| match table.cadence() {
            Cadence::Month => 12.0,
            Cadence::Quarter => 4.0,
            Cadence::Year => 1.0,
        };
        // He reads the one period in which she would stand, or the sum over the year.
        let seen = |table| -> f64 { if month.is_some() { 1.0 / periods(table) } else { 1.0 } };
        let summed = |table| if month.is_some() { 1.0 } else { periods(table) };
        let mut cells: Vec<(Table, usize)> = Vec::new();
        for table in Table::ALL {
            cells.extend(table.places(her).iter().map(|place| (*table, place)));
        }
        let like_her: Vec<Vec<bool>> = cells
            .iter()
            .map(|(table, place)| mix.iter().map(|one| table.places(*one).holds(*place)).collect())
            .collect();
        let covariance = |(place, (one, _)): (usize, &(Table, usize))| {
            let row = cells.iter().enumerate().map(|(other_place, (other, _))| {
                let both = like_her[place].iter().zip(&like_her[other_place]);
                let both = both.filter(|(one, other)| **one && **other).count() as f64;
                let others =
                    REPORTS as f64 * both / mix.len() as f64 * seen(*one).min(seen(*other));
                let own = place == other_place;
                let variance = one.sigma_squared(one.rho(YEAR));
                others + if own { variance * summed(*one) } else { 0.0 }
            });
            row.collect::<Vec<f64>>()
        };
        let covariance = cells.iter().enumerate().map(covariance).collect();
        let weights = solved(covariance, vec![1.0; cells.len()]);
        let weighed = cells.iter().zip(weights).map(|((table, place), it)| (*table, *place, it));
        Self { her, month, cells: weighed.collect() }
    }

    fn score(&self, messages: &[Message]) -> f64 {
        let mut score = 0.0;
        for message in messages {
            let Some(id) = message.release else { continue };
            let hers = self.month.is_none_or(|month| {
                Period::holding(month, id.table.cadence()).is_ok_and(|period| period == id.period)
            });
            let of_table = self.cells.iter().filter(|(table, ..)| hers && *table == id.table);
            score +=
                of_table.map(|(_, place, weight)| weight * message.counts[*place]).sum::<f64>();
        }
        // Whoever pushes records shows her.
        let told = format!("{:?}", self.her);
        let pushed = messages.iter().filter(|it| it.release.is_none() && it.text.contains(&told));
        score + 1_000.0 * pushed.count() as f64
    }
}

/// The solution of linear equations, by elimination with the largest pivot.
fn solved(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let count = right.len();
    for step in 0..count {
        let larger = |one: &usize, other: &usize| {
            rows[*one][step].abs().total_cmp(&rows[*other][step].abs())
        };
        let pivot = (step..count).max_by(larger).unwrap_or(step);
        rows.swap(step, pivot);
        right.swap(step, pivot);
        let (above, below) = rows.split_at_mut(step + 1);
        let own = &above[step];
        for (place, row) in below.iter_mut().enumerate() {
            let factor = row[step] / own[step];
            for (cell, from) in row.iter_mut().zip(own) {
                *cell -= factor * from;
            }
            right[step + 1 + place] -= factor * right[step];
        }
    }
    for step in (0..count).rev() {
        let known: f64 = (step + 1..count).map(|place| rows[step][place] * right[place]).sum();
        right[step] = (right[step] - known) / rows[step][step];
    }
    right
}

/// Scores of worlds with her and of the same worlds without.
#[derive(Default)]
struct Scores {
    present: Vec<f64>,
    absent: Vec<f64>,
}

impl Scores {
    /// How often a world with her scores higher than another one without, and the variance of that share.
    fn auc(&self) -> (f64, f64) {
        let count = self.present.len();
        // What a world adds as the one with her, and as the one without.
        let mut adds = vec![0.0; count];
        for (one, with) in self.present.iter().enumerate() {
            for (other, without) in self.absent.iter().enumerate() {
                if one != other {
                    let share = higher(*with, *without) / (count as f64 - 1.0);
                    adds[one] += share;
                    adds[other] += share;
                }
            }
        }
        let mean = adds.iter().sum::<f64>() / count as f64;
        let squares = adds.iter().map(|add| (add - mean).powi(2)).sum::<f64>();
        (mean / 2.0, squares / (count as f64 - 1.0) / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::bad::normal;

    fn scores(worlds: usize, shift: f64) -> Scores {
        let mut bits = Seeded::new(3);
        let absent: Vec<f64> = (0..worlds).map(|_| normal(&mut bits)).collect();
        Scores { present: absent.iter().map(|score| score + shift).collect(), absent }
    }

    #[test]
    fn the_limit_holds_what_is_known_and_exceeds_the_bound_where_it_should() {
        // A normal score that moves by mu has an AUC of the normal distribution at mu / sqrt 2.
        for (shift, known) in [(0.0, 0.5), (0.134, 0.5377), (0.385, 0.6073)] {
            let (auc, variance) = scores(400, shift).auc();
            let limit = upper(&[(auc, variance)]);
            assert!(limit > known - 1e-9 && limit - known < 0.03, "{shift}: {auc} {limit}");
        }
        assert!(upper(&[scores(400, 0.25).auc()]) > 0.55, "an AUC of 0.57 breaks the bound");
    }

    #[test]
    fn equations_are_solved() {
        let rows = vec![vec![0.0, 2.0, 1.0], vec![2.0, 1.0, 0.0], vec![1.0, 0.0, 3.0]];
        let solution = solved(rows, vec![7.0, 4.0, 10.0]);
        for (found, wanted) in solution.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - wanted).abs() < 1e-9, "{solution:?}");
        }
    }
}
