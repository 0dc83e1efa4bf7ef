//! Which epoch wraps whom: subjects fill an epoch until it holds enough of them, then the next one opens.
//!
//! So an erasure wraps anew the keys of who shared an epoch with her, at most [`FULL`] subjects and a batch,
//! whether the key store holds a thousand or a million. A key store from before, with all its subjects
//! under one epoch, is cut into pieces by its first erasure.

use std::collections::BTreeSet;

use super::epoch::{EpochKey, Epochs};
use super::keystore::unwrap_row;
use super::{Class, DataKey, VaultError};
use crate::db::{Dialect, Row, Tx, Value};
use uuid::Uuid;

/// Subjects that an epoch holds before the next one opens.
pub(super) const FULL: i64 = 1_024;

/// Rows of the table that remembers it.
const OPEN: i64 = 1;
const HIGHEST: i64 = 2;
const HELD: i64 = 3;

/// How the epochs of a key store stand, locked until the transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The epoch that wraps new subjects; 0 before the first.
    pub(super) open: i64,
    /// The highest number that was ever used: none comes back.
    highest: i64,
    /// About how many subjects the open epoch holds.
    held: i64,
}

impl Standing {
    /// Reads and locks that of a key store that is opened: it may be new, or know its one epoch only.
    pub(super) async fn first(tx: &mut Tx) -> Result<Self, VaultError> {
        let none = "INSERT INTO vault_epoch VALUES ($1, 0) ON CONFLICT DO NOTHING";
        for row in [OPEN, HIGHEST, HELD] {
            tx.execute(none, &[row.into()]).await?;
        }
        Self::of(tx).await
    }

    /// Reads it, and locks it.
    pub(super) async fn of(tx: &mut Tx) -> Result<Self, VaultError> {
        let sql = match tx.dialect() {
            Dialect::Postgres => "SELECT one, epoch FROM vault_epoch ORDER BY one FOR UPDATE",
            Dialect::Sqlite => "SELECT one, epoch FROM vault_epoch ORDER BY one",
        };
        let mut standing = Self { open: 0, highest: 0, held: 0 };
        for row in tx.fetch(sql, &[]).await? {
            let number = row.i64(1)?;
            match row.i64(0)? {
                OPEN => standing.open = number,
                HIGHEST => standing.highest = number,
                HELD => standing.held = number,
                _ => {}
            }
        }
        // A key store from before knows its one epoch only.
        standing.highest = standing.highest.max(standing.open);
        Ok(standing)
    }

    /// Writes it.
    pub(super) async fn keep(&self, tx: &mut Tx) -> Result<(), VaultError> {
        let sql =
            "UPDATE vault_epoch SET epoch = CASE one WHEN 1 THEN $1 WHEN 2 THEN $2 ELSE $3 END";
        tx.execute(sql, &[self.open.into(), self.highest.into(), self.held.into()]).await?;
        Ok(())
    }

    /// The next epoch, on the disk.
    fn draw(&mut self, epochs: &Epochs) -> Result<EpochKey, VaultError> {
        self.highest += 1;
        epochs.draw(self.highest)
    }

    /// So many subjects more are in the open epoch; a full one is followed by the next.
    pub(super) fn add(&mut self, subjects: usize, epochs: &Epochs) -> Result<(), VaultError> {
        self.held += i64::try_from(subjects).unwrap_or(FULL);
        if self.held >= FULL {
            self.open = self.draw(epochs)?.epoch;
            self.held = 0;
        }
        Ok(())
    }
}

/// The first epoch of a key store.
pub(super) async fn first_epoch(tx: &mut Tx, epochs: &Epochs) -> Result<(), VaultError> {
    // A file that is already there is never overwritten: it may belong to another key store.
    match epochs.key(1) {
        Ok(_left_by_a_crash) => {}
        Err(VaultError::EpochMissing) => drop(epochs.draw(1)?),
        Err(other) => return Err(other),
    }
    Standing { open: 1, highest: 1, held: 0 }.keep(tx).await
}

/// Every epoch that wraps something, and the open one.
pub(super) async fn used(tx: &mut Tx, open: i64) -> Result<BTreeSet<i64>, VaultError> {
    let mut used = BTreeSet::from([open]);
    for row in tx.fetch("SELECT DISTINCT epoch FROM vault_key", &[]).await? {
        used.insert(row.i64(0)?);
    }
    Ok(used)
}

/// Wraps anew what an epoch still holds, under as many new ones as it takes.
pub(super) async fn rewrap(
    tx: &mut Tx,
    epochs: &Epochs,
    ended: i64,
    standing: &mut Standing,
) -> Result<(), VaultError> {
    let old = epochs.key(ended)?;
    let mut new: Option<EpochKey> = None;
    let (mut subjects, mut last) = (0, None);
    let all = "SELECT class, key_id, epoch, wrapped, subject FROM vault_key \
               WHERE epoch = $1 ORDER BY subject";
    for row in tx.fetch(all, &[ended.into()]).await? {
        let subject = row.uuid(4)?;
        if last != Some(subject) {
            last = Some(subject);
            subjects += 1;
            if subjects > FULL {
                (subjects, new) = (1, None);
            }
        }
        let under = match new.take() {
            Some(key) => key,
            None => standing.draw(epochs)?,
        };
        move_to(tx, &old, &under, subject, &row).await?;
        new = Some(under);
    }
    if ended == standing.open {
        // What is open must be an epoch that lives.
        let under = match new {
            Some(key) => key,
            None => standing.draw(epochs)?,
        };
        (standing.open, standing.held) = (under.epoch, subjects);
    }
    Ok(())
}

async fn move_to(
    tx: &mut Tx,
    old: &EpochKey,
    new: &EpochKey,
    subject: Uuid,
    row: &Row,
) -> Result<(), VaultError> {
    let (class, key): (Class, DataKey) = unwrap_row(old, subject, row)?;
    let values: [Value; 4] = [
        new.epoch.into(),
        new.wrap(subject, class, &key)?.into(),
        subject.into(),
        class.name().into(),
    ];
    let sql = "UPDATE vault_key SET epoch = $1, wrapped = $2 WHERE subject = $3 AND class = $4";
    tx.execute(sql, &values).await?;
    Ok(())
}
