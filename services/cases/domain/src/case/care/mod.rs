//! Care: what the centre does for a survivor between intake and closure.
//!
//! ```text
//! assessment ──▶ safety plan, action plan ──▶ services, follow-ups ──▶ closure ──▶ (reopening)
//!     │                    │                                            │
//!     └────────────────────┴──── approved by another than who asks ─────┘
//! ```
//!
//! Every step is an *entry*: a [`Fact`] that somebody recorded at a moment. A command asks that a fact
//! be recorded; [`decide`](mod@decide) permits it or refuses it. What a fact tells in words is sealed;
//! codes and dates that the rules need stand beside it. Which work is due follows from the facts alone
//! ([`task`]). Source of the steps: DOMAIN 2.4 and the case-work table of 1a.

pub mod codes;
mod command;
mod decide;
mod event;
mod evolve;
mod personal;
mod rejection;
#[cfg(test)]
pub(super) mod spec;
mod state;
pub mod task;

pub use command::Command;
pub(super) use decide::{decide, may_close, unplannable};
pub use event::{Event, Fact, Planned};
pub(super) use evolve::evolve;
pub use personal::{Aims, Finding, Findings, SafetyPlan};
pub use rejection::Rejection;
pub use state::{Action, Agreed, Assessed, Attached, Closure, Flag, Standing, State, Transfer};
