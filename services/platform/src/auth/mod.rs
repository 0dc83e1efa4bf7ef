//! Who calls: a client certificate of the built-in authority, or a signed token.
//!
//! Verification is local and pure of IO: keys and revocations are fed in from access's events.

mod certificate;
#[cfg(test)]
mod spec;
pub mod token;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use moka::sync::Cache;
use sentier_kernel::{Category, Explain, Moment};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use uuid::Uuid;

pub use certificate::identity_of;
use token::{Claims, Jwks};

/// How many verified tokens are remembered.
const REMEMBERED: u64 = 10_000;

/// Who was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Nobody: only on calls that are listed as public.
    Anonymous,
    /// A service of this installation.
    Service(String),
    /// A partner's system, by certificate.
    Agency {
        /// The agency.
        agency: Uuid,
        /// The credential it used.
        credential: Uuid,
    },
    /// The bearer of a token: staff, an agency's officer or an analyst.
    Bearer(Arc<Claims>),
}

/// Why a caller is not known; deliberately coarse, so that probing teaches nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Neither certificate nor token, or one that does not verify or has expired.
    #[error("no valid credential was given")]
    NoValidCredential,
    /// The credential or its account was revoked.
    #[error("the credential was revoked")]
    Revoked,
}

impl Explain for Unknown {
    fn category(&self) -> Category {
        Category::UnknownCaller
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NoValidCredential => "UNAUTHENTICATED",
            Self::Revoked => "CREDENTIAL_REVOKED",
        }
    }
}

/// Reads the present moment; a process passes its clock.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

#[derive(Default)]
struct Revocations {
    /// Credential and the moment until which it must be remembered.
    credentials: HashMap<Uuid, Moment>,
    /// Account and the moment before which its tokens do not count.
    accounts: HashMap<Uuid, Moment>,
}

/// Verifies callers. Clones share keys, revocations and the cache.
#[derive(Clone)]
pub struct Authenticator {
    now: Now,
    keys: Arc<RwLock<Jwks>>,
    revoked: Arc<RwLock<Revocations>>,
    revocations: Arc<watch::Sender<()>>,
    verified: Cache<[u8; 32], Arc<Claims>>,
}

impl fmt::Debug for Authenticator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Authenticator").finish_non_exhaustive()
    }
}

impl Authenticator {
    /// An authenticator that trusts `keys` for tokens.
    pub fn new(keys: Jwks, now: Now) -> Self {
        Self {
            now,
            keys: Arc::new(RwLock::new(keys)),
            revoked: Arc::default(),
            revocations: Arc::default(),
            verified: Cache::new(REMEMBERED),
        }
    }

    /// Replaces the keys; tokens of a key that is gone are refused from now on.
    pub fn trust(&self, keys: Jwks) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        self.verified.invalidate_all();
    }

    /// Refuses a credential until `until`, when it has expired by itself.
    pub fn revoke(&self, credential: Uuid, until: Moment) {
        let now = (self.now)();
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        revoked.credentials.retain(|_, until| *until > now);
        let kept = revoked.credentials.entry(credential).or_insert(until);
        *kept = (*kept).max(until);
        drop(revoked);
        self.revocations.send_replace(());
    }

    /// Refuses the tokens of an account that were issued before `at`.
    pub fn revoke_before(&self, account: Uuid, at: Moment) {
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        let kept = revoked.accounts.entry(account).or_insert(at);
        *kept = (*kept).max(at);
        drop(revoked);
        self.revocations.send_replace(());
    }

    /// Changes with every revocation: an open stream then asks [`Authenticator::recheck`].
    pub fn revocations(&self) -> watch::Receiver<()> {
        self.revocations.subscribe()
    }

    /// Whether a caller who was verified is still good now.
    ///
    /// # Errors
    /// When her token has expired, or her credential or account was revoked since.
    pub fn recheck(&self, identity: &Identity) -> Result<(), Unknown> {
        match identity {
            Identity::Bearer(claims) => self.stands(claims),
            Identity::Agency { credential, .. } => self.holds_credential(*credential),
            Identity::Anonymous | Identity::Service(_) => Ok(()),
        }
    }

    /// Whether a caller's credential or account was revoked: a session that was locked or ended is, one
    /// whose token only ran out is not.
    pub fn is_revoked(&self, identity: &Identity) -> bool {
        match identity {
            Identity::Bearer(claims) => {
                self.account_gone(claims) || self.holds_credential(claims.cid).is_err()
            }
            Identity::Agency { credential, .. } => self.holds_credential(*credential).is_err(),
            Identity::Anonymous | Identity::Service(_) => false,
        }
    }

    /// The bearer of a token.
    ///
    /// # Errors
    /// When the token does not verify, is not valid now, or was revoked.
    pub fn bearer(&self, token: &str) -> Result<Identity, Unknown> {
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let claims = if let Some(claims) = self.verified.get(&digest) {
            claims
        } else {
            let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
            let claims = Arc::new(token::verify(token, &keys).ok_or(Unknown::NoValidCredential)?);
            // INVARIANT: filled while the keys are held, so that `trust` cannot be overtaken.
            self.verified.insert(digest, Arc::clone(&claims));
            claims
        };
        self.stands(&claims)?;
        Ok(Identity::Bearer(claims))
    }

    /// The holder of a client certificate (DER) whose chain TLS has verified already.
    ///
    /// # Errors
    /// When it names nobody we know, or was revoked.
    pub fn certificate(&self, der: &[u8]) -> Result<Identity, Unknown> {
        let identity = certificate::identity(der).ok_or(Unknown::NoValidCredential)?;
        self.recheck(&identity)?;
        Ok(identity)
    }

    fn stands(&self, claims: &Claims) -> Result<(), Unknown> {
        if !claims.valid_at((self.now)()) {
            return Err(Unknown::NoValidCredential);
        }
        if self.account_gone(claims) {
            Err(Unknown::Revoked)
        } else {
            self.holds_credential(claims.cid)
        }
    }

    fn account_gone(&self, claims: &Claims) -> bool {
        let revoked = self.revoked.read().unwrap_or_else(PoisonError::into_inner);
        revoked.accounts.get(&claims.sub).is_some_and(|before| claims.issued() < *before)
    }

    fn holds_credential(&self, credential: Uuid) -> Result<(), Unknown> {
        let now = (self.now)();
        let revoked = self.revoked.read().unwrap_or_else(PoisonError::into_inner);
        if revoked.holds(credential, now) { Err(Unknown::Revoked) } else { Ok(()) }
    }
}

impl Revocations {
    fn holds(&self, credential: Uuid, now: Moment) -> bool {
        self.credentials.get(&credential).is_some_and(|until| *until > now)
    }
}
