//! The HPKE of RFC 9180, with what a message is bound to.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use prost::Message;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use sentier_proto::common::v1::SealedFacts;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::FactsError;
use crate::padding::{pad, unpad};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// The public key to which facts for one service are sealed, with its name.
#[derive(Clone)]
pub struct SealingKey {
    id: String,
    key: PublicKey,
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SealingKey({})", self.id)
    }
}

impl SealingKey {
    /// The key in an answer of the receiver.
    ///
    /// # Errors
    /// When the bytes are not an X25519 public key.
    pub fn new(id: &str, public_key: &[u8]) -> Result<Self, FactsError> {
        let key = PublicKey::from_bytes(public_key).map_err(|_length| FactsError::PublicKey)?;
        Ok(Self { id: id.to_owned(), key })
    }

    /// Names the key in sealed facts.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The 32 bytes of the public key.
    pub fn public_key(&self) -> Vec<u8> {
        self.key.to_bytes().to_vec()
    }

    /// Seals a message for `purpose` (a fixed name, `statistics.incident`) to the event with this id:
    /// opened for another purpose or event it does not open.
    ///
    /// # Errors
    /// When the message is longer than the largest bucket, or randomness is not available.
    pub fn seal(
        &self,
        purpose: &'static str,
        event_id: Uuid,
        message: &impl Message,
    ) -> Result<SealedFacts, FactsError> {
        let plain = Zeroizing::new(message.encode_to_vec());
        let padded = pad(&plain).ok_or(FactsError::Seal)?;
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(|_unavailable| FactsError::Seal)?;
        let (encapsulated, ciphertext) =
            hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &self.key,
                &info(purpose),
                &padded,
                &associated_data(&self.id, event_id),
                &mut ChaCha20Rng::from_seed(*seed),
            )
            .map_err(|_opaque| FactsError::Seal)?;
        Ok(SealedFacts {
            key_id: self.id.clone(),
            encapsulated_key: encapsulated.to_bytes().to_vec(),
            ciphertext,
        })
    }
}

/// The key pair that follows from 32 secret bytes (`DeriveKeyPair` of RFC 9180, 7.1.3).
pub(super) fn key_pair(secret: &[u8; 32]) -> (PrivateKey, PublicKey) {
    X25519HkdfSha256::derive_keypair(secret)
}

pub(super) fn open<M: Message + Default>(
    secret: &[u8; 32],
    purpose: &'static str,
    event_id: Uuid,
    facts: &SealedFacts,
) -> Result<M, FactsError> {
    let encapsulated =
        EncappedKey::from_bytes(&facts.encapsulated_key).map_err(|_length| FactsError::Open)?;
    let aad = associated_data(&facts.key_id, event_id);
    let padded = open_raw(secret, &encapsulated, &info(purpose), &facts.ciphertext, &aad)?;
    let plain = unpad(&padded).ok_or(FactsError::Open)?;
    M::decode(plain).map_err(|_malformed| FactsError::Open)
}

pub(super) fn open_raw(
    secret: &[u8; 32],
    encapsulated: &EncappedKey,
    info: &[u8],
    ciphertext: &[u8],
    aad: &[u8],
) -> Result<Zeroizing<Vec<u8>>, FactsError> {
    let (private, _public) = key_pair(secret);
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        encapsulated,
        info,
        ciphertext,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(|_opaque| FactsError::Open)
}

fn info(purpose: &str) -> Vec<u8> {
    [b"sentier/facts/v1/", purpose.as_bytes()].concat()
}

// The event id has a fixed length, so no two pairs share their bytes.
fn associated_data(key_id: &str, event_id: Uuid) -> Vec<u8> {
    [event_id.as_bytes().as_slice(), key_id.as_bytes()].concat()
}
