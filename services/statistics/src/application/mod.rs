//! What the service does, behind its reactions and its calls.

mod count;
mod sealing_keys;

pub(crate) use count::Count;
pub(crate) use sealing_keys::{KeepError, SealingKeys};
