//! `sentier backup` and `sentier restore`: the databases in one place, the keys in another.
//!
//! Backups of databases may be many and old: what is personal in them is sealed. The copy of the keys is
//! one and current, replaced each time, so that a survivor who was erased since is erased in every old
//! backup too. What is attached to cases goes with the databases: it is sealed under the same keys. The
//! broker's messages are not copied: relays publish them again from the stores. Of a hub, whose databases
//! are a server's, the attachments alone are copied ([`attachments`]).

mod attachments;
mod copy;
mod keys;
mod objects;
mod restore;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use sentier_eventing::db::Database;
use sentier_platform::clock::Clock;
use serde::{Deserialize, Serialize};

use crate::audit::LOGS;
use crate::console;
use crate::target::default_data;
use crate::up::Layout;

pub use restore::{RestoreArgs, restore};

/// The file that makes a folder a finished backup.
const MANIFEST: &str = "backup.json";

/// What is copied, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Data folder of `sentier up`; it may be running.
    #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
    data: PathBuf,
    /// Folder for the databases; must not exist yet.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Folder for the one current copy of the keys, on another medium; replaced when it exists.
    #[arg(long, value_name = "DIR")]
    keys_to: Option<PathBuf>,
    /// Of a hub: the configuration file of its cases service. Its attachments alone are copied, from their
    /// folder or bucket, into `--to`, which may be an earlier copy: then what is new is added.
    #[arg(long, value_name = "FILE", conflicts_with = "keys_to")]
    attachments_of: Option<PathBuf>,
}

impl Args {
    /// The backup of a data folder, with its keys or without.
    pub const fn new(data: PathBuf, to: PathBuf, keys_to: Option<PathBuf>) -> Self {
        Self { data, to, keys_to, attachments_of: None }
    }

    /// The backup of a hub's attachments, by the configuration file of its cases service.
    pub const fn attachments(config: PathBuf, to: PathBuf) -> Self {
        Self { data: PathBuf::new(), to, keys_to: None, attachments_of: Some(config) }
    }
}

/// What a backup is of.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// The version that made it.
    version: String,
    /// When, in RFC 3339.
    made: String,
    /// The services whose databases are in it; none in a copy of a hub's attachments.
    services: Vec<String>,
}

impl Manifest {
    fn now(services: Vec<String>) -> anyhow::Result<Self> {
        let made = Clock::system().now().to_datetime();
        let made = made.format(&time::format_description::well_known::Rfc3339)?;
        Ok(Self { version: env!("CARGO_PKG_VERSION").to_owned(), made, services })
    }

    /// That of a finished backup.
    fn of(folder: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(folder.join(MANIFEST))
            .with_context(|| format!("{} is not a finished backup", folder.display()))?;
        serde_json::from_str(&text).context("backup.json is malformed")
    }
}

/// Makes a folder a finished backup, in the place of one from before.
fn finish(folder: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let (new, named) = (folder.join(format!("{MANIFEST}.new")), folder.join(MANIFEST));
    if new.exists() {
        std::fs::remove_file(&new)?;
    }
    copy::write(&new, serde_json::to_string_pretty(manifest)?.as_bytes())?;
    std::fs::rename(new, named)?;
    Ok(File::open(folder)?.sync_all()?)
}

/// Copies them.
///
/// # Errors
/// When something cannot be read or written; a backup without `backup.json` is not one.
pub async fn run(args: Args) -> anyhow::Result<()> {
    if let Some(config) = &args.attachments_of {
        return attachments::back_up(config, &args.to).await;
    }
    if !args.data.is_dir() {
        bail!("{} is no data folder", args.data.display());
    }
    let layout = Layout::create(&args.data)?;
    if let Some(keys) = &args.keys_to
        && (keys.starts_with(&args.to) || args.to.starts_with(keys))
    {
        bail!("keys and databases must not lie in one folder: who finds both reads everything");
    }
    copy::new_folder(&args.to)?;
    // Objects never change: most of them are copied before anything stands still, the last ones while
    // nothing is written, so that no database tells of an attachment that the backup lacks.
    let attached = args.to.join(objects::FOLDER);
    objects::copy_missing(&layout.objects(), &attached)?;
    let services = databases(&layout, &args.to).await?;
    if let Some(to) = &args.keys_to {
        keys::copy(&layout, to).await.context("the keys are not copied")?;
    }
    let manifest = Manifest::now(services)?;
    finish(&args.to, &manifest)?;
    console::say(format_args!("{}: {}", args.to.display(), manifest.services.join(", ")));
    match &args.keys_to {
        Some(to) => console::say(format_args!("{}: keys, current", to.display())),
        None => console::say("The keys were not copied: without them the databases stay sealed."),
    }
    Ok(())
}

/// Copies all databases as they stand at one moment: none is written while they are copied, so no service
/// knows of an event that the one which stored it has lost.
async fn databases(layout: &Layout, to: &Path) -> anyhow::Result<Vec<String>> {
    let mut open = Vec::new();
    for service in LOGS {
        let path = layout.store(service);
        if path.exists() {
            let db = Database::open(&format!("sqlite:{}", path.display()))
                .await
                .with_context(|| format!("the database of {service} does not open"))?;
            open.push((service, db));
        }
    }
    if open.is_empty() {
        bail!("{} holds no databases", layout.root().display());
    }
    let mut held = Vec::new();
    for (service, db) in &open {
        held.push(db.begin().await.with_context(|| format!("{service} does not stand still"))?);
    }
    for (service, db) in &open {
        copy::database(db, &to.join(service).with_extension("db")).await?;
    }
    objects::copy_missing(&layout.objects(), &to.join(objects::FOLDER))?;
    drop(held);
    for (_, db) in &open {
        db.close().await;
    }
    Ok(open.iter().map(|(service, _)| (*service).to_owned()).collect())
}

#[cfg(test)]
mod spec;
