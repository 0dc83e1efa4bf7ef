//! The key of each month of counting: files in `keys_dir/counts`, mode 0600, outside every database.
//!
//! A key that was destroyed leaves its mark, an empty file: one that is missing without it was lost, and what
//! is sealed under it is not taken for nothing.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sentier_eventing::StoredEvent;
use sentier_eventing::codec::CodecError;
use sentier_eventing::keyfile;
use sentier_eventing::vault::SpanKey;
use sentier_kernel::Moment;
use sentier_statistics_domain::value::Month;
use uuid::Uuid;

/// The folder of the keys. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct CountKeys {
    folder: PathBuf,
    // A file is read once, not for each of a million events.
    held: Arc<Mutex<BTreeMap<Month, SpanKey>>>,
}

/// A month's key cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyLost {
    /// Its file cannot be read or written.
    #[error("the keys of what is counted cannot be used")]
    Files(#[from] io::Error),
    /// It was destroyed, and the clock stands before that.
    #[error("the month of counting is over")]
    Over,
    /// The clock stands outside the calendar.
    #[error("the clock stands outside the calendar")]
    NoSuchMonth,
}

impl CountKeys {
    /// The keys in a service's folder of keys.
    pub(crate) fn of(keys_dir: &Path) -> Self {
        Self { folder: keys_dir.join("counts"), held: Arc::default() }
    }

    /// Makes their folder.
    pub(crate) fn create(&self) -> io::Result<()> {
        keyfile::folder(&self.folder)
    }

    /// The key to seal under what is counted at a moment, drawn when it is the month's first.
    pub(crate) fn counting_at(&self, at: Moment) -> Result<SpanKey, KeyLost> {
        let month = Month::of(at).map_err(|_beyond| KeyLost::NoSuchMonth)?;
        if let Some(key) = self.held(month) {
            return Ok(key);
        }
        if self.mark(month).exists() {
            return Err(KeyLost::Over);
        }
        let key = SpanKey::new(span(month), keyfile::drawn_once(&self.file(month))?);
        Ok(self.hold(month, key))
    }

    /// The key that opens what a stored event says, destroyed or not.
    pub(crate) fn opening(&self, stored: &StoredEvent) -> Result<SpanKey, CodecError> {
        let month = Month::of(stored.at).map_err(|_beyond| CodecError::Seal)?;
        if let Some(key) = self.held(month) {
            return Ok(key);
        }
        let secret =
            keyfile::read::<32>(&self.file(month)).map_err(|_unreadable| CodecError::Seal)?;
        match secret {
            Some(secret) => Ok(self.hold(month, SpanKey::new(span(month), secret))),
            None if self.mark(month).exists() => Ok(SpanKey::destroyed(span(month))),
            None => Err(CodecError::Seal),
        }
    }

    /// The months whose key there is; what another process destroyed is held no longer here.
    pub(crate) fn months(&self) -> io::Result<Vec<Month>> {
        let mut months = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let is_key = path.extension().is_some_and(|extension| extension == "key");
            let month: Option<Month> =
                path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            months.extend(month.filter(|_| is_key));
        }
        months.sort_unstable();
        self.lock().retain(|month, _key| months.contains(month));
        Ok(months)
    }

    /// Destroys a month's key, for good.
    pub(crate) fn destroy(&self, month: Month) -> io::Result<()> {
        // The mark comes first: a key that is gone without it would be a key that was lost.
        keyfile::write(&self.mark(month), &[])?;
        self.lock().remove(&month);
        match keyfile::destroy(&self.file(month)) {
            Err(gone) if gone.kind() == io::ErrorKind::NotFound => {}
            destroyed => destroyed?,
        }
        keyfile::sync(&self.folder)
    }

    fn held(&self, month: Month) -> Option<SpanKey> {
        self.lock().get(&month).cloned()
    }

    fn hold(&self, month: Month, key: SpanKey) -> SpanKey {
        drop(self.lock().insert(month, key.clone()));
        key
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Month, SpanKey>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, month: Month) -> PathBuf {
        self.folder.join(format!("{month}.key"))
    }

    fn mark(&self, month: Month) -> PathBuf {
        self.folder.join(format!("{month}.destroyed"))
    }
}

fn span(month: Month) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sentier/counts/{month}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 24 November 2026.
    const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

    fn event() -> StoredEvent {
        StoredEvent {
            position: 1,
            stream: Uuid::nil(),
            version: 1,
            event_type: "care_counted.v2".to_owned(),
            at: AT,
            principal: String::new(),
            centre: String::new(),
            payload: Vec::new(),
        }
    }

    #[test]
    fn a_key_that_is_destroyed_is_known_as_such_and_never_drawn_again() {
        let folder = tempfile::TempDir::new().unwrap();
        let keys = CountKeys::of(folder.path());
        keys.create().unwrap();
        assert!(keys.opening(&event()).is_err(), "no key, and no mark: it was lost");
        let key = keys.counting_at(AT).unwrap();
        let other = CountKeys::of(folder.path());
        assert_eq!(other.opening(&event()).unwrap().ring().ids(), key.ring().ids());
        let november = Month::of(AT).unwrap();
        assert_eq!(other.months().unwrap(), [november]);
        keys.destroy(november).unwrap();
        keys.destroy(november).unwrap();
        assert!(keys.opening(&event()).unwrap().is_destroyed());
        assert!(matches!(keys.counting_at(AT), Err(KeyLost::Over)), "the clock went back");
        // Another process held it until it looked.
        assert!(!other.opening(&event()).unwrap().is_destroyed());
        assert_eq!(other.months().unwrap(), []);
        assert!(other.opening(&event()).unwrap().is_destroyed());
    }
}
