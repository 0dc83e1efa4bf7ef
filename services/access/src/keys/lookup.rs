//! The key under which user names and requests are hashed.
//!
//! PRIVACY: the store finds an account by a keyed hash of the user name, and remembers requests, some
//! of which hold passwords, by a keyed hash too. Without the key neither can be guessed from a stolen
//! database. The key never changes; who loses it loses every sign-in.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use prost::Message;
use sentier_access_domain::value::UserName;
use sentier_platform::pki::write_secret_file;
use sha2::Sha256;
use uuid::{Builder, Uuid};
use zeroize::Zeroizing;

use super::{KeyError, Secret};

/// The key.
#[derive(Clone)]
pub(crate) struct LookupKey(Hmac<Sha256>);

impl fmt::Debug for LookupKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LookupKey")
    }
}

impl LookupKey {
    /// Opens the key in `folder`, drawn when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub(crate) fn open(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join("lookup.key");
        if !path.try_exists()? {
            write_secret_file(&path, Secret::draw()?.reveal())?;
        }
        let text = Zeroizing::new(std::fs::read_to_string(path)?);
        let bytes = BASE64.decode(text.trim()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_source| KeyError::Malformed)?;
        if bytes.len() != 32 {
            return Err(KeyError::Malformed);
        }
        Hmac::new_from_slice(&bytes).map(Self).map_err(|_length| KeyError::Malformed)
    }

    /// The stream of a user name.
    pub(crate) fn user_name(&self, name: &UserName) -> Uuid {
        let hash = self.hash(b"user-name/", name.as_str().as_bytes());
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(hash) {
            *to = from;
        }
        Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// What a request says: a repeated request id must come with the same fingerprint.
    pub(crate) fn fingerprint(&self, message: &impl Message) -> [u8; 32] {
        self.hash(b"request/", &Zeroizing::new(message.encode_to_vec()))
    }

    fn hash(&self, label: &[u8], text: &[u8]) -> [u8; 32] {
        self.0.clone().chain_update(label).chain_update(text).finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_name_has_one_stream_per_installation() {
        let name = UserName::parse("afi.mensah").unwrap();
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let stream = LookupKey::open(here.path()).unwrap().user_name(&name);
        assert_eq!(LookupKey::open(here.path()).unwrap().user_name(&name), stream);
        assert_ne!(LookupKey::open(there.path()).unwrap().user_name(&name), stream);
        let mode = std::fs::metadata(here.path().join("lookup.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_refused_rather_than_replaced() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("lookup.key"), "short").unwrap();
        assert!(matches!(LookupKey::open(folder.path()), Err(KeyError::Malformed)));
    }
}
