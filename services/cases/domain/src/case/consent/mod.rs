//! Consent on a case: given, withdrawn, and overridden on a legal ground by two people.
//!
//! ```text
//! consent:   (none) ── grant ──▶ valid ── clock ──▶ expired
//!                                  ├──── withdraw ──▶ withdrawn
//!                                  └── her birth date is corrected, and who gave it could not ──▶ withdrawn
//! override:  (none) ── request ──▶ waiting ── approve (another person) ──▶ valid, for a time
//!                                     └── clock ──▶ lapsed
//! ```
//!
//! An approved override stands among the consents under its own id: what leaves is decided by one
//! function, whatever the permission rests on.

#[cfg(test)]
mod age_spec;
#[cfg(test)]
mod corrected_spec;
mod decide;
mod evolve;
mod overriding;
#[cfg(test)]
mod spec;

pub use decide::override_violations;
pub(super) use decide::{
    approve_override, end_by_age, grant_consent, request_override, withdraw_consent,
};
pub(super) use evolve::{approved, granted, requested, withdrawn};
pub use overriding::{OVERRIDE_LASTS, Override, REQUEST_LASTS, Wanted};
