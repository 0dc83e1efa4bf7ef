//! The statistics of the GBVIMS and of SDG 5.2: from one incident to the parts that it adds to.

pub mod codes;
mod incident;
pub mod parts;
#[cfg(test)]
mod spec;
mod tally;

pub use incident::{Incident, Perpetrator};
pub use tally::{Tally, tallies};
