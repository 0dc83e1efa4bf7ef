//! The key of each year: under it a survivor's handle becomes a digest that is met again and says nothing.
//!
//! The keys are files in `keys_dir/releases`, mode 0600, outside every database. A year's key is destroyed
//! when January of the next is over: all of the year is published then, and the digests are noise.

use std::io;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sentier_eventing::keyfile;
use sentier_kernel::Moment;
use sentier_statistics_domain::value::Month;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a digest: enough that no two survivors share one.
pub(super) const DIGEST: usize = 16;
const NONCE: usize = 24;

/// The folder of the keys. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct YearKeys {
    folder: PathBuf,
}

/// The key of one year.
pub(super) struct YearKey {
    pub(super) year: u16,
    secret: Zeroizing<[u8; 32]>,
}

/// Something sealed does not open, or cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mark of the releases cannot be sealed or opened")]
pub(crate) struct Unsealable;

impl YearKeys {
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        keyfile::folder(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The key of `year`, drawn when it is the first time; none for a year that is over or has not begun.
    pub(super) fn key(&self, year: u16, at: Moment) -> io::Result<Option<YearKey>> {
        if !alive(at).contains(&year) {
            return Ok(None);
        }
        let secret = keyfile::drawn_once(&self.file(year))?;
        Ok(Some(YearKey { year, secret }))
    }

    /// The keys that there are of the years that are not over.
    pub(super) fn kept(&self, at: Moment) -> io::Result<Vec<YearKey>> {
        let mut keys = Vec::new();
        for year in alive(at) {
            if let Some(secret) = keyfile::read::<32>(&self.file(year))? {
                keys.push(YearKey { year, secret });
            }
        }
        Ok(keys)
    }

    /// Destroys the keys of the years that are over; answers how many there were.
    pub(super) fn destroy_before(&self, at: Moment) -> io::Result<usize> {
        let Some(first) = alive(at).first().copied() else { return Ok(0) };
        let mut destroyed = 0;
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let year = path.file_stem().and_then(|stem| stem.to_str()?.parse::<u16>().ok());
            if year.is_some_and(|year| year < first) {
                keyfile::destroy(&path)?;
                destroyed += 1;
            }
        }
        if destroyed > 0 {
            keyfile::sync(&self.folder)?;
        }
        Ok(destroyed)
    }

    fn file(&self, year: u16) -> PathBuf {
        self.folder.join(format!("{year}.key"))
    }
}

/// The years whose key lives: this one, and in January the one before.
fn alive(at: Moment) -> Vec<u16> {
    match Month::of(at).map(Month::parts) {
        Ok((year, 1)) => vec![year - 1, year],
        Ok((year, _)) => vec![year],
        Err(_beyond) => Vec::new(),
    }
}

impl YearKey {
    /// The digest of something, kept apart by `what` it is.
    pub(super) fn digest(&self, what: &str, of: &[u8]) -> [u8; DIGEST] {
        let whole = self.mac(what, of);
        whole.first_chunk().copied().unwrap_or_default()
    }

    /// Seals what is kept about a survivor to her handle: the key follows from the year's and her handle,
    /// so that without her handle nobody opens it, not even who has the year's key.
    pub(super) fn seal(&self, handle: &[u8], plain: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_unavailable| Unsealable)?;
        let payload = Payload { msg: plain, aad: &self.year.to_be_bytes() };
        let sealed = self.cipher(handle)?.encrypt(&XNonce::from(nonce), payload);
        Ok([nonce.as_slice(), &sealed.map_err(|_opaque| Unsealable)?].concat())
    }

    /// Opens it.
    pub(super) fn unseal(
        &self,
        handle: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(Unsealable)?;
        let payload = Payload { msg: sealed, aad: &self.year.to_be_bytes() };
        let plain = self.cipher(handle)?.decrypt(&XNonce::from(*nonce), payload);
        plain.map(Zeroizing::new).map_err(|_opaque| Unsealable)
    }

    fn cipher(&self, handle: &[u8]) -> Result<XChaCha20Poly1305, Unsealable> {
        let key = self.mac("seal", handle);
        XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_length| Unsealable)
    }

    fn mac(&self, what: &str, of: &[u8]) -> Zeroizing<[u8; 32]> {
        // A key of any length is taken.
        let mac = Hmac::<Sha256>::new_from_slice(self.secret.as_slice());
        Zeroizing::new(mac.map_or([0; 32], |mut mac| {
            mac.update(what.as_bytes());
            mac.update(&[0]);
            mac.update(of);
            mac.finalize().into_bytes().into()
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// 24 November 2026.
    const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

    fn days(days: u64) -> Moment {
        AT.plus(Duration::from_hours(days * 24))
    }

    #[test]
    fn a_year_s_key_lives_through_january_and_is_destroyed_with_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let keys = YearKeys::open(&folder.path().join("releases")).unwrap();
        let first = keys.key(2026, AT).unwrap().unwrap().digest("survivor", b"her");
        let again = keys.key(2026, AT).unwrap().unwrap().digest("survivor", b"her");
        assert_eq!(first, again, "met again");
        assert!(keys.key(2025, AT).unwrap().is_none(), "it is over");
        assert!(keys.key(2027, AT).unwrap().is_none(), "it has not begun");
        // 31 January 2027, and 1 February.
        assert_eq!(keys.destroy_before(days(68)).unwrap(), 0);
        assert_eq!(keys.kept(days(68)).unwrap().len(), 1);
        assert_eq!(keys.destroy_before(days(69)).unwrap(), 1);
        assert_eq!(keys.kept(days(69)).unwrap().len(), 0);
        assert_eq!(std::fs::read_dir(folder.path().join("releases")).unwrap().count(), 0);
        assert!(keys.key(2026, days(69)).unwrap().is_none(), "never drawn anew");
    }

    #[test]
    fn two_who_draw_a_key_at_once_hold_the_same() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("releases");
        let draw = || YearKeys::open(&path).unwrap().key(2026, AT).unwrap().unwrap();
        let digests: Vec<_> = std::thread::scope(|scope| {
            let drawing: Vec<_> = (0..8).map(|_| scope.spawn(draw)).collect();
            let drawn = drawing.into_iter().map(|one| one.join().unwrap());
            drawn.map(|key| key.digest("survivor", b"her")).collect()
        });
        assert!(digests.iter().all(|digest| *digest == digests[0]));
    }

    #[test]
    fn what_is_kept_about_a_survivor_opens_for_her_handle_alone() {
        let folder = tempfile::TempDir::new().unwrap();
        let keys = YearKeys::open(folder.path()).unwrap();
        let key = keys.key(2026, AT).unwrap().unwrap();
        let sealed = key.seal(b"her", b"cell 7").unwrap();
        assert_eq!(key.unseal(b"her", &sealed).unwrap().as_slice(), b"cell 7");
        assert_eq!(key.unseal(b"another", &sealed).err(), Some(Unsealable));
        assert_ne!(sealed, key.seal(b"her", b"cell 7").unwrap());
        assert_ne!(key.digest("survivor", b"her"), key.digest("message", b"her"));
    }
}
