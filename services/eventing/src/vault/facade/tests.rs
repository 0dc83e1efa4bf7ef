//! Erasure reaches copies, and a crash in the middle of it loses nobody else's keys.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::db::{Dialect, Value};
use crate::vault::Class;

const AFI: Uuid = Uuid::from_u128(1);
const AMA: Uuid = Uuid::from_u128(2);

/// A key store of one test: its database, and the folder of its epochs.
struct Place {
    database: String,
    folder: TempDir,
}

impl Place {
    async fn new(dialect: Dialect) -> Self {
        let folder = TempDir::new().expect("a folder");
        let database = match dialect {
            Dialect::Sqlite => format!("sqlite:{}", folder.path().join("keys.db").display()),
            Dialect::Postgres => postgres().await,
        };
        Self { database, folder }
    }

    fn config(&self) -> VaultConfig {
        VaultConfig { database: self.database.clone(), epochs: self.folder.path().join("epochs") }
    }

    async fn open(&self) -> Vault {
        Vault::open(&self.config()).await.expect("the vault opens")
    }

    fn epoch_files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.config().epochs)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        names
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's database has a name of its own")]
async fn postgres() -> String {
    let server = std::env::var("SENTIER_TEST_POSTGRES")
        .expect("SENTIER_TEST_POSTGRES is not set: run the tests with ./deploy/test");
    let name = format!("v{}", Uuid::now_v7().simple());
    let admin = Database::open(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
    admin.fetch(&format!("CREATE DATABASE {name}"), &[]).await.expect("a new database");
    admin.close().await;
    format!("{server}/{name}")
}

/// Runs each sentence on both databases.
macro_rules! on_both {
    ($($sentence:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $sentence() {
                super::$sentence(super::Dialect::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $sentence() {
                super::$sentence(super::Dialect::Postgres).await;
            })+
        }
    };
}

on_both!(
    keys_outlive_the_process,
    a_burst_of_new_subjects_gets_keys_that_outlive_the_process,
    many_subjects_are_erased_in_one_rotation,
    rings_are_given_together_as_they_are_one_by_one,
    an_erased_subject_stays_erased_and_others_keep_their_keys,
    a_copy_of_the_key_store_from_before_an_erasure_is_useless,
    a_crash_before_the_commit_leaves_the_old_epoch_whole,
    a_crash_after_the_commit_is_finished_at_the_next_start,
    replicas_that_start_and_erase_at_once_agree,
    an_erasure_wraps_anew_who_shared_her_epoch_and_nobody_else,
    a_store_from_before_is_cut_into_pieces_by_its_first_erasure,
);

fn secret(ring: &KeyRing) -> [u8; 32] {
    *ring.key(Class::Identity).expect("a live key").secret
}

async fn keys_outlive_the_process(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let drawn = secret(&place.open().await.create(AFI).await.expect("keys"));
    let again = place.open().await;
    assert_eq!(secret(&again.ring(AFI).await.expect("keys")), drawn);
    assert_eq!(secret(&again.create(AFI).await.expect("keys")), drawn);
    assert_eq!(again.ring(AMA).await.expect("none").subject(), Uuid::nil());
}

async fn a_burst_of_new_subjects_gets_keys_that_outlive_the_process(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    vault.create(AFI).await.expect("keys");
    vault.erase(AFI).await.expect("erased");
    // Every subject is asked for twice at once, and one of them is erased already.
    let numbers = || (0..600_u128).map(|number| Uuid::from_u128(1 + number % 300));
    let rings = futures_util::future::join_all(numbers().map(|it| vault.create(it))).await;
    let again = place.open().await;
    for (subject, ring) in numbers().zip(rings) {
        if subject == AFI {
            assert!(matches!(ring, Err(VaultError::Erased)));
        } else {
            let kept = again.ring(subject).await.expect("keys");
            assert_eq!(secret(&ring.expect("keys")), secret(&kept));
        }
    }
}

async fn many_subjects_are_erased_in_one_rotation(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    for subject in [AFI, AMA] {
        vault.create(subject).await.expect("keys");
    }
    vault.erase_all(&[AFI, AMA]).await.expect("erased");
    for subject in [AFI, AMA] {
        assert!(vault.ring(subject).await.expect("a ring").is_erased());
    }
    assert_eq!(place.epoch_files(), ["epoch-2.key"]);
}

async fn rings_are_given_together_as_they_are_one_by_one(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    vault.create(AFI).await.expect("keys");
    vault.erase(AFI).await.expect("erased");
    let kept = secret(&vault.create(AMA).await.expect("keys"));
    let rings = place.open().await.rings(&[AMA, Uuid::from_u128(3), AFI]).await.expect("rings");
    assert_eq!(secret(&rings[0]), kept);
    assert_eq!(rings[1].subject(), Uuid::nil());
    assert!(rings[2].is_erased());
}

async fn an_erased_subject_stays_erased_and_others_keep_their_keys(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    vault.create(AFI).await.expect("keys");
    let kept = secret(&vault.create(AMA).await.expect("keys"));
    vault.erase(AFI).await.expect("erased");
    vault.erase(AFI).await.expect("a repeat is harmless");
    for vault in [vault, place.open().await] {
        assert!(vault.ring(AFI).await.expect("a ring").is_erased());
        assert!(matches!(vault.create(AFI).await, Err(VaultError::Erased)));
        assert_eq!(secret(&vault.ring(AMA).await.expect("keys")), kept);
    }
    assert_eq!(place.epoch_files(), ["epoch-2.key"]);
}

async fn a_copy_of_the_key_store_from_before_an_erasure_is_useless(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    vault.create(AFI).await.expect("keys");
    let copy = Place::new(dialect).await;
    drop(copy.open().await);
    copy_rows(&place, &copy).await;
    vault.erase(AFI).await.expect("erased");

    let stolen = Database::open(&copy.database).await.expect("the copy opens");
    let rows = stolen.fetch("SELECT wrapped FROM vault_key", &[]).await.expect("rows");
    assert_eq!(rows.len(), 3, "the copy does hold her wrapped keys");
    let restored = VaultConfig { epochs: place.config().epochs, ..copy.config() };
    assert!(matches!(Vault::open(&restored).await, Err(VaultError::EpochMissing)));
    assert_eq!(place.epoch_files(), ["epoch-2.key"], "and opening it destroyed nothing");

    // Nor does the surviving epoch's key open them under the destroyed epoch's name.
    let epochs = copy.config().epochs;
    fs::copy(place.config().epochs.join("epoch-2.key"), epochs.join("epoch-1.key"))
        .expect("copied");
    let forged = copy.open().await;
    assert!(matches!(forged.ring(AFI).await, Err(VaultError::Wrap)));
}

/// What a backup of the key store's database holds.
async fn copy_rows(from: &Place, to: &Place) {
    let from = Database::open(&from.database).await.expect("opens");
    let to = Database::open(&to.database).await.expect("opens");
    let sql = "SELECT subject, class, key_id, epoch, wrapped FROM vault_key";
    for row in from.fetch(sql, &[]).await.expect("rows") {
        let values: [Value; 5] = [
            row.uuid(0).expect("a subject").into(),
            row.text(1).expect("a class").into(),
            row.uuid(2).expect("a key").into(),
            row.i64(3).expect("an epoch").into(),
            row.bytes(4).expect("bytes").into(),
        ];
        let sql = "INSERT INTO vault_key VALUES ($1, $2, $3, $4, $5)";
        to.execute(sql, &values).await.expect("copied");
    }
}

async fn a_crash_before_the_commit_leaves_the_old_epoch_whole(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let kept = secret(&place.open().await.create(AFI).await.expect("keys"));
    let epochs = place.config().epochs;
    for (left, bytes) in [("epoch-2.draft", 7), ("epoch-2.key", 32)] {
        fs::write(epochs.join(left), vec![7; bytes]).expect("written");
        let vault = place.open().await;
        assert_eq!(secret(&vault.ring(AFI).await.expect("keys")), kept);
        assert_eq!(place.epoch_files(), ["epoch-1.key"]);
    }
}

async fn a_crash_after_the_commit_is_finished_at_the_next_start(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    vault.create(AFI).await.expect("keys");
    let epochs = place.config().epochs;
    let old = fs::read(epochs.join("epoch-1.key")).expect("the old epoch");
    vault.erase(AFI).await.expect("erased");
    fs::write(epochs.join("epoch-1.key"), old).expect("as if never destroyed");
    assert!(place.open().await.ring(AFI).await.expect("a ring").is_erased());
    assert_eq!(place.epoch_files(), ["epoch-2.key"]);
}

async fn replicas_that_start_and_erase_at_once_agree(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let (here, there) = tokio::join!(place.open(), place.open());
    let (mine, yours) = tokio::join!(here.create(AFI), there.create(AFI));
    assert_eq!(secret(&mine.expect("keys")), secret(&yours.expect("keys")));
    let kept = secret(&here.create(AMA).await.expect("keys"));
    let (mine, yours) = tokio::join!(here.erase(AFI), there.erase(AFI));
    mine.expect("erased");
    yours.expect("erased");
    let fresh = place.open().await;
    assert!(fresh.ring(AFI).await.expect("a ring").is_erased());
    assert_eq!(secret(&fresh.ring(AMA).await.expect("keys")), kept);
    assert_eq!(place.epoch_files(), ["epoch-2.key"]);
}

/// Wrapped keys by subject and class, with their epochs.
async fn wrapped(place: &Place) -> Vec<(Uuid, String, i64, Vec<u8>)> {
    let db = Database::open(&place.database).await.expect("opens");
    let sql = "SELECT subject, class, epoch, wrapped FROM vault_key ORDER BY subject, class";
    let rows = db.fetch(sql, &[]).await.expect("rows");
    let read = rows.iter().map(|row| {
        let (subject, class) = (row.uuid(0).expect("an id"), row.text(1).expect("a class"));
        (subject, class, row.i64(2).expect("an epoch"), row.bytes(3).expect("bytes"))
    });
    read.collect()
}

async fn an_erasure_wraps_anew_who_shared_her_epoch_and_nobody_else(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    let subjects: Vec<Uuid> = (1..=3_000).map(Uuid::from_u128).collect();
    futures_util::future::join_all(subjects.iter().map(|one| vault.create(*one))).await;
    let before = wrapped(&place).await;
    let epochs: std::collections::BTreeSet<i64> = before.iter().map(|row| row.2).collect();
    assert!((2..=3).contains(&epochs.len()), "{epochs:?}");
    let hers = before.iter().find(|row| row.0 == AFI).expect("her keys").2;
    let kept = secret(&vault.ring(AMA).await.expect("keys"));
    vault.erase(AFI).await.expect("erased");

    let after = wrapped(&place).await;
    assert!(after.iter().all(|row| row.0 != AFI && row.2 != hers));
    let others = before.iter().filter(|row| row.2 != hers);
    assert!(others.clone().count() > 1_000);
    for row in others {
        assert!(after.contains(row), "another epoch was touched");
    }
    assert!(!place.epoch_files().contains(&format!("epoch-{hers}.key")));
    let again = place.open().await;
    assert_eq!(secret(&again.ring(AMA).await.expect("keys")), kept);
    assert_eq!(again.rings(&subjects).await.expect("rings").len(), subjects.len());
    assert!(again.create(Uuid::from_u128(9_000)).await.is_ok());
}

async fn a_store_from_before_is_cut_into_pieces_by_its_first_erasure(dialect: Dialect) {
    let place = Place::new(dialect).await;
    let vault = place.open().await;
    let subjects: Vec<Uuid> = (1..=500).map(Uuid::from_u128).collect();
    futures_util::future::join_all(subjects.iter().map(|one| vault.create(*one))).await;
    let kept = secret(&vault.ring(AMA).await.expect("keys"));
    // What an earlier version remembered: its one epoch, and nothing else.
    let db = Database::open(&place.database).await.expect("opens");
    db.execute("DELETE FROM vault_epoch WHERE one > 1", &[]).await.expect("forgotten");
    let again = place.open().await;
    assert_eq!(secret(&again.ring(AMA).await.expect("keys")), kept);
    again.erase(AFI).await.expect("erased");
    again.create(Uuid::from_u128(9_000)).await.expect("keys");
    assert_eq!(place.epoch_files(), ["epoch-2.key"]);
    assert_eq!(secret(&place.open().await.ring(AMA).await.expect("keys")), kept);
}
