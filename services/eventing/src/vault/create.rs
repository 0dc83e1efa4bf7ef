//! Drawing keys for new subjects, many in one commit.
//!
//! Survivors come in bursts (an import, the first hour of a day), and one commit for each would stop at
//! the disk's flush rate. One task takes what is queued and makes it durable together; an idle key store
//! waits for nobody.

use std::collections::{BTreeMap, HashMap};

use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::epochs::Standing;
use super::keystore::{KeyStore, draw, unwrap_row};
use super::{Class, DataKey, KeyRing, VaultError};
use crate::db::{Column, Row, Tx};

/// Subjects that share one commit, at most.
const BATCH: usize = 256;
/// Subjects that may wait; more wait for a place.
const QUEUE: usize = 4_096;

type Told = oneshot::Sender<Result<KeyRing, VaultError>>;

/// The queue in front of the key store. Cheap to clone; its task ends with the last clone.
#[derive(Clone, Debug)]
pub(super) struct Creator(mpsc::Sender<(Uuid, Told)>);

impl Creator {
    /// Starts the task on the current runtime.
    pub(super) fn start(keys: KeyStore) -> Self {
        let (queue, asked) = mpsc::channel(QUEUE);
        spawn(run(keys, asked));
        Self(queue)
    }

    /// Draws the keys of a new subject; a subject that has keys keeps them. Durable when it returns.
    pub(super) async fn create(&self, subject: Uuid) -> Result<KeyRing, VaultError> {
        let (tell, told) = oneshot::channel();
        self.0.send((subject, tell)).await.map_err(|_ended| VaultError::Unavailable)?;
        told.await.map_err(|_ended| VaultError::Unavailable)?
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the task must outlive the shutdown of its callers: it ends when the last handle does"
)]
fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    drop(tokio::spawn(task));
}

async fn run(keys: KeyStore, mut asked: mpsc::Receiver<(Uuid, Told)>) {
    let mut batch = Vec::with_capacity(BATCH);
    while asked.recv_many(&mut batch, BATCH).await > 0 {
        let mut waiting: BTreeMap<Uuid, Vec<Told>> = BTreeMap::new();
        for (subject, tell) in batch.drain(..) {
            waiting.entry(subject).or_default().push(tell);
        }
        let subjects: Vec<Uuid> = waiting.keys().copied().collect();
        let rings = keys.create_all(&subjects).await;
        if let Err(error) = &rings {
            tracing::error!(%error, subjects = subjects.len(), "the key store refused a batch");
        }
        for (subject, tells) in waiting {
            for tell in tells {
                let ring = match &rings {
                    Ok(rings) => rings.get(&subject).cloned().ok_or(VaultError::Erased),
                    Err(_) => Err(VaultError::Unavailable),
                };
                // The caller may have gone away at its deadline; a repeat finds the keys.
                drop(tell.send(ring));
            }
        }
    }
}

impl KeyStore {
    /// Keys of these subjects, drawn where there are none, in one commit; an erased one gets none.
    async fn create_all(&self, subjects: &[Uuid]) -> Result<HashMap<Uuid, KeyRing>, VaultError> {
        let mut tx = self.db.begin().await?;
        let mut standing = Standing::of(&mut tx).await?;
        let epoch = self.epochs.key(standing.open)?;
        let mut rings: HashMap<Uuid, Vec<(Class, DataKey)>> = HashMap::new();
        let mut new: Vec<Uuid> = subjects.to_vec();
        let erased = among(&mut tx, "SELECT subject FROM vault_erased", subjects).await?;
        for row in &erased {
            let erased = row.uuid(0)?;
            new.retain(|subject| *subject != erased);
        }
        let sql = "SELECT class, key_id, epoch, wrapped, subject FROM vault_key";
        for row in &among(&mut tx, sql, subjects).await? {
            let held = row.uuid(4)?;
            new.retain(|subject| *subject != held);
            let under = row.i64(2)?;
            let key = if under == epoch.epoch {
                unwrap_row(&epoch, held, row)?
            } else {
                unwrap_row(&self.epochs.key(under)?, held, row)?
            };
            rings.entry(held).or_default().push(key);
        }
        let mut rows = Rows::default();
        let drawn = new.len();
        for subject in new {
            for class in Class::ALL {
                let key = draw()?;
                rows.add(subject, class, key.id, epoch.epoch, epoch.wrap(subject, class, &key)?);
                rings.entry(subject).or_default().push((class, key));
            }
        }
        rows.insert(&mut tx).await?;
        if drawn > 0 {
            standing.add(drawn, &self.epochs)?;
            standing.keep(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(rings
            .into_iter()
            .map(|(subject, keys)| (subject, KeyRing::live(subject, keys)))
            .collect())
    }
}

/// The rows of a statement whose subject is one of these.
async fn among(tx: &mut Tx, select: &str, subjects: &[Uuid]) -> Result<Vec<Row>, VaultError> {
    let (condition, values) = tx.dialect().among("subject", Column::ids(subjects.iter().copied()));
    Ok(tx.fetch(&format!("{select} WHERE {condition}"), &values).await?)
}

const INSERT: &str = "INSERT INTO vault_key (subject, class, key_id, epoch, wrapped)";

/// New rows of the key store, column by column.
#[derive(Default)]
struct Rows {
    subjects: Vec<Vec<u8>>,
    classes: Vec<String>,
    ids: Vec<Vec<u8>>,
    epochs: Vec<i64>,
    wrapped: Vec<Vec<u8>>,
}

impl Rows {
    fn add(&mut self, subject: Uuid, class: Class, id: Uuid, epoch: i64, wrapped: Vec<u8>) {
        self.subjects.push(subject.as_bytes().to_vec());
        self.classes.push(class.name().to_owned());
        self.ids.push(id.as_bytes().to_vec());
        self.epochs.push(epoch);
        self.wrapped.push(wrapped);
    }

    async fn insert(self, tx: &mut Tx) -> Result<(), VaultError> {
        if !self.subjects.is_empty() {
            let columns = vec![
                Column::Blobs(self.subjects),
                Column::Texts(self.classes),
                Column::Blobs(self.ids),
                Column::Ints(self.epochs),
                Column::Blobs(self.wrapped),
            ];
            tx.insert(INSERT, columns).await?;
        }
        Ok(())
    }
}
