//! The discrete Gaussian, drawn exactly: whole numbers and coin tosses, no floating point.
//!
//! The algorithms of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020),
//! figures 1 to 3. Floating-point noise lets single outputs prove what the count was not (PRIVACY 2.5.9);
//! here every probability is a fraction of whole numbers and is met exactly, given fair bits.

/// Where fair, independent bits come from: in production the operating system's generator. Never a seed.
pub trait Bits {
    /// Why there are none.
    type Fault;

    /// The next 64.
    ///
    /// # Errors
    /// When the source has none; then nothing is drawn.
    fn word(&mut self) -> Result<u64, Self::Fault>;
}

/// A number drawn with probability proportional to exp(-x² / 2σ²), σ² = `numerator` / `denominator`, both
/// above zero and at most four billion.
///
/// # Errors
/// When there are no bits.
pub fn draw<B: Bits>(
    (numerator, denominator): (u128, u128),
    bits: &mut B,
) -> Result<i64, B::Fault> {
    let width = root(numerator / denominator) + 1;
    loop {
        let (negative, size) = laplace(width, bits)?;
        // Accepted with probability exp(-(|y| - σ²/width)² / 2σ²), brought on one fraction:
        // (|y| width d - n)² / (2 n width² d).
        let away = (size * width * denominator).abs_diff(numerator);
        if decays(away * away, 2 * numerator * width * width * denominator, bits)? {
            let size = i64::try_from(size).unwrap_or(i64::MAX);
            return Ok(if negative { -size } else { size });
        }
    }
}

/// The two-sided geometric distribution with scale `width`: a sign and a size (figure 2).
fn laplace<B: Bits>(width: u128, bits: &mut B) -> Result<(bool, u128), B::Fault> {
    loop {
        let low = below(width, bits)?;
        if !decays(low, width, bits)? {
            continue;
        }
        let mut high = 0;
        while decays(1, 1, bits)? {
            high += 1;
        }
        let size = low + width * high;
        let negative = bits.word()? & 1 == 1;
        // Zero has one sign.
        if !(negative && size == 0) {
            return Ok((negative, size));
        }
    }
}

/// True with probability exp(-`numerator` / `denominator`) (figure 1).
fn decays<B: Bits>(mut numerator: u128, denominator: u128, bits: &mut B) -> Result<bool, B::Fault> {
    while numerator > denominator {
        if !decays_at_most_once(denominator, denominator, bits)? {
            return Ok(false);
        }
        numerator -= denominator;
    }
    decays_at_most_once(numerator, denominator, bits)
}

/// The same where the fraction is at most one: the length of a run of ever rarer successes is even with
/// the probability wanted.
fn decays_at_most_once<B: Bits>(
    numerator: u128,
    denominator: u128,
    bits: &mut B,
) -> Result<bool, B::Fault> {
    let mut run: u128 = 1;
    while below(denominator * run, bits)? < numerator {
        run += 1;
    }
    Ok(run % 2 == 1)
}

/// A whole number below `limit`, each as likely: bits are thrown away until they fit.
fn below<B: Bits>(limit: u128, bits: &mut B) -> Result<u128, B::Fault> {
    let wanted = 128 - (limit - 1).leading_zeros();
    loop {
        let mut drawn = u128::from(bits.word()?);
        if wanted > 64 {
            drawn = (drawn << 64) | u128::from(bits.word()?);
        }
        let mask = if wanted == 128 { u128::MAX } else { (1 << wanted) - 1 };
        if drawn & mask < limit {
            return Ok(drawn & mask);
        }
    }
}

/// The square root, rounded down.
const fn root(of: u128) -> u128 {
    let mut root = 0;
    while (root + 1) * (root + 1) <= of {
        root += 1;
    }
    root
}
