//! A year of reports, as PRIVACY section 4 has them: who came, when, and what happened to her record.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_statistics_domain::release::{
    Age, Answer, Delay, MainType, Perpetrator, Person, Region, Services, Traits,
};
use sentier_statistics_domain::value::{Month, Need};

use super::bits::Seeded;

/// 1 January 2026.
pub const NEW_YEAR: Moment = Moment::from_micros(1_767_225_600_000_000);
const DAY: Duration = Duration::from_hours(24);

/// The share of survivors who are ever referred for each need in a year, in the needs' order: 2.6 services a survivor
/// (PRIVACY section 4), divided so that a national year has cells of about 200 to 2 000 (2.3).
const REFERRED: [f64; 8] = [0.12, 0.70, 0.25, 0.50, 0.35, 0.40, 0.20, 0.08];

/// What the statistics are told, in the order it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Moment,
    /// Which survivor.
    pub survivor: u64,
    /// Which incident of hers.
    pub incident: u64,
    /// Which message of hers; one that is delivered again is the same.
    pub message: u64,
    /// What is counted; none: she withdrew or was erased.
    pub counted: Option<(Person, Month)>,
}

/// A year of what is told.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// In order of time.
    pub told: Vec<Told>,
}

/// How many reports a year, and what else happens.
///
/// Shares: 8 % repeat survivors, 2 % messages delivered twice, 1 % withdrawals, 0.5 % erasures. Half of the
/// referrals come on the day of the registration; those that come later tell of her anew, with all of them, unless
/// she left before.
pub fn year(reports: usize, bits: &mut Seeded) -> World {
    let mut told = Vec::new();
    for survivor in 0..reports as u64 {
        let at = NEW_YEAR.plus(DAY.mul_f64(bits.share() * 365.0));
        let whole = person(bits);
        let now = Person { services: half(whole.services, bits), ..whole };
        let counted = Some((now, month(at)));
        let first = Told { at, survivor, incident: 0, message: 0, counted };
        told.push(first);
        if bits.share() < 0.02 {
            told.push(Told { at: at.plus(DAY / 24), ..first });
        }
        let later = |bits: &mut Seeded| at.plus(DAY.mul_f64(bits.share() * 120.0));
        if bits.share() < 0.08 {
            let at = later(bits);
            let counted = Some((Person { services: whole.services, ..person(bits) }, month(at)));
            told.push(Told { at, incident: 1, message: 1, counted, ..first });
        }
        let left = (bits.share() < 0.015).then(|| later(bits));
        told.extend(left.map(|at| Told { at, message: 2, counted: None, ..first }));
        let referred = later(bits);
        if now != whole && left.is_none_or(|left| referred < left) {
            let counted = Some((whole, month(at)));
            told.push(Told { at: referred, message: 3, counted, ..first });
        }
    }
    told.retain(|one| one.at.since(NEW_YEAR) < DAY * 365);
    let mut world = World { told };
    world.sort();
    world
}

impl World {
    /// The same world with one survivor more, who came on this day of the year.
    pub fn with(&self, person: Person, day: u32) -> Self {
        self.with_survivor(u64::MAX, person, day)
    }

    /// The same world with one survivor more whom two centres of a region registered on the same day, each
    /// under a handle of its own.
    pub fn with_twice(&self, person: Person, day: u32) -> Self {
        self.with(person, day).with_survivor(u64::MAX - 1, person, day)
    }

    fn with_survivor(&self, survivor: u64, person: Person, day: u32) -> Self {
        let at = NEW_YEAR.plus(DAY * day).plus(DAY / 2);
        let counted = Some((person, month(at)));
        let mut world = self.clone();
        world.told.push(Told { at, survivor, incident: 0, message: 0, counted });
        world.sort();
        world
    }

    fn sort(&mut self) {
        self.told.sort_by_key(|one| (one.at, one.survivor, one.message));
    }
}

/// The month of a moment of this year.
pub fn month(at: Moment) -> Month {
    Month::of(at).expect("within the calendar")
}

/// Each of these services, or not, as a coin falls.
fn half(of: Services, bits: &mut Seeded) -> Services {
    Need::ALL.iter().copied().filter(|service| of.holds(*service) && bits.share() < 0.5).collect()
}

/// A survivor of the national mix: population by region, types of counselling centres, ages, perpetrators, services.
pub fn person(bits: &mut Seeded) -> Person {
    const REGIONS: [f64; 6] = [0.27, 0.17, 0.20, 0.10, 0.12, 0.14];
    const TYPES: [f64; 6] = [0.13, 0.08, 0.27, 0.05, 0.24, 0.23];
    const AGES: [f64; 4] = [0.25, 0.22, 0.30, 0.23];
    const PERPETRATORS: [f64; 3] = [0.55, 0.20, 0.25];
    const DELAYS: [f64; 6] = [0.30, 0.07, 0.17, 0.16, 0.30, 0.0];
    let mut answer = |share: f64| Answer::from(bits.share() < share);
    let traits = Traits {
        male: answer(0.20),
        disability: answer(0.03),
        displaced: answer(0.04),
        uniformed: answer(0.02),
        delay: Delay::ALL[bits.pick(&DELAYS)],
    };
    let needs = Need::ALL.iter().zip(REFERRED);
    let services =
        needs.filter(|(_, share)| bits.share() < *share).map(|(need, _)| *need).collect();
    Person {
        traits,
        services,
        region: Region::ALL[bits.pick(&REGIONS)],
        main_type: MainType::ALL[bits.pick(&TYPES)],
        age: Age::ALL[bits.pick(&AGES)],
        perpetrator: Perpetrator::ALL[bits.pick(&PERPETRATORS)],
    }
}
