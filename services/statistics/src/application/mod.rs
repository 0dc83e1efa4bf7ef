//! What the service does, behind its reactions and its calls.

mod count;
mod outreach;
mod sealing_keys;

pub(crate) use count::Count;
pub(crate) use outreach::{Entry, Outreach, Seen};
pub(crate) use sealing_keys::{KeepError, SealingKeys};
