//! Who may speak to the broker: one key for the services, one to watch the server and one for analysts on this
//! machine, drawn per installation, so that no other process of the machine reads the bus.

use std::path::{Path, PathBuf};

use nkeys::KeyPair;
use sentier_platform::pki::write_secret_file;

use super::BrokerError;

/// The keys of an installation's broker.
#[derive(Debug)]
pub(super) struct Credentials {
    /// What the services present (seed, mode 0600).
    pub(super) services_file: PathBuf,
    /// The public half that the server knows.
    pub(super) services_public: String,
    /// What the supervisor presents.
    pub(super) watch_seed: String,
    /// The public half that the server knows.
    pub(super) watch_public: String,
    /// The public half of the key in `analysts.nk`: who is given that file hears releases.
    pub(super) analysts_public: String,
}

impl Credentials {
    /// Opens the keys in the broker's folder, or draws them.
    pub(super) fn open_or_create(folder: &Path) -> Result<Self, BrokerError> {
        let services_file = folder.join("services.nk");
        let (_seed, services_public) = key(&services_file)?;
        let (watch_seed, watch_public) = key(&folder.join("watch.nk"))?;
        let (_seed, analysts_public) = key(&folder.join("analysts.nk"))?;
        Ok(Self { services_file, services_public, watch_seed, watch_public, analysts_public })
    }
}

/// Seed and public key in a file.
fn key(path: &Path) -> Result<(String, String), BrokerError> {
    if !path.try_exists()? {
        let seed = KeyPair::new_user().seed().map_err(BrokerError::Credential)?;
        write_secret_file(path, &seed)?;
    }
    let seed = std::fs::read_to_string(path)?.trim().to_owned();
    let public = KeyPair::from_seed(&seed).map_err(BrokerError::Credential)?.public_key();
    Ok((seed, public))
}
