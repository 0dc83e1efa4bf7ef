//! Hashing and checking passwords: argon2id, on threads of its own, a bounded number at once.

use std::fmt;
use std::sync::Arc;

use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use sentier_access_domain::value::PasswordHash;
use sentier_kernel::{Category, Explain};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Callers that may wait for a free thread, for each thread; more are told to come back.
const WAITING: usize = 32;

/// A password that someone typed; it does not print and is wiped when dropped.
#[derive(Clone)]
pub(crate) struct Password(Zeroizing<String>);

impl Password {
    pub(crate) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

/// Hashes and checks passwords. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    threads: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// What the password of an unknown name is compared with, so that it takes as long.
    decoy: PasswordHash,
}

/// Why a password was neither hashed nor checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HashError {
    /// Too many wait already.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The hasher failed.
    #[error("a password could not be hashed")]
    Hasher,
}

impl Explain for HashError {
    fn category(&self) -> Category {
        match self {
            Self::Busy => Category::Busy,
            Self::Hasher => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Busy => "OVERLOADED",
            Self::Hasher => "INTERNAL",
        }
    }
}

impl Passwords {
    /// Hashes `threads` passwords at once.
    ///
    /// # Errors
    /// When the hasher or the system's randomness fails.
    pub(crate) fn new(threads: usize) -> Result<Self, HashError> {
        Ok(Self {
            threads: Arc::new(Semaphore::new(threads)),
            places: Arc::new(Semaphore::new(threads.saturating_mul(WAITING))),
            decoy: hash(&Password::new(String::from("nobody has this password")))?,
        })
    }

    /// The hash to store.
    ///
    /// # Errors
    /// When too many wait already.
    pub(crate) async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
        self.aside(move || hash(&password)).await?
    }

    /// Whether `password` is the one behind `known`; without a known hash the work is the same and the
    /// answer is no.
    ///
    /// # Errors
    /// When too many wait already.
    pub(crate) async fn check(
        &self,
        password: Password,
        known: Option<PasswordHash>,
    ) -> Result<bool, HashError> {
        let is_known = known.is_some();
        let against = known.unwrap_or_else(|| self.decoy.clone());
        let right = self.aside(move || matches(&password, &against)).await?;
        Ok(right && is_known)
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let _place = self.places.try_acquire().map_err(|_full| HashError::Busy)?;
        let thread = Arc::clone(&self.threads).acquire_owned().await;
        let thread = thread.map_err(|_closed| HashError::Busy)?;
        // The permit goes along: a caller that gives up does not make room while its hash still runs.
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(thread);
            result
        });
        done.await.map_err(|_panicked| HashError::Hasher)
    }
}

fn hash(password: &Password) -> Result<PasswordHash, HashError> {
    let hash = Argon2::default().hash_password(password.0.as_bytes());
    hash.map(|hash| PasswordHash::from_phc(hash.to_string())).map_err(|_opaque| HashError::Hasher)
}

fn matches(password: &Password, known: &PasswordHash) -> bool {
    Argon2::default().verify_password(password.0.as_bytes(), known.as_phc()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text.to_owned())
    }

    #[tokio::test]
    async fn the_right_password_is_known_again() {
        let passwords = Passwords::new(1).unwrap();
        let hash = passwords.hash(password("trois chèvres")).await.unwrap();
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.check(password("trois chèvres"), Some(hash.clone())).await.unwrap());
        assert!(!passwords.check(password("deux chèvres"), Some(hash)).await.unwrap());
        let decoy = password("nobody has this password");
        assert!(!passwords.check(decoy, None).await.unwrap());
    }

    #[tokio::test]
    async fn who_finds_no_place_is_told_to_come_back() {
        let passwords = Passwords::new(1).unwrap();
        let _taken = passwords.places.acquire_many(32).await.unwrap();
        assert_eq!(passwords.hash(password("trois chèvres")).await, Err(HashError::Busy));
    }
}
