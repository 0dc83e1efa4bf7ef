//! What happened to a pathway.

use super::Revision;
use crate::value::Need;

/// A stored fact about the pathway of a centre; nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The rule of a need was set.
    PathwaySet {
        /// The need.
        need: Need,
        /// The rule, with its number.
        revision: Revision,
    },
}
