//! What the service does, behind its reactions and its calls.

mod count;
mod outreach;
mod sealing_keys;
mod subscriptions;
mod sums;
mod weeks;

pub(crate) use count::Count;
pub(crate) use outreach::{Entry, Outreach, Seen};
pub(crate) use sealing_keys::{INSTALLATION, KeepError, SealingKeys};
pub(crate) use subscriptions::{Known, Subscribing, Trail};
pub(crate) use sums::sums_as_of;
pub(crate) use weeks::close_week;
