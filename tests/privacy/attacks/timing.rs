//! He knows the fortnights in which she may have come, and watches when messages arrive.

use std::time::Duration;

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::world::{NEW_YEAR, person, year};
use crate::privacy::{Kind, publish};

/// How much better than a coin he says in which of two fortnights she came, from the arrival of messages
/// that fit her.
pub(super) fn linkage(kind: Kind, effort: Effort) -> Finding {
    let mut bits = Seeded::new(6);
    let her = person(&mut bits);
    let mut right = 0.0;
    let trials = effort.pairs.min(400);
    let fortnight = Duration::from_hours(14 * 24);
    for trial in 0..trials {
        let late = bits.share() < 0.5;
        let day = 60 + if late { 14 } else { 0 } + bits.below(14) as u32;
        let world = year(60, &mut bits).with(her, day);
        let messages = publish(kind, &world, trial, 0, 0);
        let begun = NEW_YEAR.plus(Duration::from_hours(60 * 24));
        let within = |from, until| {
            let fits = |it: &&crate::privacy::Message| {
                it.release.is_none() && it.text.contains(&format!("{her:?}"))
            };
            let there = messages.iter().filter(|it| it.at >= from && it.at < until);
            there.filter(fits).count()
        };
        let middle = begun.plus(fortnight);
        let (first, second) = (within(begun, middle), within(middle, middle.plus(fortnight)));
        // Where nothing arrived he says the same each time.
        let says_late = second >= first;
        right += f64::from(u8::from(says_late == late));
    }
    // A constant guess is right half of the time; of so many trials chance gives this much more.
    let chance = 3.0 * 0.5 / (trials as f64).sqrt();
    let gained = right / trials as f64 - 0.5;
    Finding {
        attack: "timing, better than a constant guess by",
        measured: gained,
        bound: chance.max(0.03),
    }
}
