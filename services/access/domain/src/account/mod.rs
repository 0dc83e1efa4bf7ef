//! A person who signs in.
//!
//! `none → active → disabled`. Six failed sign-ins in a row lock an active account for 30 minutes. A
//! change of roles or password, and disabling, make the account's older access tokens worthless.

mod decide;
mod model;
mod rejection;

pub use decide::{FAILURES_TO_LOCK, LOCKED_FOR};
pub use model::{Command, Event, Holder, Open, State};
pub use rejection::Rejection;

#[cfg(test)]
mod spec;

/// One account.
#[derive(Debug)]
pub struct Account;
