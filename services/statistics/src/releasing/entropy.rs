//! Fair bits from the operating system's generator, for the noise. There is no seed, so nobody can draw the
//! same noise again; nothing of it is kept but in the counters.

use sentier_statistics_domain::release::noise::Bits;
use zeroize::Zeroizing;

/// Bytes fetched at once: the noise of a small table takes some thousand.
const FETCHED: usize = 1_024;

/// The generator did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("randomness is not available")]
pub(crate) struct NoRandomness;

/// The operating system's generator.
#[derive(Debug)]
pub(crate) struct Entropy {
    fetched: Zeroizing<Vec<u8>>,
    used: usize,
}

impl Entropy {
    pub(crate) fn new() -> Self {
        Self { fetched: Zeroizing::new(Vec::new()), used: 0 }
    }
}

impl Bits for Entropy {
    type Fault = NoRandomness;

    fn word(&mut self) -> Result<u64, NoRandomness> {
        loop {
            let left = self.fetched.get(self.used..).and_then(|left| left.first_chunk::<8>());
            if let Some(word) = left {
                self.used += 8;
                return Ok(u64::from_le_bytes(*word));
            }
            self.fetched.resize(FETCHED, 0);
            getrandom::fill(&mut self.fetched).map_err(|_unavailable| NoRandomness)?;
            self.used = 0;
        }
    }
}
