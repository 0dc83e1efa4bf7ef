//! Secrets of the access service: what signs tokens, what hides names, what is drawn once.
//!
//! They lie in the service's folder of keys, files of mode 0600, and never in its database.

mod lookup;
mod secret;
mod signing;

pub(crate) use lookup::LookupKey;
pub(crate) use secret::{RefreshToken, Secret};
pub(crate) use signing::{Rotation, SigningKeys};

/// Why a key cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// A file cannot be read or written.
    #[error("a file of keys cannot be read or written")]
    File(#[from] std::io::Error),
    /// A file holds something else.
    #[error("a file of keys does not hold a key")]
    Malformed,
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness(#[source] getrandom::Error),
}

impl sentier_kernel::Explain for KeyError {
    fn category(&self) -> sentier_kernel::Category {
        sentier_kernel::Category::Down
    }

    fn reason(&self) -> &'static str {
        "UNAVAILABLE"
    }
}
