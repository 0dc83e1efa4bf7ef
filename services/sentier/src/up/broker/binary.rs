//! Which nats-server: the one that is named, else the first on PATH or beside us that is recent enough.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::BrokerError;

/// The oldest release that does what we ask; older ones accept it and do something else.
const OLDEST: (u32, u32) = (2, 12);

/// Finds a nats-server that is recent enough.
///
/// # Errors
/// When there is none; the error says what was found.
pub async fn find(named: Option<&Path>) -> Result<PathBuf, BrokerError> {
    let candidates = named.map_or_else(candidates, |path| vec![path.to_owned()]);
    let mut found = Vec::new();
    for path in candidates {
        match version(&path).await {
            Some(version) if version >= OLDEST => return Ok(path),
            Some((major, minor)) => found.push(format!("{} is {major}.{minor}", path.display())),
            None if named.is_some() => found.push(format!("{} does not run", path.display())),
            None => {}
        }
    }
    Err(BrokerError::Missing(if found.is_empty() {
        "none at all".to_owned()
    } else {
        found.join(", ")
    }))
}

/// PATH, then the folder of this program, then where `deploy/setup` installs beside a build.
fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let own = std::env::current_exe().ok();
    for folder in own.iter().flat_map(|own| own.ancestors().skip(1).take(3)) {
        folders.push(folder.to_owned());
        folders.push(folder.join("tools/bin"));
    }
    folders
        .into_iter()
        .map(|folder| folder.join("nats-server"))
        .filter(|path| path.is_file())
        .collect()
}

async fn version(binary: &Path) -> Option<(u32, u32)> {
    let asked =
        Command::new(binary).arg("--version").stdin(Stdio::null()).kill_on_drop(true).output();
    let answer = tokio::time::timeout(Duration::from_secs(10), asked).await.ok()?.ok()?;
    parse(&String::from_utf8(answer.stdout).ok()?)
}

/// Major and minor of `nats-server: v2.15.1`.
pub(super) fn parse(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().rsplit(' ').next()?.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Whether a version is recent enough.
pub(super) fn suffices(text: &str) -> bool {
    parse(text).is_some_and(|version| version >= OLDEST)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn versions_are_read_and_compared() {
        assert_eq!(parse("nats-server: v2.15.1\n"), Some((2, 15)));
        assert_eq!(parse("2.9.10"), Some((2, 9)));
        assert!(suffices("2.12.0") && suffices("3.0.0") && !suffices("2.9.10") && !suffices("?"));
    }

    #[tokio::test]
    async fn an_old_server_is_refused_with_its_version() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("nats-server");
        std::fs::write(&old, "#!/bin/sh\necho nats-server: v2.9.10\n").unwrap();
        std::fs::set_permissions(&old, Permissions::from_mode(0o755)).unwrap();
        let said = find(Some(&old)).await.unwrap_err().to_string();
        assert!(said.contains("is 2.9") && said.contains("2.12 or newer"), "{said}");
    }
}
