//! Whoever holds the database but not the signing key cannot change history unseen.

use sentier_eventing::db::{Database, Dialect, Value};
use sentier_eventing::ledger::{Checkpoint, Fault, Finding, Frontier, Keeper, Report, verify};
use sentier_eventing::store::{EventStore, StoreOptions};
use sentier_test_support::databases::Fresh;
use tempfile::TempDir;

use crate::conformance::append_one;

const EVENTS: u128 = 12;
/// The checkpoint in the middle.
const SIGNED: u128 = 7;

/// A store of twelve events, signed at seven and at twelve.
struct World {
    url: String,
    store: EventStore,
    keeper: Keeper,
    folder: TempDir,
}

impl World {
    async fn new(fresh: &Fresh) -> Self {
        let store = fresh.store().await;
        let folder = TempDir::new().expect("a folder");
        let keeper = Keeper::open(&store, "sentier/test/cases", folder.path()).expect("a keeper");
        for n in 1..=EVENTS {
            append_one(&store, n, n % 5 * 100 + n).await;
            if n == SIGNED {
                keeper.sign().await.expect("signs");
            }
        }
        keeper.sign().await.expect("signs");
        Self { url: fresh.url.clone(), store, keeper, folder }
    }

    fn db(&self) -> &Database {
        self.store.database()
    }

    async fn report(&self, witnessed: Option<&Checkpoint>) -> Report {
        verify(self.db(), &self.keeper.verifier(), witnessed).await.expect("verifies")
    }

    async fn findings(&self) -> Vec<Finding> {
        self.report(None).await.findings
    }

    async fn run(&self, sql: &str, values: &[Value]) {
        self.db().execute(sql, values).await.expect("the database's owner may do anything");
    }

    /// The checkpoint that lies ready for a witness.
    fn latest(&self) -> Checkpoint {
        let note = std::fs::read_to_string(self.folder.path().join("checkpoint.txt"));
        self.keeper.verifier().verify(&note.expect("a note")).expect("signed")
    }

    /// Makes leaves and edge fit whatever the rows say now, as an insider with all of our code would.
    async fn rehash(&self) {
        // The store under attack may remember what it wrote; the insider reads the database.
        let insider = EventStore::open(&self.url, StoreOptions::default()).await.expect("opens");
        let mut edge = Frontier::new();
        for event in insider.read_log(0, 1_000).await.expect("reads") {
            let leaf = event.leaf();
            let values = [event.position.into(), leaf.as_slice().into()];
            self.run("UPDATE event SET leaf = $2 WHERE position = $1", &values).await;
            edge.append(leaf);
        }
        let size = i64::try_from(edge.size()).expect("small");
        let values = [size.into(), edge.to_bytes().into()];
        self.run("UPDATE head SET position = $1, leaves = $1, peaks = $2", &values).await;
    }
}

fn found(position: i64, fault: Fault) -> Vec<Finding> {
    vec![Finding { position, fault }]
}

pub(crate) async fn an_untouched_store_passes_and_grows_on(fresh: Fresh) {
    let world = World::new(&fresh).await;
    let report = world.report(Some(&world.latest())).await;
    assert_eq!(report.findings, []);
    assert_eq!((report.events, report.checkpoints, report.signed), (12, 2, 12));
    assert_eq!(report.root, world.latest().root);

    append_one(&world.store, 13, 13).await;
    let report = world.report(Some(&world.latest())).await;
    assert!(report.holds());
    assert_eq!((report.events, report.signed), (13, 12));
    let again = Keeper::open(&world.store, "sentier/test/cases", world.folder.path());
    assert_eq!(again.expect("a keeper").verifier(), world.keeper.verifier());
}

/// The value with its first byte, letter or unit changed.
fn changed(value: &Value) -> Value {
    match value {
        Value::Int(Some(number)) => (number + 1_000).into(),
        Value::Text(Some(text)) => text.replacen(|_any: char| true, "\u{1}", 1).into(),
        Value::Bytes(Some(bytes)) => {
            let mut bytes = bytes.clone();
            bytes[0] ^= 1;
            bytes.into()
        }
        other => other.clone(),
    }
}

pub(crate) async fn a_changed_column_of_one_event_is_found_at_its_place(fresh: Fresh) {
    let world = World::new(&fresh).await;
    let stored = world.store.read_log(4, 1).await.expect("reads").remove(0);
    let columns: [(&str, Value); 8] = [
        ("stream", stored.stream.into()),
        ("version", stored.version.into()),
        ("event_type", stored.event_type.as_str().into()),
        ("at", stored.at.into()),
        ("principal", stored.principal.as_str().into()),
        ("centre", stored.centre.as_str().into()),
        ("payload", stored.payload.as_slice().into()),
        ("leaf", stored.leaf().as_slice().into()),
    ];
    for (column, value) in columns {
        let sql = format!("UPDATE event SET {column} = $1 WHERE position = 5");
        world.run(&sql, &[changed(&value)]).await;
        let findings = world.findings().await;
        let first = Finding { position: 5, fault: Fault::Changed };
        assert_eq!(findings.first(), Some(&first), "{column}: {findings:?}");
        world.run(&sql, &[value]).await;
        assert_eq!(world.findings().await, [], "{column} restored");
    }
    world.run("UPDATE event SET position = 1000 WHERE position = 5", &[]).await;
    assert_eq!(world.findings().await.first(), found(5, Fault::Missing).first());
    world.run("UPDATE event SET position = 5 WHERE position = 1000", &[]).await;
    let peaks = world.db().fetch("SELECT peaks FROM head", &[]).await.expect("rows");
    let peaks = Value::from(peaks[0].bytes(0).expect("bytes"));
    world.run("UPDATE head SET peaks = $1", &[changed(&peaks)]).await;
    assert_eq!(world.findings().await, found(12, Fault::Edge));
}

pub(crate) async fn a_deleted_or_swapped_event_is_found_at_its_place(fresh: Fresh) {
    for position in [12, 5, 1] {
        let fresh = another(&fresh).await;
        let world = World::new(&fresh).await;
        world.run("DELETE FROM event WHERE position = $1", &[position.into()]).await;
        assert_eq!(world.findings().await, found(position, Fault::Missing));
    }
    let world = World::new(&fresh).await;
    for (from, to) in [(4, 1_000), (9, 4), (1_000, 9)] {
        let sql = "UPDATE event SET position = $2 WHERE position = $1";
        world.run(sql, &[i64::from(from).into(), i64::from(to).into()]).await;
    }
    let findings = world.findings().await;
    let both = [found(4, Fault::Changed), found(9, Fault::Changed)].concat();
    assert_eq!(findings, both, "two rows that changed places");

    let copy = "INSERT INTO event SELECT 13, stream, version + 50, event_type, at, principal, centre, \
         payload, leaf FROM event WHERE position = 12";
    world.run(copy, &[]).await;
    assert!(world.findings().await.contains(&found(13, Fault::Added)[0]));
}

async fn another(fresh: &Fresh) -> Fresh {
    let db = Database::open(&fresh.url).await.expect("opens");
    match db.dialect() {
        Dialect::Sqlite => Fresh::sqlite(),
        Dialect::Postgres => Fresh::postgres().await,
    }
}

pub(crate) async fn a_rewritten_history_is_not_the_one_that_was_signed(fresh: Fresh) {
    let world = World::new(&fresh).await;
    world.run("UPDATE event SET centre = 'ogou-2' WHERE position = 9", &[]).await;
    world.rehash().await;
    let report = world.report(None).await;
    assert_eq!(report.findings, found(8, Fault::Rewritten), "after the seven that hold");
    assert_eq!((report.checkpoints, report.signed), (1, 7));

    // Nor does it help to take the signed sizes away and sign nothing: the witness remembers.
    let witnessed = world.latest();
    world.run("DELETE FROM checkpoint WHERE size = 12", &[]).await;
    assert!(world.report(None).await.holds());
    assert_eq!(world.report(Some(&witnessed)).await.findings, found(8, Fault::Witness));
}

pub(crate) async fn an_older_copy_is_not_what_the_witness_saw(fresh: Fresh) {
    let world = World::new(&fresh).await;
    let witnessed = world.latest();
    world.run("DELETE FROM event WHERE position > 10", &[]).await;
    world.rehash().await;
    assert_eq!(world.findings().await, found(11, Fault::Rewritten), "a later size was signed");
    world.run("DELETE FROM checkpoint WHERE size > 10", &[]).await;
    assert!(world.report(None).await.holds(), "from inside an older copy looks whole");
    assert_eq!(world.report(Some(&witnessed)).await.findings, found(11, Fault::Witness));
}

pub(crate) async fn a_checkpoint_of_another_key_is_found(fresh: Fresh) {
    let world = World::new(&fresh).await;
    world.run("UPDATE event SET centre = 'ogou-2' WHERE position = 9", &[]).await;
    world.rehash().await;
    world.run("DELETE FROM checkpoint WHERE size = 12", &[]).await;
    let thief = TempDir::new().expect("a folder");
    let thief = Keeper::open(&world.store, "sentier/test/cases", thief.path()).expect("a keeper");
    thief.sign().await.expect("signs");
    assert_eq!(world.findings().await, found(12, Fault::Unsigned));
}

pub(crate) async fn an_older_store_gets_its_tree_when_it_is_opened(fresh: Fresh) {
    let world = World::new(&fresh).await;
    let root = world.latest().root;
    world.run("UPDATE event SET leaf = NULL", &[]).await;
    let empty = Value::Bytes(Some(Vec::new()));
    world.run("UPDATE head SET leaves = 0, peaks = $1", &[empty]).await;
    assert_eq!(world.findings().await, found(12, Fault::Edge));
    drop(fresh.store().await);
    let report = world.report(None).await;
    assert!(report.holds(), "{report:?}");
    assert_eq!(report.root, root);
}
