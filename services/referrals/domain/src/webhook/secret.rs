//! What signs a webhook's deliveries.

use std::fmt;

/// A secret of 24 to 64 bytes, the lengths that Standard Webhooks allow; ours have 32.
///
/// PRIVACY: it travels and rests sealed (inside `Sensitive`); `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// Bytes that are no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret has 24 to 64 bytes")]
pub struct MalformedSecret;

impl Secret {
    /// The secret of these bytes.
    ///
    /// # Errors
    /// [`MalformedSecret`] when they are too few or too many.
    pub fn new(bytes: Vec<u8>) -> Result<Self, MalformedSecret> {
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(MalformedSecret) }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}
