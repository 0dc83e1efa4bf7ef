//! Noise that is drawn again averages away: for who reads twice, and for two who read once.

use super::Finding;
use crate::privacy::bits::Seeded;
use crate::privacy::world::year;
use crate::privacy::{Kind, publish};

/// Readings of one subscriber that differ from the first.
pub(super) fn replays(kind: Kind) -> Finding {
    let world = year(240, &mut Seeded::new(2));
    let first = publish(kind, &world, 5, 0, 0);
    let differ = (1..6).filter(|replay| publish(kind, &world, 5, 0, *replay) != first).count();
    Finding { attack: "replays that differ, of 5", measured: differ as f64, bound: 0.0 }
}

/// Subscribers who received something else than the first.
pub(super) fn subscribers(kind: Kind) -> Finding {
    let world = year(240, &mut Seeded::new(3));
    let first = publish(kind, &world, 5, 0, 0);
    let differ = (1..6).filter(|other| publish(kind, &world, 5, *other, 0) != first).count();
    Finding { attack: "subscribers who differ, of 5", measured: differ as f64, bound: 0.0 }
}
