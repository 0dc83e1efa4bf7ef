//! Sealing a large thing in chunks, each bound to its place in the whole.
//!
//! The key of the whole follows from two data keys (HKDF-SHA256, RFC 5869): the survivor's, and one of the
//! thing's own. Who destroys either destroys the whole: hers when she is erased, its own when it is
//! removed. XChaCha20-Poly1305 seals each chunk; the associated data names centre, stream, thing, object,
//! both keys, the chunk's index and how many there are, so a chunk that was swapped, repeated, moved to
//! another object or whose neighbours were cut off does not open. A commitment to the key stands in front,
//! as in a sealed field, and the plain text is padded to buckets.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Class, KeyRing};
use crate::codec::CodecError;
use crate::padding::{pad, unpad};
use crate::streams::Entered;

/// The bytes of a whole chunk before it is sealed; the last one may be shorter. With its length in front
/// it fills a bucket.
pub const CHUNK: usize = 262_140;

/// Tells a sealed chunk from a sealed field.
const FORMAT: u8 = 2;
const KEY_ID: usize = 16;
const COMMITMENT: usize = 32;
const NONCE: usize = 24;

/// What the chunks of a thing are bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The centre's code.
    pub centre: String,
    /// The stream that tells of the thing.
    pub stream: Uuid,
    /// The thing.
    pub thing: Uuid,
    /// The object that its chunks are.
    pub object: Uuid,
    /// How many chunks there are.
    pub chunks: u32,
}

impl Whole {
    /// How many chunks so many bytes are.
    pub fn chunks_of(size: u64) -> u32 {
        let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        u32::try_from(size.div_ceil(chunk)).unwrap_or(u32::MAX)
    }
}

struct Key {
    cipher: XChaCha20Poly1305,
    commitment: [u8; COMMITMENT],
    ids: [Uuid; 2],
    whole: Whole,
}

/// Seals the chunks of one thing.
pub struct ChunkSealer(Key);

/// Opens the chunks of one thing.
pub struct ChunkOpener(Key);

impl std::fmt::Debug for ChunkSealer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ChunkSealer")
    }
}

impl std::fmt::Debug for ChunkOpener {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ChunkOpener")
    }
}

impl ChunkSealer {
    /// A sealer under the survivor's keys and the thing's own.
    ///
    /// # Errors
    /// [`CodecError::Seal`] when either has no key.
    pub fn new(hers: &KeyRing, own: &KeyRing, whole: Whole) -> Result<Self, CodecError> {
        Key::derive(hers, own, whole).map(Self)
    }

    /// Seals the chunk at an index.
    ///
    /// # Errors
    /// [`CodecError::Seal`] when there is no such index, or the chunk is too long.
    pub fn seal(&self, index: u32, plain: &[u8]) -> Result<Vec<u8>, CodecError> {
        let Self(key) = self;
        if index >= key.whole.chunks || plain.len() > CHUNK {
            return Err(CodecError::Seal);
        }
        let padded = pad(plain).ok_or(CodecError::Seal)?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_unavailable| CodecError::Seal)?;
        let aad = key.associated_data(index);
        let ciphertext = key
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: &padded, aad: &aad })
            .map_err(|_opaque| CodecError::Seal)?;
        let [hers, own] = key.ids.map(Uuid::into_bytes);
        let parts: [&[u8]; 6] = [&[FORMAT], &hers, &own, &key.commitment, &nonce, &ciphertext];
        Ok(parts.concat())
    }
}

impl ChunkOpener {
    /// An opener, for a reading that stands in the ledger.
    ///
    /// # Errors
    /// [`CodecError::Seal`] when either has no key, or the entry is about another stream.
    pub fn new(
        entered: &Entered,
        hers: &KeyRing,
        own: &KeyRing,
        whole: Whole,
    ) -> Result<Self, CodecError> {
        if entered.stream() != whole.stream {
            return Err(CodecError::Seal);
        }
        Key::derive(hers, own, whole).map(Self)
    }

    /// Opens the chunk at an index.
    ///
    /// # Errors
    /// [`CodecError::Seal`] when it is not the chunk that was sealed there.
    pub fn open(&self, index: u32, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CodecError> {
        let Self(key) = self;
        let (nonce, ciphertext) = key.split(sealed).ok_or(CodecError::Seal)?;
        let aad = key.associated_data(index);
        let padded = key
            .cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: ciphertext, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_opaque| CodecError::Seal)?;
        unpad(&padded).map(|plain| Zeroizing::new(plain.to_vec())).ok_or(CodecError::Seal)
    }
}

impl Key {
    fn derive(hers: &KeyRing, own: &KeyRing, whole: Whole) -> Result<Self, CodecError> {
        let hers = hers.key(Class::Narrative).ok_or(CodecError::Seal)?;
        let own = own.key(Class::Narrative).ok_or(CodecError::Seal)?;
        let both = Zeroizing::new([hers.secret.as_slice(), own.secret.as_slice()].concat());
        let expander = Hkdf::<Sha256>::new(None, &both);
        let mut key = Zeroizing::new([0; 32]);
        let mut commitment = [0; COMMITMENT];
        expander
            .expand(b"sentier/chunk/v1", key.as_mut_slice())
            .and_then(|()| expander.expand(b"sentier/commit/chunk/v1", &mut commitment))
            .map_err(|_length| CodecError::Seal)?;
        let cipher = XChaCha20Poly1305::new_from_slice(key.as_slice())
            .map_err(|_length| CodecError::Seal)?;
        Ok(Self { cipher, commitment, ids: [hers.id, own.id], whole })
    }

    /// Nonce and ciphertext of a chunk that was sealed under this key.
    fn split<'a>(&self, sealed: &'a [u8]) -> Option<([u8; NONCE], &'a [u8])> {
        let (format, rest) = sealed.split_first()?;
        let (hers, rest) = rest.split_at_checked(KEY_ID)?;
        let (own, rest) = rest.split_at_checked(KEY_ID)?;
        let (commitment, rest) = rest.split_at_checked(COMMITMENT)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>()?;
        let [her_key, own_key] = self.ids;
        let ours = *format == FORMAT
            && hers == her_key.as_bytes()
            && own == own_key.as_bytes()
            && bool::from(commitment.ct_eq(&self.commitment));
        ours.then_some((*nonce, ciphertext))
    }

    // The centre stands last and is the only part of free length, so no two places share their bytes.
    fn associated_data(&self, index: u32) -> Vec<u8> {
        let Whole { centre, stream, thing, object, chunks } = &self.whole;
        let [hers, own] = &self.ids;
        let (index, chunks) = (index.to_be_bytes(), chunks.to_be_bytes());
        let parts: [&[u8]; 9] = [
            b"sentier/chunk/v1",
            stream.as_bytes(),
            thing.as_bytes(),
            object.as_bytes(),
            hers.as_bytes(),
            own.as_bytes(),
            &index,
            &chunks,
            centre.as_bytes(),
        ];
        parts.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::super::DataKey;
    use super::*;

    fn ring(subject: u128, byte: u8) -> KeyRing {
        let key = DataKey::new(Uuid::from_u128(byte.into()), Zeroizing::new([byte; 32]));
        KeyRing::live(Uuid::from_u128(subject), [(Class::Narrative, key)])
    }

    fn whole() -> Whole {
        Whole {
            centre: "ogou-1".to_owned(),
            stream: Uuid::from_u128(1),
            thing: Uuid::from_u128(2),
            object: Uuid::from_u128(3),
            chunks: 3,
        }
    }

    fn sealed(index: u32, plain: &[u8]) -> Vec<u8> {
        ChunkSealer::new(&ring(8, 8), &ring(9, 9), whole()).unwrap().seal(index, plain).unwrap()
    }

    fn opened(
        hers: &KeyRing,
        own: &KeyRing,
        whole: Whole,
        index: u32,
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let entered = Entered::for_test(whole.stream);
        let opener = ChunkOpener::new(&entered, hers, own, whole).ok()?;
        opener.open(index, sealed).ok().map(|plain| plain.to_vec())
    }

    #[test]
    fn a_chunk_opens_at_its_own_place_and_at_no_other() {
        let (hers, own) = (ring(8, 8), ring(9, 9));
        let chunk = sealed(1, b"hers");
        assert_eq!(opened(&hers, &own, whole(), 1, &chunk), Some(b"hers".to_vec()));
        // Swapped or repeated, cut off or made longer, in another object, stream, thing or centre.
        assert_eq!(opened(&hers, &own, whole(), 0, &chunk), None);
        for wrong in [
            Whole { chunks: 2, ..whole() },
            Whole { chunks: 4, ..whole() },
            Whole { object: Uuid::from_u128(4), ..whole() },
            Whole { stream: Uuid::from_u128(4), ..whole() },
            Whole { thing: Uuid::from_u128(4), ..whole() },
            Whole { centre: "kara-2".to_owned(), ..whole() },
        ] {
            assert_eq!(opened(&hers, &own, wrong, 1, &chunk), None);
        }
    }

    #[test]
    fn a_chunk_needs_both_keys() {
        let (hers, own) = (ring(8, 8), ring(9, 9));
        let chunk = sealed(0, b"hers");
        let erased = KeyRing::erased(Uuid::from_u128(8));
        assert_eq!(opened(&erased, &own, whole(), 0, &chunk), None);
        assert_eq!(opened(&hers, &KeyRing::none(), whole(), 0, &chunk), None);
        assert_eq!(opened(&ring(8, 7), &own, whole(), 0, &chunk), None);
        assert_eq!(opened(&hers, &ring(9, 7), whole(), 0, &chunk), None);
        assert_eq!(opened(&own, &hers, whole(), 0, &chunk), None);
    }

    #[test]
    fn a_changed_byte_anywhere_is_found() {
        let chunk = sealed(0, b"hers");
        for place in 0..chunk.len() {
            let mut changed = chunk.clone();
            changed[place] ^= 1;
            assert_eq!(opened(&ring(8, 8), &ring(9, 9), whole(), 0, &changed), None, "{place}");
        }
    }

    #[test]
    fn a_whole_chunk_fills_a_bucket_and_a_longer_one_is_refused() {
        let overhead = 1 + 2 * KEY_ID + COMMITMENT + NONCE + 16;
        assert_eq!(sealed(0, &vec![7; CHUNK]).len(), 262_144 + overhead);
        assert_eq!(sealed(0, b"1").len(), sealed(0, b"123").len());
        let sealer = ChunkSealer::new(&ring(8, 8), &ring(9, 9), whole()).unwrap();
        assert!(sealer.seal(0, &vec![7; CHUNK + 1]).is_err());
        assert!(sealer.seal(3, b"no such place").is_err());
    }

    #[test]
    fn sizes_are_whole_chunks_and_a_rest() {
        let chunk = u64::try_from(CHUNK).unwrap();
        let counts = [1, chunk, chunk + 1, 3 * chunk].map(Whole::chunks_of);
        assert_eq!(counts, [1, 1, 2, 3]);
    }
}
