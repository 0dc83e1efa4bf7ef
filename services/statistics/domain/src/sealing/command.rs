//! What may be wished of the sealing keys.

use super::KeyId;

/// A wish to tell the others which key there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Tell them that this key is in force; nothing when they were told.
    AnnounceKey {
        /// Its name.
        key: KeyId,
    },
}
