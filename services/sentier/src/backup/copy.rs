//! Copies that are on the disk when they are done.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use sentier_eventing::db::Database;

/// Makes a folder for its owner alone; refuses one that is there.
pub(super) fn new_folder(folder: &Path) -> anyhow::Result<()> {
    if let Some(above) = folder.parent() {
        std::fs::create_dir_all(above)?;
    }
    DirBuilder::new()
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Copies a database that may be in use.
pub(super) async fn database(db: &Database, to: &Path) -> anyhow::Result<()> {
    let Some(name) = to.to_str() else { bail!("{} is no UTF-8", to.display()) };
    db.fetch("VACUUM INTO $1", &[name.into()])
        .await
        .with_context(|| format!("cannot write {name}"))?;
    File::open(to)?.sync_all()?;
    Ok(())
}

/// Writes a file for its owner alone.
pub(super) fn write(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .with_context(|| format!("cannot write {}", to.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}

/// Copies a folder; databases as databases, everything else byte for byte.
pub(super) async fn folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    new_folder(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            Box::pin(folder(&path, &target)).await?;
        } else if ending == "db" {
            let db = Database::open(&format!("sqlite:{}", path.display())).await?;
            let copied = database(&db, &target).await;
            db.close().await;
            copied?;
        } else if !ending.starts_with("db-") {
            // SQLite's own side files belong to the original.
            write(&target, &std::fs::read(&path)?)?;
        }
    }
    File::open(to)?.sync_all()?;
    Ok(())
}

/// Overwrites every file of a folder and removes it.
pub(super) fn destroy(folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            destroy(&path)?;
        } else {
            let length = std::fs::metadata(&path)?.len();
            let mut file = OpenOptions::new().write(true).open(&path)?;
            std::io::copy(&mut std::io::Read::take(std::io::repeat(0), length), &mut file)?;
            file.sync_all()?;
            std::fs::remove_file(&path)?;
        }
    }
    Ok(std::fs::remove_dir(folder)?)
}
