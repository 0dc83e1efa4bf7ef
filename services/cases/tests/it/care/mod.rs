//! Care, end to end: what is written, who may write it, what is due, and what is told of it.

mod closing;
mod counted;
mod feedback;
mod limits;
mod plans;
pub(crate) mod requests;
mod roles;
mod tasks;
mod wrong;

use requests::*;
