//! Specification of backup and restore, on real databases.

use sentier_eventing::store::{EventStore, StoreOptions};

use super::*;

/// A data folder with a database and a key.
async fn folder(root: &Path) -> Layout {
    let layout = Layout::create(&root.join("data")).unwrap();
    let url = format!("sqlite:{}", layout.store("cases").display());
    let store = EventStore::open(&url, StoreOptions::default()).await.unwrap();
    let mark = "INSERT INTO relay (name, holder, until, position) VALUES ('mark', $1, 0, 7)";
    let holder = sentier_platform::ids::new_id();
    store.database().execute(mark, &[holder.into()]).await.unwrap();
    std::fs::create_dir_all(layout.keys("cases").join("epochs")).unwrap();
    std::fs::write(layout.keys("cases").join("epochs/epoch-1.key"), "first").unwrap();
    let object = layout.objects().join("ab/abcd");
    std::fs::create_dir_all(&object).unwrap();
    std::fs::write(object.join("0"), "sealed").unwrap();
    std::fs::write(object.join("1#2"), "half written").unwrap();
    layout
}

fn args(layout: &Layout, root: &Path, n: u32) -> Args {
    Args {
        data: layout.root().to_owned(),
        to: root.join(format!("backup-{n}")),
        keys_to: Some(root.join("medium/keys")),
        attachments_of: None,
    }
}

#[tokio::test]
async fn what_was_stored_comes_back_from_a_backup_that_was_made_while_it_was_in_use() {
    let root = tempfile::tempdir().unwrap();
    let layout = folder(root.path()).await;
    run(args(&layout, root.path(), 1)).await.unwrap();
    let path = |name: &str| root.path().join(name);
    let back = RestoreArgs::new(path("backup-1"), path("medium/keys"), path("again"));
    restore(back).await.unwrap();
    let again = Layout::create(&root.path().join("again")).unwrap();
    let db = Database::open(&format!("sqlite:{}", again.store("cases").display())).await.unwrap();
    let rows = db.fetch("SELECT position FROM relay WHERE name = 'mark'", &[]).await.unwrap();
    assert_eq!(rows[0].i64(0).unwrap(), 7);
    let key = std::fs::read(again.keys("cases").join("epochs/epoch-1.key")).unwrap();
    assert_eq!(key, b"first");
    let object = again.objects().join("ab/abcd");
    assert_eq!(std::fs::read(object.join("0")).unwrap(), b"sealed");
    assert!(!object.join("1#2").exists(), "what was being written is no object");
}

#[tokio::test]
async fn the_copy_of_the_keys_is_one_and_current() {
    let root = tempfile::tempdir().unwrap();
    let layout = folder(root.path()).await;
    run(args(&layout, root.path(), 1)).await.unwrap();
    let epochs = layout.keys("cases").join("epochs");
    std::fs::remove_file(epochs.join("epoch-1.key")).unwrap();
    std::fs::write(epochs.join("epoch-2.key"), "second").unwrap();
    run(args(&layout, root.path(), 2)).await.unwrap();
    let copied = root.path().join("medium/keys/keys/cases/epochs");
    assert!(!copied.join("epoch-1.key").exists());
    assert_eq!(std::fs::read(copied.join("epoch-2.key")).unwrap(), b"second");
    let left: Vec<_> = std::fs::read_dir(root.path().join("medium")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing of the old copy is left");
}

#[tokio::test]
async fn keys_and_databases_are_not_put_in_one_folder() {
    let root = tempfile::tempdir().unwrap();
    let layout = folder(root.path()).await;
    let together =
        Args { keys_to: Some(root.path().join("backup-1/keys")), ..args(&layout, root.path(), 1) };
    assert!(run(together).await.unwrap_err().to_string().contains("one folder"));
}

/// A hub's configuration, its attachments in a folder of their own.
fn hub(root: &Path, folder: &str) -> PathBuf {
    let config = root.join(format!("{folder}.toml"));
    let text = format!("[attachments]\nfolder = {:?}\n", root.join(folder));
    std::fs::write(&config, text).unwrap();
    config
}

#[tokio::test]
async fn a_hubs_attachments_are_copied_the_new_ones_added_and_put_back_elsewhere() {
    let root = tempfile::tempdir().unwrap();
    let (config, copy) = (hub(root.path(), "lies"), root.path().join("copy"));
    let place = |storage: &str, name: &str| {
        let shard: String = name.chars().take(2).collect();
        root.path().join(storage).join(shard).join(name).join("0")
    };
    let put = |name: &str| {
        let chunk = place("lies", name);
        std::fs::create_dir_all(chunk.parent().unwrap()).unwrap();
        std::fs::write(chunk, name).unwrap();
    };
    let (old, new) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    put(old);
    run(Args::attachments(config.clone(), copy.clone())).await.unwrap();
    put(new);
    run(Args::attachments(config, copy.clone())).await.unwrap();
    // Not for a data folder.
    let as_box = RestoreArgs::new(copy.clone(), root.path().into(), root.path().join("data"));
    assert!(restore(as_box).await.unwrap_err().to_string().contains("--attachments-of"));
    let elsewhere = hub(root.path(), "elsewhere");
    restore(RestoreArgs::attachments(copy, elsewhere.clone())).await.unwrap();
    for name in [old, new] {
        assert_eq!(std::fs::read(place("elsewhere", name)).unwrap(), name.as_bytes());
    }
    // What is no finished copy puts nothing back.
    let unfinished = RestoreArgs::attachments(root.path().join("lies"), elsewhere);
    assert!(restore(unfinished).await.unwrap_err().to_string().contains("not a finished backup"));
}
