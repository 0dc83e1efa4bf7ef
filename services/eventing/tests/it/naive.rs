//! Why positions are handed out under a lock: a plain sequence loses events for a following reader.

use sentier_eventing::db::Database;
use sentier_test_support::databases::Fresh;

/// The reader that every consumer is: remembers the last position it saw, asks for what is above.
async fn follow(db: &Database, table: &str, seen: &mut Vec<i64>) {
    let after = seen.last().copied().unwrap_or(0);
    let sql = format!("SELECT position FROM {table} WHERE position > $1 ORDER BY position");
    for row in db.fetch(&sql, &[after.into()]).await.expect("rows") {
        seen.push(row.i64(0).expect("a position"));
    }
}

#[tokio::test]
async fn a_plain_sequence_loses_an_event_that_commits_late() {
    let fresh = Fresh::postgres().await;
    let db = Database::open(&fresh.url).await.expect("opens");
    db.execute("CREATE TABLE naive (position BIGSERIAL PRIMARY KEY)", &[]).await.expect("a table");

    let mut early = db.begin().await.expect("begins");
    early.execute("INSERT INTO naive DEFAULT VALUES", &[]).await.expect("inserts");
    let mut late = db.begin().await.expect("begins");
    late.execute("INSERT INTO naive DEFAULT VALUES", &[]).await.expect("inserts");
    late.commit().await.expect("commits");

    let mut seen = Vec::new();
    follow(&db, "naive", &mut seen).await;
    early.commit().await.expect("commits");
    follow(&db, "naive", &mut seen).await;
    assert_eq!(seen, [2], "the follower never sees position 1, though it is stored");
}

#[tokio::test]
async fn the_head_lock_makes_a_later_writer_wait_for_its_position() {
    let fresh = Fresh::postgres().await;
    let store = fresh.store().await;
    let db = store.database();

    let mut early = db.begin().await.expect("begins");
    early
        .fetch("SELECT position FROM head WHERE id = 1 FOR UPDATE", &[])
        .await
        .expect("holds the lock");
    let late = tokio::spawn({
        let store = store.clone();
        async move { crate::conformance::append_one(&store, 1, 1).await }
    });
    let mut seen = Vec::new();
    follow(db, "event", &mut seen).await;
    assert_eq!(seen, [0; 0], "nothing can be stored past a position that is being written");
    early.commit().await.expect("commits");
    late.await.expect("joins");
    follow(db, "event", &mut seen).await;
    assert_eq!(seen, [1]);
}
