//! What is attached to cases: sealed files that are written once and never change.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use anyhow::Context as _;

use super::copy;

/// The folder of a backup that holds them, and of a data folder.
pub(super) const FOLDER: &str = "objects";

/// Copies every object that is not in the copy yet. One that is destroyed meanwhile is passed over: no
/// database tells of it any more.
pub(super) fn copy_missing(from: &Path, to: &Path) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(to)
        .with_context(|| format!("cannot make the folder {}", to.display()))?;
    let entries = match std::fs::read_dir(from) {
        Ok(entries) => entries,
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(source.into()),
    };
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let target = to.join(name);
        if path.is_dir() {
            copy_missing(&path, &target)?;
            continue;
        }
        // A chunk has a number for a name; what is still being written has more than that.
        let whole = name.to_str().is_some_and(|name| name.bytes().all(|it| it.is_ascii_digit()));
        if !whole || target.exists() {
            continue;
        }
        match std::fs::read(&path) {
            Ok(bytes) => copy::write(&target, &bytes)?,
            Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(source).with_context(|| path.display().to_string()),
        }
    }
    File::open(to)?.sync_all()?;
    Ok(())
}
