//! What can go wrong between sealing and opening.

use sentier_kernel::{Category, Explain};

/// Why facts cannot be sealed or opened. Its text never holds a fact or a key.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// The receiver's public key is not one.
    #[error("the receiver's public key is malformed")]
    PublicKey,
    /// The message is too long, or randomness is not available.
    #[error("the facts cannot be sealed")]
    Seal,
    /// The facts were sealed to a key that is not here: it was destroyed, or it is another service's.
    #[error("the facts were sealed to a key that is not here")]
    UnknownKey,
    /// The facts were sealed for another purpose or event, or were changed on the way.
    #[error("the facts do not open here")]
    Open,
    /// The key files cannot be read or written.
    #[error("the files of the opening keys cannot be read or written")]
    Files(#[source] std::io::Error),
}

impl From<std::io::Error> for FactsError {
    fn from(source: std::io::Error) -> Self {
        Self::Files(source)
    }
}

impl Explain for FactsError {
    fn category(&self) -> Category {
        match self {
            Self::Files(_) => Category::Down,
            Self::PublicKey | Self::Seal | Self::UnknownKey | Self::Open => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Files(_) => "UNAVAILABLE",
            Self::PublicKey | Self::Seal | Self::UnknownKey | Self::Open => "INTERNAL",
        }
    }
}
