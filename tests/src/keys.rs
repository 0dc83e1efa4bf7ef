//! Every data key that still exists somewhere, and whether any of them opens a sealed value.
//!
//! A thief's own tools, written apart from the vault: rows of key stores, files of epoch keys, in data
//! folders and in copies of them, each row tried under each file.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sentier_eventing::db::Database;
use sha2::Sha256;
use uuid::Uuid;

use crate::system::files;

/// A data key with its id.
#[derive(Clone, Debug)]
pub struct Key {
    /// As sealed values name it.
    pub id: Uuid,
    secret: [u8; 32],
}

/// Every data key that a row of a key store and the file of an epoch key below these folders give
/// together.
///
/// # Panics
/// When a key store cannot be read.
pub async fn every_key(folders: &[&Path]) -> Vec<Key> {
    let all: Vec<(String, Vec<u8>)> = folders.iter().flat_map(|folder| files(folder)).collect();
    let epochs: Vec<&[u8]> = all
        .iter()
        .filter(|(name, bytes)| name.contains("epoch-") && bytes.len() == 32)
        .map(|(_, bytes)| bytes.as_slice())
        .collect();
    let mut keys = Vec::new();
    for (name, bytes) in &all {
        if !bytes.starts_with(b"SQLite format 3") {
            continue;
        }
        let db = Database::open(&format!("sqlite:{name}")).await.expect("opens");
        let sql = "SELECT key_id, epoch, wrapped, subject, class FROM vault_key";
        // Another database has no such table.
        let rows = db.fetch(sql, &[]).await.unwrap_or_default();
        db.close().await;
        for row in rows {
            let id = row.uuid(0).expect("an id");
            let wrapped = row.bytes(2).expect("a key");
            let owner = (row.i64(1).expect("an epoch"), row.uuid(3).expect("a subject"));
            let class = row.text(4).expect("a class");
            let opened = epochs.iter().find_map(|epoch| unwrap(epoch, owner, id, &class, &wrapped));
            keys.extend(opened.map(|secret| Key { id, secret }));
        }
    }
    keys
}

fn unwrap(
    epoch: &[u8],
    (number, subject): (i64, Uuid),
    id: Uuid,
    class: &str,
    wrapped: &[u8],
) -> Option<[u8; 32]> {
    let (nonce, sealed) = wrapped.split_first_chunk::<24>()?;
    let number = number.to_be_bytes();
    let aad: Vec<u8> = [
        b"sentier/wrap/v1".as_slice(),
        &number,
        subject.as_bytes(),
        id.as_bytes(),
        class.as_bytes(),
    ]
    .concat();
    let cipher = XChaCha20Poly1305::new_from_slice(epoch).ok()?;
    let plain = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad }).ok()?;
    plain.try_into().ok()
}

fn expanded(secret: &[u8], info: &[&[u8]]) -> [u8; 32] {
    let mut out = [0; 32];
    Hkdf::<Sha256>::new(None, secret).expand_multi_info(info, &mut out).expect("32 bytes");
    out
}

/// Names under which fields are sealed: the commitment in front of a sealed value is made with one.
const FIELDS: [&str; 21] = [
    "identity",
    "contact",
    "profile",
    "details",
    "circumstances",
    "narrative",
    "note",
    "giving",
    "reason",
    "findings",
    "plan",
    "aims",
    "why",
    "comment",
    "message",
    "decisions",
    "content",
    "attachment",
    "disclosure",
    "summary",
    "outcome",
];

/// A value as it was found sealed: a field of an event, or a chunk of an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// Its key and the commitment to it.
    Field(Uuid, [u8; 32]),
    /// Its two keys and the commitment to both.
    Chunk([Uuid; 2], [u8; 32]),
}

impl Sealed {
    /// The ids of the keys that it names.
    pub fn keys(&self) -> Vec<Uuid> {
        match self {
            Self::Field(key, _) => vec![*key],
            Self::Chunk(keys, _) => keys.to_vec(),
        }
    }

    /// Every sealed value in some bytes: texts in base64 of the form of a field, or a whole chunk.
    pub fn in_bytes(bytes: &[u8]) -> Vec<Self> {
        let mut found: Vec<Self> = bytes
            .split(|byte| !(byte.is_ascii_alphanumeric() || b"+/".contains(byte)))
            .filter(|text| text.len() > 120)
            .filter_map(|text| Self::field(&STANDARD_NO_PAD.decode(text).ok()?))
            .collect();
        found.extend(Self::chunk(bytes));
        found
    }

    fn field(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.strip_prefix(&[1])?.split_first_chunk::<16>()?;
        let commitment = *rest.first_chunk::<32>()?;
        Some(Self::Field(Uuid::from_bytes(*id), commitment))
    }

    fn chunk(bytes: &[u8]) -> Option<Self> {
        let (hers, rest) = bytes.strip_prefix(&[2])?.split_first_chunk::<16>()?;
        let (own, rest) = rest.split_first_chunk::<16>()?;
        let commitment = *rest.first_chunk::<32>()?;
        // 24 bytes of a nonce and 16 of a tag around a bucket of 64 bytes at least.
        (rest.len() >= 32 + 24 + 16 + 64)
            .then(|| Self::Chunk([*hers, *own].map(Uuid::from_bytes), commitment))
    }

    /// Whether any of these keys, or any two of them, is what it was sealed under: whatever ids they have.
    pub fn opens_with(&self, keys: &[Key]) -> bool {
        match self {
            Self::Field(_, commitment) => keys.iter().any(|key| {
                FIELDS.iter().any(|field| {
                    expanded(&key.secret, &[b"sentier/commit/", field.as_bytes()]) == *commitment
                })
            }),
            Self::Chunk(_, commitment) => keys.iter().any(|one| {
                keys.iter().any(|other| {
                    let both = [one.secret, other.secret].concat();
                    expanded(&both, &[b"sentier/commit/chunk/v1"]) == *commitment
                })
            }),
        }
    }
}
