//! A centre's figures as a DHIS2 takes them.
//!
//! ```text
//! report of a month or quarter ──▶ set (by the mapping) ──▶ dataValueSets message
//!                                   └ what is withheld is left out, and told
//! ```

mod mapping;
mod set;
#[cfg(test)]
mod spec;

pub(crate) use mapping::{Mapping, template};
pub(crate) use set::{Made, made};
