//! The one door to data keys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use tokio::sync::RwLock;
use uuid::Uuid;

use super::create::Creator;
use super::epoch::Epochs;
use super::keystore::KeyStore;
use super::{KeyRing, VaultError};
use crate::db::Database;

/// Where keys live.
#[derive(Clone, Debug)]
pub struct VaultConfig {
    /// The key store's own database, `sqlite:PATH` or `postgres://…`; never the event store's.
    pub database: String,
    /// The folder of the epoch keys; never in the same backup as the database.
    pub epochs: PathBuf,
}

/// The data keys of every subject of a service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Vault {
    keys: KeyStore,
    creator: Creator,
    cache: Cache<Uuid, KeyRing>,
    // Readers fill the cache under it, an erasure empties under it: no ring slips in behind.
    erasing: Arc<RwLock<()>>,
}

const CACHED_RINGS: u64 = 4_096;
const CACHED_FOR: Duration = Duration::from_mins(5);

impl Vault {
    /// Opens the vault, created when absent.
    ///
    /// # Errors
    /// When the database is away, or the folder does not hold the key store's epoch key.
    pub async fn open(config: &VaultConfig) -> Result<Self, VaultError> {
        let db = Database::open(&config.database).await?;
        let keys = KeyStore::open(db, Epochs::open(&config.epochs)?).await?;
        let cache = Cache::builder().max_capacity(CACHED_RINGS).time_to_live(CACHED_FOR).build();
        let creator = Creator::start(keys.clone());
        Ok(Self { keys, creator, cache, erasing: Arc::new(RwLock::new(())) })
    }

    /// Draws keys for a subject; a repeat answers the same keys. They are durable when this returns, in a
    /// commit that they share with other new subjects.
    ///
    /// # Errors
    /// [`VaultError::Erased`] when the subject was erased; otherwise when keys cannot be kept.
    pub async fn create(&self, subject: Uuid) -> Result<KeyRing, VaultError> {
        if let Some(ring) = self.cache.get(&subject).filter(|ring| !ring.is_erased()) {
            return Ok(ring);
        }
        let _no_erasure = self.erasing.read().await;
        let ring = self.creator.create(subject).await?;
        self.cache.insert(subject, ring.clone());
        Ok(ring)
    }

    /// The keys of a subject: erased when they were destroyed, none when she never had any.
    ///
    /// Another process's erasure is seen here after at most five minutes.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub async fn ring(&self, subject: Uuid) -> Result<KeyRing, VaultError> {
        if let Some(ring) = self.cache.get(&subject) {
            return Ok(ring);
        }
        let _no_erasure = self.erasing.read().await;
        let ring = self.keys.ring(subject).await?;
        if ring.subject() == subject {
            self.cache.insert(subject, ring.clone());
        }
        Ok(ring)
    }

    /// The keys of several subjects, in their order, as [`Vault::ring`] gives them one by one. For work
    /// over a whole centre: none of them stays in memory here.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub async fn rings(&self, subjects: &[Uuid]) -> Result<Vec<KeyRing>, VaultError> {
        let _no_erasure = self.erasing.read().await;
        self.keys.rings(subjects).await
    }

    /// The number of the present epoch: the keys of all before it are destroyed.
    ///
    /// # Errors
    /// When the key store does not answer.
    pub async fn epoch(&self) -> Result<i64, VaultError> {
        self.keys.epoch().await
    }

    /// Destroys a subject's keys for good, in every backup of the key store too.
    ///
    /// # Errors
    /// When the keys could not be destroyed; a repeat goes on where it stopped.
    pub async fn erase(&self, subject: Uuid) -> Result<(), VaultError> {
        self.erase_all(&[subject]).await
    }

    /// Destroys the keys of several subjects at once: the keys of all others are wrapped anew once, not
    /// once for each.
    ///
    /// # Errors
    /// When the keys could not be destroyed; a repeat goes on where it stopped.
    pub async fn erase_all(&self, subjects: &[Uuid]) -> Result<(), VaultError> {
        let _alone = self.erasing.write().await;
        for subject in subjects {
            self.cache.invalidate(subject);
        }
        self.keys.erase(subjects).await
    }
}

#[cfg(test)]
mod tests;
