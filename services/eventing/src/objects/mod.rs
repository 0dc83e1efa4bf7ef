//! Large sealed things outside the log: an object is a row of chunks under a random id, in a folder or in
//! S3-compatible storage.
//!
//! What is put here is sealed before (`vault::chunk`); the storage learns an id, a number of chunks and
//! their padded lengths. A chunk is durable when [`Objects::put`] returns; only then may an event speak
//! of it. An object that no event speaks of is destroyed by who began it.

mod config;
mod error;
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::Path as Folder;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use uuid::Uuid;

pub use config::ObjectsConfig;
pub use error::ObjectsError;

/// How long one request to the storage may take; retries included.
const PATIENCE: Duration = Duration::from_secs(30);

/// The objects of one service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Objects {
    /// Opens the storage; a folder is created for its owner alone when absent. `beside` is the folder that
    /// objects lie in when the configuration names none.
    ///
    /// # Errors
    /// When the folder cannot be used, or the address or its credentials are malformed.
    pub fn open(config: &ObjectsConfig, beside: &Folder) -> Result<Self, ObjectsError> {
        let (store, prefix) = place::open(config, beside)?;
        Ok(Self { store, prefix })
    }

    /// Puts one chunk, in the place of one that is there; durable when this returns.
    ///
    /// # Errors
    /// When the storage does not take it in time.
    pub async fn put(&self, object: Uuid, index: u32, chunk: Vec<u8>) -> Result<(), ObjectsError> {
        let path = self.chunk(object, index);
        in_time(self.store.put(&path, chunk.into())).await?;
        Ok(())
    }

    /// One chunk; `None` when it is not there.
    ///
    /// # Errors
    /// When the storage does not answer in time.
    pub async fn get(&self, object: Uuid, index: u32) -> Result<Option<Bytes>, ObjectsError> {
        let path = self.chunk(object, index);
        let read = async { self.store.get(&path).await?.bytes().await };
        match in_time(read).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(ObjectsError::Storage(object_store::Error::NotFound { .. })) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The chunks of an object that are there, and how long each is.
    ///
    /// # Errors
    /// When the storage does not answer in time.
    pub async fn stored(&self, object: Uuid) -> Result<BTreeMap<u32, u64>, ObjectsError> {
        let folder = self.folder(object);
        let found = in_time(self.store.list(Some(&folder)).try_collect::<Vec<_>>()).await?;
        let chunk = |meta: object_store::ObjectMeta| {
            let index = meta.location.filename()?.parse().ok()?;
            Some((index, meta.size))
        };
        Ok(found.into_iter().filter_map(chunk).collect())
    }

    /// Every chunk of every object, in no order. Those that are put or destroyed meanwhile may be missing.
    ///
    /// # Errors
    /// When the storage does not answer in time.
    pub async fn all(&self) -> Result<Vec<(Uuid, u32)>, ObjectsError> {
        let mut found = self.store.list(Some(&self.prefix));
        let mut chunks = Vec::new();
        while let Some(meta) = in_time(found.try_next()).await? {
            chunks.extend(self.named(&meta.location));
        }
        Ok(chunks)
    }

    /// Puts every chunk here that another storage has and this one lacks, as it is; answers how many. A
    /// chunk that is destroyed meanwhile is passed over: no event speaks of it any more.
    ///
    /// # Errors
    /// When either storage does not answer in time; a repeat goes on.
    pub async fn fill_from(&self, other: &Self) -> Result<u64, ObjectsError> {
        let here: BTreeSet<(Uuid, u32)> = self.all().await?.into_iter().collect();
        let mut put = 0;
        for (object, index) in other.all().await? {
            if here.contains(&(object, index)) {
                continue;
            }
            if let Some(chunk) = other.get(object, index).await? {
                self.put(object, index, chunk.into()).await?;
                put += 1;
            }
        }
        Ok(put)
    }

    /// Destroys an object, whatever of it is there; a repeat finds nothing.
    ///
    /// # Errors
    /// When the storage does not answer in time; a repeat goes on.
    pub async fn destroy(&self, object: Uuid) -> Result<(), ObjectsError> {
        for index in self.stored(object).await?.into_keys() {
            let path = self.chunk(object, index);
            match in_time(self.store.delete(&path)).await {
                // Another process was faster.
                Ok(()) | Err(ObjectsError::Storage(object_store::Error::NotFound { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Which chunk lies at a path; `None` for what is none.
    fn named(&self, path: &Path) -> Option<(Uuid, u32)> {
        let parts: Vec<_> = path.prefix_match(&self.prefix)?.collect();
        let [_, object, index] = parts.as_slice() else { return None };
        let object = Uuid::try_parse(object.as_ref()).ok()?;
        Some((object, index.as_ref().parse().ok()?))
    }

    // Two digits of the id in front, so that no folder holds everything.
    fn folder(&self, object: Uuid) -> Path {
        let name = object.simple().to_string();
        let shard: String = name.chars().take(2).collect();
        self.prefix.clone().join(shard).join(name)
    }

    fn chunk(&self, object: Uuid, index: u32) -> Path {
        self.folder(object).join(index.to_string())
    }
}

async fn in_time<T>(
    answer: impl Future<Output = Result<T, object_store::Error>>,
) -> Result<T, ObjectsError> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answered) => Ok(answered?),
        Err(_elapsed) => Err(ObjectsError::Late),
    }
}
