//! Safeguards: who may open a file beyond or against her role, and how the survivor may be reached.
//!
//! ```text
//! conflict of interest: (none) ── exclude ──▶ excluded ── readmit ──▶ (none)
//! seal:                 (none) ── seal to named staff ──▶ sealed ── unseal ──▶ (none)
//! break-glass by two:   (none) ── request ──▶ waiting ── approve (another) ──▶ admitted ── clock ──▶ over
//!             alone:    (none) ── break ──▶ admitted, alarm ── clock ──▶ over; review (another) ──▶ quiet
//!                       few in a month, over all cases: [`crate::alone`]
//! ```
//!
//! Here stands what is true; who may do what follows at the one place where calls are authorised. Nothing
//! of it needs the case to be open: a closed file is a file. Source: PRIVACY 7 (3) and (5), DHIS2's three
//! hours.

mod command;
mod decide;
mod event;
mod evolve;
mod rejection;
#[cfg(test)]
mod spec;
mod state;

pub use command::Command;
pub(super) use decide::{decide, may_be_given};
pub use event::{Event, Fact};
pub(super) use evolve::evolve;
pub use rejection::Rejection;
pub use state::{ALONE_LASTS, Glass, REQUEST_LASTS, State, TOGETHER_LASTS};
