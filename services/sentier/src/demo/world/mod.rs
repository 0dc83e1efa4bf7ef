//! The invented month of one commune's centre: pure, and the same for the same seed.
//!
//! Every share has its source in a comment (DOMAIN 5.2: aggregates of public GBVIMS reports; PRIVACY 4:
//! figures of Togo and the region) or says that it is assumed. Nobody in it exists.

mod answers;
mod draw;
mod incident;
mod minimum;
mod names;
mod needs;
mod person;
mod script;
#[cfg(test)]
mod spec;
mod words;

use std::collections::BTreeSet;

use rand::SeedableRng as _;
use rand::seq::IndexedRandom as _;
use time::Date;

pub use answers::{Answer, Answers, Decision};
pub use incident::{Incident, age_band};
pub(in crate::demo) use minimum::{circumstances, giving, profile};
pub use needs::AgencyKind;
pub use person::Person;
pub use script::{Act, CASEWORKERS, Consent, Hand, MONTH, Referral, Script, Visit};

use draw::{Source, chance};
use script::Turn;

/// Survivors who come a second time within a year (PRIVACY 4), in a hundred.
const REPEAT: u32 = 8;
/// Cases in which a consent is withdrawn, of a thousand (PRIVACY 4).
const WITHDRAWN: usize = 10;
/// Survivors who ask to be erased, of a thousand (PRIVACY 4).
const ERASED: usize = 5;
/// From this many cases on, there is at least one withdrawal and one erasure to see.
const SEEN_FROM: usize = 10;

/// The month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Its cases, in the order in which they were drawn.
    pub cases: Vec<Script>,
}

/// A personal value that the demo gives to the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonalValue {
    /// Place of its case.
    pub case: usize,
    /// Which field.
    pub field: &'static str,
    /// The value.
    pub value: String,
}

impl World {
    /// The month of `cases` cases that this seed stands for, as seen on `today`.
    pub fn generate(seed: u64, cases: usize, today: Date) -> Self {
        let mut source = Source::seed_from_u64(seed);
        let withdrawn = turns(&mut source, cases, WITHDRAWN, &BTreeSet::new());
        let erased = turns(&mut source, cases, ERASED, &withdrawn);
        let mut world = Self { cases: Vec::with_capacity(cases) };
        for place in 0..cases {
            // A stream of its own for each case: a change in one leaves the others as they are.
            source.set_stream(u64::try_from(place).unwrap_or(0) + 1);
            let turn =
                Turn { withdraws: withdrawn.contains(&place), erased: erased.contains(&place) };
            let kind = incident::KINDS.draw(&mut source);
            let survivor = world
                .returning(&mut source, turn)
                .unwrap_or_else(|| person::draw(&mut source, kind, today));
            world.cases.push(script::draw(&mut source, survivor, kind, today, turn));
        }
        world
    }

    /// A survivor who was here before; never one who is erased, whose values would then stand twice.
    fn returning(&self, source: &mut Source, turn: Turn) -> Option<Person> {
        if turn.erased || !chance(source, REPEAT) {
            return None;
        }
        let known = self.cases.choose(source)?;
        let may = !known.is_erased() && !known.survivor.full_name.is_empty();
        may.then(|| known.survivor.clone())
    }

    /// Every personal value that playing this month gives to the system; a test searches for them all.
    pub fn personal_values(&self) -> Vec<PersonalValue> {
        let mut values: Vec<PersonalValue> = Vec::new();
        for (case, script) in self.cases.iter().enumerate() {
            let mut add = |field, value: &str| {
                if !value.is_empty() {
                    values.push(PersonalValue { case, field, value: value.to_owned() });
                }
            };
            add("full_name", &script.survivor.full_name);
            add("phone", &script.survivor.phone);
            add("safe_contact", &script.survivor.safe_contact);
            add("code_word", &script.survivor.code_word);
            for incident in &script.incidents {
                add("narrative", &incident.narrative);
            }
            for act in script.visits.iter().flat_map(|visit| &visit.acts) {
                if let Act::FollowUp(note) = act {
                    add("note", note);
                }
            }
        }
        values
    }

    /// Steps of the staff, for the progress bar.
    pub fn acts(&self) -> usize {
        self.cases.iter().flat_map(|case| &case.visits).map(|visit| visit.acts.len()).sum()
    }
}

impl Script {
    /// Whether the survivor is erased in this month.
    pub fn is_erased(&self) -> bool {
        self.visits.iter().any(|visit| visit.acts.contains(&Act::Erase))
    }
}

/// The cases that get a turn: `per_mille` of all, at least one when there are enough to see one.
fn turns(
    source: &mut Source,
    cases: usize,
    per_mille: usize,
    taken: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let least = usize::from(cases >= SEEN_FROM);
    let count = (cases * per_mille).div_ceil(1_000).max(least);
    let free: Vec<usize> = (0..cases).filter(|place| !taken.contains(place)).collect();
    let count = if cases < SEEN_FROM { 0 } else { count };
    free.sample(source, count).copied().collect()
}
