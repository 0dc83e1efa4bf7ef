//! `sentier audit`: whether the stored history is the one that was signed. Works while nothing runs, and
//! from a copy of the databases on another machine.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use sentier_eventing::db::Database;
use sentier_eventing::ledger::{Checkpoint, Report, Verifier, leaf_at, verify};

use crate::console;
use crate::target::default_data;

/// The services that keep a log of their own.
pub const LOGS: [&str; 4] = ["access", "cases", "referrals", "statistics"];

/// What is done with the audit log.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Recomputes the log from the stored events and compares it with what was signed.
    Verify {
        /// Data folder of `sentier up`; all its services are checked.
        #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
        data: PathBuf,
        /// One database instead, `sqlite:PATH` or `postgres://…`; needs `--key`.
        #[arg(long, requires = "key", value_name = "URL")]
        database: Option<String>,
        /// The log's public key, as `audit key` printed it; not taken from the data folder then.
        #[arg(long, requires = "database", value_name = "FILE")]
        key: Option<PathBuf>,
        /// A checkpoint that a witness kept: shows that the store was not set back.
        #[arg(long, requires = "database", value_name = "FILE")]
        witness: Option<PathBuf>,
    },
    /// Checks the certificate of an erasure with the log's public key alone.
    Certificate {
        /// The certificate, as the desk printed it.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The log's public key, as `audit key` printed it.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The database of cases as well, `sqlite:PATH` or `postgres://…`: the event that the certificate
        /// names must stand in it as it says.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// Prints the public keys and the latest checkpoints, to be handed to witnesses.
    Key {
        /// Data folder of `sentier up`.
        #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
        data: PathBuf,
    },
}

/// Does it.
///
/// # Errors
/// When the log does not hold, or cannot be read.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Key { data } => key(&data),
        Command::Certificate { file, key, database } => {
            certificate(&file, &verifier(&key)?, database.as_deref()).await
        }
        Command::Verify { database: Some(url), key: Some(key), witness, .. } => {
            let log = verifier(&key)?;
            let witness = witness.map(|path| witnessed(&log, &path)).transpose()?;
            judge(&[("database", check(&url, &log, witness.as_ref()).await?)])
        }
        Command::Verify { data, .. } => {
            let mut reports = Vec::new();
            for service in LOGS {
                let store = data.join("stores").join(service).with_extension("db");
                if store.exists() {
                    let log = verifier(&ledger(&data, service).join("verifier.txt"))?;
                    let url = format!("sqlite:{}", store.display());
                    reports.push((service, check(&url, &log, None).await?));
                }
            }
            if reports.is_empty() {
                bail!("{} holds no databases", data.display());
            }
            judge(&reports)
        }
    }
}

fn ledger(data: &Path, service: &str) -> PathBuf {
    data.join("keys").join(service).join("ledger")
}

async fn check(url: &str, log: &Verifier, witness: Option<&Checkpoint>) -> anyhow::Result<Report> {
    let db = Database::open(url).await.context("the database does not open")?;
    let report = verify(&db, log, witness).await.context("the log cannot be read");
    db.close().await;
    report
}

fn verifier(path: &Path) -> anyhow::Result<Verifier> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the public key {}", path.display()))?;
    Verifier::parse(&text).with_context(|| format!("{} is no public key", path.display()))
}

fn witnessed(log: &Verifier, path: &Path) -> anyhow::Result<Checkpoint> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the checkpoint {}", path.display()))?;
    log.verify(&text).with_context(|| format!("{} is no checkpoint of this log", path.display()))
}

/// Prints the reports; an error when one does not hold.
fn judge(reports: &[(&str, Report)]) -> anyhow::Result<()> {
    for (name, report) in reports {
        let verdict = if report.holds() { "holds" } else { "DOES NOT HOLD" };
        console::say(format_args!(
            "{name:<11} {verdict}: {} events, signed up to {} by {} checkpoints",
            report.events, report.signed, report.checkpoints
        ));
        for finding in &report.findings {
            console::say(format_args!("            {finding}"));
        }
    }
    if reports.iter().all(|(_, report)| report.holds()) {
        Ok(())
    } else {
        bail!("the stored history is not the one that was signed")
    }
}

/// Prints a certificate that holds; an error when it does not.
async fn certificate(file: &Path, log: &Verifier, database: Option<&str>) -> anyhow::Result<()> {
    let note = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the certificate {}", file.display()))?;
    let text = log.signed(&note).context("the certificate is not signed by this log")?;
    let mut lines = text.lines();
    if lines.next() != Some("sentier erasure certificate v1") {
        bail!("{} is signed, but is no certificate of an erasure", file.display());
    }
    let fact = |key: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(&format!("{key}: ")));
        found.with_context(|| format!("the certificate says nothing of its {key}"))
    };
    if let Some(url) = database {
        let position: i64 = fact("ledger position")?.parse().context("no position")?;
        let db = Database::open(url).await.context("the database does not open")?;
        let leaf = leaf_at(&db, position).await;
        db.close().await;
        if leaf?.as_deref() != Some(fact("ledger leaf")?) {
            bail!("the database does not hold the erasure that the certificate names");
        }
    }
    console::say(text);
    console::say("The certificate holds.");
    Ok(())
}

fn key(data: &Path) -> anyhow::Result<()> {
    for service in LOGS {
        let folder = ledger(data, service);
        let text = std::fs::read_to_string(folder.join("verifier.txt"))
            .with_context(|| format!("{service} keeps no log in {}", data.display()))?;
        console::say(text.trim_end());
        if let Ok(note) = std::fs::read_to_string(folder.join("checkpoint.txt")) {
            console::say(note);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sentier_eventing::ledger::Signer;
    use sentier_eventing::store::{EventStore, NewEvent, Stamp, StoreOptions, StreamAppend};
    use sentier_platform::clock::Clock;
    use sentier_platform::ids::new_id;

    use super::*;

    /// A store with two events.
    async fn store(url: &str) {
        let store = EventStore::open(url, StoreOptions::default()).await.unwrap();
        for event_type in ["survivor_erased.v1", "case_closed.v1"] {
            let stamp = Stamp {
                request_id: new_id(),
                fingerprint: [0; 32],
                principal: "centres/ogou-1/staff/1".to_owned(),
                centre: "ogou-1".to_owned(),
                at: Clock::system().now(),
            };
            let events = vec![NewEvent { event_type, payload: b"{}".to_vec() }];
            let append = StreamAppend { stream: new_id(), expected_version: 0, events };
            store.append(stamp, vec![append]).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_certificate_holds_with_the_key_alone_and_against_its_own_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("cases.db").display());
        store(&url).await;
        let db = Database::open(&url).await.unwrap();
        let rows = db.fetch("SELECT position FROM event ORDER BY position", &[]).await.unwrap();
        let [first, second] = [0, 1].map(|at: usize| rows[at].i64(0).unwrap());
        let leaf = leaf_at(&db, first).await.unwrap().unwrap();
        db.close().await;

        let signer = Signer::new("sentier/test", &[7; 32]).unwrap();
        let file = folder.path().join("certificate.txt");
        let signed = |position: i64, title: &str| {
            let text = format!("{title}\nledger position: {position}\nledger leaf: {leaf}\n");
            std::fs::write(&file, signer.note(&text)).unwrap();
        };
        let (title, log) = ("sentier erasure certificate v1", signer.verifier());
        signed(first, title);
        certificate(&file, &log, None).await.unwrap();
        certificate(&file, &log, Some(&url)).await.unwrap();
        let other = Signer::new("sentier/test", &[8; 32]).unwrap().verifier();
        assert!(certificate(&file, &other, None).await.is_err());
        signed(second, title);
        assert!(certificate(&file, &log, Some(&url)).await.is_err(), "another event stands there");
        signed(first, "sentier something else v1");
        assert!(certificate(&file, &log, None).await.is_err());
    }
}
