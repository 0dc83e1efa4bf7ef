//! `sentier secrets`: what a hub's services need before they start: certificates and keys for the broker.
//! `up` makes its own.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use nkeys::KeyPair;
use sentier_platform::clock::Clock;
use sentier_platform::pki::{Authority, write_secret_file};

use crate::console;

/// What is made.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Issues a certificate and its key for a service or the broker; the authority is made when absent.
    /// Writes `NAME.pem`, `NAME.key` and `ca.pem`.
    Certificate {
        /// The service, or `nats`.
        name: String,
        /// Folder of the authority (`ca.pem`, `ca.key`); only access needs it, the others `ca.pem` alone.
        #[arg(long, value_name = "DIR")]
        authority: PathBuf,
        /// DNS name or address by which it is called; may be repeated.
        #[arg(long = "host", required = true, value_name = "NAME")]
        hosts: Vec<String>,
        /// Folder for the files.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Prints the one-time secret of an installation that has no administrator yet; an image has no other
    /// way to show a file.
    First {
        /// Option `bootstrap_file` of access.
        #[arg(default_value = "/var/lib/sentier/keys/bootstrap-secret")]
        file: PathBuf,
    },
    /// Draws a key for the broker: writes its seed, prints the public half for the server's list of users.
    NatsKey {
        /// File for the seed (option `nats.nkey_file`); kept when it exists.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Makes it.
///
/// # Errors
/// When a file cannot be written.
pub fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Certificate { name, authority, hosts, out } => {
            certificate(&name, &authority, &hosts, &out)
        }
        Command::First { file } => {
            let secret = std::fs::read_to_string(&file).context(
                "no secret waits: the installation has its administrator, or access did not start",
            )?;
            console::say(secret.trim());
            Ok(())
        }
        Command::NatsKey { out } => {
            console::say(nats_key(&out)?);
            Ok(())
        }
    }
}

fn certificate(name: &str, authority: &Path, hosts: &[String], out: &Path) -> anyhow::Result<()> {
    let at = Clock::system().now();
    let authority = Authority::open_or_create(authority, at)?;
    let issued = authority.issue_server(name, hosts, at)?;
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join(name).with_extension("pem"), &issued.cert_pem)?;
    write_secret_file(&out.join(name).with_extension("key"), &issued.key_pem)?;
    std::fs::write(out.join("ca.pem"), authority.ca_pem())?;
    Ok(())
}

/// The public half of the key in a file, which is drawn when absent.
fn nats_key(file: &Path) -> anyhow::Result<String> {
    if !file.exists() {
        write_secret_file(file, &KeyPair::new_user().seed()?)?;
    }
    let seed = std::fs::read_to_string(file)?;
    let key = KeyPair::from_seed(seed.trim())
        .with_context(|| format!("{} holds no seed", file.display()))?;
    Ok(key.public_key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_gets_a_certificate_of_the_one_authority_and_a_key_that_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (authority, out) = (folder.path().join("authority"), folder.path().join("out"));
        let hosts = ["cases".to_owned()];
        certificate("cases", &authority, &hosts, &out).unwrap();
        certificate("desk", &authority, &hosts, &out).unwrap();
        let root = std::fs::read(authority.join("ca.pem")).unwrap();
        assert_eq!(std::fs::read(out.join("ca.pem")).unwrap(), root);
        assert!(out.join("cases.key").exists() && out.join("desk.pem").exists());
        let seed = out.join("cases.nk");
        assert_eq!(nats_key(&seed).unwrap(), nats_key(&seed).unwrap());
    }
}
