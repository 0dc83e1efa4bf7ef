//! Wrapped data keys in a database of their own, outside the log and outside its backups.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::epoch::{EpochKey, Epochs};
use super::epochs::{Standing, first_epoch, rewrap, used};
use super::{Class, DataKey, KeyRing, VaultError};
use crate::db::{Column, Database, Dialect, Row, Value};

/// The key store of one service.
#[derive(Clone, Debug)]
pub(super) struct KeyStore {
    pub(super) db: Database,
    pub(super) epochs: Epochs,
}

impl KeyStore {
    /// Opens the key store, and finishes a rotation that a crash interrupted.
    pub(super) async fn open(db: Database, epochs: Epochs) -> Result<Self, VaultError> {
        let bytes = db.dialect().bytes();
        let tables = [
            "CREATE TABLE IF NOT EXISTS vault_epoch (one BIGINT PRIMARY KEY, epoch BIGINT NOT NULL)"
                .to_owned(),
            format!(
                "CREATE TABLE IF NOT EXISTS vault_key (subject {bytes} NOT NULL, class TEXT NOT NULL, \
                 key_id {bytes} NOT NULL, epoch BIGINT NOT NULL, wrapped {bytes} NOT NULL, \
                 PRIMARY KEY (subject, class))"
            ),
            "CREATE INDEX IF NOT EXISTS vault_key_epoch ON vault_key (epoch)".to_owned(),
            format!("CREATE TABLE IF NOT EXISTS vault_erased (subject {bytes} PRIMARY KEY)"),
        ];
        let mut tx = db.begin().await?;
        if db.dialect() == Dialect::Postgres {
            // Replicas that start at once would both find a table absent.
            tx.execute("SELECT pg_advisory_xact_lock(7521)", &[]).await?;
        }
        for table in &tables {
            tx.execute(table, &[]).await?;
        }
        // The lock is held until old files are destroyed: no other process rotates meanwhile.
        let standing = Standing::first(&mut tx).await?;
        if standing.open == 0 {
            first_epoch(&mut tx, &epochs).await?;
            tx.commit().await?;
        } else {
            // Without the key store's own epochs the folder is the wrong one; destroy nothing there.
            let used = used(&mut tx, standing.open).await?;
            for epoch in &used {
                drop(epochs.key(*epoch)?);
            }
            epochs.keep_only(&used)?;
            tx.commit().await?;
        }
        Ok(Self { db, epochs })
    }

    /// The number of the newest epoch.
    pub(super) async fn epoch(&self) -> Result<i64, VaultError> {
        let rows = self.db.fetch("SELECT MAX(epoch) FROM vault_epoch WHERE one <= 2", &[]).await?;
        Ok(rows.first().ok_or(VaultError::EpochMissing)?.opt_i64(0)?.unwrap_or(0))
    }

    /// The keys of a subject: erased when they were destroyed, none when she never had any.
    pub(super) async fn ring(&self, subject: Uuid) -> Result<KeyRing, VaultError> {
        match self.try_ring(subject).await {
            // Another process rotated between our reading of the row and of the file.
            Err(VaultError::EpochMissing) => self.try_ring(subject).await,
            answer => answer,
        }
    }

    async fn try_ring(&self, subject: Uuid) -> Result<KeyRing, VaultError> {
        let owner = [Value::from(subject)];
        let rows = self.db.fetch(KEYS_OF, &owner).await?;
        if let Some(row) = rows.first() {
            return unwrap_ring(&self.epochs.key(row.i64(2)?)?, subject, &rows);
        }
        let erased = self.db.fetch("SELECT 1 FROM vault_erased WHERE subject = $1", &owner).await?;
        Ok(if erased.is_empty() { KeyRing::none() } else { KeyRing::erased(subject) })
    }

    /// The rings of several subjects, in their order.
    pub(super) async fn rings(&self, subjects: &[Uuid]) -> Result<Vec<KeyRing>, VaultError> {
        let mut rows: HashMap<Uuid, Vec<Row>> = HashMap::new();
        let wanted = Column::ids(subjects.iter().copied());
        let (condition, values) = self.db.dialect().among("subject", wanted);
        for row in self.db.fetch(&format!("{KEYS} WHERE {condition}"), &values).await? {
            rows.entry(row.uuid(4)?).or_default().push(row);
        }
        let mut rings = Vec::with_capacity(subjects.len());
        let mut epoch: Option<EpochKey> = None;
        for subject in subjects {
            let Some(keys) = rows.remove(subject) else {
                // Her keys are gone.
                rings.push(self.ring(*subject).await?);
                continue;
            };
            let wanted = keys.first().map_or(Ok(0), |row| row.i64(2))?;
            let key = match epoch.take() {
                Some(key) if key.epoch == wanted => Ok(key),
                _ => self.epochs.key(wanted),
            };
            match key {
                Ok(key) => {
                    rings.push(unwrap_ring(&key, *subject, &keys)?);
                    epoch = Some(key);
                }
                // Another process rotated between our reading of the rows and of the file.
                Err(VaultError::EpochMissing) => rings.push(self.ring(*subject).await?),
                Err(other) => return Err(other),
            }
        }
        Ok(rings)
    }

    /// Destroys the keys of these subjects and the epochs they were wrapped under; who shared an epoch with
    /// one of them is wrapped anew, nobody else.
    ///
    /// A crash before the commit leaves the old epochs whole and files that wrap nothing; a crash after it
    /// leaves the old files. [`KeyStore::open`] destroys either.
    pub(super) async fn erase(&self, subjects: &[Uuid]) -> Result<(), VaultError> {
        let mut tx = self.db.begin().await?;
        let mut standing = Standing::of(&mut tx).await?;
        let mut ended = BTreeSet::new();
        for subject in subjects {
            let owner = [Value::from(*subject)];
            let under = "SELECT DISTINCT epoch FROM vault_key WHERE subject = $1";
            for row in tx.fetch(under, &owner).await? {
                ended.insert(row.i64(0)?);
            }
            tx.execute("DELETE FROM vault_key WHERE subject = $1", &owner).await?;
            let mark = "INSERT INTO vault_erased VALUES ($1) ON CONFLICT DO NOTHING";
            tx.execute(mark, &owner).await?;
        }
        for old in &ended {
            rewrap(&mut tx, &self.epochs, *old, &mut standing).await?;
        }
        standing.keep(&mut tx).await?;
        tx.commit().await?;
        if self.db.dialect() == Dialect::Sqlite {
            self.db.fetch("PRAGMA wal_checkpoint(TRUNCATE)", &[]).await?;
        }
        self.epochs.destroy(&ended)
    }
}

const KEYS_OF: &str = "SELECT class, key_id, epoch, wrapped FROM vault_key WHERE subject = $1";

const KEYS: &str = "SELECT class, key_id, epoch, wrapped, subject FROM vault_key";

fn unwrap_ring(epoch: &EpochKey, subject: Uuid, rows: &[Row]) -> Result<KeyRing, VaultError> {
    let keys: Result<Vec<_>, _> = rows.iter().map(|row| unwrap_row(epoch, subject, row)).collect();
    Ok(KeyRing::live(subject, keys?))
}

pub(super) fn unwrap_row(
    epoch: &EpochKey,
    subject: Uuid,
    row: &Row,
) -> Result<(Class, DataKey), VaultError> {
    let name = row.text(0)?;
    let class =
        Class::ALL.into_iter().find(|class| class.name() == name).ok_or(VaultError::Wrap)?;
    Ok((class, epoch.unwrap(subject, class, row.uuid(1)?, &row.bytes(3)?)?))
}

pub(super) fn draw() -> Result<DataKey, VaultError> {
    let mut id = [0; 16];
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(&mut id)
        .and_then(|()| getrandom::fill(secret.as_mut_slice()))
        .map_err(|_unavailable| VaultError::Wrap)?;
    // Random, not ordered by time: a key id must not tell when she came.
    Ok(DataKey::new(uuid::Builder::from_random_bytes(id).into_uuid(), secret))
}
