//! What analysts get: tables under differential privacy, and records made from them alone.
//!
//! ```text
//! a survivor ──▶ one cell of each table ──▶ counter that began at its noise ──close──▶ noisy counts
//!      (of the services, several)                                              │
//!                                          consistent estimates, intervals ◀───┤
//!                                          synthetic records ◀─────────────────┘
//! ```
//!
//! The secret is that she came at all (PRIVACY 0.1). So every table has a declared domain, zeros
//! included, and every cell gets noise; one survivor counts once a year in each table, in that of the services in
//! as many cells as she was referred for, for which its noise is the stronger. The year's tables together cost
//! [`budget::YEAR`](crate::budget::YEAR). What follows the noise is a function of published numbers and costs
//! nothing.

mod coded;
mod consistent;
pub mod noise;
mod places;
mod published;
mod rho;
#[cfg(test)]
mod spec;
mod survivor;
mod synthetic;
mod table;

pub use coded::{Age, Answer, Delay, MainType, Perpetrator, Person, Region, Services, Traits};
pub(crate) use consistent::number;
pub use consistent::{Estimate, Estimates, estimate};
pub use places::Places;
pub use published::{
    Event, MalformedReleaseId, Publication, Rejection, Release, ReleaseId, Releases,
};
pub use rho::Rho;
pub use survivor::{Change, Contribution};
pub use synthetic::{Record, records};
pub use table::{Cell, Table};
