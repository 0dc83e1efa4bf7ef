//! Files that hold a secret: whole on the disk or not there, for their owner alone, and overwritten
//! when they are destroyed.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use zeroize::Zeroizing;

/// Makes a folder for its owner alone, when it is absent.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The secret in a file of exactly `N` bytes; `None` when there is no such file.
///
/// # Errors
/// When the file cannot be read, or is shorter.
pub fn read<const N: usize>(path: &Path) -> io::Result<Option<Zeroizing<[u8; N]>>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(absent) if absent.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(source),
    };
    let mut secret = Zeroizing::new([0; N]);
    file.read_exact(secret.as_mut_slice())?;
    Ok(Some(secret))
}

/// Writes a secret; on the disk when this returns. A crash leaves a `.draft` or the whole file.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, secret: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(secret)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    path.parent().map_or(Ok(()), sync)
}

/// Draws a secret of 32 bytes and writes it.
///
/// # Errors
/// When there is no randomness, or it cannot be written.
pub fn draw(path: &Path) -> io::Result<Zeroizing<[u8; 32]>> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(secret.as_mut_slice())
        .map_err(|_unavailable| io::Error::other("randomness is not available"))?;
    write(path, secret.as_slice())?;
    Ok(secret)
}

/// The secret of 32 bytes in a file that several processes may draw at once: the first to write it wins,
/// and all of them hold its secret.
///
/// # Errors
/// When there is no randomness, or the file can be neither written nor read.
pub fn drawn_once(path: &Path) -> io::Result<Zeroizing<[u8; 32]>> {
    if let Some(secret) = read::<32>(path)? {
        return Ok(secret);
    }
    // A name of its own to the last letter: what is being written is never another's draft.
    let own = path.with_file_name(format!("{}.own", sentier_platform::ids::random_id().simple()));
    draw(&own)?;
    let linked = fs::hard_link(&own, path);
    fs::remove_file(&own)?;
    path.parent().map_or(Ok(()), sync)?;
    match linked {
        Err(taken) if taken.kind() != io::ErrorKind::AlreadyExists => Err(taken),
        _ => read::<32>(path)?.ok_or_else(|| io::ErrorKind::NotFound.into()),
    }
}

/// Overwrites a file and removes it; durable after [`sync`] of its folder.
///
/// # Errors
/// When there is no such file, or it cannot be overwritten.
pub fn destroy(path: &Path) -> io::Result<()> {
    let length = fs::metadata(path)?.len();
    let mut file = OpenOptions::new().write(true).open(path)?;
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()?;
    fs::remove_file(path)
}

/// Makes what was created or removed in a folder durable.
///
/// # Errors
/// When the folder cannot be opened.
pub fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
