//! Why a key is not announced.

use sentier_kernel::{Category, Explain};

/// A refusal of the sealing keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// A newer key was announced: this replica's folder of keys is behind.
    #[error("a newer sealing key was announced; the folder of keys is an old copy")]
    KeyReplaced,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}
