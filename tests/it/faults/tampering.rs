//! Somebody changes the stored history of a box with its own disk in her hands.

use std::fs;
use std::path::Path;

use sentier_eventing::db::Database;
use sentier_tests::processes::ran;
use sentier_tests::system::{On, Whole};

use super::kills::checked;

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_byte_of_the_stored_history_is_found_by_the_command() {
    let whole = Whole::start(On::Sqlite).await;
    whole.stage().await;
    let kept = whole.stop().await;
    let data = kept.data();
    let folder = data.display().to_string();
    let verify = ["audit", "verify", "--data", &folder];
    checked(&verify, "holds").await;

    let (position, payload) = an_event(&kept.store("access").await).await;
    let file = data.join("stores/access.db");
    let untouched = fs::read(&file).expect("a store");
    change(&file, untouched.clone(), &payload);
    let (succeeded, said) = ran(&verify).await;
    assert!(!succeeded, "{said}");
    let verdict =
        |word: &str| said.lines().any(|line| line.starts_with("access ") && line.contains(word));
    assert!(verdict("DOES NOT HOLD") && !verdict(" holds"), "{said}");
    assert!(said.contains(&format!("changed at position {position}")), "{said}");
    assert!(said.contains("cases"), "the other logs are looked at all the same: {said}");

    fs::write(&file, untouched).expect("the store as it was");
    checked(&verify, "holds").await;
}

/// The position and the payload of one stored event, which lies within a page of the file.
async fn an_event(store: &Database) -> (i64, Vec<u8>) {
    let sql = "SELECT position, payload FROM event WHERE LENGTH(payload) BETWEEN 100 AND 900 \
               ORDER BY position LIMIT 1";
    let rows = store.fetch(sql, &[]).await.expect("rows");
    let event = (rows[0].i64(0).expect("a position"), rows[0].bytes(1).expect("bytes"));
    // Whatever still stands in the log beside the file is brought into it.
    let folded = store.fetch("PRAGMA wal_checkpoint(TRUNCATE)", &[]).await.expect("folded");
    assert_eq!(folded[0].i64(0).expect("a verdict"), 0, "nobody is in the way");
    store.close().await;
    event
}

/// Changes one byte in the middle of this payload, wherever the file holds it.
fn change(file: &Path, mut bytes: Vec<u8>, payload: &[u8]) {
    let places: Vec<usize> = bytes
        .windows(payload.len())
        .enumerate()
        .filter(|(_, window)| *window == payload)
        .map(|(at, _)| at + payload.len() / 2)
        .collect();
    assert!(!places.is_empty(), "the event is not in the file");
    for at in places {
        bytes[at] ^= 1;
    }
    fs::write(file, bytes).expect("written");
}
