//! What is wrong with the planted publishers.

use super::bits::Seeded;
use super::{Message, Told};

/// A continuous Gaussian (Box and Muller), as one would write it who does not know better.
pub fn normal(bits: &mut Seeded) -> f64 {
    let radius = (-2.0 * (1.0 - bits.share()).ln()).sqrt();
    radius * (std::f64::consts::TAU * bits.share()).cos()
}

/// A redacted record, told at once.
pub fn pushed(told: &Told, happened: usize) -> Message {
    let text = format!("{:?}", told.counted);
    Message {
        at: told.at,
        id: format!("{happened}"),
        size: text.len(),
        release: None,
        counts: Vec::new(),
        estimates: Vec::new(),
        text,
    }
}
