//! Which installation a tool speaks to: the addresses that `up` left in its data folder, or given ones.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sentier_platform::config::ClientConfig;
use serde::{Deserialize, Serialize};

/// The file in the data folder that says where a running installation answers. Nothing in it is secret.
const ADDRESSES: &str = "addresses.json";

/// Where the parts of an installation answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// Accounts and credentials, `https://host:port`.
    pub access: String,
    /// Case work.
    pub cases: String,
    /// Referrals, and what partner agencies call.
    pub referrals: String,
    /// Figures.
    pub statistics: String,
    /// Pages for staff, `http://` or `https://`.
    pub desk: String,
    /// The broker, `nats://host:port`.
    pub nats: String,
    /// Authority that signed the services' certificates, PEM.
    pub ca_file: PathBuf,
    /// What partners' records systems call; absent when it is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fhir: Option<String>,
}

impl Addresses {
    /// Leaves the addresses in a data folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, data: &Path) -> std::io::Result<()> {
        std::fs::write(data.join(ADDRESSES), serde_json::to_string_pretty(self)?)
    }

    /// Reads what [`Addresses::write`] left.
    ///
    /// # Errors
    /// When no installation was started on that folder.
    pub fn read(data: &Path) -> anyhow::Result<Self> {
        let path = data.join(ADDRESSES);
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!("{} is missing: start the system first, with `sentier up`", path.display())
        })?;
        serde_json::from_str(&text).with_context(|| format!("{} is malformed", path.display()))
    }

    /// How a tool calls the service at `address`: over TLS, without a certificate of its own.
    pub fn client(&self, address: &str) -> ClientConfig {
        ClientConfig {
            address: address.to_owned(),
            ca_file: Some(self.ca_file.clone()),
            ..ClientConfig::default()
        }
    }
}

/// Options that name an installation; flatten them into a sub-command's own.
#[derive(Clone, Debug, clap::Args)]
pub struct Target {
    /// Data folder of `sentier up` on this machine.
    #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
    pub data: PathBuf,
    /// JSON file of addresses of an installation elsewhere, as `addresses.json` in a data folder.
    #[arg(long, value_name = "FILE")]
    pub addresses: Option<PathBuf>,
}

impl Target {
    /// Where the installation answers.
    ///
    /// # Errors
    /// When the addresses are not there.
    pub fn addresses(&self) -> anyhow::Result<Addresses> {
        match &self.addresses {
            None => Addresses::read(&self.data),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                serde_json::from_str(&text)
                    .with_context(|| format!("{} is malformed", path.display()))
            }
        }
    }
}

/// The data folder when none is named: `~/.local/share/sentier`.
pub fn default_data() -> PathBuf {
    std::env::home_dir().unwrap_or_default().join(".local/share/sentier")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_were_written_and_their_absence_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let said = Addresses::read(folder.path()).unwrap_err().to_string();
        assert!(said.contains("`sentier up`"), "{said}");
        let addresses = Addresses {
            access: "https://127.0.0.1:7431".to_owned(),
            cases: "https://127.0.0.1:7432".to_owned(),
            referrals: "https://127.0.0.1:7433".to_owned(),
            statistics: "https://127.0.0.1:7434".to_owned(),
            desk: "http://127.0.0.1:8080".to_owned(),
            nats: "nats://127.0.0.1:7422".to_owned(),
            ca_file: folder.path().join("pki/ca.pem"),
            fhir: Some("https://127.0.0.1:7435".to_owned()),
        };
        addresses.write(folder.path()).unwrap();
        assert_eq!(Addresses::read(folder.path()).unwrap(), addresses);
    }
}
