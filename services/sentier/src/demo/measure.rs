//! How long calls took: a histogram of fixed size for each kind of call.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Sixteen steps to each doubling: a reading is at most 6 % above the truth.
const STEPS: u32 = 16;
/// Doublings from one microsecond on; beyond an hour everything is an hour.
const DOUBLINGS: u32 = 32;

/// Durations, counted in buckets that widen with the duration.
#[derive(Clone, Debug)]
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { buckets: vec![0; usize::try_from(STEPS * DOUBLINGS).unwrap_or(0)], count: 0 }
    }
}

impl Histogram {
    /// Counts one duration.
    pub fn add(&mut self, took: Duration) {
        if let Some(bucket) = self.buckets.get_mut(bucket(took)) {
            *bucket += 1;
            self.count += 1;
        }
    }

    /// Counts what another has counted.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
    }

    /// How many were counted.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The duration that `per_mille` of all do not exceed (500 is the median); zero when nothing was
    /// counted.
    pub fn quantile(&self, per_mille: u64) -> Duration {
        let rank = (self.count * per_mille).div_ceil(1_000).max(1);
        let mut seen = 0;
        for (place, bucket) in self.buckets.iter().enumerate() {
            seen += bucket;
            if seen >= rank {
                return upper(place);
            }
        }
        Duration::ZERO
    }
}

fn bucket(took: Duration) -> usize {
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    let doubling = micros.ilog2().min(DOUBLINGS - 1);
    let base = 1_u64 << doubling;
    let step = ((micros - base) * u64::from(STEPS) / base).min(u64::from(STEPS - 1));
    usize::try_from(u64::from(doubling * STEPS) + step).unwrap_or(0)
}

fn upper(place: usize) -> Duration {
    let place = u64::try_from(place).unwrap_or(0);
    let base = 1_u64 << (place / u64::from(STEPS)).min(63);
    let step = place % u64::from(STEPS) + 1;
    Duration::from_micros(base + base * step / u64::from(STEPS))
}

/// Histograms by kind of call; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Measure(Arc<Mutex<BTreeMap<&'static str, Histogram>>>);

impl Measure {
    /// Counts one answered call.
    pub fn add(&self, rpc: &'static str, took: Duration) {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kinds.entry(rpc).or_default().add(took);
    }

    /// What was counted so far.
    pub fn by_call(&self) -> BTreeMap<&'static str, Histogram> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_within_one_step_of_the_truth() {
        let mut histogram = Histogram::default();
        for millis in 1..=1_000 {
            histogram.add(Duration::from_millis(millis));
        }
        for (per_mille, truth) in [(500, 500.0), (990, 990.0)] {
            let read = histogram.quantile(per_mille).as_secs_f64() * 1_000.0;
            assert!(read >= truth && read <= truth * 1.07, "{per_mille}: {read}");
        }
    }

    #[test]
    fn merged_counts_are_the_sum() {
        let mut one = Histogram::default();
        one.add(Duration::from_millis(3));
        let mut two = one.clone();
        two.merge(&one);
        assert_eq!(two.count(), 2);
        assert_eq!(Histogram::default().quantile(500), Duration::ZERO);
    }
}
