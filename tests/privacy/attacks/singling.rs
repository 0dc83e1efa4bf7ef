//! Synthetic records that fit exactly one woman: no more of them than fit one of another world.

use std::collections::BTreeMap;

use sentier_statistics_domain::period::Period;
use sentier_statistics_domain::release::{Age, MainType, Region, ReleaseId, Table, records};

use super::{Effort, Finding};
use crate::privacy::bits::Seeded;
use crate::privacy::world::{World, year};
use crate::privacy::{Kind, publish};

type Key = (Region, MainType, Age);

/// How much more often a record singles somebody out in the world that it was made from than in another.
pub(super) fn singled_out(kind: Kind, effort: Effort) -> Finding {
    let mut bits = Seeded::new(9);
    let (mut own, mut other, mut attempts) = (0.0, 0.0, 0.0);
    for seed in 0..effort.years.min(100) {
        let (world, control) = (year(480, &mut bits), year(480, &mut bits));
        let messages = publish(kind, &world, 3_000 + seed, 0, 0);
        let quarter: Period = "2026-Q2".parse().expect("a quarter");
        let of = |table| {
            let id = ReleaseId { table, period: quarter };
            let found = messages.iter().find(|it| it.release == Some(id));
            found.map(|it| it.estimates.clone()).unwrap_or_default()
        };
        let made = records(&of(Table::RegionType), &of(Table::RegionAge), None).expect("records");
        let (uniques, others) = (uniques(&world, quarter), uniques(&control, quarter));
        // A record that stands alone is taken for the only woman who fits it.
        for record in made.iter().filter(|record| record.count == 1) {
            let key = (record.region, record.main_type, record.age);
            own += f64::from(u8::from(uniques.contains_key(&key)));
            other += f64::from(u8::from(others.contains_key(&key)));
            attempts += 1.0;
        }
        // Whoever pushes records singles out with each of them.
        let pushed = messages.iter().filter(|it| it.release.is_none()).count() as f64;
        own += pushed;
        attempts += pushed;
    }
    let chance = 3.5 * (0.5 / f64::max(attempts, 1.0)).sqrt();
    let gained = (own - other) / f64::max(attempts, 1.0);
    Finding {
        attack: "singling out, beyond a control world",
        measured: gained,
        bound: chance.max(0.05),
    }
}

/// The kinds of survivor of which a quarter saw exactly one.
fn uniques(world: &World, quarter: Period) -> BTreeMap<Key, u32> {
    let mut seen: BTreeMap<Key, u32> = BTreeMap::new();
    for told in world.told.iter().filter(|told| told.message == 0) {
        if let Some((person, month)) = told.counted
            && quarter.holds(month)
        {
            *seen.entry((person.region, person.main_type, person.age)).or_default() += 1;
        }
    }
    seen.retain(|_, count| *count == 1);
    seen
}
