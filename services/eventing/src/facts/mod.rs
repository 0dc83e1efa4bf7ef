//! Facts about a person that one other service needs: sealed so that it alone can read them.
//!
//! HPKE in base mode (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305). Whatever enters the broker is
//! assumed to be readable for ever, so facts travel as [`SealedFacts`] under the receiver's
//! [`SealingKey`]. The receiver's [`OpeningKeys`] change by epoch and are destroyed; then what was
//! sealed to them is noise, wherever a copy lies. Sizes say nothing: plain text is padded to buckets.

mod error;
mod keys;
mod seal;

pub use error::FactsError;
pub use keys::OpeningKeys;
pub use seal::SealingKey;
pub use sentier_proto::common::v1::SealedFacts;

#[cfg(test)]
mod tests;
