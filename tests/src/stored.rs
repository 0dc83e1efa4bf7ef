//! Whether what was acknowledged is in the stores, once.

use sentier::demo::play::Entry;
use sentier_eventing::db::{Database, Value};

use crate::system::id_of;

/// Every acknowledged write to a service: its request once in the log of requests, and the event at the
/// version that it was answered with.
///
/// # Panics
/// When one is missing, or was applied twice.
pub async fn stored_once(store: &Database, service: &str, journal: &[Entry]) {
    let of_service = format!("{service}.v1/");
    let mut seen = 0;
    for entry in journal.iter().filter(|entry| entry.rpc.starts_with(&of_service)) {
        let request = [Value::from(entry.request_id)];
        let sql = "SELECT stream, version FROM request WHERE request_id = $1";
        let rows = store.fetch(sql, &request).await.expect("rows");
        assert_eq!(rows.len(), 1, "{} is answered once", entry.rpc);
        let (stream, version) =
            (rows[0].uuid(0).expect("a stream"), rows[0].i64(1).expect("a version"));
        if entry.version > 0 {
            assert_eq!((stream, version), (id_of(&entry.resource), entry.version));
        }
        let sql = "SELECT 1 FROM event WHERE stream = $1 AND version = $2";
        let rows = store.fetch(sql, &[stream.into(), version.into()]).await.expect("rows");
        assert_eq!(rows.len(), 1, "{} stored its event once", entry.rpc);
        seen += 1;
    }
    assert!(seen > 10, "the journal names {seen} writes to {service}");
}
