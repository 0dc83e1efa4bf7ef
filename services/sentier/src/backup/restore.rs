//! A data folder from a backup.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use sentier_eventing::db::Database;

use super::{MANIFEST, Manifest, copy, keys, objects};
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
    #[arg(long, value_name = "DIR")]
    pub(super) keys_from: PathBuf,
    /// The data folder to be made; must not exist yet.
    #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
    pub(super) data: PathBuf,
}

/// Restores it.
///
/// # Errors
/// When the backup is not whole, or the data folder exists.
pub async fn restore(args: RestoreArgs) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(args.from.join(MANIFEST))
        .with_context(|| format!("{} is not a finished backup", args.from.display()))?;
    let manifest: Manifest = serde_json::from_str(&text).context("backup.json is malformed")?;
    copy::new_folder(&args.data)?;
    for folder in keys::FOLDERS {
        copy::folder(&args.keys_from.join(folder), &args.data.join(folder)).await?;
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
