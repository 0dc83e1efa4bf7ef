//! The storage that a configuration names.

use std::path::Path as Folder;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;

use super::{ObjectsConfig, ObjectsError};
use crate::keyfile;

/// A storage, and what stands in front of every name in it.
type Place = (Arc<dyn ObjectStore>, Path);

pub(super) fn open(config: &ObjectsConfig, beside: &Folder) -> Result<Place, ObjectsError> {
    match &config.bucket {
        Some(bucket) => in_bucket(config, bucket),
        None => in_folder(config.folder.as_deref().unwrap_or(beside)),
    }
}

/// Files are flushed, and their folders too, before a chunk counts as stored.
fn in_folder(folder: &Folder) -> Result<Place, ObjectsError> {
    keyfile::folder(folder)?;
    let store = LocalFileSystem::new_with_prefix(folder)?;
    let store = store.with_fsync(true).with_automatic_cleanup(true);
    Ok((Arc::new(store), Path::default()))
}

fn in_bucket(config: &ObjectsConfig, bucket: &str) -> Result<Place, ObjectsError> {
    let (Some(id), Some(secret)) = (&config.access_key_file, &config.secret_key_file) else {
        return Err(ObjectsError::NoCredentials);
    };
    // Without a provider of its own the storage's client looks for the process's.
    drop(rustls::crypto::ring::default_provider().install_default());
    let plain = config.endpoint.as_ref().is_some_and(|it| it.starts_with("http://"));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&config.region)
        .with_access_key_id(std::fs::read_to_string(id)?.trim())
        .with_secret_access_key(std::fs::read_to_string(secret)?.trim())
        .with_allow_http(plain);
    if let Some(endpoint) = &config.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    let prefix = Path::parse(&config.prefix).map_err(object_store::Error::from)?;
    Ok((Arc::new(builder.build()?), prefix))
}
