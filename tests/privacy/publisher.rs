//! The publisher of the releases, driven through a year by its calendar: the domain's own rules, over
//! counters in memory in place of the store's rows.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::time::Duration;

use sentier_kernel::{Decider as _, Moment};
use sentier_statistics_domain::budget::{self, Command, PrivacyBudget, YEAR};
use sentier_statistics_domain::period::{Cadence, Period, open_at};
use sentier_statistics_domain::release::noise::draw;
use sentier_statistics_domain::release::{
    Contribution, Estimates, ReleaseId, Rho, Table, estimate,
};

use super::bad;
use super::bits::Seeded;
use super::world::{NEW_YEAR, World};

/// Who publishes: the releases as they are, or one of those that the bench must catch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The releases.
    Releases,
    /// Tells of every survivor at once.
    ImmediatePush,
    /// Draws the noise anew at each replay.
    RedrawOnReplay,
    /// Draws half the noise.
    HalfTheNoise,
    /// Adds a continuous Gaussian, as floating-point libraries do.
    FloatNoise,
    /// Draws noise for each subscriber.
    PerSubscriber,
    /// Names releases by the time and a running number of what happened.
    TimeOrderedIds,
}

impl Kind {
    /// Those that must be caught.
    pub const PLANTED: [Self; 6] = [
        Self::ImmediatePush,
        Self::RedrawOnReplay,
        Self::HalfTheNoise,
        Self::FloatNoise,
        Self::PerSubscriber,
        Self::TimeOrderedIds,
    ];

    /// Its name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Releases => "releases (T1)",
            Self::ImmediatePush => "immediate push",
            Self::RedrawOnReplay => "redraw on replay",
            Self::HalfTheNoise => "half the noise",
            Self::FloatNoise => "float noise",
            Self::PerSubscriber => "noise per subscriber",
            Self::TimeOrderedIds => "time-ordered ids",
        }
    }
}

/// What a subscriber receives.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// When.
    pub at: Moment,
    /// Its id.
    pub id: String,
    /// Bytes, padding included.
    pub size: usize,
    /// Which release; none for what is pushed.
    pub release: Option<ReleaseId>,
    /// The counts.
    pub counts: Vec<f64>,
    /// The estimates.
    pub estimates: Estimates,
    /// Everything that is legible in it.
    pub text: String,
}

/// All that one subscriber receives of a year, at its `replay`-th reading; `seed` is the publisher's own
/// luck and is the same whoever reads how often.
pub fn publish(kind: Kind, world: &World, seed: u64, subscriber: u64, replay: u64) -> Vec<Message> {
    let mut seed = Seeded::new(seed);
    // What is wrong with two of the planted: their luck depends on who reads, and how often.
    for _more in 0..match kind {
        Kind::RedrawOnReplay => replay,
        Kind::PerSubscriber => subscriber,
        _ => 0,
    } {
        seed = Seeded::new(seed.word64());
    }
    let mut year = Year { kind, bits: seed, ..Year::new() };
    year.run(world);
    year.messages
}

/// As [`publish`] for the first reading of one subscriber, without the estimates: they follow from the
/// counts, tell nothing that these do not, and take most of the time.
pub fn publish_counts(kind: Kind, world: &World, seed: u64) -> Vec<Message> {
    let mut year = Year { kind, counts_alone: true, bits: Seeded::new(seed), ..Year::new() };
    year.run(world);
    year.messages
}

/// What goes wrong in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The publisher is killed at each publication, when the release is durable and its counter still there.
    pub crashes: bool,
    /// Every message is delivered a second time, and once more a day later.
    pub redelivery: bool,
    /// What is told is read from the log of releases once more, in place of what was told at first.
    pub rebuilding: bool,
}

impl Faults {
    /// Killed at each publication.
    pub const CRASHES: Self = Self { crashes: true, redelivery: false, rebuilding: false };
    /// Everything is delivered again.
    pub const REDELIVERY: Self = Self { crashes: false, redelivery: true, rebuilding: false };
    /// Read models and messages are made anew from the log.
    pub const REBUILDING: Self = Self { crashes: false, redelivery: false, rebuilding: true };
}

/// As [`publish`] for one subscriber, of a year in which these things go wrong.
pub fn publish_through(
    kind: Kind,
    world: &World,
    seed: u64,
    faults: Faults,
    replay: u64,
) -> Vec<Message> {
    let mut bits = Seeded::new(seed);
    if faults.rebuilding && kind == Kind::RedrawOnReplay {
        for _more in 0..replay {
            bits = Seeded::new(bits.word64());
        }
    }
    let mut year = Year { kind, faults, bits, ..Year::new() };
    year.run(world);
    if faults.rebuilding { year.rebuilt() } else { year.messages }
}

/// A year under way.
struct Year {
    kind: Kind,
    faults: Faults,
    counts_alone: bool,
    bits: Seeded,
    counters: BTreeMap<ReleaseId, Vec<f64>>,
    stands: BTreeMap<u64, (u64, Contribution)>,
    seen: BTreeSet<(u64, u64)>,
    published: BTreeMap<ReleaseId, Vec<i64>>,
    budget: budget::State,
    messages: Vec<Message>,
    happened: usize,
}

impl Year {
    fn new() -> Self {
        Self {
            kind: Kind::Releases,
            faults: Faults::default(),
            counts_alone: false,
            bits: Seeded::new(0),
            counters: BTreeMap::new(),
            stands: BTreeMap::new(),
            seen: BTreeSet::new(),
            published: BTreeMap::new(),
            budget: PrivacyBudget::initial(),
            messages: Vec::new(),
            happened: 0,
        }
    }

    fn run(&mut self, world: &World) {
        let year = Period::year_of(2026).expect("a year");
        self.keep(NEW_YEAR);
        let mut told = world.told.iter().peekable();
        for month in year.parts(Cadence::Month) {
            // Counters are opened on the first day of a month, as the calendar does.
            let after = month.closes_at().minus(Duration::from_hours(9 * 24));
            for instant in [after, month.closes_at(), month.published_at()] {
                while let Some(one) = told.next_if(|one| one.at < instant) {
                    self.take(one);
                    if self.faults.redelivery {
                        self.take(one);
                        let late =
                            super::Told { at: one.at.plus(Duration::from_hours(24)), ..*one };
                        self.take(&late);
                    }
                }
                self.keep(instant);
                // A crash and a second look at the same instant change nothing.
                self.keep(instant);
            }
        }
    }

    /// Opens what the calendar says, publishes what is due.
    fn keep(&mut self, at: Moment) {
        let due: Vec<ReleaseId> =
            self.counters.keys().filter(|id| at >= id.period.published_at()).copied().collect();
        let mut known = BTreeMap::new();
        if !self.counts_alone {
            known.clone_from(&self.published);
            known.extend(due.iter().map(|id| (*id, whole(&self.counters[id]))));
        }
        for id in due {
            let rho = id.table.rho(YEAR);
            let command = Command::EnterRelease { year: 2026, release: id, rho };
            let entered = PrivacyBudget::decide(&self.budget, command, at).expect("the budget");
            for event in &entered {
                self.budget = PrivacyBudget::evolve(std::mem::take(&mut self.budget), event);
            }
            if entered.is_empty() {
                // Published before, and killed before the counter was gone.
                self.counters.remove(&id);
                continue;
            }
            let counts = self.counters[&id].clone();
            if !self.faults.crashes {
                self.counters.remove(&id);
            }
            self.published.insert(id, whole(&counts));
            let estimates = if self.counts_alone {
                Estimates::new()
            } else {
                estimate(id, &known, YEAR).expect("an estimate")
            };
            self.tell(at, id, counts, estimates);
        }
        let ours = |id: &ReleaseId| id.period.year() == 2026;
        for id in open_at(at).into_iter().flat_map(ReleaseId::of).filter(ours) {
            if !self.budget.released.contains(&id) && !self.counters.contains_key(&id) {
                let counts = (0..id.table.size()).map(|_| self.noise(id.table)).collect();
                self.counters.insert(id, counts);
            }
        }
    }

    /// The messages, made anew from what was published: an id, its counts, and estimates that follow.
    fn rebuilt(mut self) -> Vec<Message> {
        let told = std::mem::take(&mut self.messages);
        let mut known = BTreeMap::new();
        for message in &told {
            let Some(id) = message.release else { continue };
            known.insert(id, whole(&message.counts));
        }
        for message in told {
            let Some(id) = message.release else {
                self.messages.push(message);
                continue;
            };
            // What was not yet due when it was published is not among what it follows from.
            let then = |other: &&ReleaseId| other.period.published_at() <= message.at;
            let then = known.keys().filter(then).map(|id| (*id, known[id].clone())).collect();
            let estimates = estimate(id, &then, YEAR).expect("an estimate");
            self.tell(message.at, id, message.counts, estimates);
        }
        self.messages
    }

    fn noise(&mut self, table: Table) -> f64 {
        let rho = table.rho(YEAR);
        match self.kind {
            Kind::FloatNoise => bad::normal(&mut self.bits) * table.sigma_squared(rho).sqrt(),
            Kind::HalfTheNoise => drawn(table, Rho(rho.0 * 4), &mut self.bits),
            _ => drawn(table, rho, &mut self.bits),
        }
    }

    fn take(&mut self, told: &super::Told) {
        self.happened += 1;
        if !self.seen.insert((told.survivor, told.message)) {
            return;
        }
        if self.kind == Kind::ImmediatePush && told.counted.is_some() {
            self.messages.push(bad::pushed(told, self.happened));
        }
        let (incident, stands) = self.stands.entry(told.survivor).or_default();
        let changes = match told.counted {
            None => stands.withdraw(told.at),
            Some((person, month)) if *incident == told.incident => {
                stands.correct(person, month, None, told.at)
            }
            Some((person, month)) => stands.count(person, month, None, told.at),
        };
        for change in changes {
            if let Some(counts) = self.counters.get_mut(&change.counter) {
                counts[change.place] += change.by as f64;
            }
        }
    }

    fn tell(&mut self, at: Moment, release: ReleaseId, counts: Vec<f64>, estimates: Estimates) {
        let id = match self.kind {
            Kind::TimeOrderedIds => format!("{:016x}-{:08x}", at.as_micros(), self.happened),
            _ => release.to_string(),
        };
        let text = format!("{id} {counts:?} {estimates:?}");
        self.messages.push(Message {
            at,
            id,
            // As the service pads them.
            size: 4_096,
            release: Some(release),
            counts,
            estimates,
            text,
        });
    }
}

fn whole(counts: &[f64]) -> Vec<i64> {
    counts.iter().map(|count| count.round() as i64).collect()
}

/// Noise as the releases draw it.
fn drawn(table: Table, rho: Rho, bits: &mut Seeded) -> f64 {
    let variance = table.variance(rho).expect("some noise");
    let drawn: Result<i64, Infallible> = draw(variance, bits);
    drawn.expect("bits") as f64
}

/// The true counts of a year: the same counting without noise, by what a period held when it closed.
pub fn truth(world: &World) -> BTreeMap<ReleaseId, Vec<f64>> {
    let noisy = publish_counts(Kind::Releases, world, 1);
    let none = publish_counts(Kind::Releases, &World::default(), 1);
    // The same luck with and without survivors: the difference is what was counted.
    let pairs = noisy.into_iter().zip(none);
    pairs
        .map(|(noisy, none)| {
            assert_eq!(noisy.release, none.release);
            let counts = noisy.counts.iter().zip(&none.counts).map(|(one, other)| one - other);
            (noisy.release.expect("a release"), counts.collect())
        })
        .collect()
}
