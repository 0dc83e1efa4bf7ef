//! Who may open a file beyond or against her role, and how a survivor may be reached.

mod barriers;
mod contact;
mod glass;
pub(crate) mod golden;
mod honey;
mod quota;
pub(crate) mod requests;

pub(crate) use requests::*;
