//! What the others were told.

use std::collections::BTreeSet;

use super::KeyId;

/// The keys that were announced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The key to which others seal now; none in a new installation.
    pub in_force: Option<KeyId>,
    /// Keys that were in force before.
    pub replaced: BTreeSet<KeyId>,
}
