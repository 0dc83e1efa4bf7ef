//! What the browser keeps for us, sealed: nobody but the desk can read or change it.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sentier_platform::pki::write_secret_file;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// Why the desk's key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key file cannot be read or made.
    #[error("the session key file cannot be read or made")]
    File(#[from] std::io::Error),
    /// The file holds something else.
    #[error("the session key file does not hold 32 bytes in base64")]
    Malformed,
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness(#[source] getrandom::Error),
}

/// The desk's one secret, and what follows from it.
pub(crate) struct Keys {
    sealing: XChaCha20Poly1305,
    marking: Zeroizing<[u8; 32]>,
}

impl Keys {
    /// Reads the key from `path`, or makes one there.
    pub(crate) fn open_or_create(path: &Path) -> Result<Self, KeyError> {
        if path.try_exists()? {
            let text = Zeroizing::new(std::fs::read_to_string(path)?);
            let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_text| KeyError::Malformed)?;
            return Self::of(&bytes);
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut()).map_err(KeyError::Randomness)?;
        write_secret_file(path, &Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes.as_ref())))?;
        Self::of(bytes.as_ref())
    }

    fn of(secret: &[u8]) -> Result<Self, KeyError> {
        let secret: &[u8; 32] = secret.try_into().map_err(|_length| KeyError::Malformed)?;
        let sealing = Zeroizing::new(mac(secret, b"sealing"));
        Ok(Self {
            sealing: XChaCha20Poly1305::new(&(*sealing).into()),
            marking: Zeroizing::new(mac(secret, b"marking")),
        })
    }

    /// Seals `plain`; only a reader that names the same `purpose` opens it. `None` without randomness.
    pub(crate) fn seal(&self, purpose: &str, plain: &[u8]) -> Option<String> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).ok()?;
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = self.sealing.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// What was sealed for this `purpose`.
    pub(crate) fn open(&self, purpose: &str, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        self.sealing.decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new)
    }

    /// The mark that the forms of a session carry.
    pub(super) fn mark(&self, session: Uuid) -> [u8; 32] {
        mac(&self.marking, session.as_bytes())
    }
}

fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // HMAC takes keys of every length, so this cannot fail; an empty mark would match nothing.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mut mac| {
        mac.update(text);
        mac.finalize().into_bytes().into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> (tempfile::TempDir, Keys) {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open_or_create(&folder.path().join("desk.key")).unwrap();
        (folder, keys)
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only() {
        let (_folder, keys) = keys();
        let sealed = keys.seal("session", b"hello").unwrap();
        assert_eq!(keys.open("session", &sealed).unwrap().as_slice(), b"hello");
        assert!(keys.open("kept", &sealed).is_none());
        assert!(keys.open("session", &sealed.to_lowercase()).is_none());
        assert!(keys.open("session", "").is_none());
    }

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let (folder, keys) = keys();
        let sealed = keys.seal("session", b"hello").unwrap();
        let again = Keys::open_or_create(&folder.path().join("desk.key")).unwrap();
        assert!(again.open("session", &sealed).is_some());
        std::fs::write(folder.path().join("bad.key"), "short").unwrap();
        let bad = Keys::open_or_create(&folder.path().join("bad.key"));
        assert!(matches!(bad, Err(KeyError::Malformed)));
    }
}
