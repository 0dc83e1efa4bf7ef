//! `sentier audit`: whether the stored history is the one that was signed. Works while nothing runs, and
//! from a copy of the databases on another machine.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use sentier_eventing::db::Database;
use sentier_eventing::ledger::{Checkpoint, Report, Verifier, verify};

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
