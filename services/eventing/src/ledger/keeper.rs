//! Signs the tree as it grows, and lays the notes where a witness can fetch them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::{CheckpointError, Frontier, Signer, Verifier};
use crate::keyfile;
use crate::store::{EventStore, StoreError};

/// A tree that grew is signed after this time at the latest.
const EVERY: Duration = Duration::from_mins(1);
/// Or when it grew by this many events.
const EVENTS: i64 = 256;
/// But not more often than this, however fast it grows.
const PAUSE: Duration = Duration::from_secs(1);

const SECRET: &str = "signing.key";
const VERIFIER: &str = "verifier.txt";
const LATEST: &str = "checkpoint.txt";

/// Why a ledger cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// The folder of the signing key cannot be used.
    #[error("the folder of the ledger's key cannot be used")]
    Files(#[from] io::Error),
    /// The log's name cannot stand in a signed note.
    #[error("the ledger's name cannot stand in a checkpoint")]
    Origin(#[from] CheckpointError),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the ledger of one service.
///
/// Its folder holds the signing key (`signing.key`, mode 0600), the public verifier key
/// (`verifier.txt`) and the latest checkpoint (`checkpoint.txt`); the last two are to be printed and
/// handed to witnesses.
#[derive(Debug)]
pub struct Keeper {
    store: EventStore,
    signer: Arc<Signer>,
    folder: PathBuf,
}

impl Keeper {
    /// Opens the folder; draws the signing key when there is none.
    ///
    /// # Errors
    /// When the folder cannot be used, or `origin` cannot name a log.
    pub fn open(store: &EventStore, origin: &str, folder: &Path) -> Result<Self, KeeperError> {
        keyfile::folder(folder)?;
        let path = folder.join(SECRET);
        let secret = match keyfile::read::<32>(&path)? {
            Some(secret) => secret,
            None => keyfile::draw(&path)?,
        };
        let signer = Arc::new(Signer::new(origin, &secret)?);
        put(&folder.join(VERIFIER), &format!("{}\n", signer.verifier().verifier_key()))?;
        Ok(Self { store: store.clone(), signer, folder: folder.to_owned() })
    }

    /// Who signs for this ledger.
    pub fn signer(&self) -> Arc<Signer> {
        Arc::clone(&self.signer)
    }

    /// Who checks this ledger.
    pub fn verifier(&self) -> Verifier {
        self.signer.verifier()
    }

    /// Signs until `stop` turns true, and once more then; a failure is tried again.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut head = self.store.head();
        let mut signed = 0;
        loop {
            let stopping = *stop.borrow();
            match self.sign().await {
                Ok(size) => signed = size,
                Err(error) => tracing::warn!(%error, "the ledger could not be signed"),
            }
            if stopping {
                return;
            }
            tokio::select! {
                () = due(&mut head, signed) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Signs the tree as it stands, unless that was done already; answers its size.
    ///
    /// # Errors
    /// When the store does not answer or the note cannot be laid out.
    pub async fn sign(&self) -> Result<i64, KeeperError> {
        let db = self.store.database();
        let head =
            "SELECT leaves, peaks, (SELECT MAX(size) FROM checkpoint) FROM head WHERE id = 1";
        let rows = db.fetch(head, &[]).await.map_err(StoreError::from)?;
        let row = rows.first().ok_or(StoreError::Ledger)?;
        let size = row.i64(0).map_err(StoreError::from)?;
        if row.opt_i64(2).map_err(StoreError::from)?.unwrap_or(0) >= size {
            return Ok(size);
        }
        let leaves = u64::try_from(size).map_err(|_negative| StoreError::Ledger)?;
        let peaks = row.bytes(1).map_err(StoreError::from)?;
        let edge = Frontier::from_bytes(leaves, &peaks).ok_or(StoreError::Ledger)?;
        let note = self.signer.sign(leaves, &edge.root());
        let keep = "INSERT INTO checkpoint (size, note) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let values = [size.into(), note.as_str().into()];
        db.execute(keep, &values).await.map_err(StoreError::from)?;
        put(&self.folder.join(LATEST), &note)?;
        Ok(size)
    }
}

/// Waits until the tree must be signed again.
async fn due(head: &mut watch::Receiver<i64>, signed: i64) {
    tokio::time::sleep(PAUSE).await;
    let grown = async {
        if head.wait_for(|head| *head >= signed + EVENTS).await.is_err() {
            // The store is closed; only the stop can follow.
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = grown => {}
        () = tokio::time::sleep(EVERY) => {}
    }
}

/// Writes a public text whole or not at all.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let draft = path.with_extension("draft");
    std::fs::write(&draft, text)?;
    std::fs::rename(&draft, path)
}
