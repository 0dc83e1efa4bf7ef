//! The data folder: who may read it, and whether its configuration stands.

use std::fs::Metadata;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use sentier_platform::config::{Sources, load};

use super::Finding;
use crate::parts::{Access, Cases, Desk, Referrals, Service, Statistics};
use crate::up::Layout;

/// The folder, and every key in it, must be its owner's alone.
pub(super) fn permissions(root: &Path) -> anyhow::Result<Vec<Finding>> {
    let mut open = Vec::new();
    if readable(&std::fs::metadata(root)?) {
        open.push(root.display().to_string());
    }
    look(root, &mut open)?;
    if open.is_empty() {
        return Ok(vec![Finding::good("the folder and its keys are their owner's alone")]);
    }
    let wrong = |path| Finding::wrong(format!("{path} may be read by others: chmod go= {path}"));
    Ok(open.into_iter().map(wrong).collect())
}

fn readable(file: &Metadata) -> bool {
    file.permissions().mode() & 0o077 != 0
}

fn look(folder: &Path, open: &mut Vec<String>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let metadata = path.symlink_metadata()?;
        let secret = path.extension().is_some_and(|end| end == "key" || end == "nk")
            || path.file_name().is_some_and(|name| name == "first-secret");
        if secret && readable(&metadata) {
            open.push(path.display().to_string());
        }
        if metadata.is_dir() {
            look(&path, open)?;
        }
    }
    Ok(())
}

/// Every part's configuration file is read as `serve` reads it.
pub(super) fn configuration(layout: &Layout) -> Vec<Finding> {
    vec![
        stands::<Access>(layout),
        stands::<Cases>(layout),
        stands::<Referrals>(layout),
        stands::<Statistics>(layout),
        stands::<Desk>(layout),
    ]
}

fn stands<S: Service>(layout: &Layout) -> Finding {
    let file = layout.config(S::NAME);
    if !file.exists() {
        return Finding::watch(format!(
            "{} has no configuration yet: `sentier up` writes it",
            S::NAME
        ));
    }
    match load::<S::Config>(&Sources { file: Some(file), ..Sources::default() }) {
        Ok(_config) => Finding::good(format!("the configuration of {} stands", S::NAME)),
        Err(error) => Finding::wrong(format!("{}: {error}", S::NAME)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};

    use super::*;
    use crate::doctor::Grade;

    #[test]
    fn a_key_that_others_may_read_is_named_with_the_cure() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::create(&folder.path().join("data")).unwrap();
        let key = layout.key_file("cases");
        write(&key, "secret").unwrap();
        set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
        let found = permissions(layout.root()).unwrap();
        assert!(found.iter().all(|finding| finding.grade == Grade::Good), "{found:?}");
        set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
        let found = permissions(layout.root()).unwrap();
        assert!(found.iter().any(|finding| finding.what.contains("chmod go= ")), "{found:?}");
    }
}
