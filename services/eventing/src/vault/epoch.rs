//! The epoch keys that wrap data keys: one file per epoch in a folder of its own.
//!
//! An epoch holds the keys of a bounded number of subjects. Destroying its file makes every copy of these
//! keys from that epoch useless, backups included. Never copy this folder with the key store.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Class, DataKey, VaultError};
use crate::keyfile;

const NONCE: usize = 24;

/// A folder of epoch keys.
#[derive(Clone, Debug)]
pub(super) struct Epochs {
    folder: PathBuf,
}

impl Epochs {
    /// Opens the folder, created for its owner alone when absent.
    pub(super) fn open(folder: &Path) -> Result<Self, VaultError> {
        keyfile::folder(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    fn path(&self, epoch: i64) -> PathBuf {
        self.folder.join(format!("epoch-{epoch}.key"))
    }

    /// The key of an epoch.
    pub(super) fn key(&self, epoch: i64) -> Result<EpochKey, VaultError> {
        let secret = keyfile::read(&self.path(epoch))?.ok_or(VaultError::EpochMissing)?;
        Ok(EpochKey { epoch, secret })
    }

    /// Draws the key of an epoch that wraps nothing yet; on the disk when this returns.
    pub(super) fn draw(&self, epoch: i64) -> Result<EpochKey, VaultError> {
        let secret = keyfile::draw(&self.path(epoch))?;
        Ok(EpochKey { epoch, secret })
    }

    /// Destroys the files of these epochs; one that is gone already is no error.
    pub(super) fn destroy(&self, epochs: &BTreeSet<i64>) -> Result<(), VaultError> {
        for epoch in epochs {
            let path = self.path(*epoch);
            if path.exists() {
                keyfile::destroy(&path)?;
            }
        }
        Ok(keyfile::sync(&self.folder)?)
    }

    /// Destroys every epoch's file but these: what a crash in the middle of a rotation left.
    pub(super) fn keep_only(&self, epochs: &BTreeSet<i64>) -> Result<(), VaultError> {
        let kept: BTreeSet<PathBuf> = epochs.iter().map(|epoch| self.path(*epoch)).collect();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if !kept.contains(&path) && name.starts_with("epoch-") {
                keyfile::destroy(&path)?;
            }
        }
        Ok(keyfile::sync(&self.folder)?)
    }
}

/// The key of one epoch. Wiped from memory when dropped; it is never cached.
pub(super) struct EpochKey {
    pub(super) epoch: i64,
    secret: Zeroizing<[u8; 32]>,
}

impl EpochKey {
    fn cipher(&self) -> Result<XChaCha20Poly1305, VaultError> {
        XChaCha20Poly1305::new_from_slice(self.secret.as_slice())
            .map_err(|_length| VaultError::Wrap)
    }

    /// The data key as it stands in the key store, bound to its owner and this epoch.
    pub(super) fn wrap(
        &self,
        subject: Uuid,
        class: Class,
        key: &DataKey,
    ) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_unavailable| VaultError::Wrap)?;
        let aad = self.associated_data(subject, class, key.id);
        let sealed = self
            .cipher()?
            .encrypt(&XNonce::from(nonce), Payload { msg: key.secret.as_slice(), aad: &aad })
            .map_err(|_opaque| VaultError::Wrap)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// The data key in a row of the key store.
    pub(super) fn unwrap(
        &self,
        subject: Uuid,
        class: Class,
        id: Uuid,
        wrapped: &[u8],
    ) -> Result<DataKey, VaultError> {
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>().ok_or(VaultError::Wrap)?;
        let aad = self.associated_data(subject, class, id);
        let plain = self
            .cipher()?
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_opaque| VaultError::Wrap)?;
        let mut secret = Zeroizing::new([0; 32]);
        if plain.len() != secret.len() {
            return Err(VaultError::Wrap);
        }
        secret.copy_from_slice(&plain);
        Ok(DataKey::new(id, secret))
    }

    // Every part but the last has a fixed length, so no two owners share their bytes.
    fn associated_data(&self, subject: Uuid, class: Class, id: Uuid) -> Vec<u8> {
        let epoch = self.epoch.to_be_bytes();
        let parts: [&[u8]; 5] = [
            b"sentier/wrap/v1",
            &epoch,
            subject.as_bytes(),
            id.as_bytes(),
            class.name().as_bytes(),
        ];
        parts.concat()
    }
}
