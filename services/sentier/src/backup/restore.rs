//! A data folder from a backup.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use sentier_eventing::db::Database;

use super::{Manifest, attachments, copy, keys, objects};
use crate::console;
use crate::target::default_data;
use crate::up::Layout;

/// What is restored, and where to.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The folder that `backup --to` wrote.
    #[arg(long, value_name = "DIR")]
    pub(super) from: PathBuf,
    /// The folder that `backup --keys-to` wrote last.
    #[arg(long, value_name = "DIR", required_unless_present = "attachments_of")]
    pub(super) keys_from: Option<PathBuf>,
    /// The data folder to be made; must not exist yet.
    #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
    pub(super) data: PathBuf,
    /// Of a hub: the configuration file of its cases service. The attachments that `backup
    /// --attachments-of` copied are put back where it says; nothing else is touched.
    #[arg(long, value_name = "FILE", conflicts_with = "keys_from")]
    pub(super) attachments_of: Option<PathBuf>,
}

impl RestoreArgs {
    /// The restore of a data folder.
    pub const fn new(from: PathBuf, keys_from: PathBuf, data: PathBuf) -> Self {
        Self { from, keys_from: Some(keys_from), data, attachments_of: None }
    }

    /// The restore of a hub's attachments, by the configuration file of its cases service.
    pub const fn attachments(from: PathBuf, config: PathBuf) -> Self {
        Self { from, keys_from: None, data: PathBuf::new(), attachments_of: Some(config) }
    }
}

/// Restores it.
///
/// # Errors
/// When the backup is not whole, or the data folder exists.
pub async fn restore(args: RestoreArgs) -> anyhow::Result<()> {
    if let Some(config) = &args.attachments_of {
        return attachments::put_back(&args.from, config).await;
    }
    let keys_from = args.keys_from.as_deref().context("a data folder needs its keys")?;
    let manifest = Manifest::of(&args.from)?;
    if manifest.services.is_empty() {
        bail!("{} holds a hub's attachments: name `--attachments-of`", args.from.display());
    }
    copy::new_folder(&args.data)?;
    for folder in keys::FOLDERS {
        copy::folder(&keys_from.join(folder), &args.data.join(folder)).await?;
    }
    let layout = Layout::create(&args.data)?;
    for service in &manifest.services {
        let from = args.from.join(service).with_extension("db");
        let to = layout.store(service);
        copy::write(&to, &std::fs::read(&from).with_context(|| from.display().to_string())?)?;
        let db = Database::open(&format!("sqlite:{}", to.display())).await?;
        let whole = db.fetch("PRAGMA quick_check(1)", &[]).await;
        db.close().await;
        if whole?.first().and_then(|row| row.text(0).ok()).as_deref() != Some("ok") {
            bail!("the copy of {service} is damaged: take another backup");
        }
    }
    // Backups from before there were attachments have none.
    objects::copy_missing(&args.from.join(objects::FOLDER), &layout.objects())?;
    console::say(format_args!(
        "{}: {} as of {}. Next: `sentier audit verify`, then `sentier up`.",
        args.data.display(),
        manifest.services.join(", "),
        manifest.made
    ));
    Ok(())
}
