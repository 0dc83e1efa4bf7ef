//! Bits for the bench: from a seed, so that a finding can be looked at again, which production never has; and
//! the operating system's, to time a draw as production makes it.

use std::convert::Infallible;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use sentier_statistics_domain::release::noise::Bits;

/// A stream of bits that follows from its seed.
#[derive(Clone, Debug)]
pub struct Seeded(ChaCha20Rng);

impl Seeded {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// The next 64 bits.
    pub fn word64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 up to 1.
    pub fn share(&mut self) -> f64 {
        (self.word64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.share() * limit as f64) as usize
    }

    /// The place of a weight, as likely as the weight is large.
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len() - 1
    }
}

impl Bits for Seeded {
    type Fault = Infallible;

    fn word(&mut self) -> Result<u64, Infallible> {
        Ok(self.word64())
    }
}

/// The operating system's generator, fetched in pieces as the service fetches it.
#[derive(Debug)]
pub struct System {
    fetched: [u8; Self::FETCHED],
    used: usize,
}

impl System {
    const FETCHED: usize = 1_024;

    /// Nothing is fetched yet.
    pub const fn new() -> Self {
        Self { fetched: [0; Self::FETCHED], used: Self::FETCHED }
    }
}

impl Default for System {
    fn default() -> Self {
        Self::new()
    }
}

impl Bits for System {
    type Fault = getrandom::Error;

    fn word(&mut self) -> Result<u64, getrandom::Error> {
        if self.used == Self::FETCHED {
            getrandom::fill(&mut self.fetched)?;
            self.used = 0;
        }
        let word =
            self.fetched[self.used..].first_chunk().map_or(0, |word| u64::from_le_bytes(*word));
        self.used += 8;
        Ok(word)
    }
}
