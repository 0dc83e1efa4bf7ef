//! What can go wrong with keys.

use sentier_kernel::{Category, Explain};

/// A fault of the vault. Its text never holds a key.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key store's database refused a statement or is away.
    #[error("the key store does not answer")]
    Database(#[source] sqlx::Error),
    /// A file of an epoch key cannot be read or written.
    #[error("the epoch keys cannot be read or written")]
    Files(#[source] std::io::Error),
    /// The epoch key that the key store was wrapped under is not there.
    #[error("the epoch key of the key store is missing")]
    EpochMissing,
    /// A wrapped key does not open under its epoch key, or randomness is not available.
    #[error("a data key cannot be wrapped or unwrapped")]
    Wrap,
    /// The key store refused a batch of new subjects; each may be tried again.
    #[error("the key store cannot be written now")]
    Unavailable,
    /// The subject was erased; nobody gives her keys again.
    #[error("the subject was erased")]
    Erased,
}

impl From<sqlx::Error> for VaultError {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source)
    }
}

impl From<std::io::Error> for VaultError {
    fn from(source: std::io::Error) -> Self {
        Self::Files(source)
    }
}

impl Explain for VaultError {
    fn category(&self) -> Category {
        match self {
            Self::Database(_) | Self::Files(_) | Self::EpochMissing | Self::Unavailable => {
                Category::Down
            }
            Self::Wrap | Self::Erased => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Database(_) | Self::Files(_) | Self::EpochMissing | Self::Unavailable => {
                "UNAVAILABLE"
            }
            Self::Wrap | Self::Erased => "INTERNAL",
        }
    }
}
