//! Our sampler beside that of `opendp`, which draws from the same distribution by code of its own: both
//! against each other and each against the definition, by how often every number was drawn.
//!
//! A comparison raises a false alarm once in a million (chi-square, [`limit`]). What it must see is shown
//! by noise that is a tenth too wide. `opendp` is built without OpenSSL here, so its bits come from `rand`:
//! enough to compare with, and never part of the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

use opendp::traits::samplers::sample_discrete_gaussian;
use sentier_statistics_domain::release::noise::draw;

use super::bits::System;

/// Fewest numbers in a class of the chi-square test; rarer ones are put together.
const CLASS: f64 = 25.0;
/// The standard normal distribution exceeds this once in a million.
const ONE_IN_A_MILLION: f64 = 4.753;
/// Beyond this many deviations nothing is expected.
const FAR: f64 = 12.0;

/// A strength of noise that both take exactly: σ as a fraction with a power of two below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sigma(pub u32, pub u32);

/// Weaker than any table's, as a table's of a month, and as strong as that of the yearly services.
pub const SIGMAS: [Sigma; 3] = [Sigma(3, 4), Sigma(19, 4), Sigma(131, 8)];

impl Sigma {
    fn number(self) -> f64 {
        f64::from(self.0) / f64::from(self.1)
    }

    fn variance(self) -> (u128, u128) {
        let square = |number: u32| u128::from(number) * u128::from(number);
        (square(self.0), square(self.1))
    }
}

/// How often each number was drawn, and how long one took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// By number.
    pub counts: BTreeMap<i64, u64>,
    /// Nanoseconds for one.
    pub nanoseconds: f64,
}

impl Drawn {
    fn by(samples: u32, mut one: impl FnMut() -> i64) -> Self {
        let mut counts = BTreeMap::new();
        let began = Instant::now();
        for _ in 0..samples {
            *counts.entry(one()).or_insert(0) += 1;
        }
        Self { counts, nanoseconds: began.elapsed().as_secs_f64() * 1e9 / f64::from(samples) }
    }

    /// By our sampler, over the operating system's generator.
    pub fn ours(sigma: Sigma, samples: u32) -> Self {
        let mut bits = System::new();
        Self::by(samples, || draw(sigma.variance(), &mut bits).expect("bits"))
    }

    /// By `opendp`.
    pub fn theirs(sigma: Sigma, samples: u32) -> Self {
        Self::by(samples, || {
            let scale = sigma.number().try_into().expect("a fraction");
            let drawn = sample_discrete_gaussian(scale).expect("a number");
            i64::try_from(drawn).expect("a number of its size")
        })
    }

    fn all(&self) -> f64 {
        self.counts.values().sum::<u64>() as f64
    }
}

/// A chi-square statistic and its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// The statistic.
    pub statistic: f64,
    /// Classes less one.
    pub degrees: f64,
}

impl Distance {
    /// Whether chance alone comes this far less than once in a million.
    pub fn is_alarm(self) -> bool {
        self.statistic > limit(self.degrees)
    }
}

/// What a chi-square statistic of so many degrees of freedom exceeds once in a million (Wilson and
/// Hilferty 1931).
pub fn limit(degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    degrees * (1.0 - spread + ONE_IN_A_MILLION * spread.sqrt()).powi(3)
}

/// How far two samplers are apart that drew equally often.
pub fn between(one: &Drawn, other: &Drawn) -> Distance {
    let count = |drawn: &Drawn, number: i64| *drawn.counts.get(&number).unwrap_or(&0) as f64;
    let numbers: Vec<i64> = one.counts.keys().chain(other.counts.keys()).copied().collect();
    let (low, high) = (numbers.iter().min(), numbers.iter().max());
    let range = low.copied().unwrap_or(0)..=high.copied().unwrap_or(0);
    let pairs = range.map(|number| (count(one, number), count(other, number)));
    distance(pairs, |one, other| one + other, |one, other| (one - other).powi(2) / (one + other))
}

/// How far a sampler is from the definition: probability proportional to exp(-x² / 2σ²).
pub fn from_definition(drawn: &Drawn, sigma: Sigma) -> Distance {
    let sigma = sigma.number();
    let far = (FAR * sigma).ceil() as i64;
    let weight = |number: i64| (-(number as f64).powi(2) / (2.0 * sigma * sigma)).exp();
    let whole: f64 = (-far..=far).map(weight).sum();
    let all = drawn.all();
    let pairs = (-far..=far).map(|number| {
        let seen = *drawn.counts.get(&number).unwrap_or(&0) as f64;
        (seen, all * weight(number) / whole)
    });
    distance(pairs, |_, expected| expected, |seen, expected| (seen - expected).powi(2) / expected)
}

/// Sums over classes that `size` finds large enough; what is left over joins the last.
fn distance(
    pairs: impl Iterator<Item = (f64, f64)>,
    size: impl Fn(f64, f64) -> f64,
    part: impl Fn(f64, f64) -> f64,
) -> Distance {
    let mut classes: Vec<(f64, f64)> = Vec::new();
    let mut open = (0.0, 0.0);
    for (one, other) in pairs {
        open = (open.0 + one, open.1 + other);
        if size(open.0, open.1) >= CLASS {
            classes.push(std::mem::take(&mut open));
        }
    }
    if let Some(last) = classes.last_mut() {
        *last = (last.0 + open.0, last.1 + open.1);
    }
    let statistic = classes.iter().map(|class| part(class.0, class.1)).sum();
    Distance { statistic, degrees: classes.len() as f64 - 1.0 }
}

/// Both samplers at every strength, as text, and whether no comparison raised an alarm.
pub fn report(samples: u32) -> (String, bool) {
    let mut text = format!(
        "{samples} draws each; alarm above the limit: once in a million by chance\n\
         sigma    ours-opendp  limit   ours-law   opendp-law  limit    ns/draw ours  opendp\n"
    );
    let mut quiet = true;
    for sigma in SIGMAS {
        let (ours, theirs) = (Drawn::ours(sigma, samples), Drawn::theirs(sigma, samples));
        let apart = between(&ours, &theirs);
        let law = [from_definition(&ours, sigma), from_definition(&theirs, sigma)];
        quiet &= !apart.is_alarm() && law.iter().all(|it| !it.is_alarm());
        let _infallible = writeln!(
            text,
            "{:>6.3} {:>12.1} {:>6.1} {:>10.1} {:>12.1} {:>6.1} {:>15.0} {:>7.0}",
            sigma.number(),
            apart.statistic,
            limit(apart.degrees),
            law[0].statistic,
            law[1].statistic,
            limit(law[0].degrees),
            ours.nanoseconds,
            theirs.nanoseconds,
        );
    }
    (text, quiet)
}
