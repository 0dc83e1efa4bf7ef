//! The keys that sign tokens, and their rotation.
//!
//! A key is published before it signs, and stays published after it signed last:
//! `drawn → (published for an hour) → signs → retired (public part kept) → forgotten`. When it
//! retires, its seed is destroyed; its public part is kept until the last token it signed has ended.
//! Everything follows from the files' names and the clock, so a restart at any point goes on.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sentier_kernel::Moment;
use sentier_platform::auth::token::{Claims, Jwks, Signer};
use sentier_platform::pki::write_secret_file;
use zeroize::Zeroizing;

use super::{KeyError, Secret};

/// A new key is published this long before it signs; services fetch keys every minute.
const OVERLAP: Duration = Duration::from_hours(1);

/// When keys change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rotation {
    /// How long a key is used.
    pub(crate) every: Duration,
    /// The longest life of a token.
    pub(crate) longest_token: Duration,
}

struct Held {
    signer: Arc<Signer>,
    published: Jwks,
}

/// The keys of this installation. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SigningKeys {
    folder: PathBuf,
    rotation: Rotation,
    held: Arc<RwLock<Held>>,
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SigningKeys").field("rotation", &self.rotation).finish_non_exhaustive()
    }
}

impl SigningKeys {
    /// Opens the keys in `folder`; the first is drawn when there is none.
    ///
    /// # Errors
    /// When files cannot be read or written.
    pub(crate) fn open(folder: &Path, rotation: Rotation, at: Moment) -> Result<Self, KeyError> {
        fs::create_dir_all(folder)?;
        let held = turn(folder, rotation, at)?;
        let held = Arc::new(RwLock::new(held));
        Ok(Self { folder: folder.to_owned(), rotation, held })
    }

    /// Draws, changes, retires and forgets keys as their time comes; answers what is published.
    ///
    /// # Errors
    /// When files cannot be read or written; then nothing changed in memory.
    pub(crate) fn rotate(&self, at: Moment) -> Result<Jwks, KeyError> {
        let turned = turn(&self.folder, self.rotation, at)?;
        let published = turned.published.clone();
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = turned;
        Ok(published)
    }

    /// The public keys by which tokens verify.
    pub(crate) fn published(&self) -> Jwks {
        self.held.read().unwrap_or_else(PoisonError::into_inner).published.clone()
    }

    /// The token that says `claims`.
    ///
    /// # Errors
    /// Never for claims as declared.
    pub(crate) fn sign(&self, claims: &Claims) -> Result<String, KeyError> {
        let signer = Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).signer);
        signer.sign(claims).map_err(|_encoder| KeyError::Malformed)
    }
}

/// A seed's file: `1795478400000000.seed`, named by when it was drawn.
struct Seed {
    drawn: Moment,
    path: PathBuf,
}

fn turn(folder: &Path, rotation: Rotation, at: Moment) -> Result<Held, KeyError> {
    let mut seeds = seeds(folder)?;
    let due = seeds.last().is_none_or(|last| last.drawn.plus(rotation.every) <= at);
    if due {
        seeds.push(draw(folder, at)?);
    }
    let ready = |seed: &&Seed| seed.drawn.plus(OVERLAP) <= at;
    let current = seeds.iter().rfind(ready).or_else(|| seeds.first()).map(|seed| seed.drawn);
    let mut published = Jwks::default();
    let mut signer = None;
    for seed in seeds {
        let key = read(&seed.path)?;
        if Some(seed.drawn) < current {
            retire(&seed, &key, at)?;
        } else {
            published = published.and(key.jwks());
            if Some(seed.drawn) == current {
                signer = Some(Arc::new(key));
            }
        }
    }
    let published = published.and(retired(folder, rotation.longest_token, at)?);
    Ok(Held { signer: signer.ok_or(KeyError::Malformed)?, published })
}

/// The seeds, oldest first.
fn seeds(folder: &Path) -> Result<Vec<Seed>, KeyError> {
    let mut seeds = Vec::new();
    for (stem, path) in files(folder, "seed")? {
        let drawn = stem.parse().map_err(|_source| KeyError::Malformed)?;
        seeds.push(Seed { drawn: Moment::from_micros(drawn), path });
    }
    seeds.sort_by_key(|seed| seed.drawn);
    Ok(seeds)
}

fn files(folder: &Path, extension: &str) -> Result<Vec<(String, PathBuf)>, KeyError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|given| given == extension)
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            found.push((stem.to_owned(), path.clone()));
        }
    }
    Ok(found)
}

fn draw(folder: &Path, at: Moment) -> Result<Seed, KeyError> {
    let path = folder.join(format!("{}.seed", at.as_micros()));
    write_secret_file(&path, Secret::draw()?.reveal())?;
    Ok(Seed { drawn: at, path })
}

fn read(path: &Path) -> Result<Signer, KeyError> {
    let text = Zeroizing::new(fs::read_to_string(path)?);
    let bytes = BASE64.decode(text.trim()).map(Zeroizing::new);
    let bytes = bytes.map_err(|_source| KeyError::Malformed)?;
    let seed = bytes.as_slice().try_into().map_err(|_length| KeyError::Malformed)?;
    Ok(Signer::from_seed(seed))
}

/// Keeps the public part of a key that signs no more, and destroys its seed: first the one, then the
/// other, so that a crash in between leaves both and the next turn ends the work.
fn retire(seed: &Seed, key: &Signer, at: Moment) -> Result<(), KeyError> {
    let kept = seed.path.with_extension(format!("{}.jwks", at.as_micros()));
    fs::write(&kept, key.jwks().to_json())?;
    fs::File::open(&kept)?.sync_all()?;
    let length = usize::try_from(fs::metadata(&seed.path)?.len()).unwrap_or(0);
    let mut file = fs::OpenOptions::new().write(true).open(&seed.path)?;
    file.write_all(&vec![0; length])?;
    file.sync_all()?;
    Ok(fs::remove_file(&seed.path)?)
}

/// The public parts of retired keys; those whose last token has ended are forgotten.
fn retired(folder: &Path, longest_token: Duration, at: Moment) -> Result<Jwks, KeyError> {
    let mut kept = Jwks::default();
    for (stem, path) in files(folder, "jwks")? {
        let since = stem.rsplit('.').next().and_then(|since| since.parse().ok());
        let since = Moment::from_micros(since.ok_or(KeyError::Malformed)?);
        if since.plus(longest_token) < at {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => continue,
            }
        }
        let keys = Jwks::parse(&fs::read_to_string(&path)?);
        kept = kept.and(keys.map_err(|_malformed| KeyError::Malformed)?);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use sentier_platform::auth::Authenticator;
    use sentier_platform::auth::token::Kind;
    use uuid::Uuid;

    use super::*;

    const DAY: Duration = Duration::from_hours(24);
    const ROTATION: Rotation =
        Rotation { every: Duration::from_hours(24 * 90), longest_token: DAY };

    fn day(n: u32) -> Moment {
        Moment::from_micros(1_795_478_400_000_000).plus(DAY * n)
    }

    fn claims(at: Moment) -> Claims {
        let iat = at.as_micros() / 1_000_000;
        Claims {
            iss: "sentier".to_owned(),
            sub: Uuid::from_u128(1),
            kind: Kind::Analyst,
            centre: None,
            roles: Vec::new(),
            agency: None,
            cid: Uuid::from_u128(2),
            iat,
            exp: iat + 60,
        }
    }

    fn verifies(published: &Jwks, token: &str, at: Moment) -> bool {
        Authenticator::new(published.clone(), Arc::new(move || at)).bearer(token).is_ok()
    }

    fn count(published: &Jwks) -> usize {
        published.to_json().matches("kid").count()
    }

    #[test]
    fn a_key_is_published_before_it_signs_and_after_it_signed_last() {
        let folder = tempfile::tempdir().unwrap();
        let keys = SigningKeys::open(folder.path(), ROTATION, day(0)).unwrap();
        assert_eq!(count(&keys.published()), 1);
        let both = keys.rotate(day(90)).unwrap();
        assert_eq!(count(&both), 2, "the next key is known before it signs");
        let old = keys.sign(&claims(day(90))).unwrap();
        let later = day(90).plus(OVERLAP);
        let after = keys.rotate(later).unwrap();
        let new = keys.sign(&claims(later)).unwrap();
        assert_eq!(count(&after), 2);
        assert!(verifies(&both, &new, later), "who fetched the keys an hour ago verifies it");
        assert!(verifies(&after, &old, day(90)));
        assert_ne!(old.split('.').next(), new.split('.').next(), "another key signs");
        assert_eq!(count(&keys.rotate(later.plus(DAY * 2)).unwrap()), 1, "forgotten");
    }

    #[test]
    fn a_restart_goes_on_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let token = {
            let keys = SigningKeys::open(folder.path(), ROTATION, day(0)).unwrap();
            keys.sign(&claims(day(0))).unwrap()
        };
        let again = SigningKeys::open(folder.path(), ROTATION, day(1)).unwrap();
        assert!(verifies(&again.published(), &token, day(0)));
        assert_eq!(again.sign(&claims(day(0))).unwrap(), token);
    }

    #[test]
    fn seeds_are_for_their_owner_alone_and_gone_when_retired() {
        let folder = tempfile::tempdir().unwrap();
        let keys = SigningKeys::open(folder.path(), ROTATION, day(0)).unwrap();
        let seed = files(folder.path(), "seed").unwrap().remove(0).1;
        assert_eq!(fs::metadata(&seed).unwrap().permissions().mode() & 0o777, 0o600);
        keys.rotate(day(90)).unwrap();
        keys.rotate(day(91)).unwrap();
        assert!(!seed.exists());
        assert_eq!(files(folder.path(), "seed").unwrap().len(), 1);
        assert_eq!(files(folder.path(), "jwks").unwrap().len(), 1);
    }
}
