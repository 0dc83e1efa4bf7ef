//! What can go wrong below the domain.

use sentier_kernel::{Category, Explain};

use crate::codec::CodecError;

/// A fault of the store. Its text never holds a stored value.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused a statement or is away.
    #[error("the store's database does not answer")]
    Database(#[source] sqlx::Error),
    /// A migration could not be run.
    #[error("the store's tables could not be brought up to date")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// A stored event cannot be read by this version.
    #[error("a stored event cannot be read")]
    Codec(#[source] CodecError),
    /// The writer's queue is full.
    #[error("the writer's queue is full")]
    Busy,
    /// The database refused a whole batch of commands; each may be retried with its request id.
    #[error("the store cannot be written now")]
    Unavailable,
    /// A stream holds another kind of aggregate than the one asked for.
    #[error("the stream holds another kind of aggregate")]
    Foreign,
    /// A stream that a command writes beside its own is not at its expected version.
    #[error("a stream is not at its expected version")]
    Moved,
    /// The ledger's edge does not fit the log: somebody changed the head row. Nothing is written.
    #[error("the ledger's edge does not fit the log")]
    Ledger,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

impl From<sqlx::Error> for StoreError {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source)
    }
}

impl From<CodecError> for StoreError {
    fn from(source: CodecError) -> Self {
        Self::Codec(source)
    }
}

impl Explain for StoreError {
    fn category(&self) -> Category {
        match self {
            Self::Database(_) | Self::Migration(_) | Self::Unavailable | Self::Closed => {
                Category::Down
            }
            Self::Codec(_) | Self::Foreign | Self::Ledger => Category::Bug,
            Self::Moved => Category::Stale,
            Self::Busy => Category::Busy,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Database(_) | Self::Migration(_) | Self::Unavailable | Self::Closed => {
                "UNAVAILABLE"
            }
            Self::Codec(_) | Self::Foreign | Self::Ledger => "INTERNAL",
            Self::Moved => "VERSION_BEHIND",
            Self::Busy => "OVERLOADED",
        }
    }
}
