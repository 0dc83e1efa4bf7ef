//! Erasure reaches copies, and a crash in the middle of it loses nobody else's keys.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::vault::Class;

const AFI: Uuid = Uuid::from_u128(1);
const AMA: Uuid = Uuid::from_u128(2);

fn config(folder: &TempDir) -> VaultConfig {
    VaultConfig {
        database: format!("sqlite:{}", folder.path().join("keys.db").display()),
        epochs: folder.path().join("epochs"),
    }
}

async fn open(folder: &TempDir) -> Vault {
    Vault::open(&config(folder)).await.expect("the vault opens")
}

fn secret(ring: &KeyRing) -> [u8; 32] {
    *ring.key(Class::Identity).expect("a live key").secret
}

fn epoch_files(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path().join("epochs"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn keys_outlive_the_process() {
    let folder = TempDir::new().expect("a folder");
    let drawn = secret(&open(&folder).await.create(AFI).await.expect("keys"));
    let again = open(&folder).await;
    assert_eq!(secret(&again.ring(AFI).await.expect("keys")), drawn);
    assert_eq!(secret(&again.create(AFI).await.expect("keys")), drawn);
    assert_eq!(again.ring(AMA).await.expect("none").subject(), Uuid::nil());
}

#[tokio::test]
async fn many_subjects_are_erased_in_one_rotation() {
    let folder = TempDir::new().expect("a folder");
    let vault = open(&folder).await;
    for subject in [AFI, AMA] {
        vault.create(subject).await.expect("keys");
    }
    vault.erase_all(&[AFI, AMA]).await.expect("erased");
    for subject in [AFI, AMA] {
        assert!(vault.ring(subject).await.expect("a ring").is_erased());
    }
    assert_eq!(epoch_files(&folder), ["epoch-2.key"]);
}

#[tokio::test]
async fn an_erased_subject_stays_erased_and_others_keep_their_keys() {
    let folder = TempDir::new().expect("a folder");
    let vault = open(&folder).await;
    vault.create(AFI).await.expect("keys");
    let kept = secret(&vault.create(AMA).await.expect("keys"));
    vault.erase(AFI).await.expect("erased");
    vault.erase(AFI).await.expect("a repeat is harmless");
    for vault in [vault, open(&folder).await] {
        assert!(vault.ring(AFI).await.expect("a ring").is_erased());
        assert!(matches!(vault.create(AFI).await, Err(VaultError::Erased)));
        assert_eq!(secret(&vault.ring(AMA).await.expect("keys")), kept);
    }
    assert_eq!(epoch_files(&folder), ["epoch-3.key"]);
}

#[tokio::test]
async fn a_copy_of_the_key_store_from_before_an_erasure_is_useless() {
    let folder = TempDir::new().expect("a folder");
    let vault = open(&folder).await;
    vault.create(AFI).await.expect("keys");
    let copy = TempDir::new().expect("a folder");
    for name in ["keys.db", "keys.db-wal"] {
        fs::copy(folder.path().join(name), copy.path().join(name)).expect("copied");
    }
    vault.erase(AFI).await.expect("erased");

    let stolen = Database::open(&config(&copy).database).await.expect("the copy opens");
    let rows = stolen.fetch("SELECT wrapped FROM vault_key", &[]).await.expect("rows");
    assert_eq!(rows.len(), 3, "the copy does hold her wrapped keys");
    let restored = VaultConfig { epochs: config(&folder).epochs, ..config(&copy) };
    assert!(matches!(Vault::open(&restored).await, Err(VaultError::EpochMissing)));
    assert_eq!(epoch_files(&folder), ["epoch-2.key"], "and opening it destroyed nothing");

    // Nor does the surviving epoch's key open them under the destroyed epoch's name.
    let epochs = config(&copy).epochs;
    fs::create_dir(&epochs).expect("a folder");
    fs::copy(config(&folder).epochs.join("epoch-2.key"), epochs.join("epoch-1.key"))
        .expect("copied");
    let forged = open(&copy).await;
    assert!(matches!(forged.ring(AFI).await, Err(VaultError::Wrap)));
}

#[tokio::test]
async fn a_crash_before_the_commit_leaves_the_old_epoch_whole() {
    let folder = TempDir::new().expect("a folder");
    let kept = secret(&open(&folder).await.create(AFI).await.expect("keys"));
    let epochs = config(&folder).epochs;
    for (left, bytes) in [("epoch-2.draft", 7), ("epoch-2.key", 32)] {
        fs::write(epochs.join(left), vec![7; bytes]).expect("written");
        let vault = open(&folder).await;
        assert_eq!(secret(&vault.ring(AFI).await.expect("keys")), kept);
        assert_eq!(epoch_files(&folder), ["epoch-1.key"]);
    }
}

#[tokio::test]
async fn a_crash_after_the_commit_is_finished_at_the_next_start() {
    let folder = TempDir::new().expect("a folder");
    let vault = open(&folder).await;
    vault.create(AFI).await.expect("keys");
    let epochs = config(&folder).epochs;
    let old = fs::read(epochs.join("epoch-1.key")).expect("the old epoch");
    vault.erase(AFI).await.expect("erased");
    fs::write(epochs.join("epoch-1.key"), old).expect("as if never destroyed");
    assert!(open(&folder).await.ring(AFI).await.expect("a ring").is_erased());
    assert_eq!(epoch_files(&folder), ["epoch-2.key"]);
}
