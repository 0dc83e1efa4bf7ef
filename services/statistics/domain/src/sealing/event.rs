//! What became of the sealing keys.

use super::KeyId;

/// A stored fact about the sealing keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Others seal to this key from now on.
    SealingKeyRotated {
        /// Its name.
        key: KeyId,
    },
}
