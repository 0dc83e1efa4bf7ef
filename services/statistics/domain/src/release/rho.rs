//! What a table costs: zero-concentrated differential privacy, in billionths.

use serde::{Deserialize, Serialize};

/// A cost or a budget under zCDP, in billionths of rho; 74 200 000 is 0.0742.
///
/// Whole numbers, so that a sum of debits is exact and nobody gains by rounding.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rho(pub u64);

/// A billion.
pub(super) const UNIT: u64 = 1_000_000_000;

impl Rho {
    /// Both together; saturates, which a budget refuses.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is more than `other`.
    pub const fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// A share, in ten-thousandths; rounded down.
    pub const fn share(self, parts: u64) -> Self {
        Self(self.0 / 10_000 * parts + self.0 % 10_000 * parts / 10_000)
    }

    /// The variance of the noise of counts that one survivor changes by a vector whose square is `squared`:
    /// squared / (2 rho) (Bun and Steinke 2016), as a fraction in lowest terms. None for a cost of zero,
    /// which no noise is strong enough for. Who publishes asks [`Table::variance`](super::Table::variance).
    pub(super) fn variance(self, squared: u32) -> Option<(u128, u128)> {
        if self.0 == 0 {
            return None;
        }
        let (numerator, denominator) = (UNIT / 2 * u64::from(squared), self.0);
        let common = common(numerator, denominator);
        Some(((numerator / common).into(), (denominator / common).into()))
    }

    /// The same as a number; zero for a cost of zero.
    pub(super) fn sigma_squared(self, squared: u32) -> f64 {
        match u32::try_from(self.0) {
            Ok(0) => 0.0,
            Ok(rho) => f64::from(500_000_000_u32) * f64::from(squared) / f64::from(rho),
            // Above four units of rho nothing is private any more.
            Err(_beyond) => 0.0,
        }
    }
}

/// The greatest common divisor.
const fn common(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
