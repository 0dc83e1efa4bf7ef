//! `sentier backup` and `sentier restore`: the databases in one place, the keys in another.
//!
//! Backups of databases may be many and old: what is personal in them is sealed. The copy of the keys is
//! one and current, replaced each time, so that a survivor who was erased since is erased in every old
//! backup too. What is attached to cases goes with the databases: it is sealed under the same keys. The
//! broker's messages are not copied: relays publish them again from the stores.

mod copy;
mod keys;
mod objects;
mod restore;

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
}

impl Args {
    /// The backup of a data folder, with its keys or without.
    pub const fn new(data: PathBuf, to: PathBuf, keys_to: Option<PathBuf>) -> Self {
        Self { data, to, keys_to }
    }
}

/// What a backup is of.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// The version that made it.
    version: String,
    /// When, in RFC 3339.
    made: String,
    /// The services whose databases are in it.
    services: Vec<String>,
}

/// Copies them.
///
/// # Errors
/// When something cannot be read or written; a backup without `backup.json` is not one.
pub async fn run(args: Args) -> anyhow::Result<()> {
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
    let made = Clock::system().now().to_datetime();
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made: made.format(&time::format_description::well_known::Rfc3339)?,
        services,
    };
    copy::write(&args.to.join(MANIFEST), serde_json::to_string_pretty(&manifest)?.as_bytes())?;
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
