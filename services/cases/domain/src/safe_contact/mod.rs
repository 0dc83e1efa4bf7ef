//! Safe contact: by what, when, and by whose ear a survivor may be reached, or that she never may.
//!
//! The commonest leak is no broken cipher: it is a call that the husband answers (PRIVACY 8, threat 1).
//! So nobody calls, writes or visits beside [`decide`]. What she has not agreed to is never.
//! Hours are Togo's, which are UTC all year.

mod answer;
mod plan;
#[cfg(test)]
pub(crate) mod spec;

pub use answer::{Answer, Ground, decide};
pub use plan::{Answerer, Channel, Hours, SafeContactPlan, Way, Weekday, violations};
