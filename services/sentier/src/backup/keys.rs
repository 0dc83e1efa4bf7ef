//! The one current copy of the keys.

use std::path::Path;

use anyhow::bail;

use super::copy;
use crate::up::Layout;

/// The folders of a data folder that hold keys. Certificates of services are issued at every start.
pub(super) const FOLDERS: [&str; 2] = ["keys", "pki"];

/// Copies the keys; the copy that was there is destroyed once the new one is whole.
pub(super) async fn copy(layout: &Layout, to: &Path) -> anyhow::Result<()> {
    let name = to.file_name().and_then(|name| name.to_str());
    let Some(name) = name else { bail!("{} is no name for a folder", to.display()) };
    let (new, old) =
        (to.with_file_name(format!("{name}.new")), to.with_file_name(format!("{name}.old")));
    for left in [&new, &old] {
        if left.exists() {
            copy::destroy(left)?;
        }
    }
    copy::new_folder(&new)?;
    for folder in FOLDERS {
        copy::folder(&layout.root().join(folder), &new.join(folder)).await?;
    }
    if to.exists() {
        if !to.join("keys").is_dir() {
            bail!("{} is no copy of keys; it is left as it is", to.display());
        }
        std::fs::rename(to, &old)?;
    }
    std::fs::rename(&new, to)?;
    if old.exists() {
        copy::destroy(&old)?;
    }
    Ok(())
}
