//! Rolls records up in a fixed order until each stands among enough others.
//!
//! The order is agreed in the information-sharing protocol and never follows the data of a batch: region, age
//! and type; then region and type; then type alone; then nothing. What stands too alone at one step goes to
//! the next. That a record was left over still says that its finer class was small: one of the things that
//! a batch does not hide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Ages, Coarse, Kind};
use crate::release::Region;

/// Fewest records of a class.
pub const K: u32 = 10;
/// Fewest kinds of perpetrator among them.
pub const L: usize = 3;
/// Fewest records of a batch; with fewer nothing is released.
pub const BATCH: usize = 20;
/// For how many quarters a record is carried before it is dropped.
pub const CARRIED: u32 = 2;

/// Records that are told alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Where they came; none: anywhere.
    pub region: Option<Region>,
    /// Their ages; none: any.
    pub ages: Option<Ages>,
    /// What happened.
    pub kind: Kind,
    /// How many there are.
    pub count: u32,
}

/// What becomes of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is released.
    Released,
    /// It waits for the next quarter.
    Carried,
    /// It is never released.
    Dropped,
}

type Key = (Option<Region>, Option<Ages>, Kind);

/// The steps, the finest first.
const STEPS: [fn(&Coarse) -> Key; 3] = [
    |record| (Some(record.region), Some(record.ages), record.kind),
    |record| (Some(record.region), None, record.kind),
    |record| (None, None, record.kind),
];

/// The classes of a batch, and what becomes of each record, which comes with the quarters that it waited.
pub fn roll_up(records: &[(Coarse, u32)]) -> (Vec<Class>, Vec<Outcome>) {
    let left_over =
        |waited: u32| if waited < CARRIED { Outcome::Carried } else { Outcome::Dropped };
    let mut outcomes: Vec<Outcome> = records.iter().map(|(_, waited)| left_over(*waited)).collect();
    let mut classes = Vec::new();
    if records.len() < BATCH {
        return (classes, outcomes);
    }
    let mut left: Vec<usize> = (0..records.len()).collect();
    for step in STEPS {
        let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for place in std::mem::take(&mut left) {
            if let Some((record, _)) = records.get(place) {
                groups.entry(step(record)).or_default().push(place);
            }
        }
        for ((region, ages, kind), places) in groups {
            let of = places.iter().filter_map(|place| records.get(*place));
            let perpetrators: BTreeSet<_> = of.map(|(record, _)| record.perpetrator).collect();
            let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
            if count < K || perpetrators.len() < L {
                left.extend(places);
                continue;
            }
            for place in places {
                if let Some(outcome) = outcomes.get_mut(place) {
                    *outcome = Outcome::Released;
                }
            }
            classes.push(Class { region, ages, kind, count });
        }
    }
    classes.sort_unstable();
    (classes, outcomes)
}
