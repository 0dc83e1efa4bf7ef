//! Something that an agency or an analyst authenticates with.
//!
//! `none → good → replaced → revoked`, or revoked at once; a certificate and a token also end by themselves. An agency may hold
//! several at once, so that a new one can be tried before the old one is revoked: what was replaced stays good
//! for an overlap, and is then revoked by itself.

mod decide;
mod model;
mod rejection;

pub use model::{Command, Event, Holder, Issued, Kind, State};
pub use rejection::Rejection;

#[cfg(test)]
mod spec;

/// One credential.
#[derive(Debug)]
pub struct Credential;
