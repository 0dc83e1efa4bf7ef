//! He knows the two fortnights in one of which she came, and watches the line until all of the year is published:
//! when messages arrive, how long they are, and which of them fit her.
//!
//! From half of the years he learns what each week looks like when she came early, and late; of each year of the
//! other half he says which it was. What he gains is over the best answer that is always the same, on the very
//! same years.

use std::time::Duration;

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::world::{NEW_YEAR, person, year};
use crate::privacy::{Kind, Message, publish_counts};

/// The day of the year on which the first of the two fortnights begins.
const BEGINS: u32 = 60;
/// Weeks that are watched, from the one that holds 22 December of the year before; [`BEGINS`] begins one.
const WEEKS: usize = 58;
/// The first week's first day, before New Year.
const BEFORE: u64 = 10;

/// What a year looks like on the line: of each week the arrivals, their bytes, and arrivals that fit her.
type Looks = Vec<f64>;

/// How much better he says in which fortnight she came than the best answer that is always the same.
pub(super) fn linkage(kind: Kind, effort: Effort) -> Finding {
    let mut bits = Seeded::new(6);
    let her = person(&mut bits);
    let fits = format!("{her:?}");
    let mut years = Vec::new();
    for trial in 0..effort.pairs {
        let late = bits.share() < 0.5;
        let day = BEGINS + if late { 14 } else { 0 } + bits.below(14) as u32;
        let world = year(60, &mut bits).with(her, day);
        years.push((looks(&publish_counts(kind, &world, trial), &fits), late));
    }
    let (learnt, said) = years.split_at(years.len() / 2);
    Finding {
        attack: "timing, beyond the best constant guess by",
        measured: gained(learnt, said),
        bound: 0.03,
    }
}

fn looks(messages: &[Message], fits: &str) -> Looks {
    let mut looks = vec![0.0; 3 * WEEKS];
    let begun = NEW_YEAR.minus(Duration::from_hours(24 * BEFORE));
    for message in messages {
        let week = (message.at.since(begun).as_secs() / (7 * 24 * 3_600)) as usize;
        let Some(seen) = looks.get_mut(3 * week..3 * week + 3) else { continue };
        seen[0] += 1.0;
        seen[1] += message.size as f64;
        seen[2] += f64::from(u8::from(message.text.contains(fits)));
    }
    looks
}

/// The share that he says rightly, less that of the best constant answer.
///
/// He takes what he sees for normal and independent (naive Bayes); what never differs between early and late
/// weighs nothing.
fn gained(learnt: &[(Looks, bool)], said: &[(Looks, bool)]) -> f64 {
    let (mut weights, mut middle) = (Vec::new(), Vec::new());
    for place in 0..learnt.first().map_or(0, |(looks, _)| looks.len()) {
        let of = |wanted: bool| {
            let such = learnt.iter().filter(move |(_, late)| *late == wanted);
            such.map(move |(looks, _)| looks[place])
        };
        let (early, late) = (mean(of(false)), mean(of(true)));
        let square = |wanted, mean: f64| of(wanted).map(|seen| (seen - mean).powi(2)).sum::<f64>();
        let variance = (square(false, early) + square(true, late)) / learnt.len() as f64;
        let apart = late - early;
        weights.push(if apart == 0.0 { 0.0 } else { apart / variance.max(1e-6) });
        middle.push(f64::midpoint(early, late));
    }
    let lates = |years: &[(Looks, bool)]| years.iter().filter(|(_, late)| *late).count() as f64;
    let (late, all) = (lates(learnt), learnt.len() as f64);
    // Where nothing is seen he says what was more frequent.
    let usual = (late.max(0.5) / (all - late).max(0.5)).ln();
    let right = said.iter().filter(|(looks, late)| {
        let seen = looks.iter().zip(&middle).map(|(seen, middle)| seen - middle);
        let score: f64 = seen.zip(&weights).map(|(off, weight)| off * weight).sum();
        (score + usual >= 0.0) == *late
    });
    let share = lates(said) / said.len() as f64;
    right.count() as f64 / said.len() as f64 - share.max(1.0 - share)
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), one| (sum + one, count + 1.0));
    sum / f64::max(count, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Years in which one arrival in `of` comes a week later when she came late, or is a byte longer.
    fn years(count: usize, of: usize, bytes: f64) -> Vec<(Looks, bool)> {
        let mut bits = Seeded::new(4);
        let one = |_| {
            let (late, moved) = (bits.share() < 0.5, bits.below(of) == 0);
            let mut looks = vec![1.0, 4_096.0, 0.0, 0.0, 0.0, 0.0];
            if late && moved {
                looks[1] += bytes;
                if bytes == 0.0 {
                    looks.rotate_right(3);
                }
            }
            (looks, late)
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn a_line_that_looks_the_same_each_year_gains_nothing() {
        let years = years(400, 1, 0.0);
        let same: Vec<_> = years.iter().map(|(_, late)| (vec![1.0, 4_096.0, 0.0], *late)).collect();
        assert!(gained(&same[..200], &same[200..]) <= 0.0);
    }

    #[test]
    fn a_message_that_comes_later_or_is_a_byte_longer_is_seen_even_if_seldom() {
        for bytes in [0.0, 1.0] {
            for of in [1, 4] {
                let years = years(400, of, bytes);
                let gained = gained(&years[..200], &years[200..]);
                assert!(gained > 0.03, "one in {of}, {bytes} bytes: {gained}");
            }
        }
    }
}
