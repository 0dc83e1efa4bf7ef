//! Secrets that are drawn once, shown once and stored as hashes only.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sentier_access_domain::SessionId;
use sentier_access_domain::value::SecretHash;
use sentier_kernel::id::Uuid;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::KeyError;

/// Longer texts are no secrets of ours.
const LONGEST: usize = 128;

/// 32 random bytes as text; wiped from memory when dropped.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    /// A fresh secret.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub(crate) fn draw() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(KeyError::Randomness)?;
        Ok(Self(Zeroizing::new(BASE64.encode(bytes.as_slice()))))
    }

    /// A secret that someone presents.
    pub(crate) fn presented(text: &str) -> Self {
        Self(Zeroizing::new(text.chars().take(LONGEST).collect()))
    }

    /// What the store holds of it.
    pub(crate) fn hash(&self) -> SecretHash {
        SecretHash::from_bytes(Sha256::digest(self.0.as_bytes()).into())
    }

    /// The text, for whoever it was drawn for.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

/// What renews a session: the session's id and a secret.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken {
    /// The session.
    pub(crate) session: SessionId,
    /// The secret.
    pub(crate) secret: Secret,
}

impl RefreshToken {
    /// Reads a token; `None` when it is not one of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (session, secret) = text.split_once('.')?;
        let session = SessionId::from_uuid(Uuid::try_parse(session).ok()?);
        Some(Self { session, secret: Secret::presented(secret) })
    }

    /// The text, for the session's holder.
    pub(crate) fn reveal(&self) -> String {
        format!("{}.{}", self.session.as_uuid().simple(), self.secret.reveal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_survives_its_text_and_does_not_print() {
        let session = SessionId::from_uuid(Uuid::from_u128(7));
        let token = RefreshToken { session, secret: Secret::draw().unwrap() };
        let again = RefreshToken::parse(&token.reveal()).unwrap();
        assert_eq!(again.session, session);
        assert!(again.secret.hash() == token.secret.hash());
        assert!(!format!("{token:?}").contains(token.secret.reveal()));
    }

    #[test]
    fn other_texts_are_no_refresh_tokens() {
        for text in ["", ".", "a.b", &"x".repeat(500), "0190b0a600007000800000000000000"] {
            assert!(RefreshToken::parse(text).is_none(), "{text}");
        }
    }
}
