//! The words every room of Sentier shares, and nothing that touches the world.
//!
//! A pure crate: a domain depends on it and on nothing else of ours. It holds the shape of an
//! aggregate ([`Decider`]), typed ids, coded values, time as a value ([`Moment`]), personal values that cannot be
//! printed ([`Sensitive`]), refusals that explain themselves ([`Explain`]), page tokens, and the
//! given/when/then test kit ([`spec`]).

mod code;
pub mod decider;
pub mod explain;
pub mod id;
pub mod moment;
pub mod page;
pub mod sensitive;
pub mod spec;
pub mod wipe;

pub use decider::Decider;
pub use explain::{Category, Explain, Violation};
pub use moment::Moment;
pub use page::{PageSize, PageToken};
pub use sensitive::Sensitive;
pub use wipe::wipe;
