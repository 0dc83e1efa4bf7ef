//! A year of crashes, redelivery and rebuilding against a quiet one: nothing that a subscriber receives may
//! differ, or what differs would tell when the service was down, and averages of it what was counted.

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::world::year;
use crate::privacy::{Faults, Kind, publish, publish_through};

/// Messages of the volumes of PRIVACY section 4 (of the smaller two in the quick form) that differ after crashes, redelivery or a rebuilding.
pub(super) fn restarts(kind: Kind, effort: Effort) -> Finding {
    let mut differences = 0;
    let volumes: &[usize] =
        if effort == Effort::FULL { &[60, 240, 480, 2_800] } else { &[60, 240] };
    for (place, reports) in volumes.iter().enumerate() {
        let world = year(*reports, &mut Seeded::new(20 + place as u64));
        let quiet = publish(kind, &world, 5, 0, 0);
        for faults in [Faults::CRASHES, Faults::REDELIVERY, Faults::REBUILDING] {
            // A rebuilding reads everything once more.
            let replay = u64::from(faults == Faults::REBUILDING);
            let other = publish_through(kind, &world, 5, faults, replay);
            differences += quiet.len().abs_diff(other.len());
            differences += quiet.iter().zip(&other).filter(|(one, other)| one != other).count();
        }
    }
    let attack = "crashes, redelivery, rebuilding: differences";
    Finding { attack, measured: differences as f64, bound: 0.0 }
}
