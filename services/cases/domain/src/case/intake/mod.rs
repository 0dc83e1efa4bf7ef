//! Intake: a case is opened, and incidents are recorded and classified.

mod decide;
mod evolve;
#[cfg(test)]
mod spec;

pub use decide::opening_violations;
pub(super) use decide::{open_case, record_incident};
pub(super) use evolve::{opened, recorded};
