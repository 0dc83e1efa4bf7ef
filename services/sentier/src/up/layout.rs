//! What lies where in a data folder, and that one process at a time works on it.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::UpError;

/// A data folder:
///
/// ```text
/// addresses.json   where a running installation answers
/// stores/          one database per service: events and read models
/// objects/         what is attached to cases, sealed
/// keys/            one folder per service: what seals personal values and signs
/// pki/             the certificate authority, and a certificate per service
/// nats/            the broker's messages, log and credentials
/// config/          one file per service, written at every start
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

/// Holds a data folder for this process, until it is dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

impl Layout {
    /// Opens a data folder, created for its owner alone when absent.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(root: &Path) -> Result<Self, UpError> {
        let create = |folder: &Path| DirBuilder::new().recursive(true).mode(0o700).create(folder);
        create(root)?;
        let layout = Self { root: root.canonicalize()? };
        for folder in ["stores", "objects", "keys", "pki", "nats", "config"] {
            create(&layout.root.join(folder))?;
        }
        Ok(layout)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database of a service.
    pub fn store(&self, service: &str) -> PathBuf {
        self.root.join("stores").join(service).with_extension("db")
    }

    /// The folder of what is attached to cases.
    pub fn objects(&self) -> PathBuf {
        self.root.join("objects")
    }

    /// The folder of a service's keys.
    pub fn keys(&self, service: &str) -> PathBuf {
        self.root.join("keys").join(service)
    }

    /// The certificate authority and what it issued to services.
    pub fn pki(&self) -> PathBuf {
        self.root.join("pki")
    }

    /// The authority's certificate, which every caller trusts.
    pub fn ca_file(&self) -> PathBuf {
        self.pki().join("ca.pem")
    }

    /// A service's certificate chain.
    pub fn cert_file(&self, service: &str) -> PathBuf {
        self.pki().join(service).with_extension("pem")
    }

    /// A service's private key.
    pub fn key_file(&self, service: &str) -> PathBuf {
        self.pki().join(service).with_extension("key")
    }

    /// The broker's folder.
    pub fn nats(&self) -> PathBuf {
        self.root.join("nats")
    }

    /// A service's configuration file.
    pub fn config(&self, service: &str) -> PathBuf {
        self.root.join("config").join(service).with_extension("toml")
    }

    /// Where access leaves the one-time secret of an installation that has no administrator yet.
    pub fn first_secret(&self) -> PathBuf {
        self.root.join("first-secret")
    }

    /// Takes the folder for this process.
    ///
    /// # Errors
    /// [`UpError::Running`] when another process has it.
    pub fn lock(&self) -> Result<Lock, UpError> {
        let path = self.root.join("lock");
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(UpError::Running(self.root.clone())),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_data_folder_is_its_owners_alone_and_works_for_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::create(&folder.path().join("data")).unwrap();
        for part in [layout.root().to_owned(), layout.pki(), layout.nats()] {
            assert_eq!(std::fs::metadata(part).unwrap().permissions().mode() & 0o777, 0o700);
        }
        let held = layout.lock().unwrap();
        assert!(matches!(layout.lock(), Err(UpError::Running(_))));
        drop(held);
        assert!(layout.lock().is_ok());
    }
}
