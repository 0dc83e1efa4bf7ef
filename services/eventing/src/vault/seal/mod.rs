//! Sealing one personal field to its place, and opening it there only.
//!
//! XChaCha20-Poly1305 under a subkey per field (HKDF-SHA256, RFC 5869). The associated data names
//! centre, stream, version, event type, field, subject and key, so a ciphertext moved elsewhere does
//! not open. The cipher is not key-committing; a 32-byte commitment of the key stands in front and is
//! checked first. Plain text is padded to buckets, because the length of a name or a story tells.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sentier_kernel::Sensitive;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Class, DataKey, KeyRing};
use crate::codec::CodecError;
use crate::padding::{pad, unpad};
use crate::store::StoredEvent;

/// Where an event stands: what its sealed fields are bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The centre's code.
    pub centre: String,
    /// The stream.
    pub stream: Uuid,
    /// The event's version in the stream.
    pub version: i64,
    /// The event's written-out type.
    pub event_type: String,
}

impl Place {
    /// Where a stored event stands.
    pub(crate) fn of(stored: &StoredEvent) -> Self {
        Self {
            centre: stored.centre.clone(),
            stream: stored.stream,
            version: stored.version,
            event_type: stored.event_type.clone(),
        }
    }
}

/// A sealed field as it stands in a stored event: version byte, key id, commitment, nonce, ciphertext.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(#[serde(with = "base64_text")] Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Sealed")
    }
}

const FORMAT: u8 = 1;
const KEY_ID: usize = 16;
const COMMITMENT: usize = 32;
const NONCE: usize = 24;

/// Seals the personal fields of one event.
#[derive(Debug)]
pub struct Sealer<'a> {
    ring: &'a KeyRing,
    place: Place,
}

impl<'a> Sealer<'a> {
    /// A sealer for the event at `place`, with its subject's keys.
    pub const fn new(ring: &'a KeyRing, place: Place) -> Self {
        Self { ring, place }
    }

    /// Seals one field.
    ///
    /// # Errors
    /// [`CodecError::Seal`] when the value is not open, the key is missing, or the value is too long.
    pub fn seal<T: Serialize>(
        &self,
        class: Class,
        field: &'static str,
        value: &Sensitive<T>,
    ) -> Result<Sealed, CodecError> {
        let value = value.expose().ok_or(CodecError::Seal)?;
        let key = self.ring.key(class).ok_or(CodecError::Seal)?;
        let plain = Zeroizing::new(serde_json::to_vec(value).map_err(CodecError::Malformed)?);
        // A field that does not fit the last bucket is refused; texts are bounded well below it.
        let padded = pad(&plain).ok_or(CodecError::Seal)?;

        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_unavailable| CodecError::Seal)?;
        let (cipher, commitment) = derive(key, field)?;
        let aad = associated_data(&self.place, field, self.ring.subject(), key.id);
        let ciphertext = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: &padded, aad: &aad })
            .map_err(|_opaque| CodecError::Seal)?;

        let mut bytes = vec![FORMAT];
        bytes.extend_from_slice(key.id.as_bytes());
        bytes.extend_from_slice(&commitment);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&ciphertext);
        Ok(Sealed(bytes))
    }
}

/// Opens the personal fields of one event, or leaves them closed.
#[derive(Debug)]
pub struct Opener<'a>(Option<(&'a KeyRing, Place)>);

impl<'a> Opener<'a> {
    /// Leaves every field [`Sensitive::Withheld`]: for decisions and projections.
    pub const fn withholding() -> Self {
        Self(None)
    }

    /// Opens fields of the event at `place`. Only `streams::disclose` makes one, after the reading
    /// stands in the ledger, and a span's key, which is no person's.
    pub(crate) const fn reading(ring: &'a KeyRing, place: Place) -> Self {
        Self(Some((ring, place)))
    }

    /// Opens one field; erased when the subject's keys were destroyed.
    ///
    /// # Errors
    /// [`CodecError::Seal`] when the field was not sealed for this place under a key of the ring.
    pub fn open<T: DeserializeOwned>(
        &self,
        class: Class,
        field: &'static str,
        sealed: &Sealed,
    ) -> Result<Sensitive<T>, CodecError> {
        let Some((ring, place)) = &self.0 else {
            return Ok(Sensitive::Withheld);
        };
        if ring.is_erased() {
            return Ok(Sensitive::Erased);
        }
        let key = ring.key(class).ok_or(CodecError::Seal)?;
        let (key_id, commitment, nonce, ciphertext) = split(&sealed.0).ok_or(CodecError::Seal)?;
        let (cipher, expected) = derive(key, field)?;
        if key_id != key.id.as_bytes() || !bool::from(commitment.ct_eq(&expected)) {
            return Err(CodecError::Seal);
        }
        let aad = associated_data(place, field, ring.subject(), key.id);
        let padded = cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: ciphertext, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_opaque| CodecError::Seal)?;
        let plain = unpad(&padded).ok_or(CodecError::Seal)?;
        serde_json::from_slice(plain).map(Sensitive::Open).map_err(CodecError::Malformed)
    }
}

/// The field's cipher, and the commitment to its key.
fn derive(key: &DataKey, field: &str) -> Result<(XChaCha20Poly1305, [u8; COMMITMENT]), CodecError> {
    let expander = Hkdf::<Sha256>::new(None, key.secret.as_slice());
    let mut subkey = Zeroizing::new([0; 32]);
    let mut commitment = [0; COMMITMENT];
    expander
        .expand_multi_info(&[b"sentier/field/", field.as_bytes()], subkey.as_mut_slice())
        .and_then(|()| {
            expander.expand_multi_info(&[b"sentier/commit/", field.as_bytes()], &mut commitment)
        })
        .map_err(|_length| CodecError::Seal)?;
    let cipher =
        XChaCha20Poly1305::new_from_slice(subkey.as_slice()).map_err(|_length| CodecError::Seal)?;
    Ok((cipher, commitment))
}

/// Every part with its length in front, so that no two places share their bytes.
fn associated_data(place: &Place, field: &str, subject: Uuid, key: Uuid) -> Vec<u8> {
    let version = place.version.to_be_bytes();
    let parts: [&[u8]; 8] = [
        b"v1",
        place.centre.as_bytes(),
        place.stream.as_bytes(),
        &version,
        place.event_type.as_bytes(),
        field.as_bytes(),
        subject.as_bytes(),
        key.as_bytes(),
    ];
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

type Parts<'a> = (&'a [u8], &'a [u8], [u8; NONCE], &'a [u8]);

fn split(bytes: &[u8]) -> Option<Parts<'_>> {
    let (format, rest) = bytes.split_first()?;
    let (key_id, rest) = rest.split_at_checked(KEY_ID)?;
    let (commitment, rest) = rest.split_at_checked(COMMITMENT)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>()?;
    (*format == FORMAT).then_some((key_id, commitment, *nonce, ciphertext))
}

mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&STANDARD_NO_PAD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(input)?;
        STANDARD_NO_PAD.decode(text).map_err(|_source| serde::de::Error::custom("not base64"))
    }
}

#[cfg(test)]
mod tests;
