//! One sign-in and its renewals.
//!
//! `none → open → over`. A refresh token is good for one renewal, which brings the next one; the store
//! holds hashes only. A token that comes a second time means that two hold it, so the session ends
//! (RFC 9700, section 4.14.2). It also ends by sign-out, when its account stops, after an hour without
//! renewal, and after twelve hours.

mod decide;
mod model;
mod rejection;

pub use decide::SPENT_REMEMBERED;
pub use model::{Command, Ending, Event, Open, State};
pub use rejection::Rejection;

#[cfg(test)]
mod spec;

/// One session.
#[derive(Debug)]
pub struct Session;
