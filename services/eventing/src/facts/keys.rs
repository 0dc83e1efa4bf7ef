//! The receiver's key pairs: one file per epoch in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use prost::Message;
use sentier_kernel::Moment;
use sentier_proto::common::v1::SealedFacts;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::FactsError;
use super::seal::{self, SealingKey};
use crate::keyfile;

/// When it was drawn, and the secret.
const FILE: usize = 8 + 32;

/// The key pairs of one receiving service. Cheap to clone.
///
/// Senders seal to the newest; older ones open what is still on its way, and are destroyed when
/// nothing sealed to them can arrive any more. Never copy the folder with anything else.
#[derive(Clone)]
pub struct OpeningKeys {
    folder: PathBuf,
    // Oldest first; never empty.
    keys: Arc<RwLock<Vec<Pair>>>,
}

#[derive(Clone)]
struct Pair {
    epoch: u64,
    drawn_at: Moment,
    secret: Zeroizing<[u8; 32]>,
    public: SealingKey,
}

impl std::fmt::Debug for OpeningKeys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("OpeningKeys")
    }
}

impl OpeningKeys {
    /// Opens the folder; draws the first key, as of `at`, when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn open(folder: &Path, at: Moment) -> Result<Self, FactsError> {
        keyfile::folder(folder)?;
        let keys = Arc::new(RwLock::new(read_all(folder)?));
        let opened = Self { folder: folder.to_owned(), keys };
        if opened.newest().is_none() {
            opened.rotate(at)?;
        }
        Ok(opened)
    }

    /// The key to seal to, and when it was drawn.
    ///
    /// # Errors
    /// When the folder was emptied under us.
    pub fn sealing(&self) -> Result<(SealingKey, Moment), FactsError> {
        let newest = self.newest().ok_or(FactsError::UnknownKey)?;
        Ok((newest.public, newest.drawn_at))
    }

    /// Opens facts that were sealed for `purpose` to the event with this id.
    ///
    /// # Errors
    /// [`FactsError::UnknownKey`] when the key was destroyed, [`FactsError::Open`] when the facts
    /// belong elsewhere or were changed.
    pub fn unseal<M: Message + Default>(
        &self,
        purpose: &'static str,
        event_id: Uuid,
        facts: &SealedFacts,
    ) -> Result<M, FactsError> {
        let pair = if let Some(pair) = self.find(&facts.key_id) {
            pair
        } else {
            // Another replica may have rotated.
            self.replace(read_all(&self.folder)?);
            self.find(&facts.key_id).ok_or(FactsError::UnknownKey)?
        };
        seal::open(&pair.secret, purpose, event_id, facts)
    }

    /// Draws the next epoch's key pair; on the disk when this returns. Of several replicas on one
    /// folder one rotates; the others find its key when facts sealed to it arrive.
    ///
    /// # Errors
    /// When it cannot be written, or randomness is not available.
    pub fn rotate(&self, at: Moment) -> Result<SealingKey, FactsError> {
        let epoch = read_all(&self.folder)?.last().map_or(1, |newest| newest.epoch + 1);
        let mut bytes = Zeroizing::new([0; FILE]);
        let (drawn_at, secret) = bytes.split_at_mut(8);
        drawn_at.copy_from_slice(&at.as_micros().to_be_bytes());
        getrandom::fill(secret).map_err(|_unavailable| FactsError::Seal)?;
        keyfile::write(&path(&self.folder, epoch), bytes.as_slice())?;
        self.replace(read_all(&self.folder)?);
        Ok(self.sealing()?.0)
    }

    /// Destroys the keys whose successor was drawn before `moment`: what was sealed to them cannot be
    /// opened any more, by anybody. Answers how many.
    ///
    /// # Errors
    /// When a file cannot be destroyed.
    pub fn destroy_replaced_before(&self, moment: Moment) -> Result<usize, FactsError> {
        let keys = read_all(&self.folder)?;
        let doomed = keys
            .iter()
            .zip(keys.iter().skip(1))
            .filter(|(_key, successor)| successor.drawn_at < moment)
            .map(|(key, _successor)| path(&self.folder, key.epoch));
        let mut destroyed = 0;
        for path in doomed {
            keyfile::destroy(&path)?;
            destroyed += 1;
        }
        keyfile::sync(&self.folder)?;
        self.replace(read_all(&self.folder)?);
        Ok(destroyed)
    }

    fn newest(&self) -> Option<Pair> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }

    fn find(&self, id: &str) -> Option<Pair> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.iter().find(|pair| pair.public.id() == id).cloned()
    }

    fn replace(&self, pairs: Vec<Pair>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = pairs;
    }
}

fn path(folder: &Path, epoch: u64) -> PathBuf {
    folder.join(format!("facts-{epoch}.key"))
}

fn read_all(folder: &Path) -> Result<Vec<Pair>, FactsError> {
    let mut pairs = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let epoch = name.strip_prefix("facts-").and_then(|rest| rest.strip_suffix(".key"));
        if let Some(epoch) = epoch.and_then(|digits| digits.parse().ok())
            && let Some(bytes) = keyfile::read::<FILE>(&path)?
        {
            pairs.push(pair(epoch, &bytes)?);
        }
    }
    pairs.sort_by_key(|pair| pair.epoch);
    Ok(pairs)
}

fn pair(epoch: u64, bytes: &[u8; FILE]) -> Result<Pair, FactsError> {
    let (drawn_at, rest) = bytes.split_first_chunk::<8>().ok_or(FactsError::PublicKey)?;
    let mut secret = Zeroizing::new([0; 32]);
    secret.copy_from_slice(rest);
    let (_private, public) = seal::key_pair(&secret);
    let public = hpke::Serializable::to_bytes(&public);
    // The fingerprint tells keys of the same epoch apart, after a folder was lost and begun again.
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(public));
    let id = format!("{epoch}-{}", hex::encode([a, b, c, d]));
    Ok(Pair {
        epoch,
        drawn_at: Moment::from_micros(i64::from_be_bytes(*drawn_at)),
        secret,
        public: SealingKey::new(&id, &public)?,
    })
}
